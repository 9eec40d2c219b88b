import { describe, expect, it } from "vitest";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { ownScaleLayers, unstableLayers } from "./layout.ts";

const layer = (method: "A" | "B", scaleFrom: SolvedLayer["scaleFrom"]) =>
  ({ interactions: { exactness: { method } }, scaleFrom }) as unknown as SolvedLayer;

describe("what the page must own up to", () => {
  it("names the layers of method B and those without a scale of the data set", () => {
    const layers = [layer("B", "dataset"), layer("A", "image"), layer("B", "image")];
    expect(unstableLayers(layers)).toEqual([0, 2]);
    expect(ownScaleLayers(layers)).toEqual([1, 2]);
    expect([unstableLayers([]), ownScaleLayers([])]).toEqual([[], []]);
  });
});
