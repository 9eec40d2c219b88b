import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMasks, dense, sparse, placeOf } from "./all-masks.ts";
import { decompose, DEFAULT_DECOMPOSE } from "./and-or.ts";
import { randomValues } from "./and-or/answer.fixture.ts";
import { effectsOf, randomEffects } from "./effects.fixture.ts";
import { interactionsOf } from "./exhaustive.ts";
import { rebuild } from "./faithfulness.ts";
import { checkEffects, eachMask, effectAt, effectCount, KINDS, largestOrder, sparseOf } from "./interactions.ts";
import { maskOf } from "./masks.ts";

const arbitrary = fc.record({ n: fc.integer({ min: 1, max: 7 }), seed: fc.nat() });

describe("sparse and dense", () => {
  it("lead to each other, but for ∅, which is no effect", () => {
    const arrays = { and: Float64Array.of(9, 1, 0, -2), or: Float64Array.of(9, 0, -0, 3) };
    const effects = sparse(arrays);
    expect(effects).toEqual({
      n: 2,
      and: { masks: Uint32Array.of(1, 3), effects: Float64Array.of(1, -2) },
      or: { masks: Uint32Array.of(3), effects: Float64Array.of(3) },
    });
    expect(dense(effects.and, 2)).toEqual(Float64Array.of(0, 1, 0, -2));
    fc.assert(
      fc.property(arbitrary, ({ n, seed }) => {
        const effects = randomEffects(n, seed);
        expect(sparse({ and: dense(effects.and, n), or: dense(effects.or, n) })).toEqual(effects);
      }),
      { seed: 61 },
    );
  });

  it("refuse arrays that are no effects", () => {
    expect(() => sparse({ and: new Float64Array(3), or: new Float64Array(3) })).toThrow(RangeError);
    expect(() => sparse({ and: new Float64Array(4), or: new Float64Array(8) })).toThrow(
      "or must have as many effects as and, 4, got 8",
    );
    expect(() => sparse({ and: Float64Array.of(0, NaN), or: new Float64Array(2) })).toThrow("NaN at mask 1");
  });
});

describe("effectAt", () => {
  it("finds what is there, and 0 elsewhere", () => {
    fc.assert(
      fc.property(arbitrary, ({ n, seed }) => {
        const effects = randomEffects(n, seed);
        for (const kind of KINDS)
          dense(effects[kind], n).forEach((effect, mask) => expect(effectAt(effects, kind, mask)).toBe(effect));
      }),
      { seed: 62 },
    );
  });
});

describe("eachMask", () => {
  it("visits every mask of any list once, ascending, with its effect in each", () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 4 }), ({ n, seed }, count) => {
        const lists = Array.from({ length: count }, (_, l) => randomEffects(n, seed + l).and);
        const arrays = lists.map((list) => dense(list, n));
        const visited: [number, number[]][] = [];
        eachMask(lists, (mask, effects) => visited.push([placeOf(mask), [...effects]]));
        const expected = [...allMasks(n)]
          .map((mask): [number, number[]] => [mask, arrays.map((array) => array[mask]!)])
          .filter(([, effects]) => effects.some((effect) => effect !== 0));
        expect(visited).toEqual(expected);
      }),
      { seed: 63 },
    );
  });
});

describe("checkEffects", () => {
  const list = (...masks: number[]) => ({
    masks: Uint32Array.from(masks),
    effects: new Float64Array(masks.length).fill(1),
  });

  it("refuses masks in no order, twice, of too many players, at ∅, and effects that are missing or no numbers", () => {
    const or = list();
    expect(checkEffects({ n: 3, and: list(1, 2, 7), or })).toBe(3);
    expect(() => checkEffects({ n: 3, and: list(2, 1), or })).toThrow("masks must ascend from 1, got 1 after 2");
    expect(() => checkEffects({ n: 3, and: list(2, 2), or })).toThrow(RangeError);
    expect(() => checkEffects({ n: 3, and: list(0), or })).toThrow(RangeError);
    expect(() => checkEffects({ n: 2, and: list(4), or })).toThrow("masks must be of 2 players, got 4");
    expect(() => checkEffects({ n: 0, and: list(), or })).toThrow(RangeError);
    expect(() => checkEffects({ n: 2, and: { ...list(1), effects: new Float64Array(2) }, or })).toThrow(
      "there must be an effect for each mask, 1, got 2",
    );
    expect(() => checkEffects(effectsOf(2, [["or", 3, Infinity]]))).toThrow("Infinity at mask 3");
  });
});

describe("sparseOf", () => {
  it("leaves out what is 0", () => {
    expect(
      sparseOf([
        [1, 2],
        [2, 0],
        [5, -1],
      ]),
    ).toEqual({ masks: Uint32Array.of(1, 5), effects: Float64Array.of(2, -1) });
  });
});

describe("interactionsOf", () => {
  it("keeps every effect and says how far they are from v", () => {
    const v = randomValues(6, "noisy game", 3);
    const answer = decompose(v, DEFAULT_DECOMPOSE);
    const { constant, exactness, ...effects } = interactionsOf(v, answer);
    expect(effects).toEqual(sparse(answer));
    expect({ constant, ...exactness }).toMatchObject({
      constant: answer.constant,
      kappa: answer.kappa,
      objective: answer.objective,
      bound: answer.bound,
      gap: answer.gap,
      method: answer.method,
    });
    const rebuilt = rebuild({ ...effects, constant }, allMasks(6));
    expect(exactness.rebuildMaxAbs).toBe(Math.max(...rebuilt.map((value, mask) => Math.abs(value - v[mask]!))));
    expect(exactness.rebuildMaxAbs).toBeGreaterThan(0);
  });
});

describe("the largest order", () => {
  it("is that of the effect of most players in any layer and kind, not the number of players", () => {
    const layers = [effectsOf(64, [["and", maskOf([0, 1]), 1]]), effectsOf(64, [["or", maskOf([40, 50, 63]), -1]])];
    expect(largestOrder(layers)).toBe(3);
    expect(largestOrder(layers.slice(0, 1))).toBe(2);
    expect(largestOrder([effectsOf(64, [])])).toBe(1);
    expect(
      effectCount(
        effectsOf(9, [
          ["and", 1, 1],
          ["and", 3, 2],
          ["or", 3, 1],
        ]),
      ),
    ).toBe(3);
  });
});
