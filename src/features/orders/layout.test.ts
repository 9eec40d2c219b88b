import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { orderStrengths } from "../../core/metrics.ts";
import { ordersLayout, strengthsOf, strongestOrder } from "./layout.ts";

const effects = (and: number[], or: number[]) => sparse({ and: Float64Array.from(and), or: Float64Array.from(or) });
// A layer and the output, of two players: by mask, the empty one first. Scales 1 and 2.
const rows = orderStrengths([effects([0, 2, 0, -1], [0, 0, 0, 1]), effects([0, 2, -4, 0], [0, 0, 0, 4])], [1, 2], 0.05);

describe("strengthsOf", () => {
  it("puts the parts of both kinds together, by layer, order and sign, worked by hand", () => {
    // At the layer: a1 +2 against +1 at the output (in scales): 1 shared, 1 forgotten. The AND of both −1, lost; the OR +1 against +2: 1 shared, 1 to come.
    expect(strengthsOf(rows, "all").filter(({ layer }) => layer === 0)).toEqual([
      { layer: 0, order: 1, sign: 1, shared: 1, forget: 1, new: 0, all: 2 },
      { layer: 0, order: 1, sign: -1, shared: 0, forget: 0, new: 2, all: 0 },
      { layer: 0, order: 2, sign: 1, shared: 1, forget: 0, new: 1, all: 1 },
      { layer: 0, order: 2, sign: -1, shared: 0, forget: 1, new: 0, all: 1 },
    ]);
  });
  it("tells kinds apart, which add up to both", () => {
    const sum = (kind: "all" | "and" | "or") => strengthsOf(rows, kind).reduce((total, { all }) => total + all, 0);
    expect(sum("and") + sum("or")).toBe(sum("all"));
    expect(strengthsOf(rows, "or").find(({ layer, order }) => layer === 0 && order === 2)).toMatchObject({ shared: 1 });
  });
});

describe("strongestOrder", () => {
  it("is that of most strength at the output, with its share", () => {
    // In scales: 1 and 2 of order 1, 2 of order 2.
    expect(strongestOrder(strengthsOf(rows, "all"), 1)).toEqual({ order: 1, share: 3 / 5 });
    expect(strongestOrder(strengthsOf(rows, "or"), 1)).toEqual({ order: 2, share: 1 });
    expect(strongestOrder([], 1)).toBeNull();
  });
});

describe("ordersLayout", () => {
  const strengths = strengthsOf(rows, "all");
  const { panels, width } = ordersLayout(strengths, 2, 2, 400);
  it("stacks a bar from zero outwards, up for evidence for, down against, in one scale", () => {
    const zero = panels[0]!.ticks.find(({ nats }) => nats === 0)!.y;
    const of = (layer: number, sign: 1 | -1) => panels[layer]!.bars.filter((bar) => bar.sign === sign);
    const [shared, forget] = of(0, 1);
    expect(shared!.y + shared!.height).toBeCloseTo(zero, 9);
    expect(forget!.y + forget!.height).toBeCloseTo(shared!.y, 9);
    expect(shared!.height).toBeCloseTo(forget!.height, 9);
    const down = of(0, -1)[0]!;
    expect(down.y).toBeCloseTo(zero, 9);
    expect(down.height).toBeCloseTo(2 * shared!.height, 9);
  });
  it("keeps panels within the width, in rows where there are too many", () => {
    for (const layers of [2, 9, 12])
      for (const n of [2, 9, 12, 16])
        for (const room of [320, 640, 900]) {
          const layout = ordersLayout([], layers, n, room);
          expect(layout.panels).toHaveLength(layers);
          for (const panel of layout.panels) {
            expect(panel.x + panel.width).toBeLessThanOrEqual(room + 1e-9);
            expect(panel.width / n).toBeGreaterThanOrEqual(5 - 1e-9);
            expect(panel.top + layout.plot).toBeLessThanOrEqual(layout.height);
          }
        }
    expect(width).toBe(400);
  });
  it("is finite where nothing is salient", () => {
    expect(ordersLayout([], 3, 4, 300).panels.every(({ ticks }) => ticks.every(({ y }) => Number.isFinite(y)))).toBe(
      true,
    );
  });
});
