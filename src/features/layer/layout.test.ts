import { describe, expect, it } from "vitest";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import { salientFit } from "./layout.ts";

const { layers, values } = madeUpSnapshot({ seed: 11, rows: 2, cols: 2, layers: 2, size: 8 });

describe("v from a layer's salient effects", () => {
  it("is as good as R² says, and nothing is said where v is not known", () => {
    const all = salientFit({ ...layers[1]!, tau: 0 }, values, 1)!;
    const none = salientFit({ ...layers[1]!, tau: 1e9 }, values, 1)!;
    // A constant explains nothing.
    expect(none).toBeLessThanOrEqual(0);
    expect(all).toBeGreaterThan(0.9);
    expect(salientFit(layers[1]!, null, 1)).toBeNull();
  });
});
