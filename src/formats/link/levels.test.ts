import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectsOf, randomEffects } from "../../core/effects.fixture.ts";
import { effectAt } from "../../core/interactions.ts";
import { isSalient, largestEffect } from "../../core/salience.ts";
import { toDigits } from "./coded-numbers.ts";
import { fromLevels, toLevels } from "./levels.ts";

describe("toLevels", () => {
  it("gives the nearest of the steps, the largest effect all of them", () => {
    const { levels, largest, error } = toLevels(
      effectsOf(2, [
        ["and", 1, -2],
        ["and", 2, 0.51],
        ["and", 3, 0.009],
        ["or", 3, 1],
      ]),
      100,
      [],
    )!;
    expect(levels).toEqual(
      effectsOf(2, [
        ["and", 1, -100],
        ["and", 2, 26],
        ["or", 3, 50],
      ]),
    );
    expect(largest).toBe(2);
    expect(error).toBeCloseTo(0.005, 12);
  });

  it("moves to the next step what would else cross a threshold", () => {
    const above = 0.1 * (1 + Number.EPSILON);
    const { levels, error } = toLevels(
      effectsOf(2, [
        ["and", 1, 2],
        ["and", 2, 0.1],
        ["and", 3, -above],
        ["or", 3, 0.0001],
      ]),
      100,
      [0.05, 0],
    )!;
    expect(levels).toEqual(
      effectsOf(2, [
        ["and", 1, 100],
        ["and", 2, 5],
        ["and", 3, -6],
        ["or", 3, 1],
      ]),
    );
    expect(error).toBeCloseTo(0.01, 3);
  });

  it("answers null where no step lies between two thresholds, as an effect does", () => {
    const effects = effectsOf(2, [
      ["and", 1, 1],
      ["and", 2, 0.05005],
    ]);
    expect(toLevels(effects, 1000, [0.05, 0.0501])).toBeNull();
    expect(effectAt(toLevels(effects, 100_000, [0.05, 0.0501])!.levels, "and", 2)).toBe(5005);
  });

  it("has nothing to say of a layer without effects", () => {
    expect(toLevels(effectsOf(2, []), 100, [0.05])).toMatchObject({ largest: 0, error: 0 });
  });

  it("keeps every effect within a step and on its side of every threshold", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        fc.constantFrom(20, 100, 1000),
        fc.constantFrom(0, 0.013, 0.05, 0.1, 0.7, 1),
        (n, seed, count, fraction) => {
          const before = randomEffects(n, seed);
          const { levels, largest, error } = toLevels(before, count, [fraction])!;
          const after = fromLevels(levels, count, largest);
          const exact = largestEffect(before);
          expect(largest).toBe(toDigits(exact));
          expect(error).toBeLessThanOrEqual(1 / count + 2 ** -18);
          for (const kind of ["and", "or"] as const) {
            for (let mask = 1; mask < 2 ** n; mask++) {
              const [came, was] = [effectAt(after, kind, mask), effectAt(before, kind, mask)];
              expect(Math.abs(came - was)).toBeLessThanOrEqual(error * exact * (1 + 1e-12));
              expect(isSalient(came, fraction * largest)).toBe(isSalient(was, fraction * exact));
            }
          }
          expect(toLevels(after, count, [fraction])).toEqual({ levels, largest, error: 0 });
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });
});
