import { valueAt, type KnownValues } from "../../core/games.ts";
import { compareMasks, NOBODY, onlyPlayer, orderOf, type Mask } from "../../core/masks.ts";
import { tauOf } from "../../core/salience.ts";
import { eachMask, effectAt, KINDS, type Kind } from "../../core/interactions.ts";
import { courseOf, type Course } from "../../core/courses.ts";
import { PICTURE_ROWS, type Fate, type PictureTrack } from "../../core/tracks.ts";
import { nameOf, type ConceptNames } from "../../exploration/concept-names.ts";
import type { SampleBudget } from "../../exploration/estimator.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { RowFirmness } from "../../exploration/firmness.ts";
import type { ConceptId, RowSort } from "../../session/shape.ts";
import { inUnits, type NatsPerUnit } from "../../session/units.ts";

/**
 * What stands in one cell: `alive` a coloured cell, `bridged` a gap of one layer inside a life, `below` the hairline under the threshold,
 * `thin` a provisional number, `waiting` nothing computed yet.
 */
export type CellState = "alive" | "bridged" | "below" | "thin" | "waiting";

/** One row of the picture, ready to be laid out. */
export interface PictureRow {
  readonly key: string;
  readonly kind: Kind;
  readonly mask: Mask;
  readonly order: number;
  /** Null while layers are missing: a fate needs the output. */
  readonly fate: Fate | null;
  /** Null as long as its fate is, and of folds that are closed. */
  readonly course: Course | null;
  /** `[layers]`, in the picture's units; NaN where nothing is computed yet. */
  readonly effects: ArrayLike<number>;
  /** `[layers]` */
  readonly cells: readonly CellState[];
  /** Layers at whose left edge a life begins; a life from the first layer on has no beginning. */
  readonly births: readonly number[];
  /** Layers at whose right edge a life ends. */
  readonly deaths: readonly number[];
  /** Largest effect while alive, signed, in the picture's units; null without one. */
  readonly peak: number | null;
  readonly born: number | null;
  readonly died: number | null;
  readonly share: number;
  /** How sure it is; null where nobody looked, and of folds that are closed. */
  readonly sure: RowFirmness | null;
  /** A patch shown alone rather than a concept. */
  readonly alone: boolean;
  /** What the person calls it, if anything. */
  readonly name?: string;
  /** Set where ORs of nearly the same patches stand in one row, the strongest first, or, open, below the strongest of them: see `withFolds`. */
  readonly fold?: { readonly members: readonly PictureRow[]; readonly isOpen: boolean };
}

/** A key that is the same for the same concept in every run of one grid. */
export function conceptKey({ kind, mask }: ConceptId): string {
  return `${kind}${mask}`;
}

/** The largest effect of drawn cells, with its sign; null without one. */
export function peakOf(effects: ArrayLike<number>, cells: readonly CellState[]): number | null {
  let peak: number | null = null;
  cells.forEach((cell, l) => {
    const effect = effects[l]!;
    if ((cell === "alive" || cell === "thin") && (peak === null || Math.abs(effect) > Math.abs(peak))) peak = effect;
  });
  return peak;
}

/** A row in nats in other units; a layer whose unit is not known yet is waited for. */
export function rowInUnits(row: PictureRow, per: NatsPerUnit): PictureRow {
  const effects = inUnits(row.effects, per);
  const cells = row.cells.map((cell, l) => (per[l] === null ? "waiting" : cell));
  return { ...row, effects, cells, peak: peakOf(effects, cells) };
}

/** The row of a finished track. */
export function rowOfTrack(track: PictureTrack): PictureRow {
  const { kind, mask, fate, born, died, lives, effects, bridged, share } = track;
  const cells = Array.from(effects, (): CellState => "below");
  for (const { first, last } of lives) cells.fill("alive", first, last + 1);
  for (const layer of bridged) cells[layer] = "bridged";
  return {
    key: conceptKey(track),
    kind,
    mask,
    order: orderOf(mask),
    fate,
    // Where the output is alone nothing was there before it, early or late.
    course: effects.length === 1 ? null : courseOf(track),
    effects,
    cells,
    born,
    died,
    share,
    sure: null,
    alone: false,
    births: lives.map(({ first }) => first).filter((first) => first > 0),
    deaths: lives.map(({ last }) => last).filter((last) => last < effects.length - 1),
    peak: peakOf(effects, cells),
  };
}

/** A row without marks between the last layer and the output, which are two readouts of the same features. */
export function withReadout(row: PictureRow): PictureRow {
  const output = row.cells.length - 1;
  return {
    ...row,
    births: row.births.filter((layer) => layer !== output),
    deaths: row.deaths.filter((layer) => layer !== output - 1),
  };
}

function unfinished(
  concept: ConceptId,
  effects: Float64Array,
  cells: readonly CellState[],
  { share, alone }: Pick<PictureRow, "share" | "alone">,
): PictureRow {
  const { kind, mask } = concept;
  return {
    key: conceptKey(concept),
    kind,
    mask,
    order: orderOf(mask),
    fate: null,
    course: null,
    effects,
    cells,
    share,
    sure: null,
    alone,
    births: [],
    deaths: [],
    peak: peakOf(effects, cells),
    born: null,
    died: null,
  };
}

/**
 * Each patch shown alone, v(patch) − v(nothing) per layer: what is known before any layer is solved.
 *
 * @param values those of ∅ and of single patches among them, as far as they are in; null before the first.
 */
export function patchAloneRows(values: KnownValues | null, layerCount: number, n: number): PictureRow[] {
  const at = (layer: number, mask: Mask): number =>
    (values === null ? null : valueAt(values, layer, mask)) ?? Number.NaN;
  return Array.from({ length: n }, (_, patch) => {
    const mask = onlyPlayer(patch);
    const effects = Float64Array.from({ length: layerCount }, (_, l) => at(l, mask) - at(l, NOBODY));
    const cells = Array.from(effects, (effect): CellState => (Number.isNaN(effect) ? "waiting" : "thin"));
    return unfinished({ kind: "and", mask }, effects, cells, { share: 0, alone: true });
  });
}

interface Found extends ConceptId {
  share: number;
}

/** Concepts alive at some solved layer, with the sum of their shares of the solved layers' strength. Costs O(layers · effects). */
function foundSoFar(solved: readonly SolvedLayer[], thresholds: readonly number[]): Map<string, Found> {
  const found = new Map<string, Found>();
  solved.forEach(({ interactions }, i) => {
    for (const kind of KINDS)
      eachMask([interactions[kind]], (mask, [effect]) => {
        const size = Math.abs(effect!);
        if (size <= thresholds[i]!) return;
        const key = conceptKey({ kind, mask });
        const known = found.get(key);
        const share = size / interactions.exactness.objective;
        if (known === undefined) found.set(key, { kind, mask, share });
        else known.share += share;
      });
  });
  return found;
}

/**
 * Rows of the layers solved so far. Rows that stood before (`standing`, their keys) stay where they are and new ones are added below,
 * strongest first, up to the picture's number of rows, so that nothing moves while layers come in. Where layers are estimated from some masks until
 * they are solved (`estimatedFrom` so many, and half-samples; null: none is), what is said of them is provisional. Of concepts that do not pass there is no row.
 */
export function soFarRows(
  layers: readonly (SolvedLayer | null)[],
  standing: readonly string[],
  estimatedFrom: Pick<SampleBudget, "masks" | "halves"> | null,
  passes: (concept: ConceptId) => boolean = () => true,
): PictureRow[] {
  const solved = layers.filter((layer) => layer !== null);
  const thresholds = layers.map((layer) => (layer === null ? 0 : tauOf(layer.interactions)));
  const salient = layers.map((layer): CellState => {
    const sampled = layer?.interactions.sampled;
    const isFromThese = sampled?.masks === estimatedFrom?.masks && sampled?.halves === estimatedFrom?.halves;
    return sampled !== undefined && isFromThese ? "thin" : "alive";
  });
  const found = foundSoFar(
    solved,
    thresholds.filter((_, l) => layers[l] !== null),
  );
  const stays = standing.flatMap((key) => found.get(key) ?? []).filter(passes);
  const news = [...found]
    .filter(([key, concept]) => !standing.includes(key) && passes(concept))
    .map(([, concept]) => concept)
    .sort((a, b) => b.share - a.share || compareMasks(a.mask, b.mask));
  return [...stays, ...news].slice(0, PICTURE_ROWS).map(({ kind, mask, share }) => {
    const effects = Float64Array.from(layers, (layer) =>
      layer === null ? Number.NaN : effectAt(layer.interactions, kind, mask),
    );
    const cells = Array.from(effects, (effect, l): CellState => {
      if (Number.isNaN(effect)) return "waiting";
      return Math.abs(effect) > thresholds[l]! ? salient[l]! : "below";
    });
    return unfinished({ kind, mask }, effects, cells, { share, alone: false });
  });
}

/** Rows with what their concepts are called; a row without a name is the very one it was. */
export function withRowNames(rows: readonly PictureRow[], names: ConceptNames): readonly PictureRow[] {
  return rows.map((row) => {
    const name = row.alone ? null : nameOf(names, row);
    return name === null ? row : { ...row, name };
  });
}

/** The rows of single concepts: in place of a closed fold its members. */
export function unfolded(rows: readonly PictureRow[]): PictureRow[] {
  return rows.flatMap((row) => (row.fold?.isOpen === false ? row.fold.members : [row]));
}

const last = (row: PictureRow): number => row.died ?? Number.POSITIVE_INFINITY;
const comparisons: Readonly<Record<RowSort, (a: PictureRow, b: PictureRow) => number>> = {
  birth: (a, b) => (a.born ?? 0) - (b.born ?? 0),
  strength: () => 0,
  order: (a, b) => a.order - b.order,
  death: (a, b) => (last(a) === last(b) ? 0 : last(a) - last(b)),
};

/** The rows in another order; ties go to the larger share of the strength, then to the smaller mask. Does not mutate. */
export function sortRows(rows: readonly PictureRow[], sort: RowSort): PictureRow[] {
  const compare = comparisons[sort];
  return [...rows].sort(
    (a, b) => compare(a, b) || b.share - a.share || compareMasks(a.mask, b.mask) || a.kind.localeCompare(b.kind),
  );
}
