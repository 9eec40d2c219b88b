import { describe, expect, it } from "vitest";
import { fittingNames, fittingText, textWidth } from "./fitting-text.ts";

describe("fittingNames", () => {
  it("leaves names alone that fit", () => {
    expect(fittingNames(["stem", "L1.1", "output"], 48, "out")).toEqual(["stem", "L1.1", "output"]);
  });
  it("drops the start that numbered layers share, and says the output shortly", () => {
    expect(fittingNames(["stem", "L1.1", "L2.1", "L2.2", "output"], 22, "out")).toEqual([
      "ste",
      "1.1",
      "2.1",
      "2.2",
      "out",
    ]);
    expect(fittingNames(["stem", "block 1", "block 12", "output"], 27, "out")).toEqual(["stem", "1", "12", "out"]);
  });
  it("never cuts into a number", () => {
    expect(fittingNames(["block11", "block12", "output"], 24, "out")).toEqual(["11", "12", "out"]);
  });
  it("leaves out the middle of a long name, keeping its end", () => {
    const [name] = fittingNames(["encoder.attention.proj", "decoder.mlp", "output"], 60, "out");
    expect(name).toMatch(/^enc….*proj$/);
    expect(name!.length).toBeLessThanOrEqual(10);
  });
  it("keeps names apart whose ends are alike", () => {
    const names = fittingNames(["1.0.relu.out", "1.1.relu.out", "2.0.relu.out", "output"], 46, "out");
    expect(new Set(names).size).toBe(4);
  });
  it("cuts a name where there is no room for an ellipsis", () => {
    expect(fittingNames(["attention", "output"], 22, "out")).toEqual(["att", "out"]);
  });
  it("counts East Asian characters as wide", () => {
    expect(fittingNames(["卷积层之一二", "输出"], 45, "出")[0]).toContain("…");
  });
});

describe("fittingText", () => {
  it("leaves a text that fits, and ends a longer one within the width", () => {
    expect(fittingText("for golf ball", 100)).toBe("for golf ball");
    const short = fittingText("for a name that nobody has room for", 100);
    expect(short).toMatch(/^for a .*…$/);
    expect(textWidth(short)).toBeLessThanOrEqual(100);
  });
  it("counts Chinese characters nearly twice", () => {
    expect(textWidth("高尔夫球")).toBeGreaterThan(1.5 * textWidth("ball"));
    expect(fittingText("支持高尔夫球与降落伞和教堂", 100)).toMatch(/…$/);
  });
});
