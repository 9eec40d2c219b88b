import type { Page } from "@playwright/test";
import sharp from "sharp";
import { accessible, expect, explore, open, rows, scores, settled, SEVERAL_BATCHES, SMALL, test } from "./support.ts";
import { openBareHost } from "./bare-host.ts";
import { still } from "./sight.ts";

// As it is by itself: what is found of how sure a picture is comes behind it.
test.use({ savesData: false });

test("the page opens exploring a sample, without a click; what it says of its exactness is so, and of an image of nothing that it is like nothing the network knows", async ({
  page,
}) => {
  await open(page);
  expect(await rows(page).count()).toBeGreaterThan(5);
  const heads = page.getByRole("columnheader", { name: /v with all patches shown [+−]\d/ });
  const layers = await page.evaluate(() => globalThis.strata.store.getState().model!.manifest.probes!.layers.length);
  await expect(heads).toHaveCount(layers + 1);
  await expect(page.getByRole("list", { name: "The model's first three classes" }).getByRole("listitem")).toHaveCount(
    3,
  );
  await expect(page.getByRole("region", { name: "Run" })).toContainText(/512 masks in/);
  await expect(page.getByRole("region", { name: "Run" })).toContainText(/\d+ of 24 rows firm, \d+ robust/, {
    timeout: 60_000,
  });
  const tile = (await page.locator(".strip img").first().boundingBox())!;
  expect(tile.height).toBeCloseTo(tile.width, 1);
  await expect(page.locator("#image")).toContainText("Of the 10 things it knows it leans to");
  const known = page.locator(".known");
  await expect(known).toContainText("It knows only these 10 things: tench, English springer,");
  await expect(known).toContainText("An image of anything else is read as one of them, too.");
  // v is rebuilt within κ, every gap is certified.
  const solved = await page.evaluate(() => {
    const { layers, values } = globalThis.strata.store.getState().result!.snapshot!;
    return layers.map(({ interactions: { and, or, constant, exactness } }, l) => ({
      v: [...values!.layers[l]!],
      and: Array.from(and.masks, (mask, i) => [mask, and.effects[i]!] as const),
      or: Array.from(or.masks, (mask, i) => [mask, or.effects[i]!] as const),
      constant,
      kappa: exactness.kappa,
      gap: exactness.gap,
    }));
  });
  for (const { v, and, or, constant, kappa, gap } of solved) {
    const rebuilt = v.map(
      (_, shown) =>
        constant +
        and.reduce((sum, [mask, effect]) => ((shown & Number(mask)) === mask ? sum + effect : sum), 0) +
        or.reduce((sum, [mask, effect]) => ((shown & Number(mask)) !== 0 ? sum + effect : sum), 0),
    );
    const error = Math.max(...v.map((value, shown) => Math.abs(value - rebuilt[shown]!)));
    expect(error).toBeLessThanOrEqual(kappa * (1 + 1e-9));
    expect(gap).toBeLessThanOrEqual(1e-3);
  }
  const unfamiliar = page.locator(".unfamiliar");
  await expect(unfamiliar).toHaveCount(0);
  await accessible(page, "first picture done");
  await page.locator(".picture-body [data-row]").nth(3).click();
  await page.getByRole("gridcell", { name: /^Patch b2/ }).click();
  await accessible(page, "a concept and a patch selected, filtered");

  // The data set's mean colour, which is what hides a patch: an image of nothing.
  const background = { r: 118, g: 117, b: 110 };
  await explore(
    page,
    "nothing.png",
    "image/png",
    await sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  // Only a network whose familiar photographs were measured can tell.
  const isMeasured = await page.evaluate(
    () => globalThis.strata.store.getState().model!.manifest.output.familiar !== undefined,
  );
  const first = await page.locator(".classes .name").first().textContent();
  await expect(unfamiliar).toHaveText(isMeasured ? [`Unlike anything it was trained on; it says ${first}.`] : []);
  await expect(known).toContainText("It knows only these 10 things");
  await expect(known).toContainText("golf ball");
});

/** Has the page note every text that its image panel says, in `said`; as text, since a compiled function would call what the page does not have. */
const NOTE_WORDS = `globalThis.said = new Set();
new MutationObserver(() => globalThis.said.add(document.querySelector("#image")?.innerText ?? "")).observe(document, { childList: true, subtree: true, characterData: true });`;

/** Each row's name and place; in a row that was computed elsewhere the last digits may be others. */
async function placed(page: Page): Promise<string[]> {
  await still(page);
  return rows(page).evaluateAll((all) =>
    all.map(
      (row) =>
        `${row.getAttribute("aria-label")!.replace(/, [+−]?[\d.]+ of the layer’s scale.*/, "")} ${Math.round(row.getBoundingClientRect().top)}`,
    ),
  );
}

test("the first picture is there before the network, says what it is, and its own run takes its place", async ({
  page,
}) => {
  let letThrough = (): void => undefined;
  let gate = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\.(onnx|wasm)$/, async (route) => {
    await gate;
    await route.continue().catch(() => undefined);
  });
  await page.addInitScript({ content: NOTE_WORDS });
  const run = page.getByRole("region", { name: "Run" });
  await page.goto("/");
  await expect(rows(page).first()).toBeVisible();
  await expect(run).toContainText("Computed earlier; running it again here:");
  await expect(page.getByRole("list", { name: "The model's first three classes" }).getByRole("listitem")).toHaveCount(
    3,
  );
  await page.waitForFunction(() => document.querySelectorAll("[aria-busy=true]:not([aria-label=Run])").length === 0);
  const before = await placed(page);
  expect(before.length).toBeGreaterThan(5);
  await accessible(page, "running");
  letThrough();
  await settled(page);
  await expect(run).toContainText("agrees with");
  await expect(run).not.toContainText("Computed earlier");
  expect(await placed(page)).toEqual(before);

  gate = new Promise<void>((resolve) => (letThrough = resolve));
  await page.goto("about:blank");
  await page.goto("/");
  await expect(rows(page).first()).toBeVisible();
  await run.getByRole("button", { name: "Cancel" }).click();
  await expect(run).toContainText("Computed earlier, when this page was made");
  expect(await placed(page)).toEqual(before);
  letThrough();
  await run.getByRole("button", { name: "Run again" }).click();
  await settled(page);
  expect(await placed(page)).toEqual(before);

  const said: string[] = await page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said]);
  await page.goto("about:blank");
  await page.goto("/#sample=church.png");
  await settled(page);
  said.push(...(await page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said])));
  expect(said.length).toBeGreaterThan(2);
  expect(said.filter((text) => text.includes("Drop an image here"))).toEqual([]);
});

test("dark where the system is, until a person turns the page light; then in Chinese; both for good", async ({
  page,
}) => {
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number).slice(0, 3));
  const text = (): Promise<string> => page.locator("#root").innerText();
  // What is left in Latin letters are names, classes, units and symbols; no English sentence is.
  const english = async (): Promise<string[]> => (await text()).match(/\b[a-z]+ (?:[a-z]+ ){2,}[a-z]+\b/g) ?? [];
  const inChinese = async (): Promise<void> => {
    await expect(page.getByRole("heading", { name: "概念 × 层" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await expect.poll(english).toEqual([]);
  };
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, SMALL);
  expect(Math.max(...(await paper()))).toBeLessThan(60);
  await page.getByRole("button", { name: "Light theme" }).click();
  expect(Math.min(...(await paper()))).toBeGreaterThan(200);
  await page.getByRole("button", { name: "Switch to Chinese" }).click();
  await inChinese();
  await page.reload();
  await expect(page.locator(".picture-body [data-row]").first()).toBeVisible();
  expect(Math.min(...(await paper()))).toBeGreaterThan(200);
  await inChinese();
  // And back: what is left in Chinese is the button that leads there.
  await page.locator("header button:has([lang=en])").click();
  await expect.poll(async () => (await text()).match(/\p{Script=Han}+/gu)).toEqual(["中文"]);
});

test("on a host that sends no headers, without cross-origin isolation, the numbers are the same", async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page, SEVERAL_BATCHES);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  const isolated = await scores(page);
  await page.close();
  const host = await openBareHost(baseURL!);
  const context = await browser.newContext({ baseURL: host.url });
  const other = await context.newPage();
  await open(other, `.${SEVERAL_BATCHES}`);
  expect(await other.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  expect(await scores(other)).toEqual(isolated);
  await context.close();
  await host.close();
});
