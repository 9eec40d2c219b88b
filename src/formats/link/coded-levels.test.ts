import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { effectAt, type Effects } from "../../core/interactions.ts";
import { mulberry32 } from "../../core/random.ts";
import { createBitReader, createBitWriter, newChance } from "./bit-coder.ts";
import { codeLevels, rowsOfLevels, type Telling } from "./coded-levels.ts";
import { codeNumber, codeShare, codeSigned, codeWhole, newFamily, newNumberFamily, toDigits } from "./coded-numbers.ts";
import { drawnLevels, levelsOf } from "./levels.fixture.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;

describe("a bit coder", () => {
  it("writes bits as worked by hand", () => {
    const writer = createBitWriter();
    // Of 2^32 numbers the lower half stands for 1; the byte 0 and one more lie in its upper half.
    for (const bit of [1, 0]) writer.bit(null, bit);
    expect([...writer.end()]).toEqual([0x41]);
  });

  it("brings back bits of any chance, in about as many bytes as they are worth", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(0.01, 0.2, 0.5, 0.99),
        fc.integer({ min: 0, max: 3000 }),
        (seed, share, length) => {
          const random = mulberry32(seed);
          const bits = Array.from({ length }, () => (random() < share ? 1 : 0));
          const writer = createBitWriter();
          const known = newChance();
          bits.forEach((bit, i) => writer.bit(i % 7 === 0 ? null : known, bit));
          const bytes = writer.end();
          const entropy = -(share * Math.log2(share) + (1 - share) * Math.log2(1 - share));
          expect(bytes.length).toBeLessThan(10 + (length * (1 / 7 + (6 / 7) * entropy) * 1.2) / 8 + 0.02 * length);
          const reader = createBitReader(bytes);
          const chance = newChance();
          expect(bits.map((_, i) => reader.bit(i % 7 === 0 ? null : chance, 0))).toEqual(bits);
          reader.end();
        },
      ),
      { seed: 44, numRuns: 60 },
    );
  });

  it("refuses bytes that end early, and bytes behind the end", () => {
    const writer = createBitWriter();
    for (let i = 0; i < 64; i++) writer.bit(null, i % 2);
    const bytes = writer.end();
    const read = (source: Uint8Array): void => {
      const reader = createBitReader(source);
      for (let i = 0; i < 64; i++) reader.bit(null, 0);
      reader.end();
    };
    expect(() => read(bytes)).not.toThrow();
    expect(() => read(bytes.slice(0, -1))).toThrow(damaged);
    expect(() => read(Uint8Array.of(...bytes, 0))).toThrow(damaged);
  });
});

describe("coded numbers", () => {
  it("come back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2 ** 24)),
        fc.array(fc.integer({ min: -5000, max: 5000 })),
        fc.array(
          fc.oneof(
            fc.constant(0),
            fc.double({ min: -1e40, max: 1e40, noNaN: true }),
            fc.double({ min: -1, max: 1, noNaN: true }),
          ),
        ),
        fc.array(fc.nat(10_000)),
        (wholes, signed, doubles, shares) => {
          const numbers = doubles.map((one) => (Math.abs(one) < 1e-60 ? 0 : toDigits(one)));
          const coded = (coder: ReturnType<typeof createBitWriter> | ReturnType<typeof createBitReader>) => {
            const [whole, sign, number] = [newFamily(), newFamily(), newNumberFamily()];
            return [
              wholes.map((one) => codeWhole(coder, whole, 2 ** 24, one)),
              signed.map((one) => codeSigned(coder, sign, 5000, one)),
              numbers.map((one) => codeNumber(coder, number, one)),
              shares.map((one) => codeShare(coder, one / 10_000)),
            ];
          };
          const writer = createBitWriter();
          const before = coded(writer);
          expect(before).toEqual([wholes, signed, numbers, shares.map((one) => one / 10_000)]);
          expect(coded(createBitReader(writer.end()))).toEqual(before);
        },
      ),
      { seed: 45, numRuns: 100 },
    );
  });

  it("are rounded to 18 binary digits, once", () => {
    expect(toDigits(1 + 2 ** -18)).toBe(1 + 2 ** -17);
    expect(toDigits(1 - 2 ** -20)).toBe(1);
    expect(toDigits(-3.141592653589793)).toBe(-205887 / 65536);
    fc.assert(
      fc.property(fc.double({ min: 1e-60, max: 1e40, noNaN: true }), (number) => {
        const digits = toDigits(number);
        expect(Math.abs(digits - number)).toBeLessThanOrEqual(2 ** -18 * number);
        expect(toDigits(digits)).toBe(digits);
      }),
    );
  });
});

function written(layers: readonly Effects[], shape: Parameters<typeof codeLevels>[1], telling: Telling): Uint8Array {
  const writer = createBitWriter();
  codeLevels(writer, shape, rowsOfLevels(layers, telling), telling);
  return writer.end();
}

const TELLINGS = ["places", "sets"] as const;

describe("codeLevels", () => {
  const layers = [levelsOf([0, 0, 0, 100], [0, 0, 0, 0]), levelsOf([0, -3, 0, 0], [0, 0, 0, 100])];
  const shape = { n: 2, count: 100, largest: [1.5, 2] };

  it("brings levels back whole", () => {
    for (const telling of TELLINGS)
      expect(codeLevels(createBitReader(written(layers, shape, telling)), shape, null, telling)).toEqual(layers);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(0.01, 0.3, 1),
        fc.nat(),
        fc.constantFrom(...TELLINGS),
        (n, count, density, seed, telling) => {
          const made = drawnLevels(n, count, density, seed);
          const drawn = { n, count: 200, largest: made.map((levels) => (effectAt(levels, "and", 1) === 0 ? 0 : 1)) };
          const bytes = written(made, drawn, telling);
          expect(codeLevels(createBitReader(bytes), drawn, null, telling)).toEqual(made);
        },
      ),
      { seed: 43, numRuns: 60 },
    );
  });

  it("refuses levels whose largest is not where it stands for something", () => {
    for (const telling of TELLINGS)
      for (const wrong of [
        { ...shape, largest: [1.5, 0] },
        { ...shape, count: 101 },
        { ...shape, n: 1 },
      ]) {
        const bytes = written(layers, shape, telling);
        expect(() => codeLevels(createBitReader(bytes), wrong, null, telling)).toThrow(damaged);
      }
  });

  it("refuses an OR of one patch, which an AND stands for, and more concepts and layers than are read", () => {
    expect(() => rowsOfLevels([levelsOf([0, 0, 0, 0], [0, 0, 5, 0])], "places")).toThrow(RangeError);
    const full = sparse({ and: new Float64Array(2 ** 14).fill(1, 1), or: new Float64Array(2 ** 14) });
    expect(rowsOfLevels(new Array<Effects>(17).fill(full), "places")).toBeNull();
    expect(rowsOfLevels([full], "places")).not.toBeNull();
    expect(rowsOfLevels([full], "sets")).toBeNull();
  });
});
