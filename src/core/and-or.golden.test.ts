import { describe, expect, it } from "vitest";
import { expectSound, jaccard, plantedGame, randomValues, salientSet, spanOf } from "./and-or/answer.fixture.ts";
import { DEFAULT_DECOMPOSE, decompose } from "./and-or.ts";
import { goldenCases, realCases, realCasesOfNine } from "./golden/golden.fixture.ts";
import { mulberry32 } from "./random.ts";

/** How far above the optimum an objective may be. */
const OBJECTIVE_FACTOR = 1.001;
/** The reference optimum comes from a solver that stops at 1e-9 or so: a bound may pass it by that much. */
const REFERENCE_SLACK = 1 + 1e-9;

describe.each(goldenCases())("$name", ({ v, kappa, optimum }) => {
  it("reaches the optimum at κ = 0", () => {
    const answer = decompose(v, { kappaFraction: 0, kappaOf: "delta" });
    expectSound(v, answer);
    expect(answer.objective).toBeLessThanOrEqual(OBJECTIVE_FACTOR * optimum.kappa0);
    expect(answer.bound).toBeLessThanOrEqual(REFERENCE_SLACK * optimum.kappa0);
  });

  it("reaches the optimum at κ = 0.04 |v(N) − v(∅)|", () => {
    const answer = decompose(v, { kappaFraction: 0.04, kappaOf: "delta" });
    expect(answer.kappa).toBeCloseTo(kappa, 12);
    expectSound(v, answer);
    expect(answer.objective).toBeLessThanOrEqual(OBJECTIVE_FACTOR * optimum.kappa004);
    expect(answer.bound).toBeLessThanOrEqual(REFERENCE_SLACK * optimum.kappa004);
  });
});

describe.each(realCases())("$name", ({ v, bracket }) => {
  it.each(["range", "delta"] as const)("reaches the bracket at κ by %s", (kappaOf) => {
    const answer = decompose(v, { kappaFraction: 0.04, kappaOf });
    expect(answer.kappa).toBeCloseTo(bracket[kappaOf].kappa, 12);
    expectSound(v, answer);
    expect(answer.objective).toBeLessThanOrEqual(OBJECTIVE_FACTOR * bracket[kappaOf].objective);
    expect(answer.objective).toBeGreaterThanOrEqual(bracket[kappaOf].bound / REFERENCE_SLACK);
    expect(answer.bound).toBeLessThanOrEqual(REFERENCE_SLACK * bracket[kappaOf].objective);
    expect(answer.method).toBe("A");
  });

  it("is exact at κ = 0", () => {
    expectSound(v, decompose(v, { kappaFraction: 0, kappaOf: "range" }));
  });
});

it("answers nine players of real layers by method A", () => {
  for (const { v } of realCasesOfNine()) {
    const answer = decompose(v);
    expectSound(v, answer);
    expect(answer.method).toBe("A");
  }
});

describe("no flicker: v and v + 1e-6 · range · noise give the same salient concepts", () => {
  it.each([...goldenCases(), ...realCases()])("$name", ({ v }) => {
    const random = mulberry32(11);
    const scale = 1e-6 * spanOf(v);
    const salient = salientSet(decompose(v, DEFAULT_DECOMPOSE));
    for (let draw = 0; draw < 2; draw++) {
      const moved = decompose(
        v.map((value) => value + scale * (2 * random() - 1)),
        DEFAULT_DECOMPOSE,
      );
      expect(jaccard(salient, salientSet(moved))).toBeGreaterThanOrEqual(0.98);
    }
  });
});

describe("a planted game comes back at κ = 0", () => {
  const exact = { kappaFraction: 0, kappaOf: "range" } as const;
  // Where the optimum equals the planted strength and no equally short answer exists.
  const games = [
    { name: "one AND", ...plantedGame(5, { 0b01101: 2 }, {}) },
    { name: "one OR", ...plantedGame(5, {}, { 0b11100: -1.5 }) },
    { name: "an OR of one player is an AND", ...plantedGame(4, {}, { 0b0010: 3 }) },
    { name: "far apart", ...plantedGame(9, { 0b000000111: 2, 0b000000001: -1, 0b111000000: 1.5 }, { 0b000111000: 1 }) },
  ];
  it.each(games)("$name", ({ v, and, or }) => {
    const answer = decompose(v, exact);
    expectSound(v, answer);
    answer.and.forEach((effect, mask) => expect(Math.abs(effect - and[mask]!)).toBeLessThan(1e-3));
    answer.or.forEach((effect, mask) => expect(Math.abs(effect - or[mask]!)).toBeLessThan(1e-3));
  });

  it("sparse_n8_s0, planted by others", () => {
    const { n, v, truth_and, truth_or } = goldenCases().find(({ name }) => name === "sparse_n8_s0")!;
    const asRecord = (planted: typeof truth_and) => {
      const effects: Record<number, number> = {};
      for (const { mask, value } of planted ?? []) effects[mask] = (effects[mask] ?? 0) + value;
      return effects;
    };
    const { and, or } = plantedGame(n, asRecord(truth_and), asRecord(truth_or));
    const answer = decompose(v, exact);
    answer.and.forEach((effect, mask) => expect(Math.abs(effect - and[mask]!)).toBeLessThan(1e-3));
    answer.or.forEach((effect, mask) => expect(Math.abs(effect - or[mask]!)).toBeLessThan(1e-3));
  });
});

it("gives the same bytes for the same input", () => {
  const { v } = realCases().find(({ name }) => name === "real12-img9-b5")!;
  for (const kappaFraction of [0, 0.04]) {
    const twice = [1, 2].map(() => decompose(v.slice(), { kappaFraction, kappaOf: "range" }));
    expect(twice[0]).toStrictEqual(twice[1]);
  }
});

it("certifies larger sparse functions", () => {
  const v = randomValues(14, "game", 5);
  expectSound(v, decompose(v));
});
