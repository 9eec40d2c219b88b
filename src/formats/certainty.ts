/** How sure a picture is, as files carry it; and what must be true of it wherever it was read. */
import type { CertainConcept, Certainty } from "../core/certainty.ts";
import { effectAt, type Kind } from "../core/interactions.ts";
import { codeOf, isWithin, everybody, orderOf, type MaskCode } from "../core/masks.ts";
import { isSalient, tauOf } from "../core/salience.ts";
import { FATES, type Fate } from "../core/tracks.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { firmnessOf } from "../exploration/firmness.ts";

/** More replicates than this are not told of: counts are bytes. */
export const MAX_REPLICATES = 255;

/** What is known of one row of the picture. Counts are of replicates, one a layer; of `died` one more. */
export interface FileCertainConcept {
  readonly kind: Kind;
  readonly mask: MaskCode;
  /** Nats. */
  readonly effectSd: readonly number[];
  readonly alive: readonly number[];
  readonly against: readonly number[];
  readonly born: readonly number[];
  readonly died: readonly number[];
  /** Shares of the replicates; null where there are none. */
  readonly fateProbabilities: Readonly<Record<Fate, number>> | null;
  /** Whether all say its fate and its signs; null of fewer than FEWEST_REPLICATES. */
  readonly firm: boolean | null;
  /** 1 or 0. */
  readonly robust: readonly number[];
}

/** `Certainty` in a file. */
export interface FileCertainty {
  readonly replicates: number;
  /** Every row of the picture, shown or not. */
  readonly tracks: readonly FileCertainConcept[];
}

/** How sure a picture of these layers is, as plain data for JSON. */
export function toFileCertainty(layers: readonly SolvedLayer[], certainty: Certainty): FileCertainty {
  const { replicates, concepts } = certainty;
  const firmness = firmnessOf(layers, certainty);
  return {
    replicates,
    tracks: concepts.map(({ kind, mask, effectSd, alive, against, born, died, fates, robust }) => ({
      kind,
      mask: codeOf(mask),
      effectSd: [...effectSd],
      alive: [...alive],
      against: [...against],
      born: [...born],
      died: [...died],
      fateProbabilities:
        replicates === 0
          ? null
          : { kept: fates.kept / replicates, lost: fates.lost / replicates, transient: fates.transient / replicates },
      firm: firmness.get(`${kind}${mask}`)?.isFirm ?? null,
      robust: [...robust],
    })),
  };
}

/** Where a certainty contradicts itself or its picture. */
export interface Contradiction {
  /** Place of the concept. */
  readonly concept: number;
  readonly field: keyof CertainConcept;
}

/**
 * The first contradiction in a certainty whose counts are whole numbers, one a layer; null where there is none. Costs
 * O(concepts · layers · log effects).
 */
export function contradictionOf(
  { replicates, concepts }: Certainty,
  layers: readonly Pick<SolvedLayer, "interactions">[],
): Contradiction | null {
  const taus = layers.map(({ interactions }) => tauOf(interactions));
  const seen = new Set<string>();
  for (const [i, concept] of concepts.entries()) {
    const { kind, mask } = concept;
    const name = `${kind}${mask}`;
    const effects = layers.map(({ interactions }) => effectAt(interactions, kind, mask));
    const isNamed =
      isWithin(mask, everybody(layers[0]!.interactions.n)) &&
      orderOf(mask) >= (kind === "and" ? 1 : 2) &&
      effects.some((effect) => effect !== 0);
    const field =
      !isNamed || seen.has(name)
        ? "mask"
        : concept.robust.some((robust, l) => robust === 1 && !isSalient(effects[l]!, taus[l]!))
          ? "robust"
          : contradictedCount(concept, replicates);
    if (field !== null) return { concept: i, field };
    seen.add(name);
  }
  return null;
}

/** The count that cannot be so, given those before it; null where all can. */
function contradictedCount(
  { effectSd, alive, against, born, died, fates }: CertainConcept,
  replicates: number,
): keyof CertainConcept | null {
  const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
  const last = alive.length - 1;
  const living = sum(FATES.map((fate) => fates[fate]));
  // Where it lives somewhere it is born once, dies once or never, and has one fate.
  if (living > replicates || fates.kept !== alive[last] || fates.lost > alive[0]!) return "fates";
  if (alive.some((count) => count > living)) return "alive";
  if (sum(born) !== living || born[0] !== alive[0] || born.some((count, l) => count > alive[l]!)) return "born";
  const ends = sum(died) === living && died[0] === 0 && died[last + 1] === alive[last];
  if (!ends || alive.some((count, l) => died[l + 1]! > count)) return "died";
  // Every fit has the output's own effects.
  if (against[last] !== 0) return "against";
  if (effectSd[last] !== 0 || (replicates < 2 && effectSd.some((deviation) => deviation !== 0))) return "effectSd";
  return null;
}
