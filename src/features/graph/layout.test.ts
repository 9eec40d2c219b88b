import { describe, expect, it } from "vitest";
import { andOrGraph } from "../../core/and-or-graph.ts";
import { mulberry32 } from "../../core/random.ts";
import type { ConceptEffect } from "../../core/strongest.ts";
import { graphLayout, graphPlaces } from "./layout.ts";

const SIZES = {
  patch: { width: 50, height: 30 },
  part: { width: 36, height: 18 },
  concept: { width: 84, height: 22 },
} as const;
const concept = (mask: number, effect: number, kind: "and" | "or" = "and"): ConceptEffect => ({ kind, mask, effect });
const layoutOf = (concepts: readonly ConceptEffect[], width: number) =>
  graphLayout(graphPlaces(andOrGraph(concepts), concepts, SIZES), width);

describe("graphLayout", () => {
  // a∧b∧c, a∧b∧d, a∧b∧e share a∧b; c stands alone, too, and against.
  const concepts = [concept(0b00111, 4), concept(0b01011, 2), concept(0b10011, -1), concept(0b00100, -1)];
  const drawn = layoutOf(concepts, 600);

  it("stands in columns: patches, the part, concepts, the score, from edge to edge", () => {
    const [patches, parts, all] = [drawn.patches, drawn.parts, drawn.concepts].map((boxes) => [
      ...new Set(boxes.map(({ x }) => Math.round(x))),
    ]);
    expect([patches, parts, all].map((xs) => xs!.length)).toEqual([1, 1, 1]);
    expect(patches![0]!).toBeLessThan(parts![0]!);
    expect(parts![0]!).toBeLessThan(all![0]!);
    expect(drawn.score.x).toBeGreaterThan(all![0]! + 84);
    expect(drawn.width).toBe(600);
    expect(drawn.score.x + drawn.score.width).toBeCloseTo(598, 6);
    expect(drawn.patches.map(({ patch }) => patch)).toEqual([0, 1, 2, 3, 4]);
  });
  it("has as many lines as the graph has, and one for each effect", () => {
    // Into the part 2, into the three concepts 2 each, into the fourth 1; effects 4.
    expect(drawn.edges).toHaveLength(2 + 6 + 1 + 4);
    expect(drawn.edges.filter(({ isEffect }) => isEffect)).toHaveLength(4);
  });
  it("draws a line by what goes through it: as wide as all effects, grey where they have both signs", () => {
    const through = (...places: number[]) => drawn.edges.filter(({ concepts: of }) => [...of].join() === places.join());
    // Into the part go the effects of all three: 4 + 2 + 1 of most, which is that; 4 of it alone is 0.75 + 9.25 · 4 / 7.
    expect(through(0, 1, 2).map(({ width, sign }) => [width, sign])).toEqual([
      [10, 0],
      [10, 0],
    ]);
    const effect = through(0).find(({ isEffect }) => isEffect)!;
    expect(effect.width).toBeCloseTo(0.75 + (9.25 * 4) / 7, 9);
    expect(effect.sign).toBe(1);
    expect(through(3).every(({ sign }) => sign === -1)).toBe(true);
  });
  it("is the same each time, is wider than there is room for rather than too narrow, and no two boxes overlap", () => {
    expect(layoutOf(concepts, 600)).toEqual(drawn);
    expect(layoutOf(concepts, 200).width).toBeGreaterThan(200);
    const random = mulberry32(11);
    const many = [...new Set(Array.from({ length: 24 }, () => 1 + Math.floor(4095 * random())))].map((mask, i) =>
      concept(mask, random() - 0.5, i % 3 === 0 ? "or" : "and"),
    );
    const { patches, parts, concepts: boxes, width, height, score, edges } = layoutOf(many, 700);
    const all = [...patches, ...parts, ...boxes, score];
    for (const [i, a] of all.entries()) {
      expect(a.x >= 0 && a.x + a.width <= width && a.y >= 0 && a.y + a.height <= height + 1e-9).toBe(true);
      for (const b of all.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y + 1e-9 || b.y + b.height <= a.y + 1e-9;
        expect(apart).toBe(true);
      }
    }
    expect(edges.every(({ path }) => !path.includes("NaN"))).toBe(true);
  });
  it("draws a single concept", () => {
    expect(layoutOf([concept(1, -2)], 300)).toMatchObject({ parts: [], edges: { length: 2 } });
  });
});
