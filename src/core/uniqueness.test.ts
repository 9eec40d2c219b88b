import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dense } from "./all-masks.ts";
import { decompose, type AndOr } from "./and-or.ts";
import { plantedGame, randomValues, spanOf } from "./and-or/answer.fixture.ts";
import { naiveExtreme } from "./and-or/interval.fixture.ts";
import { naiveOptimum } from "./and-or/linear-programme.fixture.ts";
import { effectRangeSteps } from "./effect-range.ts";
import { goldenCases, realCases, realCasesOfNine } from "./golden/golden.fixture.ts";
import { effectAt, sparseOf, strengthOf, type Effects, type Kind } from "./interactions.ts";
import { orderOf } from "./masks.ts";
import { subsetSums } from "./transforms.ts";
import { ALLOWED_EXCESS, isNeeded, largestChanges, otherSaying, type EffectRange, type Saying } from "./uniqueness.ts";

interface Concept {
  readonly kind: Kind;
  readonly mask: number;
}

function rangeOf(v: Float64Array, kappa: number, concept: Concept, excess?: number): EffectRange | null {
  const steps = effectRangeSteps(v, { concept, kappa, ...(excess === undefined ? {} : { excess }) });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    expect(step.value.fraction).toBeLessThanOrEqual(1);
  }
}

/** A saying keeps what it says: it rebuilds v within κ by some constant, and costs what it states, which is allowed. */
function expectSays(v: Float64Array, kappa: number, concept: Concept, range: EffectRange, saying: Saying): void {
  const and = subsetSums(dense(saying.and, saying.n));
  const or = subsetSums(dense(saying.or, saying.n));
  const all = v.length - 1;
  const residuals = v.map((value, t) => and[t]! + or[all]! - or[all - t]! - value);
  expect((Math.max(...residuals) - Math.min(...residuals)) / 2).toBeLessThanOrEqual(kappa + 1e-9 * spanOf(v));
  expect(saying.objective).toBeCloseTo(strengthOf(saying), 9);
  expect(saying.objective).toBeLessThanOrEqual(range.optimum * (1 + range.excess) * (1 + 1e-5));
  expect(saying.effect).toBe(effectAt(saying, concept.kind, concept.mask));
}

function expectSound(v: Float64Array, kappa: number, concept: Concept, range: EffectRange, answer: AndOr): void {
  const { least, most, without } = range;
  for (const saying of [least, most, ...(without === null ? [] : [without])])
    expectSays(v, kappa, concept, range, saying);
  expect(Math.abs(range.optimum - answer.objective)).toBeLessThanOrEqual(1e-6 * answer.objective);
  // The picture's own answer is one of them.
  const own = (concept.kind === "and" ? answer.and : answer.or)[concept.mask]!;
  const slack = 1e-6 * spanOf(v);
  expect(own).toBeGreaterThanOrEqual(least.effect - slack);
  expect(own).toBeLessThanOrEqual(most.effect + slack);
  if (without !== null) expect(without.effect).toBe(0);
  expect(without === null).toBe(isNeeded(range));
}

const conceptsOf = (n: number): Concept[] =>
  Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1).flatMap((mask) => [
    { kind: "and" as const, mask },
    ...(orderOf(mask) > 1 ? [{ kind: "or" as const, mask }] : []),
  ]);

describe("the range of an effect", () => {
  it("is worked by hand: one player's effect is held by the allowance below, and above", () => {
    // v rises from 1 to 5, κ = 0.4: the shortest answer is 3.2, and any effect up to 4.8 fits.
    const range = rangeOf(Float64Array.of(1, 5), 0.4, { kind: "and", mask: 1 })!;
    expect(range.optimum).toBeCloseTo(3.2, 6);
    expect(range.least.effect).toBeCloseTo(3.2, 6);
    expect(range.most.effect).toBeCloseTo(3.2 * 1.001, 6);
    expect(range.without).toBeNull();
    // With all that κ lets through.
    expect(rangeOf(Float64Array.of(1, 5), 0.4, { kind: "and", mask: 1 }, 2)!.most.effect).toBeCloseTo(4.8, 6);
  });

  it("is worked by hand: x + y is x ∨ y and x ∧ y, at no cost", () => {
    const v = Float64Array.of(0, 1, 1, 2);
    const single = rangeOf(v, 0.02, { kind: "and", mask: 1 })!;
    expect(single.optimum).toBeCloseTo(1.96, 6);
    expect(single.without!.objective).toBeCloseTo(1.96, 6);
    expect(effectAt(single.without!, "and", 3)).toBeCloseTo(0.98, 1);
    expect(effectAt(single.without!, "or", 3)).toBeCloseTo(0.98, 1);
    expect(isNeeded(single)).toBe(false);
    expect(otherSaying(single, 1)).toBe(single.without);
    // What has no effect in the picture's answer might have one.
    const both = rangeOf(v, 0.02, { kind: "and", mask: 3 })!;
    expect(both.most.effect).toBeGreaterThan(0.95);
    expect(otherSaying(both, 0)).toBe(both.most);
  });

  it("is what a naive linear programme finds, for every concept of small random functions", () => {
    const problems = fc.record({
      n: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom("noise", "ties", "game", "noisy game"),
      seed: fc.nat(),
      kappaFraction: fc.constantFrom(1e-4, 0.01, 0.04, 0.2, 0.49),
      excess: fc.constantFrom(ALLOWED_EXCESS, 0.1),
    });
    fc.assert(
      fc.property(problems, ({ n, kind, seed, kappaFraction, excess }) => {
        const v = randomValues(n, kind as "noise", seed);
        for (const concept of conceptsOf(n)) expectAsNaive(v, kappaFraction, concept, excess);
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  it.each(["noise", "ties", "game", "noisy game"] as const)("is that for four players (%s)", (kind) => {
    const v = randomValues(4, kind, 3);
    for (const concept of conceptsOf(4).filter((_, i) => i % 3 === 0)) expectAsNaive(v, 0.04, concept, ALLOWED_EXCESS);
  });

  it.each([...goldenCases(), ...realCasesOfNine().filter((_, i) => i % 7 === 0), ...realCases().slice(0, 2)])(
    "is said by answers that fit and are allowed: $name",
    ({ v }) => {
      const answer = decompose(v);
      if (answer.method !== "A") return;
      const all = [
        ...[...answer.and.entries()].map(([mask, effect]) => ({ kind: "and" as const, mask, effect })),
        ...[...answer.or.entries()].map(([mask, effect]) => ({ kind: "or" as const, mask, effect })),
      ].filter(({ effect }) => effect !== 0);
      all.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
      for (const concept of [all[0]!, all[Math.floor(all.length / 4)]!, all.at(-1)!]) {
        const range = rangeOf(v, answer.kappa, concept)!;
        expectSound(v, answer.kappa, concept, range, answer);
      }
    },
  );

  it("keeps a lone planted concept needed, and lets go of what κ could swallow", () => {
    const { v } = plantedGame(5, { 0b01101: 2, 0b00010: 0.05 }, {});
    expect(isNeeded(rangeOf(v, 0.08, { kind: "and", mask: 0b01101 })!)).toBe(true);
    expect(isNeeded(rangeOf(v, 0.08, { kind: "and", mask: 0b00010 })!)).toBe(false);
  });

  it("is 0 where no effect is needed, and cannot be told at κ = 0", () => {
    const flat = rangeOf(Float64Array.of(0, 1, 1, 1), 0.5, { kind: "or", mask: 3 })!;
    expect([flat.least.effect, flat.most.effect, flat.without!.objective, flat.optimum]).toEqual([0, 0, 0, 0]);
    expect(rangeOf(randomValues(4, "noise", 1), 0, { kind: "and", mask: 3 })).toBeNull();
  });

  it("refuses what is no concept", () => {
    const v = randomValues(3, "noise", 1);
    for (const [kind, mask] of [
      ["and", 0],
      ["and", 8],
      ["or", 4],
      ["or", 0],
    ] as const)
      expect(() => rangeOf(v, 0.1, { kind, mask })).toThrow(RangeError);
    expect(() => rangeOf(v, -1, { kind: "and", mask: 1 })).toThrow(RangeError);
    expect(() => rangeOf(v, 0.1, { kind: "and", mask: 1 }, 0)).toThrow(RangeError);
  });
});

function expectAsNaive(v: Float64Array, kappaFraction: number, concept: Concept, excess: number): void {
  const answer = decompose(v, { kappaFraction, kappaOf: "range" });
  const { kappa } = answer;
  const range = rangeOf(v, kappa, concept, excess)!;
  expectSound(v, kappa, concept, range, answer);
  const span = spanOf(v);
  if (answer.method === "trivial") return;
  const budget = naiveOptimum(v, kappa) * (1 + excess);
  for (const [direction, saying] of [
    [-1, range.least],
    [1, range.most],
  ] as const) {
    const extreme = naiveExtreme(v, kappa, budget, concept, direction, answer);
    expect(Math.abs(saying.effect - extreme)).toBeLessThanOrEqual(1e-5 * span);
  }
}

describe("what takes over", () => {
  it("is listed by how far it moves, AND and OR, from one answer to another", () => {
    const effects = (
      and: readonly (readonly [number, number])[],
      or: readonly (readonly [number, number])[],
    ): Effects => ({
      n: 3,
      and: sparseOf(and),
      or: sparseOf(or),
    });
    const from = effects(
      [
        [1, 1],
        [2, 0.5],
        [4, 3],
      ],
      [[3, -1]],
    );
    const to = effects(
      [
        [1, 1],
        [2, 0.75],
        [6, 2],
      ],
      [[3, 0.5]],
    );
    expect(largestChanges(from, to, 3)).toEqual([
      { kind: "and", mask: 4, from: 3, to: 0 },
      { kind: "and", mask: 6, from: 0, to: 2 },
      { kind: "or", mask: 3, from: -1, to: 0.5 },
    ]);
    expect(largestChanges(from, to, 9)).toHaveLength(4);
    expect(largestChanges(to, to, 9)).toEqual([]);
  });
});
