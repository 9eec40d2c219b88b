/** Lives of concepts across layers (docs: glossary, "track"); our own addition to the paper, which compares each layer with the output only. */
import { checkEffects, eachMask, KINDS, strengthOf, type Effects, type Kind } from "./interactions.ts";
import { livesWithin, type Alive, type Joined, type LivesOf } from "./lives.ts";
import { compareMasks, orderOf, type Mask } from "./masks.ts";
import { checkFraction, DEFAULT_TAU_FRACTION } from "./salience.ts";

/** All fates, in the order in which they are listed. kept: alive at the output; lost: alive at the first layer, not at the output; transient: neither. */
export const FATES = ["kept", "lost", "transient"] as const;

/** What names a concept. */
type Named = Readonly<{ kind: Kind; mask: Mask }>;

/** Whether two references name the same concept; null equals only null. */
export function sameConcept(a: Named | null, b: Named | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.mask === b.mask);
}

/** One of `FATES`. */
export type Fate = (typeof FATES)[number];

/** A maximal run of layers at which a concept is alive, both ends included. */
export interface Life {
  readonly first: number;
  readonly last: number;
}

/** One concept through the layers. */
export interface Track {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly fate: Fate;
  /** First layer of the first life. */
  readonly born: number;
  /** Layer after the last life; null when kept. */
  readonly died: number | null;
  /** In order, apart from each other by at least one layer. */
  readonly lives: readonly Life[];
  /** `[layers]`, nats, alive or not. */
  readonly effects: Float64Array;
}

/** A row of the main picture. */
export interface PictureTrack extends Track {
  /** Layers inside a life at which the concept by itself is too weak, ascending. */
  readonly bridged: readonly number[];
  /** Mean over layers of |effect| / Σ |effects of the layer|, the output weighted 4; 0 … 1. */
  readonly share: number;
}

/** How the picture steadies lives, and how many rows it shows. */
export interface PictureOptions {
  /** Across which layers lives are steadied: see `joinsNext`. Across none where it is left out. */
  readonly joined: Joined;
  readonly rows: number;
}

/** The rows of the main picture. */
export interface PictureTracks {
  readonly shown: readonly PictureTrack[];
  readonly others: Readonly<Record<Fate, readonly PictureTrack[]>>;
  /** Mean over layers of the share of the layer's strength, Σ |effects|, that `shown` holds; 0 … 1, and 1 when no layer has any. */
  readonly heldShare: number;
  /** Σ |effects| of each layer, nats. */
  readonly strengths: readonly number[];
}

/** Rows that the picture shows: in a pilot 24 of 74 held about 3/4 of the strength. */
export const PICTURE_ROWS = 24;

/** The output is what a person asks about: in choosing rows it counts as much as four layers. */
export const OUTPUT_WEIGHT = 4;

function checkLayers(layers: readonly Effects[]): void {
  if (layers.length === 0) throw new RangeError("layers must not be empty");
  const n = checkEffects(layers[0]);
  layers.forEach((layer, l) => {
    if (checkEffects(layer) !== n) throw new RangeError(`layer ${l} has ${layer.n} players, layer 0 has ${n}`);
  });
}

/** Maximal runs of layers at which `alive` is 1. */
function runsOf(alive: Uint8Array): Life[] {
  const lives: Life[] = [];
  for (let first = alive.indexOf(1); first >= 0;) {
    const end = alive.indexOf(0, first);
    lives.push({ first, last: end < 0 ? alive.length - 1 : end - 1 });
    first = end < 0 ? -1 : alive.indexOf(1, end);
  }
  return lives;
}

/** The fate of a concept that is alive somewhere, `[layers]` of 1 or 0. */
export function fateOf(alive: Uint8Array): Fate {
  if (alive[alive.length - 1] === 1) return "kept";
  return alive[0] === 1 ? "lost" : "transient";
}

function trackOf(kind: Kind, mask: Mask, alive: Uint8Array, effects: Float64Array): Track {
  const lives = runsOf(alive);
  const fate = fateOf(alive);
  return {
    kind,
    mask,
    fate,
    born: lives[0].first,
    died: fate === "kept" ? null : lives[lives.length - 1].last + 1,
    lives,
    effects,
  };
}

/** By fate, then order, then mask, AND before OR: a total order on concepts. */
function compareTracks(a: Track, b: Track): number {
  return (
    FATES.indexOf(a.fate) - FATES.indexOf(b.fate) ||
    orderOf(a.mask) - orderOf(b.mask) ||
    compareMasks(a.mask, b.mask) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)
  );
}

/** Calls `found` for every concept that `livesOf` finds alive somewhere, with its effects `[layers]`, its own copy. */
function eachLiving(
  layers: readonly Effects[],
  livesOf: LivesOf,
  found: (kind: Kind, mask: Mask, lives: Alive, effects: Float64Array) => void,
): void {
  for (const kind of KINDS) {
    eachMask(
      layers.map((layer) => layer[kind]),
      (mask, effects) => {
        const lives = livesOf(effects);
        if (lives.alive.includes(1)) found(kind, mask, lives, effects.slice());
      },
    );
  }
}

/**
 * Every concept that is salient at some layer, alive where |effect| > tauFraction · the layer's largest |effect|: what files carry.
 *
 * @param layers from the input side to the output, of the same n.
 * @returns sorted by fate (kept, lost, transient), order, mask, kind.
 * @throws RangeError without layers, on bad effects, layers of unequal n, or a fraction outside 0 … 1.
 * Costs O(layers · effects).
 */
export function tracksOf(layers: readonly Effects[], tauFraction: number = DEFAULT_TAU_FRACTION): Track[] {
  checkLayers(layers);
  checkFraction("tauFraction", tauFraction);
  const tracks: Track[] = [];
  eachLiving(layers, livesWithin(layers, [], tauFraction), (kind, mask, { alive }, effects) =>
    tracks.push(trackOf(kind, mask, alive, effects)),
  );
  return tracks.sort(compareTracks);
}

/** Layer l's factor from |effect| to its part in a concept's share: weight / (strength · Σ weights), 0 for a layer without strength. */
function shareFactors(strengths: readonly number[]): number[] {
  const weights: number[] = strengths.map((strength, l) =>
    strength === 0 ? 0 : l === strengths.length - 1 ? OUTPUT_WEIGHT : 1,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, l) => (weight === 0 ? 0 : weight / (strengths[l] * total)));
}

/** Mean over layers of the share of the layer's strength that `rows` hold; 0 … 1, and 1 when no layer has any. */
export function heldShareOf(
  rows: readonly { readonly effects: ArrayLike<number> }[],
  strengths: readonly number[],
): number {
  const shares: number[] = [];
  strengths.forEach((strength, l) => {
    if (strength > 0) shares.push(rows.reduce((held, row) => held + Math.abs(row.effects[l]), 0) / strength);
  });
  return shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/**
 * The rows of the main picture, steadier than `tracksOf`: lives come from effects steadied over neighbouring layers (see `livesWithin`). The `rows`
 * concepts of largest share are shown, the rest stand in `others` by fate; all sorted as by `tracksOf`.
 *
 * @param layers from the input side to the output, of the same n.
 * @throws RangeError without layers, on bad effects, layers of unequal n, or options out of range.
 * Costs O(layers · effects).
 */
export function pictureTracks(layers: readonly Effects[], options: Partial<PictureOptions> = {}): PictureTracks {
  const { joined = [], rows = PICTURE_ROWS } = options;
  if (!Number.isInteger(rows) || rows < 0) throw new RangeError(`rows must be an integer of 0 or more, got ${rows}`);
  checkLayers(layers);
  const livesOf = livesWithin(layers, joined);
  const strengths = layers.map(strengthOf);
  const factors = shareFactors(strengths);
  const all: PictureTrack[] = [];
  eachLiving(layers, livesOf, (kind, mask, { alive, bridged }, effects) => {
    const share = effects.reduce((sum, effect, l) => sum + Math.abs(effect) * factors[l]!, 0);
    all.push({ ...trackOf(kind, mask, alive, effects), bridged, share });
  });
  return withStrongestShown(all, rows, strengths);
}

function withStrongestShown(
  tracks: readonly PictureTrack[],
  rows: number,
  strengths: readonly number[],
): PictureTracks {
  const strongest = tracks.toSorted((a, b) => b.share - a.share || compareTracks(a, b));
  const shown = strongest.slice(0, rows).sort(compareTracks);
  const rest = strongest.slice(rows).sort(compareTracks);
  const ofFate = (fate: Fate) => rest.filter((track) => track.fate === fate);
  return {
    shown,
    others: { kept: ofFate("kept"), lost: ofFate("lost"), transient: ofFate("transient") },
    heldShare: heldShareOf(shown, strengths),
    strengths,
  };
}

/** The rows of a picture that pass, of which the strongest are shown: as many as are without a filter, where so many pass. */
export function passingTracks(
  { shown, others, strengths }: PictureTracks,
  passes: (track: PictureTrack) => boolean,
): PictureTracks {
  const passing = [shown, ...FATES.map((fate) => others[fate])].flatMap((tracks) => tracks.filter(passes));
  return withStrongestShown(passing, shown.length, strengths);
}
