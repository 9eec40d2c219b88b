/** Two pictures side by side: rows of both, and what is different between them. */
import { sameGrid } from "../../core/patches.ts";
import { effectAt, errorAt } from "../../core/interactions.ts";
import { isSalient } from "../../core/salience.ts";
import type { PictureTrack } from "../../core/tracks.ts";
import { pictureOf } from "../../exploration/derived.ts";
import type { SampleBudget } from "../../exploration/estimator.ts";
import { sampleOf } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import type { ConceptId, Units } from "../../session/shape.ts";

/** What two pictures may differ in. */
export const ASPECTS = ["image", "network", "probes", "target", "grid", "baseline", "masks", "kappa", "tau"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Effects of one concept by layer, in the units asked for; null where it is not salient. */
type Cells = readonly (number | null)[];

/** The standard error of a difference, in the units asked for. */
export interface DifferenceError {
  readonly size: number;
  /** Whether both effects are known with their errors; an estimate that does not have the concept tells none, so that only the other's counts and the error is larger. */
  readonly isWhole: boolean;
}

/** A concept of either picture. */
export interface PairedRow extends ConceptId {
  readonly a: Cells;
  readonly b: Cells;
  /** b less a at the columns that both have, where either is salient; an effect that is not salient counts as it is. */
  readonly difference: Cells;
  /** Of each difference, the errors of both effects taken to be independent; null where neither effect has one. */
  readonly errors: readonly (DifferenceError | null)[];
}

/** Whether a difference is within twice its standard error: of such a size as other masks would bring. */
export const isWithinError = (difference: number | null, error: DifferenceError | null): boolean =>
  difference !== null && error !== null && Math.abs(difference) <= 2 * error.size;

/** Two pictures of the same patches. */
export interface Pair {
  /** Layers of a and b that are one column of the difference: all of the same network, else the outputs. */
  readonly columns: readonly (readonly [a: number, b: number])[];
  /** The strongest in either first. */
  readonly rows: readonly PairedRow[];
  /** The largest |effect| or |difference| that is shown. */
  readonly largest: number;
}

const sameBudget = (a: SampleBudget | null, b: SampleBudget | null): boolean =>
  a?.masks === b?.masks && a?.seed === b?.seed;

/** In what two pictures differ. */
export function differingIn(a: Snapshot, b: Snapshot): Aspect[] {
  const differs: Readonly<Record<Aspect, boolean>> = {
    image: a.image.sha256 !== b.image.sha256,
    network: a.model.sha256 !== b.model.sha256,
    probes: a.probes !== b.probes || (a.model.sha256 === b.model.sha256 && a.model.setup !== b.model.setup),
    target: a.target.label !== b.target.label || a.target.rather?.label !== b.target.rather?.label,
    grid: !sameGrid(a.players, b.players),
    baseline: a.baseline !== b.baseline,
    masks: !sameBudget(sampleOf(a.layers), sampleOf(b.layers)),
    kappa: a.kappaFraction !== b.kappaFraction || a.kappaOf !== b.kappaOf,
    tau: a.tauFraction !== b.tauFraction,
  };
  return ASPECTS.filter((aspect) => differs[aspect]);
}

/** Layers that can be held against each other. */
function columnsOf(a: Snapshot, b: Snapshot): (readonly [number, number])[] {
  const isOne =
    a.model.sha256 === b.model.sha256 &&
    a.layers.length === b.layers.length &&
    a.layers.every(({ name }, l) => name === b.layers[l]!.name);
  return isOne ? a.layers.map((_, l) => [l, l] as const) : [[a.layers.length - 1, b.layers.length - 1]];
}

/**
 * What the effects of both are shown in: of one network what is asked for where a unit is the same in both. A data set's scale and an image's own
 * span, or two such spans, are not: the same effect would differ. Nats are then what both have.
 */
export function commonUnits(a: Snapshot, b: Snapshot, units: Units): Units {
  const isOneUnit = columnsOf(a, b).every(([la, lb]) => {
    const [one, other] = [a.layers[la]!, b.layers[lb]!];
    return one.scale === other.scale || (one.scaleFrom === "dataset" && other.scaleFrom === "dataset");
  });
  return a.model.sha256 !== b.model.sha256 || isOneUnit ? units : "nats";
}

/** The rows that either picture shows; null where their patches are not the same. Costs O(rows · layers · log effects). */
export function pairOf(a: Snapshot, b: Snapshot, units: Units): Pair | null {
  if (!sameGrid(a.players, b.players)) return null;
  const columns = columnsOf(a, b);
  const tracks = new Map<string, PictureTrack>();
  const shares = new Map<string, number>();
  for (const { layers } of [a, b])
    for (const track of pictureOf(layers).shown) {
      const name = `${track.kind}${track.mask}`;
      tracks.set(name, track);
      shares.set(name, Math.max(shares.get(name) ?? 0, track.share));
    }
  const at = ({ layers }: Snapshot, l: number, { kind, mask }: ConceptId) => {
    const { interactions, tau, scale } = layers[l]!;
    const effect = effectAt(interactions, kind, mask);
    const unit = units === "nats" ? 1 : scale;
    const nats = interactions.sampled === undefined ? 0 : errorAt(interactions, kind, mask);
    return { value: effect / unit, salient: isSalient(effect, tau), error: nats === null ? null : nats / unit };
  };
  const cells = (of: Snapshot, concept: ConceptId): (number | null)[] =>
    of.layers.map((_, l) => {
      const { value, salient } = at(of, l, concept);
      return salient ? value : null;
    });
  const rows = [...tracks]
    .sort(([one], [other]) => shares.get(other)! - shares.get(one)!)
    .map(([, { kind, mask }]): PairedRow => {
      const concept = { kind, mask };
      const difference = columns.map(([la, lb]) => {
        const [before, after] = [at(a, la, concept), at(b, lb, concept)];
        return before.salient || after.salient ? after.value - before.value : null;
      });
      const errors = columns.map(([la, lb], l): DifferenceError | null => {
        const [before, after] = [at(a, la, concept).error, at(b, lb, concept).error];
        const size = Math.hypot(before ?? 0, after ?? 0);
        return difference[l] === null || size === 0 ? null : { size, isWhole: before !== null && after !== null };
      });
      return { ...concept, a: cells(a, concept), b: cells(b, concept), difference, errors };
    });
  const shown = rows.flatMap(({ a: before, b: after, difference }) => [...before, ...after, ...difference]);
  return { columns, rows, largest: shown.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0) };
}

/** How many concepts are salient at the output in both, in the first alone, in the second alone. */
export function countsOf({ rows }: Pair): { readonly both: number; readonly onlyA: number; readonly onlyB: number } {
  const count = (test: (inA: boolean, inB: boolean) => boolean): number =>
    rows.filter(({ a, b }) => test((a.at(-1) ?? null) !== null, (b.at(-1) ?? null) !== null)).length;
  return { both: count((x, y) => x && y), onlyA: count((x, y) => x && !y), onlyB: count((x, y) => !x && y) };
}

/** Of the differences at the output that have a standard error, how many are within twice of it. */
export function withinErrors({ rows }: Pair): { readonly within: number; readonly known: number } {
  const known = rows.filter(({ errors }) => (errors.at(-1) ?? null) !== null);
  const within = known.filter(({ difference, errors }) => isWithinError(difference.at(-1)!, errors.at(-1)!));
  return { within: within.length, known: known.length };
}

/** What stands side by side. */
export const BLOCKS = ["a", "b", "difference"] as const;
export type Block = (typeof BLOCKS)[number];

/** Three blocks of cells side by side, pixels: a, b and their difference. */
export interface CompareLayout {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly rowHeight: number;
  readonly top: number;
  /** From the left: which of the three, its left edge and its number of columns; where all three do not fit the difference stands first, since the others are scrolled to. */
  readonly blocks: readonly { readonly of: Block; readonly x: number; readonly columns: number }[];
}

const LABEL = 62;
const GAP = 18;
const TOP = 36;
const ROW = 20;
const CELL = { least: 11, most: 34 } as const;

/** Within `width` pixels where that has room for cells that can be seen; else as wide as they need. */
export function compareLayout({ rows, columns }: Pick<Pair, "rows" | "columns">, width: number): CompareLayout {
  const counts = { a: rows[0]?.a.length ?? 1, b: rows[0]?.b.length ?? 1, difference: columns.length };
  const all = counts.a + counts.b + counts.difference;
  const fitting = Math.floor((width - LABEL - 2 * GAP) / all);
  const cell = Math.min(CELL.most, Math.max(CELL.least, fitting));
  const order: readonly Block[] = fitting < CELL.least ? ["difference", "a", "b"] : BLOCKS;
  let x = LABEL;
  const blocks = order.map((of) => {
    const block = { of, x, columns: counts[of] };
    x += block.columns * cell + GAP;
    return block;
  });
  return {
    width: Math.max(width, x - GAP),
    height: TOP + rows.length * ROW + 4,
    cell,
    rowHeight: ROW,
    top: TOP,
    blocks,
  };
}
