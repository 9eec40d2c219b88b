import { describe, expect, it } from "vitest";
import { borneOut, certaintyOf, fitOf, robustAt } from "./certainty.ts";
import { layersOf, effectsOf } from "./effects.fixture.ts";
import type { Kind } from "./interactions.ts";

const AND_1 = { kind: "and" as Kind, mask: 1 };
const APART = [false, false, false, false];

/** What replicates of these effects say of a picture of these, layers steadied across `joined`. */
const said = (own: readonly number[], replicates: readonly (readonly number[])[], joined = APART) =>
  certaintyOf([AND_1], layersOf(own), replicates.map(layersOf), joined)[0]!;

describe("certaintyOf", () => {
  const own = [0, 0.5, 0.5, 0.2];
  const certainty = said(own, [
    [0, 0.4, 0.6, 0.2],
    [0.3, 0.4, 0.4, 0.2],
    [0, 0, -0.4, 0],
    [0, 0, 0, 0],
  ]);

  it("counts the replicates that say each thing, worked by hand", () => {
    expect([...certainty.alive]).toEqual([1, 2, 3, 2]);
    // Where the picture has no effect nothing is against it.
    expect([...certainty.against]).toEqual([0, 0, 1, 0]);
    expect([...certainty.born]).toEqual([1, 1, 1, 0]);
    expect([...certainty.died]).toEqual([0, 0, 0, 1, 2]);
    expect(certainty.fates).toEqual({ kept: 2, lost: 0, transient: 1 });
  });

  it("tells the spread of the effects", () => {
    // Of 0.6, 0.4, −0.4 and 0: mean .15, squares .2025 + .0625 + .3025 + .0225.
    expect(certainty.effectSd[2]).toBeCloseTo(Math.sqrt(0.59 / 3), 14);
    expect([...said([1, 1], [[2, 1]]).effectSd]).toEqual([0, 0]);
  });

  it("steadies replicates across the same layers as the picture", () => {
    const joined = [true, true, true, false];
    expect([...said([0.2, 0.2, 0.2, 0.2], [[0.2, 0, 0.2, 0.2]], joined).alive]).toEqual([1, 1, 1, 1]);
    expect([...said([0.2, 0.2, 0.2, 0.2], [[0.2, 0, 0.2, 0.2]]).alive]).toEqual([1, 0, 1, 1]);
  });

  it("knows concepts that no replicate has", () => {
    const layers = layersOf([0.5, 0.5]);
    const none = [effectsOf(2, []), effectsOf(2, [])];
    expect(certaintyOf([AND_1], layers, [none], [false])[0]).toMatchObject({
      fates: { kept: 0, lost: 0, transient: 0 },
    });
  });
});

describe("borneOut", () => {
  const check = (own: readonly number[], replicates: readonly (readonly number[])[]) =>
    borneOut(fitOf(layersOf(own), APART)(AND_1), said(own, replicates), replicates.length);

  it("calls firm what all replicates say: the fate, and no other sign where it lives", () => {
    const own = [0, 0.5, 0.5, 0.2];
    expect(check(own, [own, own])).toEqual({ fate: 2, birth: 2, death: 2, isFirm: true });
    // Born a layer later: the birth is not firm, the fate is.
    expect(check(own, [own, [0, 0, 0.5, 0.2]])).toEqual({ fate: 2, birth: 1, death: 2, isFirm: true });
    expect(check(own, [own, [0, -0.04, 0.5, 0.2]])).toEqual({ fate: 2, birth: 1, death: 2, isFirm: false });
    expect(check(own, [own, [0, 0.5, 0.5, 0]])).toEqual({ fate: 1, birth: 2, death: 1, isFirm: false });
  });

  it("says nothing of a concept that lives nowhere", () => {
    expect(() => check([0, 0], [[0, 0]])).toThrow(RangeError);
  });
});

describe("robustAt", () => {
  it("holds where every other explanation has the concept salient with its sign", () => {
    const others = [
      [0.2, 0.04, 0.3, 0.3],
      [0.2, 0.3, -0.3, 0.3],
    ].map(layersOf);
    expect(robustAt([AND_1], layersOf([0.2, 0.2, 0.2, 0.04]), others).map((layers) => [...layers])).toEqual([
      [1, 0, 0, 0],
    ]);
  });
});
