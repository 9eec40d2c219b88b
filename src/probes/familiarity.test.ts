import { expect, it } from "vitest";
import { manifestFixture } from "../models/manifest.fixture.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { energiesOf, isShares, measureFamiliarity, thresholdOf } from "./familiarity.ts";
import type { Measured } from "./quality.ts";

/** A network that gives photograph i the scores `of(i)`, whatever it shows; the input's first number, 0 to 255, is i. */
function network(of: (photograph: number) => readonly number[], classMap: ModelManifest["classMap"]): Measured {
  const input: ModelManifest["input"] = { ...manifestFixture.input, mean: [0, 0, 0], std: [1, 1, 1], range: [0, 255] };
  const size = 3 * input.width * input.height;
  return {
    manifest: { ...manifestFixture, input, classMap },
    runner: {
      run: async (tensor, images) => {
        const scores = Array.from({ length: images }, (_, row) => of(Math.round(tensor[row * size]!)));
        return [{ values: Float32Array.from(scores.flat()), type: "float32", dims: [images, scores[0]!.length] }];
      },
      close: async () => undefined,
    },
  };
}

const photographs = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: String(i),
    label: 0,
    read: async () => ({ rgba: Uint8Array.of(i, i, i, 255, i, i, i, 255), width: 2, height: 1 }),
  }));

const SINGLE = [[0], [1]];

it("is the energy of the output's classes on each whole image, worked by hand", async () => {
  // log(e^log 3 + e^0) = log 4; the score of an output that means no class does not count.
  const measured = network((i) => [99, Math.log(3) + i, i], [[1], [2]]);
  const energies = await energiesOf(measured, photographs(70));
  expect(energies).toHaveLength(70);
  energies!.forEach((energy, i) => expect(energy).toBeCloseTo(Math.log(4) + i, 4));
});

it("takes the value that a twentieth of the photographs lie below", async () => {
  const measured = network((i) => [(7 * i) % 40, -1000], SINGLE);
  expect(await measureFamiliarity(measured, photographs(40))).toEqual({ energy: 2, share: 0.05 });
  expect(await measureFamiliarity(measured, photographs(19))).toBeNull();
  expect(thresholdOf(Float64Array.of(10, 9, -3), 0.05)).toBe(-3);
  expect(thresholdOf(Float64Array.of(10, 9, -3, 4), 0.5)).toBe(9);
});

it("says nothing where scores are no logits, or several mean one class", async () => {
  const shares = (i: number): number[] => [i / 100, 1 - i / 100];
  expect(await measureFamiliarity(network(shares, SINGLE), photographs(40))).toBeNull();
  const logarithms = (i: number): number[] => shares(i + 1).map(Math.log);
  expect(await measureFamiliarity(network(logarithms, SINGLE), photographs(40))).toBeNull();
  expect(
    await measureFamiliarity(
      network((i) => [i, 1, 2], [[0], [1, 2]]),
      photographs(40),
    ),
  ).toBeNull();
});

it("knows shares of 1 and their logarithms from logits", () => {
  expect(isShares(Float32Array.of(0.25, 0.75, 0))).toBe(true);
  expect(isShares(Float32Array.of(Math.log(0.25), Math.log(0.75)))).toBe(true);
  expect(isShares(Float32Array.of(2, -1, 0))).toBe(false);
  expect(isShares(Float32Array.of(0.25, 0.8))).toBe(false);
});
