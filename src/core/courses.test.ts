import { expect, it } from "vitest";
import { layersOf } from "./effects.fixture.ts";
import { courseOf } from "./courses.ts";
import { pictureTracks } from "./tracks.ts";

it.each([
  ["there from the first layer on", [1, 1, 1, 1, 1], "persistent"],
  ["born in the first half", [0, 1, 1, 1, 1], "persistent"],
  ["born in the second half", [0, 0, 1, 1, 1], "late"],
  ["born at the output", [0, 0, 0, 0, 1], "late"],
  ["gone in between", [1, 0, 0, 1, 1], "returned"],
  ["born late and gone in between", [0, 0, 1, 0, 1], "returned"],
  ["with another sign at the output", [1, 1, -1, -1, -1], "sign-flipped"],
  ["returned with another sign", [-1, 0, 0, 0, 1], "sign-flipped"],
  ["back to the sign it was born with", [1, -1, 1, 1, 1], "persistent"],
  ["there at first, not at the output", [1, 1, 1, 0, 0], "lost"],
  ["neither at first nor at the output", [0, 1, -1, 0, 0], "transient"],
] as const)("a concept %s", (_, effects, course) => {
  const row = pictureTracks(layersOf(effects)).shown.find(({ kind }) => kind === "and");
  expect(courseOf(row!)).toBe(course);
});
