/** What of a picture is firm, and what is robust, row by row. */
import { borneOut, FEWEST_REPLICATES, fitOf, type CertainConcept, type Certainty } from "../core/certainty.ts";
import type { PictureTracks } from "../core/tracks.ts";
import { joinedOf } from "./derived.ts";
import type { SolvedLayer } from "./exploration.ts";

/** From the earliest to the latest layer that a replicate names, both included. */
export type Span = readonly [first: number, last: number];

/** How sure one row of a picture is. Counts are of replicates that say the same. */
export interface RowFirmness {
  readonly concept: CertainConcept;
  /** How many replicates of each probe there are; 0 where there are too few to say anything: then only what is robust is known. */
  readonly replicates: number;
  /** That its fate is the picture's, that its first life begins where the picture says, that its last ends there. */
  readonly fate: number;
  readonly birth: number;
  readonly death: number;
  /** Whether all replicates say its fate and its signs; null where there are too few. */
  readonly isFirm: boolean | null;
  /** Whether every layer at which it lives and is salient is robust. */
  readonly isRobust: boolean;
  /** Where replicates and the picture place its birth, layers; and its death, the layer after its last life, the number of layers being "never". */
  readonly bornWithin: Span;
  readonly diedWithin: Span;
}

/** The rows of a picture by kind and mask, as in "and5". */
export type Firmness = ReadonlyMap<string, RowFirmness>;

/** How sure each row is. Costs O(concepts · layers · log effects). */
export function firmnessOf(
  layers: readonly Pick<SolvedLayer, "interactions" | "joinsNext">[],
  { replicates, concepts }: Certainty,
): Firmness {
  const told = replicates < FEWEST_REPLICATES ? 0 : replicates;
  const effects = layers.map(({ interactions }) => interactions);
  const fit = fitOf(effects, joinedOf(layers));
  return new Map(
    concepts.flatMap((concept): [string, RowFirmness][] => {
      const own = fit(concept);
      // What is told of a concept that lives nowhere in the picture is of no row.
      if (own.born === null || own.died === null) return [];
      const { isFirm, ...counts } = borneOut(own, concept, replicates);
      const isRobust = own.alive.every((alive, l) => alive === 0 || own.bridged.includes(l) || concept.robust[l] === 1);
      return [
        [
          `${concept.kind}${concept.mask}`,
          {
            concept,
            replicates: told,
            ...counts,
            isFirm: told === 0 ? null : isFirm,
            isRobust,
            bornWithin: spanOf(concept.born, own.born),
            diedWithin: spanOf(concept.died, own.died),
          },
        ],
      ];
    }),
  );
}

function spanOf(counts: Uint8Array, own: number): Span {
  const named = [own, ...counts.keys()].filter((layer) => layer === own || counts[layer]! > 0);
  return [Math.min(...named), Math.max(...named)];
}

/** How many rows there are, and are firm (null where there are too few replicates) and robust. */
export interface FirmCounts {
  readonly rows: number;
  readonly firm: number | null;
  readonly robust: number;
}

/** Of the rows that a picture shows, how many are firm (null where there are too few replicates) and how many are robust. */
export function countFirm({ shown }: Pick<PictureTracks, "shown">, firmness: Firmness): FirmCounts {
  const known = shown.flatMap(({ kind, mask }) => firmness.get(`${kind}${mask}`) ?? []);
  return {
    rows: shown.length,
    firm: known.every(({ isFirm }) => isFirm === null) ? null : known.filter(({ isFirm }) => isFirm === true).length,
    robust: known.filter(({ isRobust }) => isRobust).length,
  };
}

/** Whether a concept is firm; null where nobody looked, or could. */
export const isFirmConcept = (
  firmness: Firmness | null,
  { kind, mask }: Pick<CertainConcept, "kind" | "mask">,
): boolean | null =>
  firmness === null || [...firmness.values()].every(({ isFirm }) => isFirm === null)
    ? null
    : firmness.get(`${kind}${mask}`)?.isFirm === true;
