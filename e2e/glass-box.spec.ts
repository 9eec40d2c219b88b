import { CONCEPTS, LAYER_NAMES, maskOf, TILES } from "../training/glass-box/plan.ts";
import { patchName } from "../src/core/patches.ts";
import { chooseNetwork, expect, explore, open, rows, settled, shipped, test } from "./support.ts";

/** An effect may come back smaller by up to about 2κ; κ is 4 % of v's range, here at most about 13 nats. */
const SHRUNK_BY = 1.1;

test("the glass box's concepts, births, deaths and fates can be read off the page", async ({ page }) => {
  // High enough that no row is folded away, also when the truth takes lines of its own.
  await page.setViewportSize({ width: 1440, height: 1100 });
  await open(page, "/#sample=church.png");
  await chooseNetwork(page, "Glass box", "glass-box");
  await settled(page);
  await expect(page.locator(".known")).toContainText("It knows only these 2 things: day, night.");
  const words = (): Promise<string[]> =>
    rows(page).evaluateAll((found) => found.map((row) => row.getAttribute("aria-label") ?? ""));
  const inScales = await words();
  // The truth is known in nats, and so the picture is asked for them.
  await page.getByRole("button", { name: "nats", exact: true }).click();
  await expect(rows(page).first()).toHaveAttribute("aria-label", / nats/);
  const read = await words();
  const scale = await page.evaluate(() => globalThis.strata.store.getState().result!.layers.at(-1)!.scale);
  const atOutput = (row: string, unit: string): number =>
    Number(new RegExp(`([+−][\\d.]+) ${unit} at the output`).exec(row)![1]!.replace("−", "-"));
  const label = (tiles: readonly string[], kind: "and" | "or"): string =>
    TILES.flatMap((tile, index) => (tiles.includes(tile) ? [patchName(index, 3)] : [])).join(
      kind === "and" ? " AND " : " OR ",
    );
  for (const { kind, tiles, fate, effects } of CONCEPTS) {
    const name = label(tiles, kind);
    const row = read.find((candidate) => candidate.startsWith(`${name}, order ${tiles.length}, ${fate}`));
    expect(row, `${name}, ${fate}`).toBeDefined();
    const born = effects.findIndex((effect) => effect !== 0);
    expect(row).toContain(born === 0 ? `there from ${LAYER_NAMES[0]} on` : `born at ${LAYER_NAMES[born]}`);
    if (fate === "kept") {
      const shown = atOutput(row!, "nats");
      const scaled = inScales.find((candidate) => candidate.startsWith(`${name}, order ${tiles.length}, ${fate}`))!;
      expect(Math.abs(atOutput(scaled, "of the layer’s scale") * scale - shown), name).toBeLessThan(0.01 * scale);
      expect(Math.abs(shown - effects.at(-1)!), name).toBeLessThan(SHRUNK_BY);
      expect(Math.sign(shown)).toBe(Math.sign(effects.at(-1)!));
    } else {
      const last = effects.findLastIndex((effect) => effect !== 0);
      expect(row).toContain(`gone after ${LAYER_NAMES[last]}`);
    }
  }
  expect(read.length, "nothing but what was planted").toBe(CONCEPTS.length);

  // Its question is its own, and the page says why.
  await expect(page.getByRole("combobox", { name: "Grid" })).toBeDisabled();
  await expect(page.getByRole("radio", { name: "black" })).toBeDisabled();
  await expect(page.getByText(/^Locked: this network was constructed.* 3 × 3 patches hidden as “mean”/)).toBeVisible();

  // The truth laid over the picture, counted here once more from the plan.
  const cells = CONCEPTS.flatMap(({ effects }) => effects).filter((effect) => effect !== 0).length;
  await page.getByRole("button", { name: "Show the truth" }).click();
  await expect(
    page.getByText(`Truly there: ${cells} cells. Found ${cells} of them, 0 missing, and 0 that are not there.`),
  ).toBeVisible();
  await expect(page.locator(".picture-body .picture-true")).toHaveCount(cells);
  await expect(page.locator(".picture-body .picture-untrue")).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: /: [+−][\d.]+ nats, truly there$/ })).toHaveCount(cells);
  const [, error, slack] = /off by at most ([\d.]+) nats, at .*; κ allows about ([\d.]+) there/.exec(
    await page.locator(".picture-truth").innerText(),
  )!;
  expect(Number(error)).toBeLessThanOrEqual(Number(slack) + 0.01);

  // Behind an effect of four patches: its changes, the largest first, add up to it; and any input can be looked at by itself.
  const roof = CONCEPTS.find(({ kind, tiles }) => kind === "and" && tiles.length === 4)!;
  const row = page.locator(`[data-row="and${maskOf(roof)}"]`);
  await row.locator("[data-cell]").last().click();
  const behind = page.locator(".concept-behind");
  await behind.getByRole("button", { name: "Show how" }).click();
  await expect(behind.locator(".contexts tbody tr").first()).toBeVisible();
  const smaller = behind.getByRole("button", { name: "Smaller changes" });
  while ((await smaller.count()) > 0 && (await smaller.isEnabled())) await smaller.click();
  const effect = /[+−][\d.]+/.exec(await behind.getByRole("heading").first().innerText())![0];
  expect(Math.abs(Number(effect.replace("−", "-")) - roof.effects.at(-1)!)).toBeLessThan(SHRUNK_BY);
  await expect(behind.locator(".contexts tbody tr").last().locator("td").last()).toHaveText(effect);
  await behind.locator(".contexts .input").last().click();
  await expect(behind.getByText("v of this input at every layer, as measured.")).toBeVisible();
  const [v, constant, and, or, delta] = (await behind.locator(".mask-view .concept-facts dd").allInnerTexts()).map(
    (text) => Number(text.replace("−", "-")),
  ) as [number, number, number, number, number];
  expect(Math.abs(constant + and + or - v - delta)).toBeLessThan(0.03);

  // What is known of a layer stands behind its head: the strongest concepts that were planted there, and how it was solved.
  const at = 4;
  await page.locator(`[data-cell="heads/${at}"]`).click();
  const layer = page.getByRole("region", { name: `Layer ${LAYER_NAMES[at]}` });
  const strongest = CONCEPTS.reduce((most, concept) =>
    Math.abs(concept.effects[at]!) > Math.abs(most.effects[at]!) ? concept : most,
  );
  const first = layer.getByRole("listitem").first().getByRole("button");
  await expect(first).toHaveAccessibleName(new RegExp(`^${label(strongest.tiles, strongest.kind)}: `));
  const r2 = await layer.getByText("R² from the salient ones").locator("xpath=following-sibling::dd").innerText();
  expect(Number(r2)).toBeGreaterThan(0.9);
  await first.click();
  await expect(page.locator(".concept-title")).toContainText(`at ${LAYER_NAMES[at]}`);

  // Of another image nobody knows the truth; and going to another network and back brings back what was there.
  await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
  await expect(page.getByText(/The truth of this network is written down for its own picture only/)).toBeVisible();
  await expect(page.locator(".picture-true")).toHaveCount(0);
  await page.getByRole("button", { name: "Open the sample: day" }).click();
  await expect(page.locator(".picture-body .picture-true")).toHaveCount(cells);
  await chooseNetwork(page, "Residual · Imagenette", "imagenette-residual");
  await settled(page);
  expect(await page.evaluate(() => globalThis.strata.store.getState().image?.title)).toEqual({
    from: "sample",
    file: "church.png",
  });
  await expect(page.getByRole("combobox", { name: "Grid" })).toBeEnabled();

  await page.goto("about:blank");
  await page.goto("/#sample=glass-box.png&grid=4x4");
  await settled(page);
  await expect(page.getByRole("alert")).toContainText("Glass box answers one question: 3 × 3 patches");
  expect(new URL(page.url()).hash).toBe("#sample=glass-box.png");

  // What a person calls a concept stands in its row, in the address, and in what a reload brings back.
  await row.locator("[data-cell]").last().click();
  const title = page.locator("#concept-title button");
  await expect(title).toHaveAttribute("title", "Give this concept a name");
  await title.click();
  await page.keyboard.type("a roof under stars");
  await page.keyboard.press("Enter");
  await expect(row).toHaveAttribute("aria-label", /^a roof under stars \(.* AND .*\), order 4/);
  await expect(row.locator("title")).toHaveText(/^a roof under stars/);
  await expect.poll(() => new URL(page.url()).hash).toContain("named=");
  await page.reload();
  await settled(page);
  await expect(row).toHaveAttribute("aria-label", /^a roof under stars/);
  await expect(title).toHaveAttribute("title", "Change what this concept is called");
  await title.click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).hash).not.toContain("named=");
});
