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
