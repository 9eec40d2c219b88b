import { describe, expect, it } from "vitest";
import { effectAt, type Interactions } from "../interactions.ts";
import { maskOf } from "../masks.ts";
import { gridPlayers } from "../patches.ts";
import { mulberry32 } from "../random.ts";
import { estimateSteps } from "./estimate-layer.ts";
import { sampled, type Planted } from "./games.fixture.ts";
import { cliquesOf, touching } from "./neighbourhoods.ts";

function estimate(...args: Parameters<typeof estimateSteps>): Interactions {
  const steps = estimateSteps(...args);
  let last = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    expect(step.value.fraction).toBeGreaterThanOrEqual(last);
    expect(step.value.fraction).toBeLessThanOrEqual(1);
    last = step.value.fraction;
  }
}

const PLANTED: Planted = [
  ["and", [3], 1.2],
  ["and", [17], -0.9],
  ["and", [0, 9], 1.5],
  ["or", [4, 11], -1.1],
  ["and", [2, 7, 12], 1.8],
  ["or", [1, 5, 33], 1.4],
  ["and", [6, 8, 10, 39], -2],
];

describe("interactions from a sample of masks", () => {
  it("are the planted ones, of more players than a number has bits", () => {
    const { sample, v } = sampled(PLANTED, { n: 40, masks: 1200, noise: 0.05 });
    const found = estimate(sample, v);
    expect(found.and.masks.length + found.or.masks.length).toBe(PLANTED.length);
    for (const [kind, players, effect] of PLANTED)
      expect(Math.abs(effectAt(found, kind, maskOf(players)) - effect), `${kind} ${players.join()}`).toBeLessThan(0.05);
    expect(Math.abs(found.constant)).toBeLessThan(0.05);
    expect(found.sampled).toMatchObject({ masks: 1200, heldOut: 223, seed: 1 });
    expect(found.sampled!.heldOutR2).toBeGreaterThan(0.99);
    expect(found.sampled!.unseenShare).toBe(0);
  });

  it("are the same for the same seed, to the bit", () => {
    const { sample, v } = sampled(PLANTED.slice(0, 5), { n: 20, masks: 300, noise: 0.3 });
    expect(estimate(sample, v)).toEqual(estimate(sample, v));
  });

  it("say of a function of many neighbours more by knowing which patches touch", () => {
    const touches = touching(gridPlayers(6, 6, 24, 24));
    const random = mulberry32(11);
    const planted: Planted = cliquesOf(touches).flatMap((players) => [
      ["and", players, 4 * (random() - 0.5)] as const,
      ["or", players.slice(1), 4 * (random() - 0.5)] as const,
    ]);
    const [near, far] = [{ touches }, {}].map((where) => {
      const { sample, v } = sampled(planted, { n: 36, masks: 800, noise: 0.2, ...where });
      return estimate(sample, v).sampled!;
    });
    expect(near!.heldOutR2Whole).toBeGreaterThan(far!.heldOutR2Whole + 0.1);
    expect(near!.heldOutR2).toBeGreaterThan(far!.heldOutR2);
  });

  it("are none of a constant, and few of noise, which no held-out mask bears out", () => {
    const flat = sampled([], { n: 12, masks: 200 });
    const none = estimate(flat.sample, flat.v.fill(3));
    expect(none).toMatchObject({ constant: 3, exactness: { objective: 0, rebuildMaxAbs: 0, method: "sampled" } });
    const noise = sampled([], { n: 12, masks: 400, noise: 1 });
    const found = estimate(noise.sample, noise.v);
    expect(found.sampled!.heldOutR2).toBeLessThan(0.1);
    expect(found.and.masks.length + found.or.masks.length).toBeLessThan(10);
  });

  it("are told how often half-samples choose them again, with errors that are no smaller for it", () => {
    const { sample, v } = sampled(PLANTED, { n: 40, masks: 500, noise: 0.1 });
    const plain = estimate(sample, v);
    const halved = estimate({ ...sample, halves: 4 }, v);
    expect(halved).toEqual(estimate({ ...sample, halves: 4 }, v));
    expect([halved.and, halved.or]).toEqual([plain.and, plain.or]);
    expect(plain.sampled!.frequency).toBeUndefined();
    const { halves, frequency, errors } = halved.sampled!;
    expect(halves).toBe(4);
    for (const kind of ["and", "or"] as const) {
      expect(frequency![kind]).toHaveLength(halved[kind].masks.length);
      frequency![kind].forEach((share, i) => {
        expect([0, 0.25, 0.5, 0.75, 1]).toContain(share);
        expect(errors[kind][i]).toBeGreaterThanOrEqual(plain.sampled!.errors[kind][i]!);
      });
    }
    const strongest = halved.and.masks.indexOf(maskOf([0, 9]));
    expect(frequency!.and[strongest]).toBe(1);
    const flat = estimate({ ...sample, halves: 2 }, v.fill(3));
    expect(flat.sampled).toMatchObject({ halves: 2, frequency: { and: new Float64Array(0) } });
  });

  it("are refused of values that are missing or no numbers", () => {
    const { sample, v } = sampled([], { n: 12, masks: 100 });
    expect(() => estimate(sample, v.slice(1))).toThrow(RangeError);
    v[7] = NaN;
    expect(() => estimate(sample, v)).toThrow(RangeError);
  });
});
