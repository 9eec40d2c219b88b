import { describe, expect, it } from "vitest";
import { createCommandLineStrings } from "../src/strings/command-line.ts";
import { findingsOf, type LayerNumbers } from "./findings.ts";
import { meanOf } from "./mean.ts";

describe("meanOf", () => {
  it("leaves out what is not there and gives the standard error with ddof 1", () => {
    expect(meanOf([1, null, 3])).toEqual({ mean: 2, standardError: 1, count: 2 });
    expect(meanOf([5, null])).toEqual({ mean: 5, standardError: null, count: 1 });
    expect(meanOf([null])).toEqual({ mean: null, standardError: null, count: 0 });
  });
});

/** Layers of two orders from curves of completeness and redundancy; the output's strengths and counts per order. */
function image(
  completeness: number[],
  redundancy: (number | null)[],
  strength = [4, 1],
  salient = [2, 2],
): LayerNumbers[] {
  return completeness.map((value, l) => ({
    completeness: { all: value, perOrder: [value, value] },
    redundancy: { all: redundancy[l]!, perOrder: [null, null] },
    strength: { all: 0, perOrder: strength },
    salient: { all: salient[0]! + salient[1]!, perOrder: salient },
  }));
}

const verdicts = (images: LayerNumbers[][]) =>
  Object.fromEntries(findingsOf(images, createCommandLineStrings("en")).map(({ id, verdict }) => [id, verdict]));

describe("findingsOf", () => {
  it("tells what holds, what does not and what cannot be told", () => {
    const images = [0, 0.01, -0.01].map((shift) =>
      image([0.1, 0.2, 0.3 + shift, 0.6, 1], [0.3, 0.7 + shift, 0.6, 0.2, 0]),
    );
    expect(verdicts(images)).toEqual({
      "low-orders-stronger": "holds",
      "completeness-rises-early": "does-not-hold",
      "redundancy-rises-then-falls": "holds",
      "salient-count": "reported",
      "low-orders-generalise": "not-measured",
      "low-orders-steadier": "not-measured",
    });
  });

  it("does not call a redundancy that only falls a rise", () => {
    const images = [0, 0.01, -0.01].map((shift) => image([0.1, 0.6, 0.8, 0.9, 1], [0.8 + shift, 0.6, 0.4, 0.2, 0]));
    expect(verdicts(images)).toMatchObject({
      "completeness-rises-early": "holds",
      "redundancy-rises-then-falls": "does-not-hold",
    });
  });

  it("decides nothing on two images, nor on scattered ones", () => {
    const two = [
      image([0.1, 0.6, 0.8, 0.9, 1], [null, 0, 0, 0, 0]),
      image([0.1, 0.6, 0.81, 0.9, 1], [null, 0, 0, 0, 0]),
    ];
    expect(verdicts(two)).toMatchObject({
      "completeness-rises-early": "undecided",
      "low-orders-stronger": "undecided",
    });
    const scattered = [
      [9, 1],
      [1, 9],
      [3, 3],
    ].map((strength) => image([0, 0, 0, 0, 1], [0, 0, 0, 0, 0], strength));
    expect(verdicts(scattered)).toMatchObject({ "low-orders-stronger": "undecided" });
  });
});
