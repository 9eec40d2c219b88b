import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import sharp from "sharp";
import { still } from "./sight.ts";
import { accessible, expect, open, rows, settled, test } from "./support.ts";

/** What servers of others may allow: a page only pictures, a drawing only what is in it. */
const ONLY_PICTURES = "default-src 'none'; img-src 'self'";
const STRICT = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

// Some of the pages below come from this file, not from the server.

interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

async function saved(page: Page, format: "PNG" | "SVG" | "PDF" | "CSV"): Promise<SavedFile> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: format, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** A PDF's pages: their size in points and their texts, in the order in which they stand. */
async function pagesOf(
  bytes: Uint8Array,
): Promise<{ readonly size: readonly [number, number]; readonly texts: readonly string[] }[]> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: VerbosityLevel.ERRORS });
  const document = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, i) => {
      const page = await document.getPage(i + 1);
      const { width, height } = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent();
      return {
        size: [Math.round(width), Math.round(height)] as const,
        texts: items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item.str] : [])),
      };
    }),
  );
  await task.destroy();
  return pages;
}

const A4_POINTS = [595, 842];

test("the picture leaves as one SVG file that needs nothing else, the same whatever the theme", async ({
  page,
  context,
}) => {
  // High enough that the page folds no row for want of room; the figure has them all.
  await page.setViewportSize({ width: 1440, height: 1500 });
  await page.goto("/#sample=golf-ball.png");
  await expect(page.getByRole("button", { name: "SVG", exact: true })).toBeDisabled();
  await settled(page);
  const { name, bytes } = await saved(page, "SVG");
  expect(name).toBe("strata-golf-ball-3x3.svg");
  const markup = bytes.toString("utf8");

  // Read on an empty page: the page's own policy speaks of style elements in parsed text as well.
  const reader = await context.newPage();
  const found = await reader.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    const links = [...svg.querySelectorAll("[href]")].map((element) => element.getAttribute("href")!.slice(0, 22));
    const keys = [...svg.querySelectorAll("[data-row]")].map((row) => row.getAttribute("data-row")!);
    return {
      broken: svg.querySelector("parsererror") !== null,
      links,
      rows: keys.filter((key) => /^(and|or)\d+$/.test(key)).length,
    };
  }, markup);
  expect(found).toEqual({ broken: false, links: ["data:image/png;base64,"], rows: await rows(page).count() });
  expect(found.rows).toBe(24);
  await reader.close();
  expect(markup).not.toMatch(/var\(--|class=|url\((?!#|data:)/);

  // On a page that allows nothing but pictures, and opened by itself: its typeface is its own.
  const strict = await context.newPage();
  const serve = (path: string, contentType: string, body: string | Buffer, policy: string) =>
    strict.route(path, (route) => route.fulfill({ body, contentType, headers: { "Content-Security-Policy": policy } }));
  await serve("**/figure.html", "text/html", '<!doctype html><img src="figure.svg">', ONLY_PICTURES);
  await serve("**/figure.svg", "image/svg+xml", bytes, STRICT);
  await strict.goto("/figure.html");
  await expect.poll(() => strict.evaluate(() => document.images[0]!.naturalWidth)).toBe(680);
  await strict.goto("/figure.svg");
  await expect
    .poll(() => strict.evaluate(() => [...document.fonts].map(({ family, status }) => `${family} ${status}`)))
    .toEqual(Array(3).fill("Inter loaded"));
  await strict.close();

  expect((await saved(page, "SVG")).bytes.equals(bytes)).toBe(true);
  await page.getByRole("button", { name: "Dark theme" }).click();
  expect((await saved(page, "SVG")).bytes.equals(bytes)).toBe(true);

  // The same as text on one page of a PDF; in its last line what finds it again.
  const pdf = await saved(page, "PDF");
  expect(pdf.name).toBe("strata-golf-ball-3x3.pdf");
  const pages = await pagesOf(pdf.bytes);
  expect(pages.map(({ size }) => size)).toEqual([A4_POINTS]);
  expect(pages[0]!.texts[0]).toBe("Concepts for golf ball, layer by layer");
  const { model, image } = await page.evaluate(() => globalThis.strata.store.getState().result!);
  const provenance = pages[0]!.texts.join(" ").slice(-300);
  for (const part of [
    /Strata \d+\.\d+\.\d+/,
    model.name,
    model.sha256.slice(0, 12),
    image.sha256.slice(0, 12),
    "κ 0.04",
    "τ 0.05",
    new URL(page.url()).origin,
  ])
    expect(provenance).toMatch(part);

  // Of more concepts, with all others open, it takes several pages; as an SVG they are folded, and both say so.
  await page.evaluate(() => globalThis.strata.actions.setKappa(0.005, "range"));
  await settled(page);
  await page.evaluate(() => (["kept", "lost", "transient"] as const).forEach(globalThis.strata.actions.toggleOthers));
  const total = Number(/(\d+) concepts/.exec(await page.locator(".picture .head").getByRole("status").innerText())![1]);
  // Large ORs that are nearly the same stand in one row, which says how many they are.
  const conceptsSaid = (): Promise<number> =>
    page.locator(".picture-body [role=row][data-row]").evaluateAll((all) =>
      all.reduce((sum, row) => {
        const label = row.getAttribute("aria-label") ?? "";
        return sum + (/, order \d+, /.test(label) ? 1 : Number(/: (\d+) ORs of /.exec(label)?.[1] ?? 0));
      }, 0),
    );
  await expect.poll(conceptsSaid).toBe(total);
  const long = await pagesOf((await saved(page, "PDF")).bytes);
  expect(long.length).toBeGreaterThan(1);
  expect(long.every(({ size }) => size.join() === A4_POINTS.join())).toBe(true);
  expect(long.slice(1).map(({ texts }) => texts[0])).toEqual(
    long.slice(1).map((_, i) => `Concepts for golf ball, layer by layer · golf ball · page ${i + 2}`),
  );
  await expect(page.locator(".export-message")).toBeEmpty();
  const folded = (await saved(page, "SVG")).bytes.toString("utf8");
  expect(Number(/viewBox="0 0 680 (\d+)"/.exec(folded)![1]) * (180 / 680)).toBeLessThanOrEqual(267);
  expect(folded).toContain("others folded");
  await expect(page.locator(".export-message")).toContainText("The PDF has all of them");

  // Texts that the typeface lacks are pictures in a PDF; what it has stays text.
  await page.evaluate(() => globalThis.strata.actions.setLanguage("zh"));
  await page.locator('html[lang="zh-Hans"]').waitFor({ state: "attached" });
  const chinese = await pagesOf((await saved(page, "PDF")).bytes);
  expect(chinese.length).toBe(long.length);
  const words = chinese.flatMap(({ texts }) => texts).join(" ");
  expect(words).toContain("block1");
  expect(words).not.toMatch(/\p{sc=Han}/u);
});

test("one visit: the picture is copied and cited, what cannot be saved is said beside the buttons, the PNG is the picture, the CSV its numbers", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // High enough that the page folds no row for want of room; the files have them all.
  await page.setViewportSize({ width: 1440, height: 1500 });
  await open(page);

  await test.step("what cannot be saved is said beside the buttons, and the next try works", async () => {
    const sentence = page.locator(".export-message");
    await page.evaluate(() => {
      Object.assign(globalThis, { load: FontFace.prototype.load, toBlob: HTMLCanvasElement.prototype.toBlob });
      FontFace.prototype.load = () => Promise.reject(new Error("no typeface"));
      HTMLCanvasElement.prototype.toBlob = (done) => done(null);
    });
    // In a low window too it takes no row's room: it stands where one reads how to read the picture, until it is read.
    await page.setViewportSize({ width: 1280, height: 720 });
    const frame = page.locator(".picture-frame");
    await still(page);
    expect(await rows(page).count()).toBeLessThan(24);
    const [place, count] = [await frame.boundingBox(), await rows(page).count()];
    await page.getByRole("button", { name: "SVG", exact: true }).click();
    await expect(sentence).toContainText("The typeface of the file could not be fetched");
    expect(await frame.boundingBox()).toEqual(place);
    await expect(rows(page)).toHaveCount(count);
    await page.getByRole("button", { name: "Dismiss this message" }).click();
    await expect(sentence).toBeEmpty();
    await expect(page.locator(".picture .read")).toContainText("Each row is a group of patches");
    await page.setViewportSize({ width: 1440, height: 1500 });
    await page.getByRole("button", { name: "SVG", exact: true }).click();
    await expect(sentence).toContainText("The typeface of the file could not be fetched");
    await page.evaluate(() => (FontFace.prototype.load = (globalThis as unknown as { load: FontFace["load"] }).load));
    await saved(page, "SVG");
    await expect(sentence).toBeEmpty();
    await page.getByRole("button", { name: "PNG", exact: true }).click();
    await expect(sentence).toContainText("This browser refused to draw the file");
    await expect(page.getByRole("button", { name: "PNG", exact: true })).toHaveAttribute("aria-busy", "false");
    await expect(rows(page)).toHaveCount(24);
    await page.evaluate(
      () =>
        (HTMLCanvasElement.prototype.toBlob = (
          globalThis as unknown as { toBlob: HTMLCanvasElement["toBlob"] }
        ).toBlob),
    );
    await saved(page, "PNG");
    await expect(sentence).toBeEmpty();
  });

  await test.step("the picture is copied, and so are the entries that cite it", async () => {
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(page.locator(".export-message")).toHaveText("The picture is on the clipboard.");
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const { width, height } = await createImageBitmap(await item!.getType("image/png"));
      return { types: item!.types, width, height };
    });
    expect(copied).toMatchObject({ types: ["image/png"], width: 2040 });
    expect(copied.height).toBeGreaterThan(1500);

    await page.getByRole("button", { name: "Cite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Cite" });
    await dialog.getByRole("button", { name: "Copy both" }).click();
    await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
    await accessible(page, "citing");
    const entries = await page.evaluate(() => navigator.clipboard.readText());
    expect(entries).toContain("pages = {8038--8059}");
    expect(entries).toMatch(new RegExp(`@software\\{strata,[^@]*url = \\{${new URL(page.url()).origin}/\\}`));
    await page.keyboard.press("Escape");

    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(page.locator(".export-message")).toContainText("did not let this page write to the clipboard");
    await page.getByRole("button", { name: "Dismiss this message" }).click();
    await expect(page.locator(".export-message")).toBeEmpty();
  });

  await test.step("the PNG is the picture at three times its size, the CSV its numbers to the last bit, both as filtered", async () => {
    await page.getByRole("group", { name: "Kind" }).getByRole("button", { name: "OR" }).click();
    await expect(page.locator(".picture .head").getByRole("status")).toContainText(/\d+ of \d+ concepts/);
    const shown = await rows(page).count();

    const png = await saved(page, "PNG");
    expect(png.name).toBe("strata-golf-ball-3x3.png");
    const { width, height } = await sharp(png.bytes).metadata();
    const drawn = (await saved(page, "SVG")).bytes.toString("utf8");
    expect([width, height]).toEqual([2040, 3 * Number(/viewBox="0 0 680 (\d+)"/.exec(drawn)![1])]);
    // Paper at the edge, and something on it.
    const { channels } = await sharp(png.bytes).stats();
    expect(channels[0]!.max).toBe(255);
    expect(channels[0]!.stdev).toBeGreaterThan(10);
    const corner = await sharp(png.bytes)
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .removeAlpha()
      .raw()
      .toBuffer();
    expect([...corner]).toEqual([255, 255, 255]);

    const csv = await saved(page, "CSV");
    expect(csv.name).toBe("strata-golf-ball-3x3.csv");
    const [header, ...lines] = csv.bytes
      .toString("utf8")
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    const layers = header!.filter((cell) => cell.startsWith("effect_nats:"));
    const concepts = lines.map((cells) => ({
      kind: cells[0] as "and" | "or",
      mask: Number(cells[1]),
      effects: cells.slice(8, 8 + layers.length).map(Number),
    }));
    const effects = await page.evaluate((ids) => {
      const { result } = globalThis.strata.store.getState();
      return ids.map(({ kind, mask }) =>
        result!.layers.map((layer) => {
          const { masks, effects } = layer!.interactions[kind];
          return effects[masks.indexOf(mask)] ?? 0;
        }),
      );
    }, concepts);
    expect(concepts.map(({ effects: written }) => written)).toEqual(effects);
    expect(concepts.every(({ kind }) => kind === "or")).toBe(true);
    expect(lines.filter((cells) => cells[5] === "shown")).toHaveLength(shown);
  });
});
