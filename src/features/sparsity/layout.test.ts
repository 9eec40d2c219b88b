import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { mostEffects } from "../../core/estimate/sample.ts";
import type { Interactions } from "../../core/interactions.ts";
import { madeUpQuality } from "../concepts/picture.fixture.ts";
import { isFull, possibleConcepts, salientAt, sortedShares } from "./layout.ts";

const effects = sparse({ and: Float64Array.of(9, 4, -2, 0), or: Float64Array.of(0, 0, 0, 0.2) });

describe("a layer's effects", () => {
  it("are sorted as shares of the largest, without the empty concept, worked by hand", () => {
    expect(sortedShares(effects)).toEqual([1, 0.5, 0.05]);
    expect(sortedShares(sparse({ and: new Float64Array(4), or: new Float64Array(4) }))).toEqual([]);
  });
  it("are salient above the share asked for", () => {
    expect([0.01, 0.05, 0.5, 0.6].map((tau) => salientAt(effects, tau))).toEqual([3, 2, 1, 1]);
  });
  it("are some of all that there could be, whose number has no digit that is not known", () => {
    expect([1, 2, 3, 9, 30].map(possibleConcepts)).toEqual(["1", "4", "11", "1,013", "2,147,483,616"]);
    // 2^65 − 66 of 64 players: as a float it would end in zeros.
    expect([64, 256].map(possibleConcepts)).toEqual(["2⁶⁵ − 66", "2²⁵⁷ − 258"]);
  });
  it("are as many as an estimate may have where its masks allow no more, worked by hand", () => {
    const exactness = { kappa: 0, objective: 0, bound: 0, gap: 0, method: "sampled", rebuildMaxAbs: 0 } as const;
    const exact: Interactions = { ...effects, constant: 0, exactness };
    const estimate = (masks: number): Interactions => ({ ...exact, sampled: madeUpQuality(effects, 0.1, masks) });
    // Three effects; a fifth of the masks is held out, and each effect takes four of the others.
    expect([15, 19, 20].map((masks) => isFull(estimate(masks)))).toEqual([true, true, false]);
    expect([0, 800, 1600].map(mostEffects)).toEqual([0, 200, 200]);
    expect(isFull(exact)).toBe(false);
  });
});
