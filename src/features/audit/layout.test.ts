import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { auditLayout, layerSides, onSide } from "./layout.ts";

/** Two players: a adds 3, b takes 2, both together add 1, any adds 4; 0.1 is not salient. */
const layer = {
  interactions: sparse({ and: Float64Array.of(9, 3, -2, 1), or: Float64Array.of(0, 0, 0, -4) }),
  tau: 0.1,
} as unknown as SolvedLayer;

describe("layerSides", () => {
  it("is of salient concepts' strength, worked by hand", () => {
    const sides = layerSides(layer, 0b01, "all");
    expect(sides.strength).toBe(10);
    expect(sides.shares).toEqual({ inside: 0.3, across: 0.5, outside: 0.2 });
    expect(onSide(sides, 0b01, "across")).toEqual([
      { kind: "or", mask: 3, effect: -4 },
      { kind: "and", mask: 3, effect: 1 },
    ]);
  });
  it("is of one kind where only that counts", () => {
    expect(layerSides(layer, 0b01, "and").shares).toEqual({ inside: 3 / 6, across: 1 / 6, outside: 2 / 6 });
    expect(layerSides(layer, 0b01, "or").shares).toEqual({ inside: 0, across: 1, outside: 0 });
  });
  it("says nothing where nothing is salient", () => {
    expect(layerSides({ ...layer, tau: 9 }, 1, "all").shares).toBeNull();
  });
});

describe("auditLayout", () => {
  it("stacks bars from inside to outside to the same height, and leaves a gap where nothing is known", () => {
    const { columns, bottom, ticks } = auditLayout([{ inside: 0.3, across: 0.5, outside: 0.2 }, null], 400);
    const [inside, across, outside] = columns[0]!.boxes;
    expect([inside, across, outside].map((box) => box!.side)).toEqual(["inside", "across", "outside"]);
    expect(inside!.y + inside!.height).toBeCloseTo(bottom, 9);
    expect(across!.y + across!.height).toBeCloseTo(inside!.y, 9);
    expect(outside!.y).toBeCloseTo(ticks.at(-1)!.y, 9);
    expect(across!.height / outside!.height).toBeCloseTo(2.5, 9);
    expect(columns[1]!.boxes).toEqual([]);
  });
});
