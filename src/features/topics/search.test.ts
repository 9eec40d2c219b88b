import { expect, it } from "vitest";
import { matching } from "./search.ts";

const questions = [
  { topic: 1, name: "When does the network know?", note: "Completeness, layer by layer" },
  { topic: 2, name: "Are concepts small?", note: "Strength by order" },
];
const found = (text: string) => matching(questions, text).map(({ topic }) => topic);

it("finds questions by all words, anywhere in them, whatever their case", () => {
  expect(found("")).toEqual([1, 2]);
  expect(found("  KNOW layer ")).toEqual([1]);
  expect(found("order")).toEqual([2]);
  expect(found("know order")).toEqual([]);
});
