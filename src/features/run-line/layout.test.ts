import { describe, expect, it } from "vitest";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Run } from "../../session/shape.ts";
import { largestGap, progressOf, worstRebuilt } from "./layout.ts";

const layer = (name: string, rebuildMaxAbs: number, kappa: number, gap: number) =>
  ({ name, interactions: { exactness: { kappa, gap, rebuildMaxAbs } } }) as unknown as SolvedLayer;

describe("progressOf", () => {
  it("only grows from the first mask to the last layer", () => {
    const runs: Run[] = [
      { phase: "loading" },
      ...[0, 256, 512].map((done): Run => ({
        phase: "running",
        done,
        total: 512,
        masksPerSecond: 100,
        secondsLeft: 1,
      })),
      ...[0, 4, 9].map((solved): Run => ({
        phase: "solving",
        total: 512,
        solved,
        layers: 9,
        fraction: solved / 9,
        secondsLeft: null,
      })),
    ];
    const shares = runs.map(progressOf);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe("what a finished run says of itself", () => {
  const layers = [layer("stem", 0.1, 0.1, 3e-4), layer("L1", 0.3, 0.31, 1e-4), layer("output", 0.2, 0.2, 2e-4)];
  it("is the largest gap and the layer that is rebuilt worst", () => {
    expect(largestGap(layers)).toBe(3e-4);
    expect(worstRebuilt(layers)).toMatchObject({ error: 0.3, kappa: 0.31, layer: { name: "L1" } });
    expect(worstRebuilt([])).toBeNull();
  });
});
