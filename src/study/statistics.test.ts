import { describe, expect, it } from "vitest";
import { mulberry32, normals } from "../core/random.ts";
import {
  BOOTSTRAP,
  estimateOf,
  FEWEST_IMAGES,
  meanOf,
  normalTail,
  resamplesOf,
  studentQuantile,
} from "./statistics.ts";

describe("meanOf", () => {
  it("leaves out what is not there and gives the standard error with ddof 1", () => {
    expect(meanOf([1, null, 3])).toEqual({ mean: 2, standardError: 1, count: 2 });
    expect(meanOf(Float64Array.of(1, NaN, 3))).toEqual({ mean: 2, standardError: 1, count: 2 });
    expect(meanOf([5, null])).toEqual({ mean: 5, standardError: null, count: 1 });
    expect(meanOf([null])).toEqual({ mean: null, standardError: null, count: 0 });
  });
});

describe("quantiles", () => {
  it.each([
    [5, 2.570582],
    [9, 2.262157],
    [29, 2.04523],
    [199, 1.971957],
  ])("Student's with %i degrees of freedom is the table's", (freedom, expected) => {
    expect(studentQuantile(freedom)).toBeCloseTo(expected, 2.5);
  });

  it.each([
    [0, 0.5],
    [1, 0.158655254],
    [1.959964, 0.025],
    [3.29, 0.000500944],
  ])("above %f lies the table's share of the normal distribution", (z, expected) => {
    expect(normalTail(z)).toBeCloseTo(expected, 6);
  });
});

describe("estimateOf", () => {
  const of = (values: (number | null)[]) => estimateOf(values, resamplesOf(values.length));

  it("has no interval below six images, which a sign test could not tell from chance either", () => {
    expect(FEWEST_IMAGES).toBe(6);
    expect(of([1, 1, 1, 1, 1]).interval).toBeNull();
    expect(of([1, 1, 1, 1, 1, null, null]).interval).toBeNull();
    expect(of([1, 1, 1, 1, 1, 1]).interval).toEqual([1, 1]);
  });

  it("of values 0 and 1 is that of the binomial distribution", () => {
    // 40 of 100: the quantiles of Binomial(100, .4) / 100 at .0240 and .9760, which Student's 1.984 · √(100 / 99) leaves, are .30 and .50.
    const values = Array.from({ length: 100 }, (_, i) => (i % 5 < 2 ? 1 : 0));
    const { interval, mean } = of(values);
    expect(mean).toBe(0.4);
    expect(interval![0]).toBeCloseTo(0.3, 1.7);
    expect(interval![1]).toBeCloseTo(0.5, 1.7);
  });

  it("never leaves the range of the values, and is the same again", () => {
    const values = [0, 0, 0, 0, 0, 0.2, 1, null];
    const { interval } = of(values);
    expect(interval![0]).toBeGreaterThanOrEqual(0);
    expect(interval![1]).toBeLessThanOrEqual(1);
    expect(of(values)).toEqual(of(values));
  });

  it("moves and stretches as its values do", () => {
    const values = [...normals(3, 20)];
    const [low, high] = of(values).interval!;
    const [movedLow, movedHigh] = of(values.map((value) => 5 - 2 * value)).interval!;
    expect(movedLow).toBeCloseTo(5 - 2 * high, 1.5);
    expect(movedHigh).toBeCloseTo(5 - 2 * low, 1.5);
  });

  it("draws many images anew for each number, and the same ones as few would be", () => {
    // 2,100 images are more than are kept.
    const many = resamplesOf(2100);
    const random = mulberry32(BOOTSTRAP.seed);
    const first = Array.from({ length: 4200 }, () => Math.floor(random() * 2100));
    for (let again = 0; again < 2; again++) {
      const drawn: number[][] = [];
      many.each((places) => void (drawn.length < 2 && drawn.push([...places])));
      expect(drawn.flat()).toEqual(first);
    }
    const kept: number[][] = [];
    resamplesOf(3).each((places) => void kept.push([...places]));
    const anew = mulberry32(BOOTSTRAP.seed);
    expect(kept.flat()).toEqual(Array.from({ length: 3 * BOOTSTRAP.resamples }, () => Math.floor(anew() * 3)));
  });

  it("is of as many values as the draws", () => {
    expect(() => estimateOf([1, 2], resamplesOf(3))).toThrow(RangeError);
  });

  /** The share of simulated sets whose interval holds the true mean. */
  function coverage(size: number, mean: number, draw: (random: () => number) => number): number {
    const random = mulberry32(11);
    const resamples = resamplesOf(size);
    const sets = 400;
    let held = 0;
    for (let set = 0; set < sets; set++) {
      const [low, high] = estimateOf(
        Array.from({ length: size }, () => draw(random)),
        resamples,
      ).interval!;
      if (low <= mean && mean <= high) held++;
    }
    return held / sets;
  }

  it("holds the true mean of normal numbers about as often as it says", () => {
    const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    // The standard deviation of a share of 400 is .011.
    expect(coverage(10, 0, normal)).toBeGreaterThan(BOOTSTRAP.level - 0.03);
    expect(coverage(10, 0, normal)).toBeLessThan(BOOTSTRAP.level + 0.04);
  });

  it("loses little on skewed ones", () => {
    expect(coverage(30, 1, (random) => -Math.log(1 - random()))).toBeGreaterThan(BOOTSTRAP.level - 0.05);
  });
});
