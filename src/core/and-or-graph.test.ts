import { placeOf } from "./all-masks.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { andOrGraph, edgesOf, levelsOf, partsWithin, plainEdgesOf, spelled, type AndOrGraph } from "./and-or-graph.ts";
import { KINDS, type Kind } from "./interactions.ts";
import { mulberry32 } from "./random.ts";

type Named = readonly [kind: Kind, ...patches: number[]];
const concept = ([kind, ...patches]: Named) => ({ kind, mask: patches.reduce((mask, patch) => mask + 2 ** patch, 0) });
const graphOf = (...concepts: Named[]): AndOrGraph => andOrGraph(concepts.map(concept));

describe("andOrGraph", () => {
  it("merges what three concepts have in common, worked by hand", () => {
    // 3 + 3 + 3 edges become 2 + 2 + 2 and the part's 2: one is saved.
    const graph = graphOf(["and", 0, 1, 2], ["and", 0, 1, 3], ["and", 0, 1, 4]);
    expect(graph.parts).toEqual([{ kind: "and", mask: 0b11, patches: 0b11, parts: [] }]);
    expect(graph.concepts).toEqual([4, 8, 16].map((patches) => ({ patches, parts: [0] })));
    expect([edgesOf(graph), plainEdgesOf([7, 11, 19].map((mask) => ({ mask })))]).toEqual([8, 9]);
  });
  it("leaves alone what would save nothing: two patches in two concepts", () => {
    expect(graphOf(["and", 0, 1, 2], ["and", 0, 1, 3]).parts).toEqual([]);
    expect(graphOf(["and", 0], ["and", 1]).parts).toEqual([]);
    expect(graphOf()).toEqual({ parts: [], concepts: [] });
  });
  it("keeps kinds apart: all of some patches is no part of any of them", () => {
    expect(graphOf(["and", 0, 1, 2, 3], ["or", 0, 1, 2, 3]).parts).toEqual([]);
    expect(graphOf(["or", 0, 1, 2, 3], ["or", 0, 1, 2, 4]).parts).toEqual([
      { kind: "or", mask: 7, patches: 7, parts: [] },
    ]);
  });
  it("makes a concept that is a part of others of that part alone", () => {
    const graph = graphOf(["and", 0, 1, 2], ["and", 0, 1, 2, 3], ["and", 0, 1, 2, 4]);
    expect(graph.concepts).toEqual([
      { patches: 0, parts: [0] },
      { patches: 8, parts: [0] },
      { patches: 16, parts: [0] },
    ]);
    // 3 + 4 + 4 edges become 1 + 2 + 2 and 3.
    expect(edgesOf(graph)).toBe(8);
  });
  it("finds parts within parts", () => {
    const graph = graphOf(
      ["and", 0, 1, 2, 3, 4],
      ["and", 0, 1, 2, 3, 5],
      ["and", 0, 1, 2, 3, 6],
      ["and", 0, 1, 2, 7],
      ["and", 0, 1, 2, 8],
    );
    // First {0, 1, 2} (five nodes: 15 − 5 − 3 = 7 saved, as many as {0, 1, 2, 3} of three would: 12 − 3 − 4 = 5), then it with 3.
    expect(graph.parts.map(({ mask, patches, parts }) => [mask, patches, parts])).toEqual([
      [7, 7, []],
      [15, 8, [0]],
    ]);
    expect(levelsOf(graph)).toEqual([1, 2]);
    expect(partsWithin(graph, graph.concepts[0]!)).toEqual([1, 0]);
    expect(edgesOf(graph)).toBe(3 + 2 + 3 * 2 + 2 * 2);
  });
});

/** Concepts of up to ten patches, none twice. */
const some = fc.uniqueArray(fc.record({ kind: fc.constantFrom(...KINDS), mask: fc.integer({ min: 1, max: 1023 }) }), {
  maxLength: 24,
  selector: ({ kind, mask }) => `${kind}${mask}`,
});

it("spells exactly the same concepts, each patch once, in no more edges, whatever they are", () => {
  fc.assert(
    fc.property(some, (concepts) => {
      const graph = andOrGraph(concepts);
      expect(graph.concepts.map((made) => spelled(graph, made))).toEqual(concepts.map(({ mask }) => mask));
      const patches = ({ patches, parts }: AndOrGraph["concepts"][number]): number[] => [
        ...[...patches.toString(2)].reverse().flatMap((bit, i) => (bit === "1" ? [i] : [])),
        ...parts.flatMap((part) => patches_(part)),
      ];
      const patches_ = (part: number): number[] => patches(graph.parts[part]!);
      for (const [i, made] of graph.concepts.entries()) {
        const all = patches(made);
        expect(new Set(all).size).toBe(all.length);
        for (const part of partsWithin(graph, made)) expect(graph.parts[part]!.kind).toBe(concepts[i]!.kind);
      }
      graph.parts.forEach((part) => expect(spelled(graph, part)).toBe(part.mask));
      expect(edgesOf(graph)).toBeLessThanOrEqual(plainEdgesOf(concepts));
      // A part that serves one alone would save nothing.
      graph.parts.forEach((_, at) =>
        expect([...graph.parts, ...graph.concepts].filter(({ parts }) => parts.includes(at)).length).toBeGreaterThan(1),
      );
      expect(andOrGraph(concepts)).toEqual(graph);
    }),
    { seed: 17, numRuns: 300 },
  );
});

it("begins with what saves most of all that two concepts have in common", () => {
  const random = mulberry32(3);
  for (let run = 0; run < 50; run++) {
    const masks = [...new Set(Array.from({ length: 8 }, () => 1 + Math.floor(63 * random())))];
    const size = (mask: number): number => [...mask.toString(2)].filter((bit) => bit === "1").length;
    const savedBy = (part: number): number => {
      const members = masks.filter((mask) => (mask & part) === part).length;
      return members * size(part) - members - size(part);
    };
    const best = Math.max(...masks.flatMap((a, i) => masks.slice(i + 1).map((b) => savedBy(a & b))));
    const { parts } = andOrGraph(masks.map((mask) => ({ kind: "and" as const, mask })));
    // Later parts may have taken patches out of the first one, whose mask stays.
    if (best <= 0) expect(parts).toEqual([]);
    else expect(savedBy(placeOf(parts[0]!.mask))).toBe(best);
  }
});
