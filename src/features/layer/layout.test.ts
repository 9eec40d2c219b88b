import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import { salientConcepts, salientFit } from "./layout.ts";

const { layers, values } = madeUpSnapshot({ seed: 11, rows: 2, cols: 2, layers: 2, size: 8 });

describe("a layer's strongest concepts", () => {
  it("are those above τ, by size, whatever their sign", () => {
    const and = Float64Array.from([9, 0.5, 0, -2, 0.1, 0, 0, 1]);
    const or = Float64Array.from([0, 0, 0, 2, 0, 0, 0, -3]);
    const interactions = { ...layers[0]!.interactions, ...sparse({ and, or }) };
    expect(salientConcepts({ interactions, tau: 0.15 }).map(({ kind, mask, effect }) => [kind, mask, effect])).toEqual([
      ["or", 7, -3],
      ["and", 3, -2],
      ["or", 3, 2],
      ["and", 7, 1],
      ["and", 1, 0.5],
    ]);
  });
});

describe("v from a layer's salient effects", () => {
  it("is as good as R² says, and nothing is said where v is not known", () => {
    const v = values!.layers[1]!;
    const all = salientFit({ ...layers[1]!, tau: 0 }, values, 1)!;
    const none = salientFit({ ...layers[1]!, tau: 1e9 }, values, 1)!;
    // A constant explains nothing.
    expect(none).toBeLessThanOrEqual(0);
    expect(all).toBeGreaterThan(0.9);
    expect(salientFit(layers[1]!, null, 1)).toBeNull();
    const holed = { masks: values!.masks, layers: [v, v.map((value, i) => (i === 3 ? Number.NaN : value))] };
    expect(salientFit(layers[1]!, holed, 1)).toBeNull();
  });
});
