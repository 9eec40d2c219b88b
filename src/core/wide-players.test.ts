/**
 * What is computed from sparse effects says the same of many players as of few: layers of 8 players are spread over the seats of up to 256, in their order,
 * and everything that is computed of them must be that of the 8, seat for seat.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementByOrder } from "./agreement-by-order.ts";
import { allMasks, dense } from "./all-masks.ts";
import { andOrGraph, edgesOf, spelled } from "./and-or-graph.ts";
import { bestSets, insertionAndDeletion } from "./best-sets.ts";
import { certaintyOf, robustAt } from "./certainty.ts";
import { contextsOf } from "./contexts.ts";
import { randomEffects } from "./effects.fixture.ts";
import { rebuild, rebuildError, rebuildSalient } from "./faithfulness.ts";
import {
  checkEffects,
  effectAt,
  KINDS,
  sparseOf,
  strengthOf,
  type Effects,
  type SparseEffects,
} from "./interactions.ts";
import { everybody, maskOf, masksOf, orderOf, patchesOf, type Mask } from "./masks.ts";
import { iou, orderStrengths, salientCounts } from "./metrics.ts";
import { nearOrGroups } from "./near-ors.ts";
import { mulberry32 } from "./random.ts";
import { sideStrengths } from "./regions.ts";
import { tauOf } from "./salience.ts";
import { salientJaccard } from "./salient-jaccard.ts";
import { shapleyValues } from "./shapley.ts";
import { stabilityRatio } from "./stability.ts";
import { strongest } from "./strongest.ts";
import { pictureTracks, tracksOf } from "./tracks.ts";
import { largestChanges } from "./uniqueness.ts";

const FEW = 8;

interface Seated {
  readonly layers: readonly Effects[];
  readonly wide: readonly Effects[];
  readonly n: number;
  readonly seats: readonly number[];
  seat(mask: Mask): Mask;
}

/** The same effects, player i on `seats[i]` of n. */
function seated(layers: readonly Effects[], n: number, seats: readonly number[]): Seated {
  const seat = (mask: Mask): Mask => maskOf(patchesOf(mask).map((player) => seats[player]!));
  const moved = ({ masks, effects }: SparseEffects): SparseEffects =>
    sparseOf(Array.from(masks, (mask, i) => [seat(mask), effects[i]!]));
  const wide = layers.map(({ and, or }) => ({ n, and: moved(and), or: moved(or) }));
  return { layers, wide, n, seats, seat };
}

const seatings = fc
  .record({ n: fc.constantFrom(31, 32, 64, 256), seed: fc.nat() })
  .chain(({ n, seed }) =>
    fc
      .uniqueArray(fc.nat(n - 1), { minLength: FEW, maxLength: FEW })
      .map((seats) => ({ n, seed, seats: seats.toSorted((a, b) => a - b) })),
  );

/** Holds of three layers of random effects, by few and by many players. */
function holds(claim: (game: Seated, seed: number) => void): void {
  fc.assert(
    fc.property(seatings, ({ n, seed, seats }) => {
      const layers = [0, 1, 2].map((l) => randomEffects(FEW, seed + 7919 * l));
      claim(seated(layers, n, seats), seed);
    }),
    { numRuns: 12 },
  );
}

describe("effects of many players", () => {
  it("are looked up, added up and checked as those of few", () => {
    holds(({ layers, wide, n, seat }) => {
      layers.forEach((few, l) => {
        const many = wide[l]!;
        expect(checkEffects(many)).toBe(n);
        expect(strengthOf(many)).toBe(strengthOf(few));
        expect(tauOf(many)).toBe(tauOf(few));
        for (const kind of KINDS) {
          const all = dense(few[kind], FEW);
          for (const mask of allMasks(FEW)) expect(effectAt(many, kind, seat(mask))).toBe(all[mask]!);
        }
        expect(() => checkEffects({ ...many, n: Math.max(1, n - 250) })).toThrow(RangeError);
      });
    });
  });

  it("have the same tracks, picture, lives and fates", () => {
    holds(({ layers, wide, seat }) => {
      const seatedTrack = <T extends { readonly mask: Mask }>(track: T): T => ({ ...track, mask: seat(track.mask) });
      expect(tracksOf(wide)).toEqual(tracksOf(layers).map(seatedTrack));
      const few = pictureTracks(layers, { joined: [true, false] });
      const many = pictureTracks(wide, { joined: [true, false] });
      expect(many.shown).toEqual(few.shown.map(seatedTrack));
      expect(many.others.transient).toEqual(few.others.transient.map(seatedTrack));
      expect([many.heldShare, many.strengths]).toEqual([few.heldShare, few.strengths]);
    });
  });

  it("have the same metrics, no strength at orders that only many players have, and the same Shapley values", () => {
    holds(({ layers, wide, n, seats }) => {
      const scales = layers.map(() => 2);
      const taus = layers.map((layer) => tauOf(layer));
      const few = orderStrengths(layers, scales, taus);
      const many = orderStrengths(wide, scales, taus);
      expect(many.filter(({ order }) => order <= FEW)).toEqual(few);
      for (const { all } of many.filter(({ order }) => order > FEW)) expect(all).toBe(0);
      expect(many).toHaveLength(layers.length * n * 4);
      expect(salientCounts(wide[0]!, 0.05).slice(0, FEW)).toEqual(salientCounts(layers[0]!, 0.05));
      expect(iou(wide[0]!, wide[1]!, 0.05).slice(0, FEW)).toEqual(iou(layers[0]!, layers[1]!, 0.05));
      expect(salientJaccard(wide[0]!, wide[1]!)).toBe(salientJaccard(layers[0]!, layers[1]!));
      // What chance would give hangs on how many players there are.
      const shared = (a: Effects, b: Effects) =>
        agreementByOrder(a, b, 0.05)
          .orders.slice(0, FEW)
          .map(({ chance: _, ...rest }) => rest);
      expect(shared(wide[0]!, wide[1]!)).toEqual(shared(layers[0]!, layers[1]!));
      expect(stabilityRatio(wide[0]!, wide.slice(1), 0.05).slice(0, FEW)).toEqual(
        stabilityRatio(layers[0]!, layers.slice(1), 0.05),
      );
      const values = shapleyValues(wide[0]!);
      const [alone, at] = [shapleyValues(layers[0]!), new Map(seats.map((seat, i) => [seat, i]))];
      values.forEach((value, player) => expect(value).toBe(alone[at.get(player) ?? -1] ?? 0));
    });
  });

  it("are judged, grouped and explained alike", () => {
    holds(({ layers, wide, seat, seats }) => {
      const named = <T extends { readonly mask: Mask }>(concept: T): T => ({ ...concept, mask: seat(concept.mask) });
      const few = strongest(layers[0]!, 0);
      const many = strongest(wide[0]!, 0);
      expect(many).toEqual(few.map(named));
      const signed = few.slice(0, 40).map((concept) => ({ ...concept, sign: Math.sign(concept.effect) }));
      expect(nearOrGroups(signed.map(named))).toEqual(nearOrGroups(signed).map((group) => group.map(named)));
      const graph = andOrGraph(many.slice(0, 12));
      expect(edgesOf(graph)).toBe(edgesOf(andOrGraph(few.slice(0, 12))));
      expect(graph.concepts.map((concept) => spelled(graph, concept))).toEqual(
        many.slice(0, 12).map(({ mask }) => mask),
      );
      expect(sideStrengths(many, seat(0b1011))).toEqual(sideStrengths(few, 0b1011));
      expect(largestChanges(wide[0]!, wide[1]!, 5)).toEqual(largestChanges(layers[0]!, layers[1]!, 5).map(named));
      expect(robustAt(many, wide, [wide.toReversed()])).toEqual(robustAt(few, layers, [layers.toReversed()]));
      expect(certaintyOf(many, wide, [wide.toReversed()], [])).toEqual(
        certaintyOf(few, layers, [layers.toReversed()], []).map(named),
      );
      const concept = few.find(({ mask }) => orderOf(mask) > 1)!;
      const patch = patchesOf(concept.mask)[0]!;
      const contexts = contextsOf(layers[0]!, concept, patch);
      expect(contextsOf(wide[0]!, named(concept), seats[patch]!)).toEqual({
        ...contexts,
        patch: seats[patch],
        masks: masksOf(Array.from(contexts.masks, seat)),
      });
    });
  });

  it("rebuild v at the masks that are asked for", () => {
    holds(({ layers, wide, n, seat }, seed) => {
      const random = mulberry32(seed);
      const masks = allMasks(FEW).filter(() => random() < 0.5);
      // Whoever sits on other seats has no part in any effect.
      const others = maskOf(Array.from({ length: n }, (_, i) => i).filter(() => random() < 0.5));
      const wideMasks = masksOf(Array.from(masks, seat));
      const [few, many] = [
        { constant: 0.5, ...layers[0]! },
        { constant: 0.5, ...wide[0]! },
      ];
      expect(rebuild(many, wideMasks)).toEqual(rebuild(few, masks));
      expect(rebuildSalient(many, wideMasks, tauOf(many))).toEqual(rebuildSalient(few, masks, tauOf(few)));
      expect(rebuildError(rebuild(few, masks), wideMasks, many).maxAbs).toBe(0);
      const [shown] = rebuild(many, masksOf([others]));
      const seen = [...allMasks(FEW)].filter((mask) =>
        [...patchesOf(seat(mask))].every((p) => patchesOf(others).includes(p)),
      );
      expect(shown).toBeCloseTo(rebuild(few, masksOf([seen.at(-1)!]))[0]!, 9);
      expect(() => rebuild(many, masksOf([everybody(n), seat(1)]))).toThrow(RangeError);
    });
  });

  it("name the best of the sets that are known", () => {
    holds(({ n, seat }, seed) => {
      const random = mulberry32(seed);
      const masks = allMasks(FEW);
      const v = Float64Array.from(masks, () => random());
      const many = bestSets(n, masksOf(Array.from(masks, seat)), v);
      const few = bestSets(FEW, masks, v);
      expect(many.shown.slice(0, FEW + 1)).toEqual(few.shown.map((best) => best && { ...best, set: seat(best.set) }));
      expect(many.shown.slice(FEW + 1).every((best) => best === null)).toBe(true);
      const values = Float64Array.from({ length: n }, () => random());
      const known = masksOf([0, everybody(n)]);
      const { insertion, deletion } = insertionAndDeletion(values, known, [1, 2]);
      expect([insertion[0], insertion[n], deletion[0], deletion[n]]).toEqual([1, 2, 2, 1]);
      expect(insertion.slice(1, n).every((value) => value === null)).toBe(true);
    });
  });
});
