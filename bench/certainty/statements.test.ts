import { describe, expect, it } from "vitest";
import type { Effects } from "../../src/core/interactions.ts";
import { layersOf } from "../../src/core/effects.fixture.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { binsOf, calibrationErrorOf, errorByChance } from "./reliability.ts";
import { statementsOf, type Statement } from "./statements.ts";

/** Statements about AND of player 0 alone: beside it stands an OR of effect 1 at every layer, which is kept and the same in all fits. */
function about(
  own: readonly number[],
  replicates: readonly (readonly number[])[],
  other: readonly number[],
): Statement[] {
  const fits = replicates.map((effects): Effects[] => layersOf(effects));
  const of = (
    picture: readonly number[],
    others: readonly Effects[][],
    truth: readonly number[],
  ): readonly Statement[] =>
    statementsOf(
      { picture: layersOf(picture), replicates: others, other: layersOf(truth) },
      own.slice(1).map(() => false),
    ).statements;
  // The rows come in the order of their fates: what is said of the OR stands before what is said of what is lost, and is left out.
  const all = of(own, fits, other);
  const nothing = own.map(() => 0);
  const ofOr = of(
    nothing,
    replicates.map(() => layersOf(nothing)),
    nothing,
  );
  return all.slice(ofOr.length);
}

describe("statementsOf", () => {
  it("counts what replicates bear out, and looks every statement up in the other fit", () => {
    // Born at layer 1, dead at layer 3, not in the output.
    const statements = about(
      [0, 0.5, -0.5, 0, 0],
      [
        [0, 0.5, -0.5, 0, 0],
        [0, 0.5, 0.5, 0, 0],
        [0.5, 0.5, -0.5, 0, 0],
        [0, 0, -0.5, 0.5, 0],
      ],
      [0, 0.5, 0.5, 0.5, 0],
    );
    const of = (kind: Statement["kind"]): unknown[] =>
      statements.filter((statement) => statement.kind === kind).map(({ said, isTrue }) => [said, isTrue]);
    expect(of("alive")).toEqual([
      [3, true],
      [3, true],
      [4, true],
      [3, false],
    ]);
    // In the last replicate it has no effect at layer 1, which is no other sign.
    expect(of("sign")).toEqual([
      [4, true],
      [3, false],
    ]);
    expect(of("birth")).toEqual([[2, true]]);
    expect(of("birth ± 1")).toEqual([[4, true]]);
    expect(of("fate")).toEqual([[3, true]]);
    expect(of("death")).toEqual([[3, false]]);
  });

  it("states no fate and no death of what the output holds", () => {
    const kinds = about([0, 0.5, 0.5], [[0, 0.5, 0.5]], [0, 0.5, 0.5]).map(({ kind }) => kind);
    expect(kinds).not.toContain("fate");
    expect(kinds).not.toContain("death");
  });
});

describe("reliability", () => {
  const judged = [
    { said: 2, isTrue: true },
    { said: 2, isTrue: true },
    { said: 1, isTrue: true },
    { said: 1, isTrue: false },
    { said: 0, isTrue: true },
  ];

  it("counts statements by what is said, and how many of them are true", () => {
    expect(binsOf(judged, 2)).toEqual([
      { count: 1, right: 1 },
      { count: 2, right: 1 },
      { count: 2, right: 2 },
    ]);
  });

  it("weighs the difference of what is said and what is true by the statements", () => {
    const bins = binsOf(judged, 2);
    expect(calibrationErrorOf(bins, [0, 0.5, 1])).toBeCloseTo(1 / 5, 12);
    expect(calibrationErrorOf(bins, [0.5, 0.25, 1])).toBeCloseTo(1 / 5, 12);
    expect(calibrationErrorOf(binsOf([], 2), [0, 0.5, 1])).toBeNull();
  });

  it("knows what chance makes of few statements, and that it makes little of many and nothing of certain ones", () => {
    const of = (count: number, p: number): number =>
      errorByChance(
        [
          { count: 0, right: 0 },
          { count, right: 0 },
        ],
        [0, p],
        mulberry32(1),
      );
    // Two standard deviations of a share: 1 / √count.
    expect(of(100, 0.5)).toBeCloseTo(0.1, 1);
    expect(of(10_000, 0.5)).toBeCloseTo(0.01, 2);
    expect(of(10, 1)).toBe(0);
  });
});
