import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { decompose, type DecomposeOptions } from "./and-or.ts";
import { effectsOf } from "./effects.fixture.ts";
import { rebuild } from "./faithfulness.ts";
import { effectAt, type Effects } from "./interactions.ts";
import { allMasks } from "./all-masks.ts";
import { planted } from "./planted.fixture.ts";
import { salientJaccard } from "./salient-jaccard.ts";

const DEBIASED: DecomposeOptions = { kappaFraction: 0.04, kappaOf: "debiased" };

const foundIn = (v: Float64Array, options: DecomposeOptions): Effects => sparse(decompose(v, options));

describe("the debiased answer", () => {
  it("of one AND and one OR is these two, by their own size", () => {
    const effects = effectsOf(4, [
      ["and", 0b0011, 1],
      ["or", 0b1110, -2],
    ]);
    const v = rebuild({ ...effects, constant: 0.5 }, allMasks(4));
    const answer = decompose(v, DEBIASED);
    const found = sparse(answer);
    expect([...found.and.masks, ...found.or.masks]).toEqual([0b0011, 0b1110]);
    expect(effectAt(found, "and", 0b0011)).toBeCloseTo(1, 9);
    expect(effectAt(found, "or", 0b1110)).toBeCloseTo(-2, 9);
    expect(answer.constant).toBeCloseTo(0.5, 9);
    expect(answer.objective).toBeCloseTo(3, 9);
    expect(answer.kappa).toBeLessThan(1e-9);
    expect([answer.method, answer.bound]).toEqual(["debiased", 0]);
  });

  it("says what it leaves: its κ is the largest |δ|, and v + δ what its effects rebuild; no column says more of δ", () => {
    const { v } = planted(7, 9, 0.02, 5);
    const answer = decompose(v, DEBIASED);
    const rebuilt = rebuild({ ...sparse(answer), constant: answer.constant }, allMasks(7));
    rebuilt.forEach((value, mask) => expect(value).toBeCloseTo(v[mask]! + answer.delta[mask]!, 9));
    expect(answer.kappa).toBe(answer.delta.reduce((most, left) => Math.max(most, Math.abs(left)), 0));
    // Least squares: what is left has nothing of the constant, and of no effect's column.
    expect(answer.delta.reduce((sum, left) => sum + left, 0)).toBeCloseTo(0, 8);
    answer.and.forEach((effect, set) => {
      if (effect === 0) return;
      const shown = answer.delta.reduce((sum, left, mask) => ((mask & set) === set ? sum + left : sum), 0);
      expect(shown).toBeCloseTo(0, 8);
    });
    expect(decompose(v, DEBIASED)).toEqual(answer);
  });

  it("of a constant is no effect", () => {
    expect(decompose(new Float64Array(16).fill(3), DEBIASED)).toMatchObject({
      method: "trivial",
      objective: 0,
      constant: 3,
    });
  });

  it("agrees better with what was planted than the paper's, which shrinks it", () => {
    let [debiased, paper] = [0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const { effects, v } = planted(8, 10, 0.02, seed);
      debiased += salientJaccard(effects, foundIn(v, DEBIASED))! / 6;
      paper += salientJaccard(effects, foundIn(v, { kappaFraction: 0.04, kappaOf: "range" }))! / 6;
    }
    expect(debiased).toBeGreaterThan(0.8);
    expect(debiased).toBeGreaterThan(paper + 0.15);
  });

  it("chooses from more columns than it looks at, where there are more", () => {
    const { effects, v } = planted(11, 8, 0.01, 3);
    expect(salientJaccard(effects, foundIn(v, DEBIASED))).toBeGreaterThan(0.75);
  });
});
