import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { clearestPatch, contextsOf, decisiveContexts, signOfContext } from "./contexts.ts";
import { KINDS, effectAt, type Effects, type Kind } from "./interactions.ts";
import {
  everybody,
  isWithin,
  meets,
  onlyPlayer,
  orderOf,
  patchesOf,
  subsetsOf,
  union,
  without,
  type Mask,
} from "./masks.ts";
import { mulberry32 } from "./random.ts";

/** Some effects of either kind; ORs of one patch count as AND. */
function drawn(seed: number, n: number, density: number): Effects {
  const random = mulberry32(seed);
  const draw = (least: number) =>
    Float64Array.from({ length: 2 ** n }, (_, mask) =>
      orderOf(mask) < least || random() >= density ? 0 : 4 * random() - 2,
    );
  return sparse({ and: draw(1), or: draw(2) });
}

/** v_and, or v_or, of what is shown, as Eq. 3 has it. */
function part(effects: Effects, kind: Kind, shown: Mask): number {
  const { masks, effects: sizes } = effects[kind];
  return sizes.reduce(
    (sum, size, i) => sum + ((kind === "and" ? isWithin(masks[i]!, shown) : meets(masks[i]!, shown)) ? size : 0),
    0,
  );
}

const layers = fc.record({ seed: fc.nat(), density: fc.constantFrom(0.02, 0.2, 1) });

describe("an effect by the contexts of one of its patches", () => {
  it("is their sum, to a billionth, each being what v says", () => {
    fc.assert(
      fc.property(
        layers,
        fc.integer({ min: 1, max: 63 }),
        fc.constantFrom(...KINDS),
        ({ seed, density }, mask, kind) => {
          const effects = drawn(seed, 6, density);
          const all = everybody(6);
          for (const patch of patchesOf(mask)) {
            const { masks, changes, running, unchanged } = contextsOf(effects, { kind, mask }, patch);
            expect(Math.abs((running.at(-1) ?? 0) - effectAt(effects, kind, mask))).toBeLessThan(1e-9);
            expect(masks.length + unchanged).toBe(2 ** (orderOf(mask) - 1));
            let sum = 0;
            masks.forEach((context, i) => {
              const also = union(context, onlyPlayer(patch));
              const change =
                kind === "and"
                  ? part(effects, kind, also) - part(effects, kind, context)
                  : part(effects, kind, without(all, context)) - part(effects, kind, without(all, also));
              expect(changes[i]).toBeCloseTo(change, 9);
              sum += signOfContext(orderOf(mask), context) * change;
              expect(running[i]).toBeCloseTo(sum, 9);
              if (i > 0) expect(Math.abs(changes[i]!)).toBeLessThanOrEqual(Math.abs(changes[i - 1]!));
            });
            const told = new Set(masks);
            for (const context of subsetsOf(without(mask, onlyPlayer(patch))))
              if (!told.has(context)) {
                const also = union(context, onlyPlayer(patch));
                const [a, b] = kind === "and" ? [also, context] : [without(all, context), without(all, also)];
                expect(part(effects, kind, a) - part(effects, kind, b)).toBeCloseTo(0, 9);
              }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is one change where no part of the concept has an effect", () => {
    const and = new Float64Array(16);
    and[0b1110] = 3;
    and[0b0001] = 5;
    const { masks, changes, running, unchanged } = contextsOf(
      sparse({ and, or: new Float64Array(16) }),
      { kind: "and", mask: 0b1110 },
      2,
    );
    expect([[...masks], [...changes], [...running], unchanged]).toEqual([[0b1010], [3], [3], 3]);
  });

  it("names the patch whose changes cancel least", () => {
    const and = new Float64Array(8);
    and[0b111] = 2;
    // With the first patch, or the second, this enters and leaves again.
    and[0b011] = -7;
    const effects = sparse({ and, or: new Float64Array(8) });
    expect(clearestPatch(effects, { kind: "and", mask: 0b111 })).toBe(2);
    const { masks, changes, running } = contextsOf(effects, { kind: "and", mask: 0b111 }, 0);
    // a adds −7 beside b, and −7 + 2 beside b and c.
    expect([[...masks], [...changes], [...running]]).toEqual([
      [0b010, 0b110],
      [-7, -5],
      [7, 2],
    ]);
    expect(
      clearestPatch(sparse({ and: new Float64Array(8), or: new Float64Array(8) }), { kind: "or", mask: 0b110 }),
    ).toBe(1);
  });

  it("is decided by the largest, once the rest neither leads far away nor to the other sign", () => {
    const of = (...running: number[]) => ({
      patch: 0,
      masks: new Uint32Array(running.length),
      changes: new Float64Array(running.length),
      running: Float64Array.from(running),
      unchanged: 0,
    });
    expect(decisiveContexts(of(), 1)).toBe(0);
    expect(decisiveContexts(of(2), 1)).toBe(1);
    expect(decisiveContexts(of(5, 3, 2.5, 2), 0.1)).toBe(4);
    expect(decisiveContexts(of(5, 3, 2.5, 2), 0.5)).toBe(3);
    expect(decisiveContexts(of(5, 3, 2.5, 2), 9)).toBe(1);
    expect(decisiveContexts(of(2, 9, 2), 1), "led away again").toBe(3);
    expect(decisiveContexts(of(-0.1, 1.2), 1.1), "not within").toBe(2);
    expect(decisiveContexts(of(0, 1.2), 1.2), "within, and of no sign that counts").toBe(1);
    expect(decisiveContexts(of(4, -0.5, 0.5), 0.4), "of the other sign").toBe(3);
    expect(decisiveContexts(of(4, 0.2, 0.5, 1e-17), 0.4), "none").toBe(4);
    expect(decisiveContexts(of(4, 0.2, 0.3, 1e-17), 0.4), "as good as none").toBe(2);
  });

  it("goes through 2^15 contexts of 16 patches in little time", () => {
    const effects = drawn(3, 16, 0.003);
    const mask = everybody(16);
    const start = performance.now();
    const { masks, running, unchanged } = contextsOf(
      effects,
      { kind: "or", mask },
      clearestPatch(effects, { kind: "or", mask }),
    );
    expect(performance.now() - start).toBeLessThan(500);
    expect(masks.length + unchanged).toBe(2 ** 15);
    expect(Math.abs((running.at(-1) ?? 0) - effectAt(effects, "or", mask))).toBeLessThan(1e-9);
  });

  it("is of a patch of the concept", () => {
    const effects = drawn(1, 4, 1);
    expect(() => contextsOf(effects, { kind: "and", mask: 0b0110 }, 0)).toThrow(RangeError);
  });
});
