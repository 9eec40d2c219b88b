/** How sure a picture from elsewhere is said to be, against what was found of the same picture here. */
import type { CertainConcept } from "../core/certainty.ts";
import { largestEffect } from "../core/salience.ts";
import { pictureOf } from "./derived.ts";
import { firmnessOf } from "./firmness.ts";
import type { SolvedLayer } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";

/** Counts of replicates may differ by so many: other runtimes round otherwise, and of equal answers another one may come of that. */
const COUNT_TOLERANCE = 1;

/** Deviations of effects may differ by this share of the layer's largest effect: more than links round. */
const DEVIATION_TOLERANCE = 0.02;

/** Shares of a layer may differ by so much: other runtimes round otherwise; and where a concept at τ falls to the other side in one replicate, its agreement with all others changes. */
const SHARE_TOLERANCE = { noiseShare: 0.02, replicateAgreement: 0.05 } as const;

/** What came of it. */
export interface CertaintyCheck {
  /** Rows that the opened picture shows and says how sure they are. */
  readonly rows: number;
  /** Rows that are firm or robust in one of the two only, or of which other counts or deviations are told than were found. */
  readonly otherwise: number;
  /** Layers of whose probes noise or agreement on this image are told otherwise than was found; those of which they are not told are not counted. */
  readonly layersOtherwise: number;
  /** Whether replicates were asked here: else only what is robust is compared. */
  readonly replicates: boolean;
}

/** Compares two snapshots of one question that both tell how sure they are. Costs O(concepts · layers · log effects). */
export function compareCertainty(there: Snapshot, here: Snapshot): CertaintyCheck {
  const [told, found] = [there, here].map(({ layers, certainty }) => firmnessOf(layers, certainty!));
  const replicates = here.certainty!.replicates > 0;
  const isSameNumber = there.certainty!.replicates === here.certainty!.replicates;
  const largest = here.layers.map(({ interactions }) => largestEffect(interactions));
  const rows = pictureOf(there.layers).shown.flatMap(({ kind, mask }) => {
    const name = `${kind}${mask}`;
    const row = told!.get(name);
    return row === undefined ? [] : [{ row, own: found!.get(name) }];
  });
  const isAsFound = ({ row, own }: (typeof rows)[number]): boolean =>
    own !== undefined &&
    row.isRobust === own.isRobust &&
    (!replicates || (isSameNumber && row.isFirm === own.isFirm && sameCounts(row.concept, own.concept, largest)));
  return {
    rows: rows.length,
    otherwise: rows.filter((row) => !isAsFound(row)).length,
    layersOtherwise: there.layers.filter((layer, l) => replicates && !hasSameShares(layer, here.layers[l])).length,
    replicates,
  };
}

/** Whether what one layer tells of its probe on the image is what the other does. */
function hasSameShares(told: SolvedLayer, found: SolvedLayer | undefined): boolean {
  return (["noiseShare", "replicateAgreement"] as const).every((of) => {
    const [a, b] = [told[of], found?.[of]];
    if (a === undefined || b === undefined || a === null || b === null) return a === undefined || a === b;
    return Math.abs(a - b) <= SHARE_TOLERANCE[of];
  });
}

function sameCounts(a: CertainConcept, b: CertainConcept, largest: readonly number[]): boolean {
  const near = (one: ArrayLike<number>, other: ArrayLike<number>, tolerance: (layer: number) => number): boolean =>
    one.length === other.length &&
    Array.from(one).every((value, layer) => Math.abs(value - other[layer]!) <= tolerance(layer));
  return (
    (["alive", "against", "born", "died"] as const).every((of) => near(a[of], b[of], () => COUNT_TOLERANCE)) &&
    (["kept", "lost", "transient"] as const).every(
      (fate) => Math.abs(a.fates[fate] - b.fates[fate]) <= COUNT_TOLERANCE,
    ) &&
    near(a.effectSd, b.effectSd, (layer) => DEVIATION_TOLERANCE * largest[layer]!)
  );
}
