import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyOf, logitDifference, logOdds, logSumExpWithout, mapClasses, softmax } from "./value.ts";

const logits = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 2, maxLength: 12 });

describe("energyOf", () => {
  it("is the logarithm of the sum of all classes' exponentials, worked by hand", () => {
    expect(energyOf([99, Math.log(3), 0, Math.log(5)], 1, 3)).toBeCloseTo(Math.log(9), 14);
    expect(energyOf([4], 0, 1)).toBe(4);
    expect(energyOf([1e4, 1e4], 0, 2)).toBe(1e4 + Math.log(2));
    expect(() => energyOf([1, NaN], 0, 2)).toThrow(RangeError);
  });

  it("grows by what is added to every logit, and does not know the order of the classes", () => {
    fc.assert(
      fc.property(logits, fc.double({ min: -50, max: 50, noNaN: true }), (all, shift) => {
        const energy = energyOf(all, 0, all.length);
        const moved = all.map((logit) => logit + shift);
        expect(energyOf(moved, 0, all.length)).toBeCloseTo(energy + shift, 9);
        expect(energyOf(all.toSorted(), 0, all.length)).toBeCloseTo(energy, 9);
        expect(energy).toBeGreaterThanOrEqual(Math.max(...all));
      }),
      { seed: 13 },
    );
  });
});

describe("logitDifference", () => {
  it("sets one class against one other, of a batch, whatever the others say", () => {
    expect(logitDifference([9, 9, 9, 2, 5, 1], 3, 3, 0, 1)).toBe(-3);
    expect(logitDifference([9, 9, 9, 2, 5, 700], 3, 3, 1, 0)).toBe(3);
  });
  it("is log-odds where there are two classes", () => {
    expect(logitDifference([2, 5], 0, 2, 0, 1)).toBe(logOdds([2, 5], 0, 2, 0));
  });
  it("refuses a class against itself, one that is not there, and what is no number", () => {
    for (const [logits, a, b] of [
      [[1, 2], 0, 0],
      [[1, 2], 0, 2],
      [[1, 2], -1, 0],
      [[1, Infinity], 0, 1],
    ] as const)
      expect(() => logitDifference(logits, 0, 2, a, b)).toThrow(RangeError);
  });
});

describe("logOdds", () => {
  it("is the difference of two logits", () => {
    expect(logOdds([2, 5], 0, 2, 0)).toBe(-3);
    expect(logOdds([2, 5], 0, 2, 1)).toBe(3);
  });

  it("sets the target against all others together", () => {
    expect(logOdds([Math.log(3), 0, 0], 0, 3, 0)).toBeCloseTo(Math.log(3 / 2), 14);
    expect(logOdds(new Array<number>(10).fill(7), 0, 10, 4)).toBeCloseTo(-Math.log(9), 14);
  });

  it("reads only its own classes of a batch", () => {
    expect(logOdds(Float32Array.of(NaN, 9, 1, 4, NaN), 1, 3, 2)).toBeCloseTo(
      4 - Math.log(Math.exp(9) + Math.exp(1)),
      14,
    );
  });

  it("equals log(p / (1 − p)) where that is harmless", () => {
    fc.assert(
      fc.property(logits, fc.nat(), (all, pick) => {
        const target = pick % all.length;
        const p = softmax(all, 0, all.length);
        const others = p.reduce((sum, q, c) => (c === target ? sum : sum + q), 0);
        expect(logOdds(all, 0, all.length, target)).toBeCloseTo(Math.log(p[target]! / others), 9);
      }),
      { seed: 11 },
    );
  });

  it("loses nothing where p rounds to 0 or 1", () => {
    expect(logOdds([1e4, -1e4], 0, 2, 0)).toBe(2e4);
    expect(logOdds([-1e4, 1e4, 1e4], 0, 3, 0)).toBe(-2e4 - Math.log(2));
    expect(logOdds([1e4 + 0.25, 1e4, -1e4], 0, 3, 0)).toBe(0.25);
    expect(logOdds([-1e4, -1e4, -1e4], 0, 3, 1)).toBe(-Math.log(2));
  });

  it("does not change when all logits move together", () => {
    fc.assert(
      fc.property(logits, fc.integer({ min: -10_000, max: 10_000 }), (all, shift) => {
        const moved = all.map((logit) => logit + shift);
        expect(logOdds(moved, 0, all.length, 0)).toBeCloseTo(logOdds(all, 0, all.length, 0), 9);
      }),
      { seed: 12 },
    );
  });

  it.each([
    ["one class", [1], 0, 1, 0, "classCount of 2 or more, got 1"],
    ["a negative target", [1, 2], 0, 2, -1, "target must be an integer from 0 to 1, got -1"],
    ["a target past the classes", [1, 2], 0, 2, 2, "got 2"],
    ["a fractional target", [1, 2], 0, 2, 0.5, "got 0.5"],
    ["an offset past the end", [1, 2, 3], 2, 2, 0, "offset must leave 2 of 3 logits, got 2"],
    ["a negative offset", [1, 2, 3], -1, 2, 0, "got -1"],
    ["NaN", [1, NaN], 0, 2, 0, "logit 1 must be finite, got NaN"],
    ["infinity", [1, 2, -Infinity], 1, 2, 0, "logit 2 must be finite, got -Infinity"],
  ])("refuses %s", (_, all, offset, classCount, target, message) => {
    expect(() => logOdds(all, offset, classCount, target)).toThrow(RangeError);
    expect(() => logOdds(all, offset, classCount, target)).toThrow(message);
  });
});

describe("softmax", () => {
  it("gives hand-worked shares, also for logits whose exponentials overflow", () => {
    expect([...softmax([Math.log(1), Math.log(3)], 0, 2)].map((p) => p.toFixed(12))).toEqual([
      "0.250000000000",
      "0.750000000000",
    ]);
    expect([...softmax([5, 1e4, 1e4, -1e4], 1, 3)]).toEqual([0.5, 0.5, 0]);
  });

  it("sums to one and keeps the order of the logits", () => {
    fc.assert(
      fc.property(logits, (all) => {
        const p = softmax(all, 0, all.length);
        expect(p.reduce((sum, q) => sum + q, 0)).toBeCloseTo(1, 12);
        all.forEach((logit, c) => {
          if (logit > all[0]!) expect(p[c]!).toBeGreaterThanOrEqual(p[0]!);
        });
      }),
      { seed: 13 },
    );
  });

  it("refuses what is not finite or not there", () => {
    expect(() => softmax([1, Infinity], 0, 2)).toThrow(RangeError);
    expect(() => softmax([1, 2], 0, 3)).toThrow(RangeError);
    expect(() => softmax([1, 2], 0, 0)).toThrow(RangeError);
  });
});

describe("mapClasses", () => {
  it("keeps single outputs bit for bit and adds several as probabilities", () => {
    const head = [0.1, 2.7, -3, 0.1 + 1e4, 1e4 + 0.1];
    const mapped = mapClasses(head, 0, [[1], [0], [3, 4], [0, 2]]);
    expect(mapped[0]).toBe(2.7);
    expect(mapped[1]).toBe(0.1);
    expect(mapped[2]).toBeCloseTo(1e4 + 0.1 + Math.log(2), 10);
    expect(mapped[3]).toBeCloseTo(Math.log(Math.exp(0.1) + Math.exp(-3)), 14);
  });

  it("counts outputs from the offset", () => {
    expect([...mapClasses([9, 9, 1, 2, 3], 2, [[2], [0]])]).toEqual([3, 1]);
  });

  it("leaves log-odds as if the unmapped outputs were impossible", () => {
    const head = [1, 5, 2, 0.5];
    const mapped = mapClasses(head, 0, [[0], [2, 3]]);
    expect(logOdds(mapped, 0, 2, 0)).toBeCloseTo(1 - Math.log(Math.exp(2) + Math.exp(0.5)), 14);
  });

  it("refuses a class without outputs, an output out of range, a logit not finite", () => {
    expect(() => mapClasses([1, 2], 0, [[0], []])).toThrow("class 1 of classMap has no output");
    expect(() => mapClasses([1, 2], 0, [[2]])).toThrow(RangeError);
    expect(() => mapClasses([1, 2], 1, [[-1]])).toThrow("class 0 of classMap names output -1");
    expect(() => mapClasses([1, NaN], 0, [[1]])).toThrow("logit 1 must be finite");
  });
});

describe("logSumExpWithout", () => {
  it("stands for the classes that are left, so that log-odds stay what they are", () => {
    const logits = [3, -700, 2, 5, 705, 1];
    const kept = [2, 4];
    const rest = logSumExpWithout([9, ...logits], 1, 6, kept);
    expect(rest).toBeCloseTo(Math.log(Math.exp(3) + Math.exp(5) + Math.exp(1)), 12);
    kept.forEach((c, column) =>
      expect(logOdds([logits[2]!, logits[4]!, rest], 0, 3, column)).toBeCloseTo(logOdds(logits, 0, 6, c), 12),
    );
  });
  it("refuses to leave all out, and what is no number", () => {
    expect(() => logSumExpWithout([1, 2], 0, 2, [0, 1])).toThrow(RangeError);
    expect(() => logSumExpWithout([1, NaN], 0, 2, [0])).toThrow(RangeError);
    expect(() => logSumExpWithout([1, 2], 1, 2, [0])).toThrow(RangeError);
  });
});
