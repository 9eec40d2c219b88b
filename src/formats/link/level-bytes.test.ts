import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectAt } from "../../core/interactions.ts";
import { packLevels } from "./earlier.fixture.ts";
import { unpackLevels } from "./level-bytes.ts";
import { drawnLevels, levelsOf } from "./levels.fixture.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;
/** Two patches, two layers: places are the ANDs a1, b1, a1 b1, then the OR a1 b1. */
const layers = [levelsOf([0, 0, 0, 100], [0, 0, 0, 0]), levelsOf([0, -3, 0, 0], [0, 0, 0, 100])];
const shape = { n: 2, count: 100, largest: [1.5, 2] };
/** Three concepts, gaps before them; who is there, bit by bit, at either layer; 100, then −3 and 100. */
const bytes = [3, 0, 1, 0, 0b010, 0b101, 198, 1, 5, 198, 1];

describe("levels before version 6", () => {
  it("writes a small example as worked by hand", () => {
    expect([...packLevels(layers, 2)]).toEqual(bytes);
    expect(unpackLevels(Uint8Array.from(bytes), shape)).toEqual(layers);
  });

  it("comes back whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(0.01, 0.3, 1),
        fc.nat(),
        (n, count, density, seed) => {
          const made = drawnLevels(n, count, density, seed);
          expect(
            unpackLevels(packLevels(made, n), {
              n,
              count: 200,
              largest: made.map((levels) => (effectAt(levels, "and", 1) === 0 ? 0 : 1)),
            }),
          ).toEqual(made);
        },
      ),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe("unpackLevels", () => {
  it.each<[string, readonly number[]]>([
    ["one byte fewer", bytes.slice(0, -1)],
    ["one byte more", [...bytes, 0]],
    ["more concepts than there are", [5, 0, 0, 0, 0, 0, 0b11111, 0b11111, ...new Array<number>(10).fill(1)]],
    ["a concept past the last", [3, 0, 1, 1, 0b010, 0b101, 198, 1, 5, 198, 1]],
    ["a concept without an effect", [3, 0, 1, 0, 0b010, 0b001, 198, 1, 198, 1]],
    ["a bit of no concept", [3, 0, 1, 0, 0b1010, 0b101, 198, 1, 5, 198, 1]],
    ["a level above the largest", [3, 0, 1, 0, 0b010, 0b101, 200, 1, 5, 198, 1]],
    ["a layer without the largest level", [3, 0, 1, 0, 0b010, 0b101, 196, 1, 5, 198, 1]],
    ["nothing", []],
  ])("refuses %s", (_, wrong) => {
    expect(() => unpackLevels(Uint8Array.from(wrong), shape)).toThrow(damaged);
  });

  it("refuses levels that stand for nothing", () => {
    expect(() => unpackLevels(Uint8Array.from(bytes), { ...shape, largest: [1.5, 0] })).toThrow(damaged);
  });
});
