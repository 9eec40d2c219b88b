import { CONCEPTS, LAYER_NAMES, TILES } from "../training/glass-box/plan.ts";
import { patchName } from "../src/core/patches.ts";
import { expect, open, rows, settled, test } from "./support.ts";

/** An effect may come back smaller by up to about 2κ; κ is 4 % of v's range, here at most about 13 nats. */
const SHRUNK_BY = 1.1;

test("the glass box's concepts, births, deaths and fates can be read off the page", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Model" }).selectOption({ label: "Glass box" });
  await page.waitForFunction(() => globalThis.strata.store.getState().model?.name === "glass-box");
  await settled(page);
  const read = await rows(page).evaluateAll((found) => found.map((row) => row.getAttribute("aria-label") ?? ""));
  const label = (tiles: readonly string[], kind: "and" | "or"): string =>
    TILES.flatMap((tile, index) => (tiles.includes(tile) ? [patchName(index, 3)] : [])).join(kind === "and" ? " AND " : " OR ");
  for (const { kind, tiles, fate, effects } of CONCEPTS) {
    const name = label(tiles, kind);
    const row = read.find((candidate) => candidate.startsWith(`${name}, order ${tiles.length}, ${fate}`));
    expect(row, `${name}, ${fate}`).toBeDefined();
    const born = effects.findIndex((effect) => effect !== 0);
    expect(row).toContain(born === 0 ? `there from ${LAYER_NAMES[0]} on` : `born at ${LAYER_NAMES[born]}`);
    if (fate === "kept") {
      const shown = Number(/([+−][\d.]+) nats at the output/.exec(row!)![1]!.replace("−", "-"));
      expect(Math.abs(shown - effects.at(-1)!), name).toBeLessThan(SHRUNK_BY);
      expect(Math.sign(shown)).toBe(Math.sign(effects.at(-1)!));
    } else {
      const last = effects.findLastIndex((effect) => effect !== 0);
      expect(row).toContain(`gone after ${LAYER_NAMES[last]}`);
    }
  }
  expect(read.length, "nothing but what was planted").toBe(CONCEPTS.length);
});
