import { expect, it } from "vitest";
import { createPace } from "./pace.ts";

it("goes by what was computed, not by what was there", () => {
  const pace = createPace(10, 0);
  expect(pace.now()).toEqual({ perMinute: null, secondsLeft: null });
  // Four were there, in a second.
  for (let i = 1; i <= 4; i++) pace.count(false, 250 * i);
  expect(pace.now()).toEqual({ perMinute: null, secondsLeft: null });
  // Two a minute from then on: four are left.
  pace.count(true, 31_000);
  pace.count(true, 61_000);
  expect(pace.now()).toEqual({ perMinute: 2, secondsLeft: 120 });
});

it("goes by how many of the last ones had to be computed, where they come in turns with those that were there", () => {
  const pace = createPace(40, 0);
  // Every other one takes a minute: of the 20 that are left, ten do.
  for (let i = 1; i <= 20; i++) pace.count(i % 2 === 1, 60_000 * Math.ceil(i / 2));
  expect(pace.now()).toEqual({ perMinute: 1, secondsLeft: 600 });
});

it("does not take what was there a long time ago for a measure of what is left", () => {
  const pace = createPace(1_000, 0);
  pace.count(true, 60_000);
  for (let i = 0; i < 799; i++) pace.count(false, 60_000 + i);
  for (let i = 1; i <= 100; i++) pace.count(true, 61_000 + 60_000 * i);
  expect(pace.now().secondsLeft).toBe(100 * 60);
});
