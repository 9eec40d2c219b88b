import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { bootstrapCounts, rowWeights } from "./bootstrap.ts";

it("draws as many photographs as there are, the same for the same seed", () => {
  for (const count of [1, 7, 5000]) {
    const counts = bootstrapCounts(count, mulberry32(3));
    expect(counts).toHaveLength(count);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(count);
    expect(bootstrapCounts(count, mulberry32(3))).toEqual(counts);
  }
  expect(bootstrapCounts(100, mulberry32(3))).not.toEqual(bootstrapCounts(100, mulberry32(4)));
});

it("leaves out about 1 / e of them, and draws all alike", () => {
  const count = 20_000;
  const counts = bootstrapCounts(count, mulberry32(5));
  const out = counts.filter((drawn) => drawn === 0).length / count;
  expect(Math.abs(out - Math.exp(-1))).toBeLessThan(0.015);
  const firstHalf = counts.subarray(0, count / 2).reduce((a, b) => a + b, 0);
  expect(Math.abs(firstHalf - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4));
});

it("weighs all versions of a photograph by its count", () => {
  expect([...rowWeights(Uint16Array.of(2, 0, 1), 2)]).toEqual([2, 2, 0, 0, 1, 1]);
});
