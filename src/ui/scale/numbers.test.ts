import { describe, expect, it } from "vitest";
import { percent, signed, smallRatio } from "./numbers.ts";

describe("signed", () => {
  it("writes both signs, with a true minus", () => {
    expect([1.836, -0.5, 12].map((x) => signed(x))).toEqual(["+1.84", "−0.50", "+12.00"]);
  });
  it("gives a number that rounds to zero no sign", () => {
    expect([0, -0.004, 0.0049].map((x) => signed(x))).toEqual(["0.00", "0.00", "0.00"]);
    expect(signed(-0.04, 1)).toBe("0.0");
  });
});

describe("smallRatio", () => {
  it("keeps one digit and the power of ten", () => {
    expect([2.3e-4, 9.9e-4, 1.2e-12, 0, 1.4e-5].map(smallRatio)).toEqual(["2e-4", "1e-3", "0", "0", "1e-5"]);
  });
});

describe("percent", () => {
  it("rounds to the digits asked for", () => {
    expect(percent(0.5849)).toBe("58");
    expect(percent(0.0216, 1)).toBe("2.2");
  });
});
