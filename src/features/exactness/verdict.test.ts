import { describe, expect, it } from "vitest";
import type { Verification } from "../../exploration/verify.ts";
import { createAllStrings } from "../../strings/catalogue.ts";
import type { Language } from "../../strings/index.ts";
import { natsText, verdictLines } from "./verdict.ts";

const verification: Verification = {
  agrees: true,
  scoreDifference: 2e-6,
  compared: "ends",
  stated: [],
  differing: [],
  rebuilt: { residual: 0.2456, allowed: 0.2584, excess: 0.95, least: 0.24, layer: 1 },
  objective: { found: 7.0594, optimum: 7.0589, allowed: 0.0231, excess: 0.02, layer: 0 },
};
const lines = (of: Partial<Verification>, language: Language = "en", whence: "earlier" | "opened" = "opened") =>
  verdictLines(
    { ...verification, ...of },
    { layerNames: ["stem", "output"], masks: 512, effectError: 0.0005, isDebiased: false, whence },
    createAllStrings(language).getFixedT(null, ["exactness", "page"]),
  );

describe("the verdict on an opened picture", () => {
  it("says what was compared, with the numbers", () => {
    expect(lines({})).toEqual([
      "The picture opened before agrees with what was computed here.",
      "The opened picture's effects, rounded by up to 0.05\u202f% of their layer's largest, rebuild v at every one of the 512 masks: furthest off at output, by 0.246 nats of 0.258 allowed.",
      "Their sizes add up to the least there is: at stem 7.059 nats, 7.059 here, 0.023 may lie between.",
      "v with everything and with nothing shown differs by at most 2e-6 · max(1, |v|), 1e-4 allowed.",
      "Layers, probes, scales and classes are the same; the name of the image was not compared, and how sure the picture is and the noise of its probes only once that is looked at here, too.",
    ]);
  });
  it("does not call a picture opened that came with the page or was kept by it", () => {
    expect(lines({}, "en", "earlier")[0]).toBe("The picture computed earlier agrees with what was computed here now.");
    expect(lines({ agrees: false }, "zh", "earlier")[0]).toBe("此前算好的结果与此处刚才的计算不一致。");
  });
  it("says each thing that differs", () => {
    const said = lines({
      agrees: false,
      rebuilt: { ...verification.rebuilt, residual: 1.2, excess: 4.6 },
      objective: { ...verification.objective, excess: 2 },
      stated: ["probes", "scales"],
    });
    expect(said[0]).toBe("The picture opened before does not agree with what was computed here.");
    expect(said[1]).toContain("do not explain v: at output what they rebuild is off by 1.200 nats, 0.258 allowed.");
    expect(said[2]).toContain("do not add up to the least there is");
    expect(said[4]).toBe(
      "Otherwise than here it states the accuracies, agreements or noise of probes, the scales of layers.",
    );
  });
  it("owns up to another answer that is as good", () => {
    expect(lines({ differing: [{ kind: "and", mask: 3 }] }).at(-1)).toContain("in one of the two only: 1. Several");
    expect(lines({ agrees: false, differing: [{ kind: "and", mask: 3 }] })).toHaveLength(5);
  });
  it("is whole in Chinese", () => {
    for (const line of lines(
      {
        differing: [{ kind: "and", mask: 3 }],
        stated: ["network", "players", "layers", "probes", "scales", "classes", "certificate"],
      },
      "zh",
    ))
      expect(line).not.toMatch(/\{\{|verified\./);
  });
  it("writes small nats with two digits", () => {
    expect([0, 0.2584, 0.0231, 0.000_123, 12.3456].map(natsText)).toEqual([
      "0.000",
      "0.258",
      "0.023",
      "0.00012",
      "12.346",
    ]);
  });
});
