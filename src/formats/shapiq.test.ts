import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparse } from "../core/all-masks.ts";
import { sparseOf, type SampleQuality } from "../core/interactions.ts";
import { everybody, meets, isWithin } from "../core/masks.ts";
import { scoresOfShapiq, SHAPIQ_PARTS, toShapiq } from "./shapiq.ts";

const about = { description: "a layer", createdMs: 0 };

/** n, a constant and effects of both kinds, dense. */
const layers = fc.integer({ min: 1, max: 5 }).chain((n) => {
  const effects = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 9 })), {
    minLength: 2 ** n,
    maxLength: 2 ** n,
  });
  return fc.record({ n: fc.constant(n), constant: fc.integer({ min: -9, max: 9 }), and: effects, or: effects });
});

describe("shapiq's Möbius interactions", () => {
  test("of a hand-worked layer: an OR of two patches is both alone less both together", () => {
    const layer = { constant: 2, ...sparse({ and: Float64Array.of(0, 1, 0, 0), or: Float64Array.of(0, 0, 0, 10) }) };
    const { data, metadata } = toShapiq(layer, "both", about);
    expect(data).toEqual({ Empty: 2, "0": 11, "1": 10, "0,1": -10 });
    expect(metadata).toEqual({
      n_players: 2,
      index: "Moebius",
      max_order: 2,
      min_order: 0,
      estimated: false,
      estimation_budget: null,
      baseline_value: 2,
    });
    expect(toShapiq(layer, "and", about).data).toEqual({ Empty: 2, "0": 1 });
    expect(toShapiq(layer, "or", about).data).toEqual({ Empty: 0, "0": 10, "1": 10, "0,1": -10 });
  });

  test("read again say v of every mask as the effects rebuild it, each part its own", () => {
    fc.assert(
      fc.property(layers, fc.constantFrom(...SHAPIQ_PARTS), ({ n, constant, and, or }, part) => {
        const layer = { constant, ...sparse({ and: Float64Array.from(and), or: Float64Array.from(or) }) };
        const written: unknown = JSON.parse(JSON.stringify(toShapiq(layer, part, about)));
        const expected = Array.from({ length: 2 ** n }, (_, shown) => {
          let v = part === "or" ? 0 : constant;
          for (let mask = 1; mask < 2 ** n; mask++) {
            if (part !== "or" && isWithin(mask, shown)) v += and[mask]!;
            if (part !== "and" && meets(mask, shown)) v += or[mask]!;
          }
          return v;
        });
        expect(Array.from(scoresOfShapiq(written))).toEqual(expected);
      }),
      { seed: 5 },
    );
  });

  test.each([
    [{ metadata: { index: "k-SII" } }, /k-SII/],
    [{ metadata: { n_players: 17 } }, /n_players/],
    [{ data: { "1,0": 1 } }, /1,0/],
    [{ data: { "0,0": 1 } }, /0,0/],
    [{ data: { "2": 1 } }, /"2"/],
    [{ data: { "": 1 } }, /""/],
    [{ data: { "0": "1" } }, /data: "0"/],
    [{ data: { "0": Infinity } }, /data: "0"/],
    // Another way to write "0" would be added to it.
    [{ data: { "0": 1, "00": 1 } }, /"00"/],
    [{ data: JSON.parse('{"__proto__":1}') as object }, /__proto__/],
    [{ data: [1, 2] }, /data: expected an object/],
    [{ metadata: { index: "x".repeat(5000) } }, /^its index is x{40}, /],
  ])("that say no v are refused: %o", ({ metadata = {}, data = {} }: Record<string, object>, reason) => {
    const file = { metadata: { n_players: 2, index: "Moebius", baseline_value: 0, ...metadata }, data };
    expect(() => scoresOfShapiq(file)).toThrow(reason);
  });
});

test("ORs of an estimate whose subsets nobody could list are refused, and its ANDs written", () => {
  const n = 256;
  const hostile = {
    n,
    constant: 0,
    and: sparseOf([[1, 0.5]]),
    or: sparseOf([[everybody(n), 1]]),
    sampled: { masks: 600 } as SampleQuality,
  };
  expect(() => toShapiq(hostile, "both", about)).toThrow(RangeError);
  expect(() => toShapiq(hostile, "or", about)).toThrow(RangeError);
  expect(toShapiq(hostile, "and", about).data).toEqual({ Empty: 0, "0": 0.5 });
});
