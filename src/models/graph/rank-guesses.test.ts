import { expect, it } from "vitest";
import { rankGuesses } from "./rank-guesses.ts";

const sure = (classes: readonly number[], of = 3, by = 10): number[] =>
  classes.flatMap((right) => Array.from({ length: of }, (_, c) => (c === right ? by : 0)));

it("puts what is sure of several classes before what is unsure, and that before what says the same of everything", () => {
  const answers = [sure([1, 1, 1], 3, 100), sure([0, 1, 2], 3, 1), sure([0, 1, 2])];
  const ranked = rankGuesses(answers, 3);
  expect(ranked.map(({ index }) => index)).toEqual([2, 1, 0]);
  expect(ranked[0]!.score).toBeGreaterThan(0.99);
  expect(ranked[2]).toMatchObject({ certainty: 1, score: 0 });
});

it("scores by the definition of mutual information", () => {
  // Two images, two classes: p = (e, 1) / (1 + e) and its mirror image.
  const p = Math.E / (1 + Math.E);
  const entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  const [only] = rankGuesses([[1, 0, 0, 1]], 2);
  expect(only!.certainty).toBeCloseTo(p, 12);
  expect(only!.entropy).toBeCloseTo(entropy, 12);
  expect(only!.score).toBeCloseTo((Math.log(2) - entropy) / Math.log(2), 12);
});

it("keeps the order of guesses that do alike, and puts those that give no number last", () => {
  const nearly = sure([0, 1, 2], 3, 9);
  const broken = sure([0, 1, 2]);
  broken[4] = NaN;
  expect(rankGuesses([broken, nearly, sure([0, 1, 2])], 3).map(({ index }) => index)).toEqual([1, 2, 0]);
  expect(rankGuesses([sure([1]), sure([2])], 3).map(({ index }) => index)).toEqual([0, 1]);
});

it("refuses answers of another length", () => {
  expect(() => rankGuesses([[1, 2, 3]], 2)).toThrow(RangeError);
});

it("trusts no network that is sure of anything because its input is far too large", () => {
  // Four images of as many classes: sure of each by 10 nats, or of others by 1000.
  const ranked = rankGuesses([sure([3, 2, 1, 0], 4, 1000), sure([0, 1, 2, 3], 4)], 4);
  expect(ranked.map(({ index }) => index)).toEqual([1, 0]);
});
