import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryLayers, effectsOf } from "./effects.fixture.ts";
import { layerFlow } from "./layer-flow.ts";
import { pictureTracks, tracksOf } from "./tracks.ts";

describe("layerFlow", () => {
  it("splits each layer's strength into what stays, what dies and what is born", () => {
    const layers = [
      effectsOf(2, [
        ["and", 1, 2],
        ["and", 2, -3],
      ]),
      effectsOf(2, [
        ["and", 1, -5],
        ["or", 3, 1],
      ]),
      effectsOf(2, [
        ["and", 2, 4],
        ["or", 3, 1.5],
      ]),
    ];
    expect(layerFlow(tracksOf(layers, 0.05), 3)).toEqual({
      totals: [5, 6, 5.5],
      gaps: [
        { born: 1, keptBefore: 2, keptAfter: 5, died: 3 },
        { born: 4, keptBefore: 1, keptAfter: 1.5, died: 5 },
      ],
    });
  });

  it("tells the picture's story: a bridged layer is neither a death nor a birth", () => {
    const layers = [1, 0.5, 1].map((effect, l) =>
      effectsOf(2, [
        ["and", 1, l === 1 ? 0.01 : 1],
        ["or", 3, effect],
      ]),
    );
    const { shown } = pictureTracks(layers, { joined: [true, true] });
    expect(layerFlow(shown, 3)).toEqual({
      totals: [2, 0.51, 2],
      gaps: [
        { born: 0, keptBefore: 2, keptAfter: 0.51, died: 0 },
        { born: 0, keptBefore: 0.51, keptAfter: 2, died: 0 },
      ],
    });
    expect(layerFlow(tracksOf(layers, 0.05), 3).gaps[0]).toMatchObject({ keptBefore: 1, died: 1 });
  });

  it("balances at every layer", () => {
    fc.assert(
      fc.property(arbitraryLayers(5, 7), ({ layers }) => {
        const { shown, others } = pictureTracks(layers);
        const { totals, gaps } = layerFlow(
          [...shown, ...others.kept, ...others.lost, ...others.transient],
          layers.length,
        );
        expect(gaps).toHaveLength(layers.length - 1);
        gaps.forEach(({ born, keptBefore, keptAfter, died }, l) => {
          expect(keptBefore + died).toBeCloseTo(totals[l]!, 12);
          expect(keptAfter + born).toBeCloseTo(totals[l + 1]!, 12);
        });
      }),
      { seed: 61 },
    );
  });

  it("has totals of 0 without concepts", () => {
    expect(layerFlow([], 2)).toEqual({ totals: [0, 0], gaps: [{ born: 0, keptBefore: 0, keptAfter: 0, died: 0 }] });
  });

  it("refuses no layers, and tracks of another number of layers", () => {
    expect(() => layerFlow([], 0)).toThrow("layerCount must be an integer of 1 or more, got 0");
    expect(() => layerFlow(tracksOf([effectsOf(1, [["and", 1, 1]])], 0.05), 2)).toThrow(
      "every track must have 2 effects, got 1",
    );
  });
});
