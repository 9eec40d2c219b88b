import type { Page } from "@playwright/test";
import { left3, type Left } from "../src/formats-before/database.fixture.ts";
import { before, beforeJson } from "../src/formats-before/picture.fixture.ts";
import { drop, expect, open, rows, settled, test } from "./support.ts";

/** What the page before the redesign showed of it; see src/formats-before/README.md. */
const golden = beforeJson<{
  readonly pixels: Record<string, string>;
  readonly rows: Record<string, readonly string[]>;
}>("golden-in-a-browser.json");
const links = beforeJson<Record<string, string>>("links.json");

/** Waits until a picture from elsewhere or from before is on the page, and its rows are drawn. */
const opened = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      globalThis.strata?.store.getState().run.phase === "opened" &&
      document.querySelector(".picture-body [data-row]") !== null &&
      document.querySelector("[aria-busy=true]") === null,
  );

/** What that page said of a concept: its patches, and its effect at the output or the largest while it lived, nats. */
const SAID = /^([a-z0-9 ANDOR]+), order (\d+), .* ([+−]\d+\.\d+) nats/;

/**
 * The rows that page said, each with the effect that the picture has by now at the place that was told of: lives, fates and units are others since
 * then, effects are not.
 */
async function saidNow(page: Page, said: readonly string[]): Promise<string[]> {
  await expect(rows(page).first()).toBeVisible();
  const { cols, layers } = await page.evaluate(() => {
    const { players, layers } = globalThis.strata.store.getState().result!.snapshot!;
    const listed = ({ masks, effects }: { masks: ArrayLike<number | bigint>; effects: Float64Array }) =>
      Array.from(effects, (effect, i) => [Number(masks[i]), effect] as const);
    return {
      cols: players.cols,
      layers: layers.map(({ interactions: { and, or } }) => ({ and: listed(and), or: listed(or) })),
    };
  });
  return said.map((row) => {
    const [, patches = "", order, number = ""] = SAID.exec(row) ?? [];
    const names = patches.split(/ AND | OR /);
    expect(names, row).toHaveLength(Number(order));
    const mask = names.reduce(
      (all, name) => all + 2 ** ((Number(name.slice(1)) - 1) * cols + name.charCodeAt(0) - 97),
      0,
    );
    const kind = patches.includes(" OR ") ? "or" : "and";
    const effects = layers.map((layer) => new Map(layer[kind]).get(mask) ?? 0);
    const told = row.includes(", peak ") ? effects : [effects.at(-1)!];
    const written = told.map((effect) => `${effect < 0 ? "−" : "+"}${Math.abs(effect).toFixed(2)}`);
    return row.replace(number, written.find((now) => now === number) ?? written.join(" or "));
  });
}

/** SHA-256 of the image's pixels. */
const pixels = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { rgb } = globalThis.strata.store.getState().image!.pixels;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", rgb as Uint8Array<ArrayBuffer>));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });

/** Leaves this browser as that page left its own. */
async function leave(page: Page, left: Left<unknown>): Promise<void> {
  await page.route("/nothing", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await page.goto("/nothing");
  await page.evaluate(async (text) => {
    const { version, shape, stores } = JSON.parse(text) as Left<unknown>;
    const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const record = (written: unknown): unknown => {
      if (Array.isArray(written)) return written.map(record);
      if (written === null || typeof written !== "object") return written;
      const { $bytes, $u32, $f32, $blob, type } = written as Record<string, string>;
      if ($bytes !== undefined) return bytes($bytes);
      if ($u32 !== undefined) return new Uint32Array(bytes($u32).buffer);
      if ($f32 !== undefined) return new Float32Array(bytes($f32).buffer);
      if ($blob !== undefined) return new Blob([bytes($blob)], { type: type! });
      return Object.fromEntries(Object.entries(written).map(([field, value]) => [field, record(value)]));
    };
    const request = indexedDB.open("strata", version);
    request.onupgradeneeded = () => {
      for (const [name, { keyPath, indexes }] of Object.entries(shape)) {
        const store = request.result.createObjectStore(name, keyPath === null ? {} : { keyPath });
        for (const [index, path] of Object.entries(indexes)) store.createIndex(index, path);
      }
    };
    await new Promise((resolve) => (request.onsuccess = resolve));
    const transaction = request.result.transaction(Object.keys(stores), "readwrite");
    for (const [name, records] of Object.entries(stores)) {
      const store = transaction.objectStore(name);
      for (const { key, value } of records) store.put(record(value), store.keyPath === null ? key : undefined);
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    request.result.close();
  }, JSON.stringify(left));
}

/** Runs that this browser keeps. */
const runsKept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const opening = indexedDB.open("strata");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const counting = opening.result.transaction("runs").objectStore("runs").count();
    await new Promise((resolve) => (counting.onsuccess = resolve));
    opening.result.close();
    return counting.result;
  });

test("links and files of before open, a library of before is taken in, and the address of a sample asks the same question", async ({
  page,
}) => {
  for (const [name, fragment] of Object.entries(links))
    await test.step(`a link: ${name}`, async () => {
      await page.goto("about:blank");
      await page.goto(`/${fragment}`);
      await opened(page);
      await expect(page.getByRole("alert")).toBeEmpty();
      expect({ rows: await saidNow(page, golden.rows[name]!), pixels: await pixels(page) }).toEqual({
        rows: golden.rows[name],
        pixels: golden.pixels[name],
      });
    });
  for (const file of ["golf-ball.with-v.strata", "golf-ball.without-v.strata", "golf-ball.with-v.json"])
    await test.step(`a file: ${file}`, async () => {
      await page.evaluate(
        () => ((globalThis as { before?: unknown }).before = globalThis.strata.store.getState().result),
      );
      await drop(page, file, "", before(file));
      await page.waitForFunction(
        () => globalThis.strata.store.getState().result !== (globalThis as { before?: unknown }).before,
      );
      await opened(page);
      expect(await saidNow(page, golden.rows[file]!), file).toEqual(golden.rows[file]);
    });
  await drop(page, "library.strata", "", before("library.strata"));
  await expect(page.getByRole("dialog", { name: "Library" }).getByRole("listitem")).toHaveCount(7);

  await test.step("the address of a sample", async () => {
    // Of the network that shipped then and ships still.
    await page.goto("about:blank");
    await open(page, "/#sample=glass-box.png");
    const said = golden.rows["glass box, exact image"]!;
    expect(await saidNow(page, said)).toEqual(said);
  });
});

test("a browser that was left before has all its pictures, its image and its run", async ({ page }) => {
  await leave(page, left3);
  const { addresses } = left3;
  for (const name of Object.keys(addresses).filter((name) => name in golden.rows)) {
    await page.goto("about:blank");
    await page.goto(`/${addresses[name]!}`);
    await opened(page);
    await expect(page.getByRole("alert")).toBeEmpty();
    expect({ rows: await saidNow(page, golden.rows[name]!), pixels: await pixels(page) }, name).toEqual({
      rows: golden.rows[name],
      pixels: golden.pixels[name],
    });
  }
  // Of these two no answer was kept, and their network ships no longer: their images are asked of the page's own.
  for (const name of ["chain saw, an image by itself", "parachute, interrupted"]) {
    await page.goto("about:blank");
    await page.goto(`/${addresses[name]!}`);
    await settled(page);
    expect(await pixels(page), name).toBe(golden.pixels[name]);
    await expect(page.getByRole("alert")).toContainText("ResNet · Imagenette no longer ships with this page.");
    await expect(page).toHaveURL(/#kept=/);
    expect(page.url(), name).not.toContain(addresses[name]!);
    // What was there of the run stays.
    await expect.poll(() => runsKept(page), name).toBe(1);
  }
  await page.getByRole("button", { name: "Library" }).click();
  const dialog = page.getByRole("dialog", { name: "Library" });
  await expect(dialog.getByRole("listitem")).toHaveCount(7);
  await expect(dialog.getByRole("region", { name: "Interrupted" }).getByRole("listitem")).toHaveCount(1);
});
