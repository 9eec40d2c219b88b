import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { agreementByOrder } from "../src/core/agreement-by-order.ts";
import { completeness, orderStrengths, redundancy } from "../src/core/metrics.ts";
import { sparseOf, type Interactions } from "../src/core/interactions.ts";
import { patchName } from "../src/core/patches.ts";
import { CONCEPTS, GRID, LAYER_NAMES, TILES, type PlantedConcept } from "../training/glass-box/plan.ts";
import { accessible, chooseNetwork, expect, open, settled, test } from "./support.ts";

/** An effect may come back smaller by up to about 2κ; κ is 4 % of v's range, here at most about 13 nats. */
const SHRUNK_BY = 1.1;

const palette = (page: Page): Locator => page.getByRole("dialog", { name: "What do you want to know?" });

/** Asks a question by some of its words, and waits for its view. */
async function ask(page: Page, words: string, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox", { name: "Search the questions" }).fill(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
}

/** The rows of the view's table, saved as CSV. */
async function table(page: Page): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "CSV" }).click(),
  ]);
  const [header, ...lines] = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])));
}

/** What the page calls a planted concept. */
const wordsOf = ({ kind, tiles }: PlantedConcept): string =>
  tiles
    .map((tile) => TILES.indexOf(tile))
    .sort((a, b) => a - b)
    .map((tile) => patchName(tile, GRID))
    .join(` ${kind.toUpperCase()} `);

test("questions have views of their own, found by their words, with addresses, and on the glass box the numbers that are known", async ({
  page,
}) => {
  await open(page, "/#sample=church.png");
  await chooseNetwork(page, "Glass box", "glass-box");
  await settled(page);
  const layers = await page.evaluate(() =>
    globalThis.strata.store.getState().result!.layers.map((layer) => {
      const { n, and, or } = layer!.interactions;
      const pairs = (of: typeof and) => Array.from(of.masks, (mask, i) => [mask, of.effects[i]!] as const);
      return { scale: layer!.scale, n, and: pairs(and), or: pairs(or) };
    }),
  );
  const effects = layers.map(({ n, and, or }) => ({ n, and: sparseOf(and), or: sparseOf(or) }));
  const tau = await page.evaluate(() => globalThis.strata.store.getState().settings.tauFraction);
  const strengths = orderStrengths(
    effects,
    layers.map(({ scale }) => scale),
    tau,
  );
  const names = [...LAYER_NAMES, "output"];

  await page.getByRole("button", { name: "Other questions" }).click();
  await accessible(page, "the list of questions");
  await palette(page)
    .getByRole("option", { name: /^Are its concepts small or large/ })
    .click();
  await expect(page.getByRole("heading", { name: /^Are its concepts small or large/ })).toBeFocused();
  await accessible(page, "strength by order");
  const orders = await table(page);
  for (const [layer, name] of names.entries())
    for (const order of [1, 2, 3, 4])
      for (const sign of [1, -1] as const) {
        const planted = CONCEPTS.filter(
          ({ tiles, effects: of }) => tiles.length === order && Math.sign(of[layer]!) === sign,
        );
        const truly = planted.reduce((sum, { effects: of }) => sum + Math.abs(of[layer]!), 0) / layers[layer]!.scale;
        const row = orders.find(
          (one) => one["layer"] === name && one["order"] === String(order) && one["sign"] === String(sign),
        );
        const all = Number(row?.["all"] ?? 0);
        const shrunk = (planted.length * SHRUNK_BY) / layers[layer]!.scale;
        expect(Math.abs(all - truly), `${name}, order ${order}, ${sign}`).toBeLessThanOrEqual(shrunk + 1e-9);
        // And to the last digit what the layers say.
        const told = strengths.filter((of) => of.layer === layer && of.order === order && of.sign === sign);
        expect(all).toBeCloseTo(
          told.reduce((sum, of) => sum + of.all, 0),
          9,
        );
      }

  await ask(page, "COMPLETE layer", "How complete is it, layer by layer?");
  const shares = await table(page);
  for (const [l, share] of completeness(strengths).entries()) {
    expect(Number(shares[l]!["completeness"])).toBeCloseTo(share.all!, 9);
    expect(Number(shares[l]!["redundancy"])).toBeCloseTo(redundancy(strengths)[l]!.all!, 9);
  }
  await accessible(page, "completeness");

  await ask(page, "how few", "How few concepts does it take?");
  const counts = await table(page);
  expect(counts.map((row) => Number(row["salient_0.05"]))).toEqual(
    names.map((_, layer) => CONCEPTS.filter(({ effects: of }) => of[layer] !== 0).length),
  );

  await ask(page, "much hangs", "How much hangs on τ and κ?");
  const byTau = await table(page);
  expect(byTau.map((row) => row["salient_tau_0.05"])).toEqual(counts.map((row) => row["salient_0.05"]));
  await accessible(page, "thresholds");

  await ask(page, "showing more", "Does showing more of the image help?");
  const byShown = await table(page);
  const scores = await page.evaluate(() =>
    globalThis.strata.store.getState().result!.snapshot!.values!.layers.map((layer) => [...layer]),
  );
  const shownIn = (mask: number): number => [...mask.toString(2)].filter((digit) => digit === "1").length;
  for (const { layer, shown, masks, mean_nats: mean } of byShown) {
    const all = scores[names.indexOf(layer!)]!.filter((_, mask) => shownIn(mask) === Number(shown));
    expect(all).toHaveLength(Number(masks));
    expect(Number(mean)).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / all.length, 9);
  }
  await accessible(page, "scores by patches shown");

  // Its tiles are told apart whatever the noise: no effect is changed, and all that were planted are left out and counted.
  await ask(page, "noisy", "Is it steady when the image is noisy?");
  await page.getByRole("group", { name: "Noisy images" }).getByRole("button", { name: "5", exact: true }).click();
  await page.getByRole("button", { name: "Explain them" }).click();
  await expect(page.getByText("σ 0.02, 5 noisy images.")).toBeVisible({ timeout: 60_000 });
  const steady = await table(page);
  for (const [layer, name] of names.entries())
    for (const order of [1, 2, 3, 4]) {
      const inIt = CONCEPTS.filter(({ tiles, effects: of }) => tiles.length === order && of[layer] !== 0).length;
      const row = steady.find((one) => one["layer"] === name && one["order"] === String(order));
      expect([row?.["left_out"] ?? "0", row?.["ratio"] ?? ""], `${name}, order ${order}`).toEqual([String(inIt), ""]);
    }
  await accessible(page, "stability to noise");

  await ask(page, "make up", "How do patches make up the score?");
  await page.getByRole("group", { name: "Share" }).getByRole("button", { name: /^95/ }).click();
  await accessible(page, "the And-Or graph");
  const made = await table(page);
  // 13 of the 13.7 nats that are planted at the output take all seven concepts.
  const planted = CONCEPTS.filter(({ effects: of }) => of.at(-1) !== 0);
  expect(made.map((row) => row["concept"]).toSorted()).toEqual(planted.map(wordsOf).toSorted());
  for (const concept of planted) {
    const row = made.find((one) => one["concept"] === wordsOf(concept))!;
    expect(Math.abs(Number(row["effect_nats"]) - concept.effects.at(-1)!)).toBeLessThanOrEqual(SHRUNK_BY);
  }
  const sizes = made.map((row) => Math.abs(Number(row["effect_nats"])));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect(Number(made.at(-1)!["share_so_far"])).toBeCloseTo(1, 9);
  const graph = page.getByRole("region", { name: /^The drawing/ });
  await graph.focus();
  await page.keyboard.press("+");
  await expect(graph).toHaveAttribute("data-near", "true");
  await page.keyboard.press("0");
  await expect(graph).not.toHaveAttribute("data-near");
  const [drawing] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "SVG" }).click(),
  ]);
  const svg = readFileSync(await drawing.path(), "utf8");
  expect(svg.match(/<image /g)).toHaveLength(8);
  expect(svg).toContain("data:image/png");
  await page.getByRole("button", { name: /^a1, / }).click();
  expect(await page.evaluate(() => location.hash)).toContain("concept=and1");

  await page.evaluate(() => globalThis.strata.actions.selectConcept(null));
  await ask(page, "look where", "Does it look where it should?");
  await page.getByRole("group", { name: "Paint as" }).getByRole("button", { name: "forbidden" }).click();
  const patch = (name: string): Locator =>
    page.getByRole("grid", { name: "Patches", exact: true }).getByRole("gridcell", { name: new RegExp(`^${name}, `) });
  // From the moon to the star, which then is let go and painted again by key.
  await patch("b3").hover();
  await page.mouse.down();
  await patch("a3").hover();
  await page.mouse.up();
  await expect(patch("a3")).toHaveAccessibleName("a3, forbidden");
  await patch("a3").click();
  await expect(patch("a3")).toHaveAccessibleName("a3, not painted");
  await page.keyboard.press("Space");
  await expect(patch("a3")).toHaveAccessibleName("a3, forbidden");
  await accessible(page, "the audit");
  const forbidden = ["moon", "star"];
  const rowsOfAudit = await table(page);
  expect(rowsOfAudit).toHaveLength(names.length);
  for (const [layer, row] of rowsOfAudit.entries()) {
    expect(["inside", "across", "outside"].reduce((sum, side) => sum + Number(row[side]), 0)).toBeCloseTo(1, 9);
    for (const kind of ["and", "or"] as const)
      for (const [side, isThere] of [
        ["inside", (inIt: number, of: number) => inIt === of],
        ["across", (inIt: number, of: number) => inIt > 0 && inIt < of],
        ["outside", (inIt: number) => inIt === 0],
      ] as const) {
        const there = CONCEPTS.filter(
          ({ kind: of, tiles, effects: sizes }) =>
            of === kind &&
            sizes[layer] !== 0 &&
            isThere(tiles.filter((tile) => forbidden.includes(tile)).length, tiles.length),
        );
        const truly = there.reduce((sum, { effects: sizes }) => sum + Math.abs(sizes[layer]!), 0);
        const said = Number(row[`${kind}_${side}_nats`]);
        expect(Math.abs(said - truly), `${row["layer"]}, ${kind} ${side}`).toBeLessThanOrEqual(
          there.length * SHRUNK_BY + 1e-9,
        );
      }
  }
  expect(await page.evaluate(() => location.hash)).toContain("painted=forbidden192");
  await page.reload();
  await expect(patch("b3")).toHaveAccessibleName("b3, forbidden");

  // The network's v is planted, so that few effects rebuild it at every mask.
  await ask(page, "every masked", "Do its concepts explain every masked image?");
  await expect(
    page.getByRole("img", { name: /^Measured and rebuilt scores at output: all \d+ effects, within/ }),
  ).toBeVisible();
  const [worst] = await table(page);
  const [kappa, v] = await page.evaluate(() => {
    const { layers, snapshot } = globalThis.strata.store.getState().result!;
    return [layers.at(-1)!.interactions.exactness.kappa, [...snapshot!.values!.layers.at(-1)!]] as const;
  });
  expect(Number(worst!["v_nats"])).toBe(v[Number(worst!["mask"])]);
  expect(Math.abs(Number(worst!["rebuilt_nats"]) - Number(worst!["v_nats"]))).toBeLessThanOrEqual(kappa + 1e-6);

  // The question is part of the address, and the way back is there.
  expect(await page.evaluate(() => location.hash)).toContain("ask=matching");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Do its concepts explain every masked image?" })).toBeVisible();
  await page.getByRole("button", { name: "Back to the picture" }).click();
  await expect(page.getByRole("grid", { name: "Concepts by layers" })).toBeVisible();
  expect(await page.evaluate(() => location.hash)).not.toContain("ask=");
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox").fill("nothing like this");
  await expect(palette(page).getByText("No question has these words.")).toBeVisible();
});

test("on a photograph two pictures and two networks are compared, and a class is held against one other", async ({
  page,
}) => {
  await open(page, "/#sample=church.png");
  await settled(page);
  await ask(page, "pin", "What changes between two pictures?");
  await page.getByRole("button", { name: "Pin this picture" }).click();
  const springer = await page.evaluate(() =>
    globalThis.strata.store.getState().model!.manifest.classes.indexOf("English springer"),
  );
  await page.getByLabel("Target", { exact: true }).selectOption(`rather-${springer}`);
  await expect(page.getByText("They differ in class (church → church rather than English springer).")).toBeVisible({
    timeout: 60_000,
  });
  await settled(page);
  expect(await page.evaluate(() => location.hash)).toContain(`rather=${springer}`);
  const pairs = await table(page);
  const last = Object.keys(pairs[0]!).filter((name) => name.startsWith("this_")).length - 1;
  const inBoth = pairs.filter((row) => row[`pinned_${last}`] !== "" && row[`this_${last}`] !== "");
  expect(inBoth.length).toBeGreaterThan(3);
  for (const row of inBoth)
    expect(Number(row[`difference_${last}`])).toBeCloseTo(
      Number(row[`this_${last}`]) - Number(row[`pinned_${last}`]),
      9,
    );
  await accessible(page, "two pictures");

  await ask(page, "other networks", "Do other networks know the same?");
  await page.getByRole("button", { name: "Ask it" }).click();
  await expect(page.getByText(/share \d+ of \d+ concepts/)).toBeVisible({ timeout: 60_000 });
  const [mine, theirs, tau] = await page.evaluate(() => {
    const { result, inquiries } = globalThis.strata.store.getState();
    const effectsOf = ({ interactions: { n, and, or } }: { interactions: Interactions }) => {
      const pairs = (of: typeof and) => Array.from(of.masks, (mask, i) => [mask, of.effects[i]!] as const);
      return { n, and: pairs(and), or: pairs(or) };
    };
    const { layers, tauFraction } = result!.snapshot!;
    return [effectsOf(layers.at(-1)!), effectsOf(inquiries.across.found!.layers.at(-1)!), tauFraction] as const;
  });
  const sparse = ({ n, and, or }: typeof mine) => ({ n, and: sparseOf(and), or: sparseOf(or) });
  const { orders, all } = agreementByOrder(sparse(mine), sparse(theirs), tau);
  const rows = await table(page);
  for (const [order, of] of [...orders.map((one, m) => [String(m + 1), one] as const), ["all", all] as const]) {
    const row = rows.find((one) => one["order"] === order);
    expect(row === undefined).toBe(of.a + of.b === 0);
    if (row === undefined) continue;
    expect([row["both"], row["this_network"], row["other_network"]].map(Number)).toEqual([of.both, of.a, of.b]);
    expect(Number(row["iou"])).toBeCloseTo(of.iou!, 9);
    expect(Number(row["chance_mean"])).toBeCloseTo(of.chance!.mean, 9);
  }
  await accessible(page, "across networks");
});
