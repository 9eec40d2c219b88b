import { describe, expect, it } from "vitest";
import { proposedAnswers, type OwnFound } from "../../models/own-network.ts";
import { ownFound } from "../../session/own-network.fixture.ts";
import type { OwnNetwork } from "../../session/own-network.ts";
import { channelNumbers, isTold, numbersText, readingSeconds, waysShown } from "./layout.ts";

const found = await ownFound({ name: "a.onnx", file: new Blob(["onnx"]) }, undefined);
const way = found.preparations[0]!;

const ownOf = (
  preparations: OwnFound["preparations"],
  best: number | null,
  own: Partial<OwnNetwork> = {},
): OwnNetwork => {
  const of = { ...found, preparations };
  return {
    id: 1,
    stage: "asking",
    address: null,
    files: [],
    image: null,
    found: of,
    given: null,
    answers: proposedAnswers(of),
    probed: 0,
    trial: { id: 2, isOver: true, outcomes: null, best, enlargedFrom: null, secondsPerImage: 0.02 },
    refusal: null,
    ...own,
  };
};

describe("the ways that are shown", () => {
  const five = Array.from({ length: 5 }, () => way);
  it("are the likeliest three, beside the surest and the chosen one, until somebody asks for all", () => {
    expect(waysShown(ownOf(five, 0), false)).toEqual([0, 1, 2]);
    expect(waysShown(ownOf(five, null), false)).toEqual([0, 1, 2]);
    expect(waysShown(ownOf(five, 0), true)).toEqual([0, 1, 2, 3, 4]);
    // One that is left is not worth a word.
    expect(waysShown(ownOf(five, 4), false)).toEqual([0, 1, 2, 3, 4]);
    expect(waysShown(ownOf([...five, way], 5), false)).toEqual([0, 1, 2, 5]);
  });
  it("are one where the file says how, and the person's own always", () => {
    const told = five.map((one) => ({ ...one, reason: "config" as const }));
    const own = ownOf(told, 0);
    expect(isTold(own.found!)).toBe(true);
    expect(waysShown(own, false)).toEqual([0]);
    const mine = { channels: "RGB", range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1], resize: "squash" } as const;
    expect(waysShown({ ...own, answers: { ...own.answers!, ownPreparation: mine, preparation: 5 } }, false)).toEqual([
      0, 5,
    ]);
  });
});

it("reads numbers of channels as people write them", () => {
  expect(channelNumbers("0.5", 3)).toEqual([0.5, 0.5, 0.5]);
  expect(channelNumbers(" .485, .456 .406", 3)).toEqual([0.485, 0.456, 0.406]);
  expect(channelNumbers("−1", 1)).toEqual([-1]);
  for (const text of ["", "1 2", "a", "1,,2"]) expect(channelNumbers(text, 3)).toBeNull();
  expect(numbersText([0.5, 0.5, 0.5])).toBe("0.5");
  expect(numbersText([103.939, -1, 1 / 3])).toBe("103.939 −1 0.3333");
});

it("says a time only where somebody would notice it", () => {
  expect(readingSeconds(1e6)).toBeNull();
  expect(readingSeconds(2e8)).toBe(5);
});
