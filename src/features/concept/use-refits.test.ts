import { describe, expect, it } from "vitest";
import type { Debiased } from "../../core/debias.ts";
import { refittedText } from "./use-refits.ts";

const FIT: Debiased = {
  effects: [
    { kind: "and", mask: 3, effect: 1.5 },
    { kind: "or", mask: 3, effect: null },
  ],
  maxAbs: 0.2,
  rms: 0.1,
};

describe("a refitted effect in words", () => {
  it("is in the picture's units, a dash where there is none, and open until it is known", () => {
    expect(refittedText(FIT, { kind: "and", mask: 3 }, 1)).toBe("+1.50");
    expect(refittedText(FIT, { kind: "and", mask: 3 }, 3)).toBe("+0.50");
    // Others can say the same; not salient.
    expect(refittedText(FIT, { kind: "or", mask: 3 }, 1)).toBe("–");
    expect(refittedText(FIT, { kind: "and", mask: 1 }, 1)).toBe("–");
    expect(refittedText("too-many", { kind: "and", mask: 3 }, 1)).toBe("–");
    expect(refittedText(null, { kind: "and", mask: 3 }, 1)).toBe("~");
    expect(refittedText(FIT, { kind: "and", mask: 3 }, null)).toBe("~");
  });
});
