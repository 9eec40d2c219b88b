/** How sure an estimate is, by replicates of the probes and by halves of its masks. */
import { describe, expect, it } from "vitest";
import { estimateHere } from "../backends/drain-steps.ts";
import type { LayerSolver, SampleSolver } from "../backends/evaluator.ts";
import { layerSample } from "../core/estimate/layer-sample.ts";
import { touching } from "../core/estimate/neighbourhoods.ts";
import { endsOf, fewestMasks, sampleMasks } from "../core/estimate/sample.ts";
import { effectAt, type Kind } from "../core/interactions.ts";
import { everybody, isWithin, masksOf, meets, NOBODY, type Mask } from "../core/masks.ts";
import { isSalient, tauOf } from "../core/salience.ts";
import { measureCertainty, type CertaintyWatch } from "./certainty.ts";
import { pictureOf } from "./derived.ts";
import { firmnessOf } from "./firmness.ts";
import type { ReplicateValues } from "./replicates.ts";
import { sampledSnapshot } from "./sampled-snapshot.fixture.ts";
import type { Snapshot } from "./snapshot.ts";

const LAYERS = 3;
const snapshot = await sampledSnapshot({ side: 5, layers: LAYERS, masks: 400, seed: 6, halves: 2 });
const values = snapshot.values!;
const { shown } = pictureOf(snapshot.layers);

/** What solves samples, and notes how many rows each has and on how many half-samples it is repeated. */
function solver(): { readonly solver: LayerSolver & SampleSolver; readonly samples: [rows: number, halves: number][] } {
  const samples: [number, number][] = [];
  const solve = (): Promise<never> => Promise.reject(new Error("an estimate is not solved from every mask"));
  return {
    samples,
    solver: {
      solve,
      dispose: () => undefined,
      estimate: (sample, v, watch = {}) => {
        samples.push([sample.rows, sample.halves]);
        return estimateHere(sample, v, watch);
      },
    },
  };
}

/** So many replicates of each probe: its own scores, changed. */
const replicatesOf = (
  count: number,
  change: (v: number, place: number, replicate: number) => number,
): ReplicateValues => ({
  masks: values.masks,
  target: 0,
  rather: null,
  layers: values.layers
    .slice(0, -1)
    .map((v) => Array.from({ length: count }, (_, r) => v.map((value, place) => change(value, place, r)))),
});

const measure = (replicates: ReplicateValues | null, watch?: CertaintyWatch, of: Snapshot = snapshot) =>
  measureCertainty({ ...of, values: of.values!, replicates }, solver().solver, watch);

describe("measureCertainty of an estimate", () => {
  it("finds all firm where replicates differ by a constant, each fitted once to the picture's own masks, and two halves beside them", async () => {
    const { solver: counting, samples } = solver();
    const told: number[] = [];
    const { certainty, agreements } = await measureCertainty(
      { ...snapshot, values, replicates: replicatesOf(4, (v, _, r) => v + r - 1.5) },
      counting,
      { onSolved: (fraction) => void told.push(fraction) },
    );
    // All but the first two are of one half or the other.
    const halfRows = 2 + (400 - 2) / 2;
    const halves = Array.from({ length: 2 * LAYERS }, () => [halfRows, 0]);
    const fits = Array.from({ length: 4 * (LAYERS - 1) }, () => [400, 0]);
    expect(samples.toSorted(([a], [b]) => a - b)).toEqual([...halves, ...fits]);
    expect(told).toHaveLength(halves.length + fits.length);
    expect(told.at(-1)).toBe(1);
    expect(agreements).toEqual([1, 1]);
    const firmness = firmnessOf(snapshot.layers, certainty);
    expect(certainty.replicates).toBe(4);
    for (const { kind, mask } of shown) expect(firmness.get(`${kind}${mask}`)!.isFirm).toBe(true);
    for (const { effectSd } of certainty.concepts) for (const sd of effectSd) expect(sd).toBeCloseTo(0, 6);
  });

  it("says which row a replicate does not have, and none else", async () => {
    const { interactions } = snapshot.layers[0]!;
    // The strongest AND of the first layer, which one replicate of its probe, and of the next, knows nothing of.
    const [missed] = Array.from(interactions.and.masks, (mask, i) => ({
      mask,
      effect: interactions.and.effects[i]!,
    })).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
    const players = Array.from(values.masks);
    const replicates = replicatesOf(4, (v) => v);
    const without = replicates.layers.map((columns, l) =>
      columns.map((v, r) =>
        r !== 2
          ? v
          : v.map((value, place) =>
              isWithin(missed!.mask, players[place]!)
                ? value - effectAt(snapshot.layers[l]!.interactions, "and", missed!.mask)
                : value,
            ),
      ),
    );
    const { certainty } = await measure({ ...replicates, layers: without });
    const row = certainty.concepts.find(({ kind, mask }) => kind === "and" && mask === missed!.mask)!;
    expect(row.alive[0]).toBe(3);
    const firmness = firmnessOf(snapshot.layers, certainty);
    const unsure = shown.filter(({ kind, mask }) => firmness.get(`${kind}${mask}`)!.isFirm === false);
    expect(unsure.map(({ kind, mask }) => `${kind}${mask}`)).toContain(`and${missed!.mask}`);
    // Sets that share no patch with it are as they were.
    for (const { mask } of unsure) expect(meets(mask, missed!.mask)).toBe(true);
  });

  it("finds robust what either half of the masks has as well, worked from the halves themselves; of no replicates nothing is firm", async () => {
    const { certainty, agreements } = await measure(null);
    expect([certainty.replicates, agreements]).toEqual([0, null]);
    const { n } = snapshot.players;
    const drawn = [...sampleMasks(n, 400, 6)];
    const all = new Set(endsOf(n));
    const halves = [0, 1].map((half) => [everybody(n), NOBODY, ...drawn.slice(2).filter((_, i) => i % 2 === half)]);
    const salientBy = async (masks: readonly Mask[], layer: number) => {
      const ends = masks.filter((mask) => all.has(mask)).length;
      const known = new Map([...values.masks].map((mask, place) => [mask, values.layers[layer]![place]!]));
      const sample = layerSample(n, masksOf(masks), touching(snapshot.players), 6, 0, ends);
      const found = await estimateHere(
        sample,
        Float64Array.from(masks, (mask) => known.get(mask)!),
      );
      return (kind: Kind, mask: Mask): number => {
        const effect = effectAt(found, kind, mask);
        return isSalient(effect, tauOf(found)) ? Math.sign(effect) : 0;
      };
    };
    let [robustOnes, fragile] = [0, 0];
    for (const [l, { interactions }] of snapshot.layers.entries()) {
      const ways = await Promise.all([drawn, ...halves].map((masks) => salientBy(masks, l)));
      for (const { kind, mask, robust } of certainty.concepts) {
        const [sign, ...others] = ways.map((signOf) => signOf(kind, mask));
        const isRobust = sign !== 0 && others.every((other) => other === sign);
        expect(robust[l]).toBe(isRobust ? 1 : 0);
        if (isRobust) expect(Math.sign(effectAt(interactions, kind, mask))).toBe(sign);
        robustOnes += robust[l]!;
        if (sign !== 0 && !isRobust) fragile++;
      }
    }
    // Both are part of what is tested.
    expect([robustOnes > 9, fragile > 2]).toEqual([true, true]);
  });

  it("finds nothing robust where halves have too few random masks to choose by", async () => {
    for (const [side, masks] of [
      [2, 2 ** 4],
      [5, fewestMasks(25)],
    ] as const) {
      const small = await sampledSnapshot({ side, layers: 2, masks, seed: 3 });
      const { certainty } = await measure(null, {}, small);
      expect(certainty.concepts.length).toBeGreaterThan(0);
      for (const { robust } of certainty.concepts) expect([...robust]).toEqual([0, 0]);
    }
  });

  it("stops when it is told to, and is refused scores of other masks", async () => {
    const stop = new AbortController();
    const work = measure(
      replicatesOf(4, (v) => v),
      {
        signal: stop.signal,
        onSolved: () => stop.abort(new Error("enough")),
      },
    );
    await expect(work).rejects.toThrow("enough");
    const other = { masks: values.masks.slice(1), layers: values.layers.map((v) => v.slice(1)) };
    await expect(measure(null, {}, { ...snapshot, values: other })).rejects.toThrow(RangeError);
  });
});
