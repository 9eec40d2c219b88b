import { describe, expect, it } from "vitest";
import { natsScale, natsTicks } from "./scale.ts";

describe("natsScale", () => {
  it("takes end to end and what is between in proportion, beyond them too", () => {
    const y = natsScale([-2, 8], [110, 10]);
    expect([-2, 0, 3, 8, 9].map(y)).toEqual([110, 90, 60, 10, 0]);
  });
  it("has two ends", () => expect(() => natsScale([1, 1], [0, 100])).toThrow(RangeError));
});

describe("natsTicks", () => {
  const texts = (domain: readonly [number, number], signed: "signed" | "plain"): string[] =>
    natsTicks(natsScale(domain, [100, 0]), domain, signed).map(({ text }) => text);
  it("are round numbers within the scale, with as few digits as they need", () => {
    expect(texts([-3, 12], "plain")).toEqual(["0", "5", "10"]);
    expect(texts([-5, 40], "plain")).toEqual(["0", "10", "20", "30", "40"]);
    expect(texts([-0.03, 0.1], "plain")).toEqual(["0", "0.05", "0.1"]);
    expect(texts([-2000, 450], "plain")).toEqual(["−2000", "−1500", "−1000", "−500", "0"]);
  });
  it("have a true minus, and their plus only where signs are asked for", () => {
    expect(texts([-0.35, 0.4], "signed")).toEqual(["−0.2", "0", "+0.2", "+0.4"]);
  });
  it("stand where the scale puts them", () => {
    expect(natsTicks(natsScale([0, 10], [100, 0]), [0, 10], "plain").map(({ y }) => y)).toEqual([
      100, 80, 60, 40, 20, 0,
    ]);
  });
});
