import { describe, expect, it } from "vitest";
import { rebuild } from "../../core/faithfulness.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import { callOf, partsOf, scoresOf } from "./masked.ts";

const snapshot = madeUpSnapshot({ seed: 3, rows: 2, cols: 2, layers: 3, size: 8 });
const { layers } = snapshot;

describe("one masked input", () => {
  it("has its v at every layer, as it was measured", () => {
    const { layers: scores, isMeasured } = scoresOf({ layers, snapshot }, 5, [1, 2, null]);
    expect(isMeasured).toBe(true);
    const v = snapshot.values!.layers.map((of) => of[5]!);
    expect(scores).toEqual([v[0], v[1]! / 2, null]);
  });

  it("has that of its effects where the picture came without, and none where a layer is not solved", () => {
    const without = { layers: [layers[0]!, null, layers[2]!], snapshot: { ...snapshot, values: null } };
    const { layers: scores, isMeasured } = scoresOf(without, 5, [1, 1, 1]);
    expect(isMeasured).toBe(false);
    expect(scores[1]).toBeNull();
    layers.forEach(({ interactions }, l) => {
      if (l === 1) return;
      expect(scores[l]).toBe(rebuild(interactions, Uint32Array.of(5))[0]);
      const near = snapshot.values!.layers[l]![5]!;
      expect(Math.abs(scores[l]! - near)).toBeLessThanOrEqual(interactions.exactness.kappa * (1 + 1e-9) + 1e-9);
    });
  });

  it("is the sum of its parts", () => {
    for (let shown = 0; shown < 16; shown++) {
      const { constant, and, or } = partsOf(layers[2]!.interactions, shown);
      expect(constant + and + or).toBeCloseTo(rebuild(layers[2]!.interactions, Uint32Array.of(shown))[0]!, 9);
      if (shown === 0) expect([and, or]).toEqual([0, 0]);
    }
  });

  it("is called by the fewer of what it shows and what it hides", () => {
    expect(callOf(0b0101, 4)).toEqual({ how: "only", patches: 0b0101 });
    expect(callOf(0b1110, 4)).toEqual({ how: "but", patches: 0b0001 });
    expect(callOf(0b1111, 4).how).toBe("all");
    expect(callOf(0, 4).how).toBe("nobody");
  });
});
