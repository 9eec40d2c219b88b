import type { Page } from "@playwright/test";
import { patchName } from "../src/core/patches.ts";
import { CONCEPTS, LAYER_NAMES, TILES, type PlantedConcept } from "../training/glass-box/plan.ts";
import { accessible, expect, open, SMALL, test } from "./support.ts";

/** An effect may come back smaller by up to about 2κ; κ is 4 % of v's range, here at most about 13 nats. */
const SHRUNK_BY = 1.1;

const output = LAYER_NAMES.length;
const names = ({ tiles }: PlantedConcept): string => {
  const each = TILES.flatMap((tile, i) => (tiles.includes(tile) ? [patchName(i, 3)] : []));
  return `${each.slice(0, -1).join(", ")} and ${each.at(-1)!}`;
};
const numbers = (text: string): number[] =>
  [...text.matchAll(/[+−]?\d+\.\d+/g)].map(([each]) => Number(each.replace("−", "-")));
const strongest = (kind: "and" | "or"): PlantedConcept =>
  CONCEPTS.filter((one) => one.kind === kind && one.tiles.length > 1).reduce((best, one) =>
    Math.abs(one.effects[output]!) > Math.abs(best.effects[output]!) ? one : best,
  );
const moved = (layer: number): number => CONCEPTS.reduce((sum, { effects }) => sum + effects[layer]!, 0);

/** What the page shows and stands on, apart from what it learns of itself. */
const whatIsThere = (page: Page) =>
  page.evaluate(() => {
    const { source, settings, selection, filters, units, topic, truthShown, image, result, run } =
      globalThis.strata.store.getState();
    const title = image?.title;
    return {
      source,
      settings,
      selection,
      filters,
      units,
      topic,
      truthShown,
      title,
      sha: image?.sha256,
      run,
      n: result?.players.n,
    };
  });

test("the guide says on the glass box what was planted and what was found, points at it, and gives back what was there", async ({
  page,
}) => {
  // High enough that no row is folded away, also when the truth takes lines of its own.
  await page.setViewportSize({ width: 1440, height: 1100 });
  await open(page, SMALL);
  await page.locator(".picture-body [data-row]").first().click();
  const before = await whatIsThere(page);
  const address = page.url();
  await page.getByRole("button", { name: "Words and guide" }).click();
  await page
    .getByRole("dialog", { name: "Words of this page" })
    .getByRole("button", { name: /^Sixty seconds/ })
    .click();
  const card = page.getByRole("dialog", { name: "Sixty seconds on the glass box" });
  const text = card.locator(".guide-text");
  const spot = page.locator(".guide-spot");
  const step = async (title: string): Promise<string> => {
    await expect(card.getByRole("heading", { name: title, exact: true })).toBeFocused();
    await expect(text).toHaveAttribute("aria-busy", "false");
    return text.innerText();
  };
  const pointsAt = async (selector: string): Promise<void> => {
    const target = page.locator(selector).first();
    await expect(target).toBeInViewport();
    await expect
      .poll(async () => {
        const [on, at] = [await spot.boundingBox(), await target.boundingBox()];
        return on !== null && at !== null && Math.hypot(on.x + 6 - at.x, on.y + 6 - at.y) < 2;
      })
      .toBe(true);
  };

  expect(await step("Patches")).toContain(`${CONCEPTS.length} concepts were planted`);
  expect(await text.innerText()).toMatch(/9 patches.* all 512 ways/s);
  await pointsAt("[data-patch-grid]");
  await accessible(page, "the guide");
  await card.getByRole("button", { name: "Next" }).click();

  for (const kind of ["and", "or"] as const) {
    const planted = strongest(kind);
    const said = await step(kind === "and" ? "Together" : "Any of");
    expect(said).toContain(names(planted));
    const [found, told] = numbers(said);
    expect(told).toBe(planted.effects[output]);
    expect(Math.abs(found! - told!)).toBeLessThan(SHRUNK_BY);
    const mask = planted.tiles.reduce((sum, tile) => sum + 2 ** TILES.indexOf(tile), 0);
    await pointsAt(`[data-row="${kind}${mask}"]`);
    // As the picture itself has it.
    await expect(page.locator(".concept-number")).toContainText(String(Math.abs(found!).toFixed(2)));
    await page.keyboard.press("ArrowRight");
  }

  const least = LAYER_NAMES.map((_, layer) => moved(layer)).reduce(
    (at, sum, layer, all) => (sum < all[at]! - 1e-9 ? layer : at),
    0,
  );
  const probe = await step("A layer’s probe");
  // What is planted at that layer adds up to nothing, which is said in words.
  expect(moved(least)).toBeCloseTo(0, 9);
  expect(probe).toContain(`At ${LAYER_NAMES[least]} the score of everything shown is that of nothing shown`);
  const [foundLast, plantedLast] = numbers(probe);
  expect(plantedLast).toBeCloseTo(moved(output), 2);
  expect(foundLast).toBeCloseTo(plantedLast!, 1);
  await pointsAt(`[data-cell="heads/${least}"]`);
  await page.keyboard.press("ArrowRight");

  const bornAt = ({ effects }: PlantedConcept): number => effects.findIndex((effect) => effect !== 0);
  const latest = CONCEPTS.filter(({ tiles, effects }) => tiles.length > 1 && effects[output] !== 0).reduce(
    (last, one) => (bornAt(one) > bornAt(last) ? one : last),
  );
  const born = LAYER_NAMES[bornAt(latest)]!;
  expect(await step("A birth")).toBe(
    `${names(latest)} begin to count together at ${born}: a birth. Planted: from ${born} on.`,
  );
  await page.keyboard.press("ArrowLeft");
  await step("A layer’s probe");
  await page.keyboard.press("ArrowRight");
  await step("A birth");
  await page.keyboard.press("ArrowRight");

  const [error, slack] = numbers(await step("A doubt"));
  expect(error).toBeLessThanOrEqual(slack! + 0.01);
  await card.getByRole("button", { name: "Which rows are robust?" }).click();
  await expect(text).toContainText(/\d+ of 12 rows are robust/);
  await pointsAt("#checks");
  // A word of the guide opens its definition, and Escape closes that alone.
  await card.getByRole("button", { name: "firm" }).click();
  await expect(page.getByRole("dialog", { name: "firm" })).toContainText("All replicates of the probes");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "firm" })).toHaveCount(0);
  await card.getByRole("button", { name: "Next" }).click();

  const cells = CONCEPTS.flatMap(({ effects }) => effects).filter((effect) => effect !== 0).length;
  expect(await step("Planted, and found")).toBe(
    `The truth is laid over the picture: of ${cells} planted cells ${cells} were found, 0 are missing, and 0 are there that nobody planted.`,
  );
  await expect(page.locator(".picture-body .picture-true")).toHaveCount(cells);
  await card.getByRole("button", { name: "Next" }).click();
  await step("Now yours");
  await expect(card.getByRole("link", { name: "The paper" })).toHaveAttribute(
    "href",
    "https://arxiv.org/abs/2409.08712",
  );

  expect(page.url(), "a reload brings back what was there").toBe(address);
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
  expect(await whatIsThere(page)).toEqual(before);
  expect(page.url()).toBe(address);
  await expect(page.getByRole("button", { name: "Words and guide" })).toBeFocused();
  // It comes back on demand, also out of the list of questions.
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search the questions" }).fill("sixty");
  await page.keyboard.press("Enter");
  await step("Patches");
  await card.getByRole("button", { name: /^Leave the guide/ }).click();
  expect(await whatIsThere(page)).toEqual(before);
});
