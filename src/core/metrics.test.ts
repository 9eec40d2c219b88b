import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { arbitraryLayers, effectsOf, randomEffects } from "./effects.fixture.ts";
import { orderOf } from "./masks.ts";
import { completeness, iou, orderStrengths, redundancy, salientCounts, type OrderStrength } from "./metrics.ts";
import { effectAt, type Effects } from "./interactions.ts";
import { tauOf } from "./salience.ts";

interface GoldenOrder {
  readonly order: number;
  readonly n_sal_l: number;
  readonly n_sal_L: number;
  readonly all_l: number;
  readonly all_L: number;
  readonly overlap: number;
  readonly forget: number;
  readonly new: number;
  readonly eq8_gap_l: number;
  readonly completeness: number | null;
  readonly redundancy: number | null;
  readonly iou: number | null;
}

interface Golden {
  readonly n: number;
  readonly layers: readonly number[];
  /** The scale of each layer. */
  readonly c: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, { readonly I_and: readonly number[]; readonly I_or: readonly number[] }>>;
  readonly metrics: Readonly<
    Record<string, { readonly tau_l: number; readonly tau_L: number; readonly per_order: readonly GoldenOrder[] }>
  >;
}

const golden = JSON.parse(readFileSync(new URL("./golden/metrics.json", import.meta.url), "utf8")) as Golden;
const TAU = 0.05;

/** The golden file prints its numbers in full; what differs is the order of its sums. */
const GOLDEN_TOLERANCE = 1e-9;

const layers: Effects[] = golden.layers.map((l) =>
  sparse({
    and: Float64Array.from(golden.inputs[`x0_l${l}`]!.I_and),
    or: Float64Array.from(golden.inputs[`x0_l${l}`]!.I_or),
  }),
);
const scales = golden.layers.map((l) => golden.c[l]!);
const expectedOf = (layer: number, kind: string) => golden.metrics[`x0_l${golden.layers[layer]}_${kind}_per_sample`]!;

/** Asserts equality within the golden tolerance; null equals null only. */
function expectClose(actual: number | null, expected: number | null): void {
  if (expected === null || actual === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(GOLDEN_TOLERANCE);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);

describe("against the golden metrics", () => {
  const rows = orderStrengths(layers, scales, TAU);

  it("has the same τ", () => {
    layers.forEach((layer, l) => {
      for (const kind of ["and", "or"]) expectClose(tauOf(layer, TAU), expectedOf(l, kind).tau_l);
      expectClose(tauOf(layers.at(-1)!, TAU), expectedOf(l, "and").tau_L);
    });
  });

  it.each(layers.map((_, l) => [l]))(
    "has the strengths, completeness and redundancy of each kind and order at layer %s",
    (l) => {
      for (const kind of ["and", "or"] as const) {
        for (const expected of expectedOf(l, kind).per_order) {
          const of = (layer: number, part: "all" | "overlap" | "forget" | "new") =>
            sum(
              rows
                .filter((row) => row.layer === layer && row.kind === kind && row.order === expected.order)
                .map((row) => row[part]),
            );
          expectClose(of(l, "all"), expected.all_l);
          expectClose(of(layers.length - 1, "all"), expected.all_L);
          expectClose(of(l, "overlap"), expected.overlap);
          expectClose(of(l, "forget"), expected.forget);
          expectClose(of(l, "new"), expected.new);
          expectClose(of(l, "all") - of(l, "overlap") - of(l, "forget"), expected.eq8_gap_l);
          expectClose(ratio(of(l, "overlap"), of(layers.length - 1, "all")), expected.completeness);
          expectClose(ratio(of(l, "forget"), of(l, "all")), expected.redundancy);
        }
      }
    },
  );

  it("has the completeness and redundancy of both kinds together", () => {
    const complete = completeness(orderStrengths(layers, scales, TAU));
    const redundant = redundancy(orderStrengths(layers, scales, TAU));
    layers.forEach((_, l) => {
      const both = [expectedOf(l, "and").per_order, expectedOf(l, "or").per_order];
      const total = (part: keyof GoldenOrder, m: number) => sum(both.map((orders) => orders[m]![part] as number));
      const orders = Array.from({ length: golden.n }, (_, m) => m);
      for (const m of orders) {
        expectClose(complete[l]!.perOrder[m]!, ratio(total("overlap", m), total("all_L", m)));
        expectClose(redundant[l]!.perOrder[m]!, ratio(total("forget", m), total("all_l", m)));
      }
      const all = (part: keyof GoldenOrder) => sum(orders.map((m) => total(part, m)));
      expectClose(complete[l]!.all, all("overlap") / all("all_L"));
      expectClose(redundant[l]!.all, all("forget") / all("all_l"));
    });
  });

  it("has the counts and the IoU of both kinds together", () => {
    layers.forEach((layer, l) => {
      const both = [expectedOf(l, "and").per_order, expectedOf(l, "or").per_order];
      const counts = salientCounts(layer, TAU);
      const agreement = iou(layer, layers.at(-1)!, TAU);
      for (let m = 0; m < golden.n; m++) {
        const sizes = both.map((orders) => orders[m]!.n_sal_l + orders[m]!.n_sal_L);
        // With i in both, iou = i / (sizes − i) per kind.
        const shared = both.map((orders, k) =>
          Math.round(((orders[m]!.iou ?? 0) * sizes[k]!) / (1 + (orders[m]!.iou ?? 0))),
        );
        expect(counts[m]).toBe(sum(both.map((orders) => orders[m]!.n_sal_l)));
        expectClose(agreement[m]!, ratio(sum(shared), sum(sizes) - sum(shared)));
      }
    });
  });
});

describe("orderStrengths", () => {
  const rowOf = (rows: readonly OrderStrength[], layer: number, order: number, kind: string, sign: number) =>
    rows.find((row) => row.layer === layer && row.order === order && row.kind === kind && row.sign === sign);

  it("gives hand-worked values: shrunk, flipped, forgotten, new and below τ", () => {
    // τ = 0.5 at the layer, 1 at the output; scales 2 and 4, so that sizes read as multiples of 1/2 and 1/4.
    const first = effectsOf(2, [
      ["and", 0, 99],
      ["and", 1, 10],
      ["and", 2, -2],
      ["and", 3, 0.4],
      ["or", 3, 6],
    ]);
    const output = effectsOf(2, [
      ["and", 0, -99],
      ["and", 1, 8],
      ["and", 2, 20],
      ["and", 3, 4],
      ["or", 3, 0.8],
    ]);
    const rows = orderStrengths([first, output], [2, 4], 0.05);
    // and{1}: 5 and 2 share 2. and{2}: −1 and 5 share nothing. and{1,2}: 0.2 (below τ) and 1 share 0.2. or{1,2}: 3 and 0.2 (below τ) share 0.2.
    expect(rowOf(rows, 0, 1, "and", 1)).toMatchObject({ all: 5, overlap: 2, forget: 3, new: 5 });
    expect(rowOf(rows, 0, 1, "and", -1)).toMatchObject({ all: 1, overlap: 0, forget: 1, new: 0 });
    expect(rowOf(rows, 0, 2, "and", 1)).toMatchObject({ all: 0, overlap: 0, forget: 0, new: 0.8 });
    expect(rowOf(rows, 0, 2, "or", 1)).toMatchObject({ all: 3, overlap: 0, forget: 2.8, new: 0 });
    expect(rowOf(rows, 1, 1, "and", 1)).toMatchObject({ all: 7, overlap: 7, forget: 0, new: 0 });
    const complete = completeness(orderStrengths([first, output], [2, 4], 0.05));
    expect(complete[0]).toEqual({ all: 2 / 8, perOrder: [2 / 7, 0] });
    expect(complete[1]).toEqual({ all: 1, perOrder: [1, 1] });
    expect(redundancy(orderStrengths([first, output], [2, 4], 0.05))[0]).toEqual({
      all: 6.8 / 9,
      perOrder: [4 / 6, 2.8 / 3],
    });
  });

  it("has one row per layer, order, kind and sign, in that order", () => {
    const rows = orderStrengths([randomEffects(3, 1), randomEffects(3, 2)], [1, 1], TAU);
    expect(rows).toHaveLength(2 * 3 * 2 * 2);
    expect(rows.slice(0, 5).map(({ layer, order, kind, sign }) => [layer, order, kind, sign])).toEqual([
      [0, 1, "and", 1],
      [0, 1, "and", -1],
      [0, 1, "or", 1],
      [0, 1, "or", -1],
      [0, 2, "and", 1],
    ]);
  });

  it("equals the definitions, effect by effect", () => {
    fc.assert(
      fc.property(arbitraryLayers(4, 3), fc.double({ min: 0.1, max: 10, noNaN: true }), ({ layers, n }, scale) => {
        const scales = layers.map((_, l) => scale + l);
        const output = layers.at(-1)!;
        for (const row of orderStrengths(layers, scales, 0.2)) {
          const expected = { all: 0, overlap: 0, forget: 0, new: 0 };
          const tau = tauOf(layers[row.layer]!, 0.2) / scales[row.layer]!;
          const tauOut = tauOf(output, 0.2) / scales.at(-1)!;
          for (let mask = 1; mask < 2 ** n; mask++) {
            if (orderOf(mask) !== row.order) continue;
            const here = effectAt(layers[row.layer]!, row.kind, mask) / scales[row.layer]!;
            const there = effectAt(output, row.kind, mask) / scales.at(-1)!;
            const shared = here * there < 0 ? 0 : Math.sign(here) * Math.min(Math.abs(here), Math.abs(there));
            if (Math.abs(here) > tau && here * row.sign > 0) {
              expected.all += Math.abs(here);
              expected.forget += Math.abs(here - shared);
              if (Math.abs(there) > tauOut) expected.overlap += Math.abs(shared);
            }
            if (Math.abs(there) > tauOut && there * row.sign > 0) expected.new += Math.abs(there - shared);
          }
          for (const part of ["all", "overlap", "forget", "new"] as const)
            expect(row[part]).toBeCloseTo(expected[part], 12);
        }
      }),
      { seed: 71 },
    );
  });

  it("refuses scales that divide nothing, and layers that do not match", () => {
    const one = [randomEffects(2, 3)];
    expect(() => orderStrengths(one, [0], TAU)).toThrow("the scale of layer 0 must be above 0 and finite, got 0");
    expect(() => orderStrengths(one, [NaN], TAU)).toThrow(RangeError);
    expect(() => orderStrengths(one, [1, 1], TAU)).toThrow("scales must have one number per layer, 1, got 2");
    expect(() => orderStrengths([...one, randomEffects(3, 3)], [1, 1], TAU)).toThrow(
      "layer 1 has 3 players, layer 0 has 2",
    );
    expect(() => orderStrengths([], [], TAU)).toThrow("layers must not be empty");
    expect(() => orderStrengths(one, [1], -1)).toThrow(RangeError);
  });
});

describe("completeness and redundancy", () => {
  it("are 1 and 0 at the output, shares elsewhere, null only for 0/0", () => {
    fc.assert(
      fc.property(arbitraryLayers(5, 4), ({ layers }) => {
        const scales = layers.map(() => 1);
        const complete = completeness(orderStrengths(layers, scales, TAU));
        const redundant = redundancy(orderStrengths(layers, scales, TAU));
        complete.at(-1)!.perOrder.forEach((share) => expect([null, 1]).toContain(share));
        redundant.at(-1)!.perOrder.forEach((share) => expect([null, 0]).toContain(share));
        const counts = salientCounts(layers.at(-1)!, TAU);
        [...complete, ...redundant]
          .flatMap(({ all, perOrder }) => [all, ...perOrder])
          .forEach((share) => {
            if (share === null) return;
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1 + 1e-12);
          });
        complete.forEach(({ perOrder }) =>
          perOrder.forEach((share, m) => expect(share === null).toBe(counts[m] === 0)),
        );
        redundant.forEach(({ perOrder }, l) => {
          const here = salientCounts(layers[l]!, TAU);
          perOrder.forEach((share, m) => expect(share === null).toBe(here[m] === 0));
        });
      }),
      { seed: 72 },
    );
  });

  it("are null throughout where nothing has an effect", () => {
    const nothing = { all: null, perOrder: [null, null] };
    const rows = orderStrengths([effectsOf(2, [])], [1], TAU);
    expect(completeness(rows)).toEqual([nothing]);
    expect(redundancy(rows)).toEqual([nothing]);
  });
});

describe("iou", () => {
  it("counts concepts of both kinds that both networks have, signs ignored", () => {
    const a = effectsOf(2, [
      ["and", 1, 1],
      ["and", 2, 1],
      ["and", 3, 1],
    ]);
    const b = effectsOf(2, [
      ["and", 1, -4],
      ["or", 3, 4],
    ]);
    expect(iou(a, b, TAU)).toEqual([1 / 2, 0]);
    expect(iou(a, a, TAU)).toEqual([1, 1]);
    expect(iou(effectsOf(2, []), b, TAU)).toEqual([0, 0]);
    expect(iou(effectsOf(2, [["and", 1, 1]]), effectsOf(2, [["and", 1, 9]]), TAU)).toEqual([1, null]);
  });

  it("does not depend on which network comes first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(), (n, seed) => {
        const a = randomEffects(n, seed);
        const b = randomEffects(n, seed + 1);
        expect(iou(a, b, TAU)).toEqual(iou(b, a, TAU));
      }),
      { seed: 73 },
    );
  });

  it("refuses networks of different n", () => {
    expect(() => iou(effectsOf(2, []), effectsOf(3, []), TAU)).toThrow("got 2 and 3");
  });
});
