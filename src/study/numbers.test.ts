import { describe, expect, it } from "vitest";
import { effectsOf, randomEffects } from "../core/effects.fixture.ts";
import { gridPlayers } from "../core/patches.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { decompose } from "../core/and-or.ts";
import { agreementByOrder } from "../core/agreement-by-order.ts";
import { subsetsOf, orderOf, type Mask } from "../core/masks.ts";
import { orderStrengths, salientCounts } from "../core/metrics.ts";
import { mulberry32 } from "../core/random.ts";
import type { Interactions } from "../core/interactions.ts";
import { derive } from "../exploration/derived.ts";
import { madeUpSnapshot } from "../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { cellRow, depthsOf, kept, pairRow, gathering, quantities, salientEffects, stacked, tausOf } from "./numbers.ts";
import { CELL_COLUMNS, columnNames, numberAt, PAIR_COLUMNS, type Cell } from "./study.ts";

const snapshot = madeUpSnapshot({ seed: 3, rows: 2, cols: 3, layers: 5, size: 6 });

/** The cell of some snapshots by the page's own τ. */
function cellOf(snapshots: readonly Snapshot[], taus = (one: Snapshot) => tausOf(one.layers, 0.05, null)): Cell {
  const [first] = snapshots;
  return {
    experiment: "",
    grid: "",
    question: "",
    n: first!.players.n,
    images: snapshots.map((_, i) => i),
    missing: 0,
    network: { name: "", sha256: "" },
    layers: first!.layers.map(({ name }) => ({ name, accuracy: null })),
    largestEffects: null,
    explorations: [],
    numbers: stacked(
      columnNames(CELL_COLUMNS),
      snapshots.map((one) => cellRow(one, taus(one), null)),
    ),
  };
}

/** A snapshot whose layers have these effects. */
function withEffects(layers: readonly ReturnType<typeof effectsOf>[]): Snapshot {
  const n = layers[0]!.n;
  const nothing = interactionsOf(new Float64Array(2 ** n), decompose(new Float64Array(2 ** n)));
  const [layer] = snapshot.layers;
  return {
    ...snapshot,
    players: gridPlayers(1, n, n, 1),
    layers: layers.map((effects) => ({
      ...layer!,
      scale: 2,
      interactions: { ...nothing, ...effects } as Interactions,
    })),
  };
}

describe("a cell's numbers", () => {
  it("give the same completeness, redundancy, strengths and counts as a picture's", () => {
    const cell = cellOf([madeUpSnapshot({ seed: 9, rows: 2, cols: 3, layers: 5, size: 6 }), snapshot]);
    const derived = derive(snapshot.layers, 0.05);
    snapshot.layers.forEach(({ interactions }, l) => {
      const counts = salientCounts(interactions, 0.05);
      for (const order of [null, 1, 2, 3, 4, 5, 6]) {
        const of = (share: { all: number | null; perOrder: readonly (number | null)[] }): number =>
          (order === null ? share.all : share.perOrder[order - 1]!) ?? NaN;
        for (const name of ["completeness", "redundancy"] as const) {
          const [value, expected] = [quantities[name].of(cell, 1, l, order), of(derived[name][l]!)];
          if (Number.isNaN(expected)) expect(value).toBeNaN();
          else expect(value).toBeCloseTo(expected, 3);
        }
        const strength = derived.orders
          .filter((row) => row.layer === l && (order === null || row.order === order))
          .reduce((sum, row) => sum + row.forget, 0);
        expect(quantities.forget.of(cell, 1, l, order)).toBeCloseTo(strength, 3);
        expect(quantities.salient.of(cell, 1, l, order)).toBe(
          order === null ? counts.reduce((sum, count) => sum + count, 0) : counts[order - 1],
        );
      }
    });
  });

  it("keep signs apart", () => {
    const cell = cellOf([
      withEffects([
        effectsOf(2, [
          ["and", 1, 4],
          ["and", 3, -2],
          ["or", 3, 1],
        ]),
      ]),
    ]);
    const at = (order: number, sign: number, part: number): number =>
      numberAt(CELL_COLUMNS, cell, "strength", 0, 0, order - 1, sign, part);
    expect([at(1, 0, 0), at(1, 1, 0), at(2, 0, 0), at(2, 1, 0)]).toEqual([2, 0, 0.5, 1]);
    // At the output itself all is overlap.
    expect([at(2, 0, 1), at(2, 1, 1), at(2, 1, 2), at(2, 1, 3)]).toEqual([0.5, 1, 0, 0]);
    expect([0, 1].map((kind) => numberAt(CELL_COLUMNS, cell, "salient", 0, 0, 1, kind))).toEqual([1, 1]);
  });

  it("count subsets before births and after ends, worked by hand", () => {
    const cell = cellOf([
      withEffects([
        // {a}, and {a, b} by OR.
        effectsOf(3, [
          ["and", 1, 1],
          ["or", 3, 1],
        ]),
        // {a, b, c} is born, {a, b} has ended, {a} goes on and {b} is born.
        effectsOf(3, [
          ["and", 1, 1],
          ["and", 2, 1],
          ["and", 7, 1],
        ]),
      ]),
    ]);
    const at = (name: "born" | "ended", layer: number) =>
      [1, 2, 3].map((order) => quantities[name].of(cell, 0, layer, order));
    expect([at("born", 0), at("born", 1)]).toEqual([
      [1, 1, 0],
      [1, 0, 1],
    ]);
    expect([at("ended", 0), at("ended", 1)]).toEqual([
      [0, 0, 0],
      [0, 1, 0],
    ]);
    // Of the six proper subsets of {a, b, c} two are salient: {a}, {a, b}. By chance 3 of 3 patches at 1/3 and 3 of 3 pairs at 1/3.
    expect(quantities.subsetsBefore.of(cell, 0, 1, 3)).toBeCloseTo(2 / 6, 4);
    expect(quantities.subsetsBeforeByChance.of(cell, 0, 1, 3)).toBeCloseTo(2 / 6, 4);
    // Of the two of {a, b} both are at the layer after; by chance two of three patches.
    expect(quantities.subsetsAfter.of(cell, 0, 1, 2)).toBe(1);
    expect(quantities.subsetsAfterByChance.of(cell, 0, 1, 2)).toBeCloseTo(2 / 3, 4);
    expect(quantities.subsetsAfterBeyondChance.of(cell, 0, 1, null)).toBeCloseTo(1 / 3, 4);
    // Of order 1, and at the first layer, there is nothing to look for.
    expect(quantities.subsetsBefore.of(cell, 0, 1, 1)).toBeNaN();
    expect(quantities.subsetsBefore.of(cell, 0, 0, 2)).toBeNaN();
  });

  it("expect of chance what random sets give", () => {
    const random = mulberry32(2);
    const n = 5;
    const masks = Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1);
    const drawn = (order: number, count: number): number[] =>
      masks
        .filter((mask) => orderOf(mask) === order)
        .map((mask) => ({ mask, at: random() }))
        .sort((a, b) => a.at - b.at)
        .slice(0, count)
        .map(({ mask }) => mask);
    const target = 0b1111;
    const before = () => new Set([...drawn(1, 2), ...drawn(2, 3), ...drawn(3, 4)]);
    const share = (sets: ReadonlySet<Mask>) =>
      subsetsOf(target).filter((mask) => mask !== target && sets.has(mask)).length / 14;
    const sets = before();
    const sorted = [...sets].sort((a, b) => a - b);
    const cell = cellOf([
      withEffects([
        effectsOf(
          n,
          sorted.map((mask) => ["and", mask, 1] as const),
        ),
        effectsOf(n, [["and", target, 1]]),
      ]),
    ]);
    expect(quantities.subsetsBefore.of(cell, 0, 1, 4)).toBeCloseTo(share(sets), 4);
    const trials = 4000;
    const mean = Array.from({ length: trials }, before).reduce((sum, drawn) => sum + share(drawn), 0) / trials;
    expect(quantities.subsetsBeforeByChance.of(cell, 0, 1, 4)).toBeCloseTo(mean, 2);
  });

  it("say whether the top class is the one that is shown", () => {
    const taus = tausOf(snapshot.layers, 0.05, null);
    const top = snapshot.target.top[0]!.index;
    expect([top, top + 1, -1].map((shown) => cellRow(snapshot, taus, shown).right[0])).toEqual([1, 0, 0]);
    expect(cellRow(snapshot, taus, null).right[0]).toBeNaN();
  });

  it("take another τ where one is given, a share of the largest effects of all images", () => {
    const largest = snapshot.layers.map(({ interactions }) => 3 * Math.max(...interactions.and.effects.map(Math.abs)));
    const cell = cellOf([snapshot], (one) => tausOf(one.layers, 0.05, largest));
    // Lives, and what is looked for beside them, stay those of the picture.
    const own = cellOf([snapshot]);
    for (const name of ["born", "ended", "subsetsBefore", "subsetsBeforeByChance", "subsetsAfter"] as const)
      expect(cell.numbers[name]).toEqual(own.numbers[name]);
    expect(cell.numbers.salient).not.toEqual(own.numbers.salient);
    snapshot.layers.forEach(({ interactions }, l) => {
      const expected = [interactions.and, interactions.or]
        .flatMap(({ effects }) => [...effects])
        .filter((effect) => Math.abs(effect) > 0.05 * largest[l]!).length;
      expect(quantities.salient.of(cell, 0, l, null)).toBe(expected);
    });
  });
});

it("salient effects are all that a measure with the same τ counts", () => {
  for (let seed = 0; seed < 10; seed++) {
    const layers = [randomEffects(4, seed), randomEffects(4, seed + 100)];
    const taus = tausOf(
      layers.map((effects) => ({ interactions: effects as Interactions })),
      0.3,
      null,
    );
    const salient = layers.map((effects, l) => salientEffects(effects, taus[l]!));
    salient.forEach((effects, l) => expect(salientCounts(effects, 0)).toEqual(salientCounts(layers[l]!, 0.3)));
    expect(agreementByOrder(salient[0]!, salient[1]!, 0)).toEqual(agreementByOrder(layers[0]!, layers[1]!, 0.3));
    // What two layers share is of their actual effects, salient or not: τ goes along, and nothing is taken away.
    expect(orderStrengths(layers, [1, 2], taus)).toEqual(orderStrengths(layers, [1, 2], 0.3));
  }
});

it("pairs have each order's counts, and bands of orders", () => {
  const layers = (seed: number) =>
    [1, 2, 3].map((l) => ({ interactions: randomEffects(4, 10 * seed + l) as Interactions }));
  const [a, b] = [layers(1), layers(2)];
  const taus = (of: typeof a) => tausOf(of, 0.3, null);
  const row = pairRow({ layers: a, taus: taus(a) }, { layers: b, taus: taus(b) }, [
    [0, 1],
    [2, 2],
  ]);
  const first = agreementByOrder(a[0]!.interactions, b[1]!.interactions, 0.3);
  const last = agreementByOrder(a[2]!.interactions, b[2]!.interactions, 0.3);
  expect([...row.both]).toEqual([...first.orders, ...last.orders].map(({ both }) => both));
  const together = (of: "a" | "b" | "both", from: number, to: number) =>
    last.orders.slice(from, to).reduce((sum, order) => sum + order[of], 0);
  const iou = (from: number, to: number): number =>
    together("both", from, to) / (together("a", from, to) + together("b", from, to) - together("both", from, to));
  expect([...row.bandIou.slice(3)]).toEqual([iou(0, 2), iou(2, 4), iou(0, 4)].map(kept));
  expect(columnNames(PAIR_COLUMNS)).toEqual(Object.keys(row));
});

describe("depthsOf", () => {
  it("pairs layers by where they lie between the first probe and the last, and the outputs", () => {
    expect(depthsOf(4, 4)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(depthsOf(9, 8).at(-1)).toEqual([8, 7]);
    expect(depthsOf(4, 9)).toEqual([
      [0, 0],
      [1, 4],
      [2, 7],
      [3, 8],
    ]);
    expect(depthsOf(1, 5)).toEqual([[0, 4]]);
    expect(depthsOf(2, 5)).toEqual([
      [0, 0],
      [1, 4],
    ]);
  });
});

describe("gathering", () => {
  const row = (value: number) => ({ one: Float64Array.of(value), two: Float64Array.of(value, -value) });

  it("gives the columns that rows give one behind the other, whatever order they come in", () => {
    const rows = gathering<ReturnType<typeof row>>(["one", "two"], 5);
    expect(rows.finish()).toEqual({ places: [], numbers: { one: new Float64Array(), two: new Float64Array() } });
    for (const place of [4, 1, 3]) rows.put(place, row(place));
    rows.put(3, row(30));
    expect(rows.finish()).toEqual({ places: [1, 3, 4], numbers: stacked(["one", "two"], [row(1), row(30), row(4)]) });
  });

  it("forgets rows, and takes all of them", () => {
    const rows = gathering<ReturnType<typeof row>>(["one", "two"], 2);
    rows.put(0, row(1));
    rows.clear();
    rows.put(1, row(2));
    rows.put(0, row(3));
    expect(rows.finish()).toEqual({ places: [0, 1], numbers: stacked(["one", "two"], [row(3), row(2)]) });
    expect(() => rows.put(0, { one: Float64Array.of(1, 2), two: Float64Array.of(1) })).toThrow(
      "one must have 1 numbers",
    );
  });
});
