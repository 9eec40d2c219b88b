import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryLayers, effectsOf, layersOf } from "./effects.fixture.ts";
import { joinsNext, livesWithin } from "./lives.ts";
import { largestEffect } from "./salience.ts";

const ALL = [true, true, true, true, true, true];

/** Where a concept of these effects lives beside one of effect 1, steadied across `joined` layers. */
const lives = (effects: readonly number[], joined: readonly boolean[] = ALL) => {
  const { alive, bridged } = livesWithin(layersOf(effects), joined)(effects);
  return [[...alive].join(""), bridged];
};

describe("livesWithin", () => {
  it.each([
    // By hand: .051 · 3 = .153 is what the mean of three needs.
    ["a single strong layer lives alone", [0, 0, 0.16, 0, 0], "00100", []],
    ["a single weak one does not, though it is salient", [0, 0, 0.14, 0, 0], "00000", []],
    ["two neighbours carry each other", [0, 0.08, 0.08, 0, 0], "01100", []],
    ["a weak layer between two is bridged", [0.12, 0, 0.1, 0.1, 0], "11110", [1]],
    ["opposite signs cancel in between", [0.2, 0, -0.2, 0, 0], "10100", []],
    ["at an end the mean is of two", [0.11, 0, 0, 0, 0], "10000", []],
  ])("%s", (_, effects, alive, bridged) => expect(lives(effects)).toEqual([alive, bridged]));

  it("begins and ends no life with a layer at which the concept is not salient", () => {
    // The mean of layer 1 and of layer 4 is above .05.
    expect(lives([0, 0, 0.3, 0.3, 0, 0])).toEqual(["001100", []]);
    expect(lives([0, 0.04, 0.3, 0.3, 0.04, 0])).toEqual(["001100", []]);
    expect(lives([0, 0.06, 0.3, 0.3, 0.06, 0])).toEqual(["011110", []]);
  });

  it("steadies no layer with one that it is not joined to", () => {
    expect(lives([0.2, 0, 0.2], [false, false])).toEqual(["101", []]);
    expect(lives([0.08, 0.08, 0.08], [true, false])).toEqual(["111", []]);
    expect(lives([0, 0.06, 0], [false, false])).toEqual(["010", []]);
  });

  it("takes effects as shares of their own layer's largest", () => {
    const layers = [1, 10, 100].map((largest) =>
      effectsOf(2, [
        ["and", 1, 0.06 * largest],
        ["or", 3, largest],
      ]),
    );
    expect([...livesWithin(layers, ALL)([0.06, 0.6, 6]).alive]).toEqual([1, 1, 1]);
    expect([...livesWithin(layers, ALL)([0.06, 0.06, 0.06]).alive]).toEqual([0, 0, 0]);
  });

  it("agrees with the rule told in other words, on random layers", () => {
    fc.assert(
      fc.property(
        arbitraryLayers(3, 7),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        ({ layers }, joined) => {
          const effects = layers.map((layer) => layer.and.effects[0] ?? 0);
          const shares = layers.map((layer, l) => (effects[l] === 0 ? 0 : effects[l]! / largestEffect(layer)));
          const near = (l: number): number[] =>
            shares.filter((_, k) => k === l || (k === l - 1 && joined[k]) || (k === l + 1 && joined[l]));
          const isIn = shares.map((_, l) => Math.abs(near(l).reduce((sum, x) => sum + x, 0) / near(l).length) > 0.05);
          const { alive, bridged } = livesWithin(layers, joined)(effects);
          shares.forEach((_, l) => {
            const run = isIn[l] ? runAround(isIn, l) : [];
            const strong = run.filter((k) => Math.abs(shares[k]!) > 0.05);
            expect(alive[l] === 1).toBe(strong.length > 0 && strong[0]! <= l && l <= strong.at(-1)!);
            expect(bridged.includes(l)).toBe(alive[l] === 1 && !strong.includes(l));
          });
        },
      ),
      { seed: 61 },
    );
  });
});

/** The run of true that `l` stands in. */
function runAround(flags: readonly boolean[], l: number): number[] {
  let [first, last] = [l, l];
  while (flags[first - 1]) first--;
  while (flags[last + 1]) last++;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

describe("joinsNext", () => {
  it("joins layers that agree nearly as much as two fits of one do, and never one whose noise is not known", () => {
    expect(joinsNext(0.47, [1, 1])).toBe(true);
    expect(joinsNext(0.46, [1, 1])).toBe(false);
    expect(joinsNext(0.3, [0.9, 0.6])).toBe(true);
    expect(joinsNext(0.3, [0.9, 0.7])).toBe(false);
    expect(joinsNext(null, [0.5, 0.5])).toBe(false);
    expect(joinsNext(1, [null, 0.5])).toBe(false);
    expect(joinsNext(1, [0.5, null])).toBe(false);
  });
});
