import { describe, expect, it } from "vitest";
import { certaintyOf } from "../../core/certainty.ts";
import { errorAt } from "../../core/interactions.ts";
import { pictureTracks } from "../../core/tracks.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { madeUpQuality, plantedLayers } from "../concepts/picture.fixture.ts";
import { barOf, detailOf, withoutLife } from "./detail.ts";

const names = ["stem", "1", "output"];
const layers = plantedLayers(names, 4, [
  { kind: "and", patches: [0], effects: [2, 2, 2] },
  { kind: "or", patches: [1, 2], effects: [0, 0.04, 1] },
]);
const tracks = pictureTracks(layers.map(({ interactions }) => interactions)).shown;

describe("detailOf", () => {
  it("reads a concept's effect, threshold and life off the layers", () => {
    const detail = detailOf({ kind: "or", mask: 6 }, names, layers, tracks, [1, 1, 1]);
    expect(detail.order).toBe(2);
    expect(detail.layers.map(({ effect }) => effect)).toEqual([0, 0.04, 1]);
    expect(detail.layers.map(({ alive }) => alive)).toEqual([false, false, true]);
    expect(detail.layers[2]!.tau).toBeCloseTo(0.1, 12);
    expect(detail.track).toMatchObject({ fate: "kept", born: 2 });
  });
  it("knows a concept that never comes alive", () => {
    const detail = detailOf({ kind: "and", mask: 8 }, names, layers, tracks, [1, 1, 1]);
    expect(detail.track).toBeNull();
    expect(detail.layers.every(({ alive }) => !alive)).toBe(true);
  });
  it("is in units of so many nats a layer", () => {
    const detail = detailOf({ kind: "or", mask: 6 }, names, layers, tracks, [1, 2, 4]);
    expect(detail.layers.map(({ effect }) => effect)).toEqual([0, 0.02, 0.25]);
    expect(detail.layers[2]!.tau).toBeCloseTo(0.025, 12);
    expect(detail.layers.map(({ alive }) => alive)).toEqual([false, false, true]);
  });
  it("has the replicates' scatter where there is a probe, in the same units", () => {
    const own = layers.map(({ interactions }) => interactions);
    const fits = [0, 0.4, 0, 0.4].map((more) =>
      plantedLayers(names, 4, [
        { kind: "and", patches: [0], effects: [2 + more, 2, 2] },
        { kind: "or", patches: [1, 2], effects: [0, 0.04, 1] },
      ]).map(({ interactions }) => interactions),
    );
    const rows = tracks.map(({ kind, mask }) => ({ kind, mask }));
    const concepts = certaintyOf(rows, own, fits, []).map((each) => ({ ...each, robust: Uint8Array.of(1, 1, 1) }));
    const sure = firmnessOf(layers, { replicates: 4, concepts }).get("and1")!;
    const detail = detailOf({ kind: "and", mask: 1 }, names, layers, tracks, [2, 1, 1], sure);
    expect(detail.layers[0]!.sd).toBeCloseTo(Math.sqrt((4 * 0.2 ** 2) / 3) / 2, 12);
    expect(detail.layers.slice(1).map(({ sd }) => sd)).toEqual([0, null]);
    // The standard error of an estimate is another number, which the output has as well.
    const estimated = layers.map((layer) => ({
      ...layer,
      interactions: { ...layer.interactions, sampled: madeUpQuality(layer.interactions) },
    }));
    const both = detailOf({ kind: "and", mask: 1 }, names, estimated, tracks, [2, 1, 1], sure).layers;
    expect(both.map(({ sd }) => sd)).toEqual(detail.layers.map(({ sd }) => sd));
    const [first, , last] = estimated.map(({ interactions }) => errorAt(interactions, "and", 1)!);
    expect([both[0]!.error, both[2]!.error]).toEqual([first! / 2, last]);
    expect([barOf(both[0]!), barOf(detail.layers[0]!)]).toEqual([first! / 2, detail.layers[0]!.sd]);
  });
  it("leaves layers out that are not solved yet", () => {
    const detail = detailOf({ kind: "and", mask: 1 }, names, [layers[0]!, null, null], null, [1, 1, 1]);
    expect(detail.layers.map(({ effect }) => effect)).toEqual([2, null, null]);
    expect(detail.layers.map(({ alive }) => alive)).toEqual([true, false, false]);
  });
  it("says why a concept has no row, and never that one above τ is below it", () => {
    const why = (mask: number, layersHere: typeof layers, rows: typeof tracks | null) =>
      withoutLife(detailOf({ kind: "and", mask }, names, layersHere, rows, [1, 1, 1]));
    expect(why(1, layers, tracks)).toBeNull();
    expect(why(8, layers, tracks)).toBe("below");
    // All layers are there, but only estimated while others are still to come: it has effects above τ, and no row yet.
    expect(why(1, layers, null)).toBe("unknown");
    // By a smaller τ than the one of lives.
    const finer = layers.map((layer) => ({ ...layer, tau: 0.01 }));
    const faint = detailOf({ kind: "or", mask: 6 }, names, finer.slice(0, 2), [], [1, 1, 1]);
    expect(withoutLife({ ...faint, layers: faint.layers.slice(0, 2) })).toBe("nowhere");
  });
});
