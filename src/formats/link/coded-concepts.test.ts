import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../core/interactions.ts";
import { maskOf, patchesOf, type Mask } from "../../core/masks.ts";
import { createBitReader, createBitWriter } from "./bit-coder.ts";
import { compareConcepts, setCoder, type Concept } from "./coded-concepts.ts";
import { codeEven } from "./coded-numbers.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;

function written(n: number, concepts: readonly Concept[]): Uint8Array {
  const writer = createBitWriter();
  const sets = setCoder(writer, n);
  concepts.forEach((concept) => sets.code(concept));
  return writer.end();
}

function read(n: number, bytes: Uint8Array, count: number): Concept[] {
  const reader = createBitReader(bytes);
  const sets = setCoder(reader, n);
  const concepts = Array.from({ length: count }, () => sets.code(null));
  reader.end();
  return concepts;
}

describe("sets of patches", () => {
  const lists = fc.integer({ min: 1, max: 256 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      sets: fc.array(
        fc.tuple(fc.constantFrom(...KINDS), fc.uniqueArray(fc.nat(n - 1), { minLength: 1, maxLength: 6 })),
      ),
    }),
  );

  it("come back in their order", () => {
    fc.assert(
      fc.property(lists, ({ n, sets }) => {
        const several = sets.filter(([kind, patches]) => kind === "and" || patches.length > 1);
        const distinct = new Map(several.map(([kind, patches]) => [`${kind} ${maskOf(patches)}`, [kind, patches]]));
        const concepts = [...(distinct.values() as Iterable<(typeof several)[number]>)]
          .map(([kind, patches]): Concept => ({ kind, mask: maskOf(patches) }))
          .sort(compareConcepts);
        expect(read(n, written(n, concepts), concepts.length)).toEqual(concepts);
      }),
      { seed: 20261201, numRuns: 200 },
    );
  });

  it("come back where they are of every patch", () => {
    const all: Mask = maskOf(Array.from({ length: 256 }, (_, i) => i));
    for (const concepts of [[{ kind: "and", mask: all } as const], [{ kind: "or", mask: all } as const]])
      expect(read(256, written(256, concepts), 1)).toEqual(concepts);
  });

  it("take few bits where patches touch", () => {
    // All pairs of 8 x 8 patches that lie one below the other: one of 2,016 pairs by itself is eleven bits.
    const pairs = Array.from({ length: 56 }, (_, i): Concept => ({ kind: "and", mask: maskOf([i, i + 8]) }));
    expect((8 * written(64, pairs).length) / pairs.length).toBeLessThan(4);
  });

  it("are refused where there is no such patch, and where one is there already", () => {
    const of = (n: number, concepts: readonly Concept[]) => (): unknown =>
      read(n, written(n, concepts), concepts.length);
    const pair: Concept = { kind: "and", mask: maskOf([3, 17]) };
    expect(of(18, [pair])).not.toThrow();
    expect(of(18, [pair, pair])).toThrow(damaged);
    expect(patchesOf(read(18, written(18, [pair]), 1)[0]!.mask)).toEqual([3, 17]);
    // 17 has five digits whatever n is between 18 and 32.
    expect(() => read(17, written(18, [pair]), 1)).toThrow(damaged);
    // Zeros alone are the first patch, and that patch again.
    const writer = createBitWriter();
    codeEven(writer, 24, 0);
    expect(() => read(20, writer.end(), 30)).toThrow(damaged);
  });
});
