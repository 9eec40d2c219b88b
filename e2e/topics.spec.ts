import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { agreementByOrder } from "../src/core/agreement-by-order.ts";
import { completeness, orderStrengths, redundancy } from "../src/core/metrics.ts";
import { sparseOf, type Interactions } from "../src/core/interactions.ts";
import { patchName } from "../src/core/patches.ts";
import { CONCEPTS, GRID, LAYER_NAMES, plantedValues, TILES, type PlantedConcept } from "../training/glass-box/plan.ts";
import {
  apart,
  askedOf,
  commandLine,
  EFFECTS_AGREE,
  pictureIn,
  sameAsPrinted,
  sameWithin,
  savedTable,
  savePicture,
  type Rows,
} from "./topic-tables.ts";
import { accessible, chooseNetwork, expect, open, settled, test } from "./support.ts";

/** An effect may come back smaller by up to about 2κ; κ is 4 % of v's range, here at most about 13 nats. */
const SHRUNK_BY = 1.1;

const palette = (page: Page): Locator => page.getByRole("dialog", { name: "What do you want to know?" });

/** Asks a question by some of its words, and waits for its view. */
async function ask(page: Page, words: string, title: string | RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox", { name: "Search the questions" }).fill(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
}

// One visit goes through all questions.
test.setTimeout(360_000);

/** What the page calls a planted concept. */
const wordsOf = ({ kind, tiles }: PlantedConcept): string =>
  tiles
    .map((tile) => TILES.indexOf(tile))
    .sort((a, b) => a - b)
    .map((tile) => patchName(tile, GRID))
    .join(` ${kind.toUpperCase()} `);

test("questions have views of their own, found by their words, with addresses, and on the glass box the numbers that are known, which the command line prints of its file", async ({
  page,
}, info) => {
  // Tables as they are saved, and what asks the command line for them.
  const saved: (readonly [Rows, ...question: string[]])[] = [];
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
  const orders = await savedTable(page);
  saved.push([orders, "orders"]);
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
  const shares = await savedTable(page);
  saved.push([shares, "completeness"]);
  for (const [l, share] of completeness(strengths).entries()) {
    expect(Number(shares[l]!["completeness"])).toBeCloseTo(share.all!, 9);
    expect(Number(shares[l]!["redundancy"])).toBeCloseTo(redundancy(strengths)[l]!.all!, 9);
  }
  await accessible(page, "completeness");

  await ask(page, "how few", "How few concepts does it take?");
  const counts = await savedTable(page);
  saved.push([counts, "sparsity"]);
  expect(counts.map((row) => Number(row["salient_0.05"]))).toEqual(
    names.map((_, layer) => CONCEPTS.filter(({ effects: of }) => of[layer] !== 0).length),
  );

  await ask(page, "much hangs", "How much hangs on τ and κ?");
  const byTau = await savedTable(page);
  saved.push([byTau, "thresholds"]);
  expect(byTau.map((row) => row["salient_tau_0.05"])).toEqual(counts.map((row) => row["salient_0.05"]));
  await accessible(page, "thresholds");

  await ask(page, "showing more", "Does showing more of the image help?");
  const byShown = await savedTable(page);
  saved.push([byShown, "shown"]);
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
  const steady = await savedTable(page);
  for (const [layer, name] of names.entries())
    for (const order of [1, 2, 3, 4]) {
      const inIt = CONCEPTS.filter(({ tiles, effects: of }) => tiles.length === order && of[layer] !== 0).length;
      const row = steady.find((one) => one["layer"] === name && one["order"] === String(order));
      expect([row?.["left_out"] ?? "0", row?.["ratio"] ?? ""], `${name}, order ${order}`).toEqual([String(inIt), ""]);
    }
  await accessible(page, "stability to noise");

  await ask(page, "make up", "How do patches make up the score?");
  saved.push([await savedTable(page), "graph"]);
  await page.getByRole("group", { name: "Share" }).getByRole("button", { name: /^95/ }).click();
  await accessible(page, "the And-Or graph");
  const made = await savedTable(page);
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
  const rowsOfAudit = await savedTable(page);
  saved.push([rowsOfAudit, "audit", "--painted", "forbidden192"]);
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
  const matching = await savedTable(page);
  saved.push([matching, "matching"]);
  const [worst] = matching;
  const [kappa, v] = await page.evaluate(() => {
    const { layers, snapshot } = globalThis.strata.store.getState().result!;
    return [layers.at(-1)!.interactions.exactness.kappa, [...snapshot!.values!.layers.at(-1)!]] as const;
  });
  expect(Number(worst!["v_nats"])).toBe(v[Number(worst!["mask"])]);
  expect(Math.abs(Number(worst!["rebuilt_nats"]) - Number(worst!["v_nats"]))).toBeLessThanOrEqual(kappa + 1e-6);

  await ask(page, "enough", "Which few patches are enough?");
  const best = await savedTable(page);
  saved.push([best, "patches"]);
  // Planted, every set of tiles has its score: the best of each size is known.
  const plantedScores = plantedValues(LAYER_NAMES.length);
  for (const [count, row] of best.entries()) {
    const ofSize = plantedScores.filter((_, mask) => shownIn(mask) === count);
    const ofRest = plantedScores.filter((_, mask) => shownIn(mask) === TILES.length - count);
    expect(Number(row["v_shown_nats"])).toBeCloseTo(Math.max(...ofSize), 4);
    expect(Number(row["v_hidden_nats"])).toBeCloseTo(Math.min(...ofRest), 4);
  }

  const day = info.outputPath("day.strata");
  await savePicture(page, day);
  for (const [table, ...question] of saved) await sameAsPrinted(table, day, ...question);

  await ask(page, "every masked", "Do its concepts explain every masked image?");
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
  // However soon it is opened again, it opens.
  await Promise.all([page.keyboard.press("Escape"), page.keyboard.press("Control+k")]);
  await expect(palette(page).getByRole("combobox")).toHaveValue("");
  await page.keyboard.press("Escape");

  // Night is the only other class: its score is the day's with the other sign, and so is every planted effect.
  await ask(page, "pin", "What changes between two pictures?");
  await page.getByRole("button", { name: "Pin this picture" }).click();
  const night = await page.evaluate(() => globalThis.strata.store.getState().model!.manifest.classes.indexOf("night"));
  await page.getByLabel("Target", { exact: true }).selectOption(String(night));
  await expect(page.getByText("They differ in class (day → night).")).toBeVisible({ timeout: 60_000 });
  await settled(page);
  const changes = await savedTable(page);
  for (const concept of CONCEPTS)
    for (const [layer, effect] of concept.effects.entries()) {
      const row = changes.find((one) => one["concept"] === wordsOf(concept))!;
      const { scale } = layers[layer]!;
      const where = `${wordsOf(concept)}, ${names[layer]}`;
      // Where the planted effect is 0 neither picture has any.
      if (effect === 0) expect(row[`difference_${layer}`], where).toBe("");
      else
        expect(Math.abs(Number(row[`difference_${layer}`]) - (-2 * effect) / scale), where).toBeLessThanOrEqual(
          (2 * SHRUNK_BY) / scale,
        );
    }
  const atNight = info.outputPath("night.strata");
  await savePicture(page, atNight);
  await sameAsPrinted(changes, day, "compare", "--with", atNight);
});

test("on a photograph every question has the numbers that the command line prints of its file, and of a run of its own; two pictures and two networks are compared", async ({
  page,
}, info) => {
  await open(page, "/#sample=church.png");
  await settled(page);
  const of: Record<string, Rows> = {};
  for (const [topic, words, title] of [
    ["orders", "small or large", /^Are its concepts small or large/],
    ["completeness", "complete layer", "How complete is it, layer by layer?"],
    ["sparsity", "how few", "How few concepts does it take?"],
    ["matching", "every masked", "Do its concepts explain every masked image?"],
    ["patches", "enough", "Which few patches are enough?"],
    ["shown", "showing more", "Does showing more of the image help?"],
    ["graph", "make up", "How do patches make up the score?"],
  ] as const) {
    await ask(page, words, title);
    of[topic] = await savedTable(page);
  }
  await ask(page, "look where", "Does it look where it should?");
  await page.getByRole("group", { name: "Paint as" }).getByRole("button", { name: "object" }).click();
  for (const name of ["b1", "b2"])
    await page
      .getByRole("grid", { name: "Patches", exact: true })
      .getByRole("gridcell", { name: new RegExp(`^${name}, `) })
      .click();
  of["audit"] = await savedTable(page);
  expect(await page.evaluate(() => location.hash)).toContain("painted=object18");
  await ask(page, "much hangs", "How much hangs on τ and κ?");
  await page.getByRole("button", { name: "Look at other κ" }).click();
  await expect(page.getByText(/are salient where κ is 8\s% of the range, \d+ where it is 0\s%/)).toBeVisible({
    timeout: 60_000,
  });
  // Of the two rules at κ of 0 one comes last.
  await page.waitForFunction(() => globalThis.strata.store.getState().inquiries.kappas.work === null);
  of["thresholds"] = await savedTable(page);
  await accessible(page, "thresholds, with κ");
  expect(Object.keys(of["thresholds"][0]!).filter((name) => name.startsWith("salient_kappa_"))).toHaveLength(16);

  const chosen = { thresholds: ["--kappas"], audit: ["--painted", "object18"] } as Record<string, string[]>;
  const church = info.outputPath("church.strata");
  await savePicture(page, church);
  for (const [topic, table] of Object.entries(of)) await sameAsPrinted(table, church, topic, ...(chosen[topic] ?? []));
  const native = info.outputPath("native.json");
  await commandLine("explain", "public/samples/church.png", "--values", "--out", native);
  const largest = await page.evaluate(() => globalThis.strata.store.getState().model!.manifest.largestEffects!.effects);
  await sameWithin(of, chosen, [await pictureIn(church), await pictureIn(native)], native, largest);

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
  const pairs = await savedTable(page);
  const rather = info.outputPath("rather.strata");
  await savePicture(page, rather);
  await sameAsPrinted(pairs, church, "compare", "--with", rather);
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
  const [mine, theirs, tau, asked] = await page.evaluate(() => {
    const { result, inquiries } = globalThis.strata.store.getState();
    const effectsOf = ({ interactions: { n, and, or } }: { interactions: Interactions }) => {
      const pairs = (of: typeof and) => Array.from(of.masks, (mask, i) => [mask, of.effects[i]!] as const);
      return { n, and: pairs(and), or: pairs(or) };
    };
    const { layers, tauFraction } = result!.snapshot!;
    const found = inquiries.across.found!;
    return [effectsOf(layers.at(-1)!), effectsOf(found.layers.at(-1)!), tauFraction, found.model.name] as const;
  });
  const sparse = ({ n, and, or }: typeof mine) => ({ n, and: sparseOf(and), or: sparseOf(or) });
  const { orders, all } = agreementByOrder(sparse(mine), sparse(theirs), tau);
  const rows = await savedTable(page);
  for (const [order, of] of [...orders.map((one, m) => [String(m + 1), one] as const), ["all", all] as const]) {
    const row = rows.find((one) => one["order"] === order);
    expect(row === undefined).toBe(of.a + of.b === 0);
    if (row === undefined) continue;
    expect([row["both"], row["this_network"], row["other_network"]].map(Number)).toEqual([of.both, of.a, of.b]);
    expect(Number(row["iou"])).toBeCloseTo(of.iou!, 9);
    expect(Number(row["chance_mean"])).toBeCloseTo(of.chance!.mean, 9);
  }
  await accessible(page, "across networks");

  // The other network, asked natively: a concept may be in or out whose effect is as near to τ as the two may differ.
  const other = info.outputPath("other.json");
  await commandLine(
    ...["explain", "public/samples/church.png", "--model", asked, "--out", other],
    ...["--target", "church", "--rather", "English springer"],
  );
  const natively = await askedOf(rather, "across", "--with", other);
  const twin = (await pictureIn(other)).layers.at(-1)!;
  const between = apart({ ...twin.interactions, ...sparse(theirs) }, twin.interactions);
  expect(between.effect).toBeLessThanOrEqual(EFFECTS_AGREE * between.largest);
  for (const row of rows) {
    const printed = natively.find((one) => one["order"] === row["order"]);
    for (const column of ["both", "other_network"])
      expect(
        Math.abs(Number(row[column]) - Number(printed?.[column] ?? 0)),
        `${row["order"]} ${column}`,
      ).toBeLessThanOrEqual(between.near(twin.tau));
    expect(printed?.["this_network"]).toBe(row["this_network"]);
  }
});
