import type { Pace } from "./shape.ts";
import type { StrataState } from "./state.ts";
import { valueAt, type KnownValues } from "../core/games.ts";
import { largestOrder, type SampleQuality } from "../core/interactions.ts";
import { everybody, isWithin, NOBODY, orderOf, type Mask } from "../core/masks.ts";
import { sameGrid, type Players } from "../core/patches.ts";
import { shapleyValues } from "../core/shapley.ts";
import { passingTracks, type PictureTrack, type PictureTracks } from "../core/tracks.ts";
import { pictureOf, rowsOf } from "../exploration/derived.ts";
import { countFirm, firmnessOf, type FirmCounts, type Firmness } from "../exploration/firmness.ts";
import { sampleOf, type RankedClass, type SolvedLayer } from "../exploration/exploration.ts";
import { noiseGridOf, type Calibration, type NoiseGrid } from "../models/spec/probes.ts";
import type { ListedModel } from "../models/store.ts";
import { remembered } from "../platform/remembered.ts";
import { isBusy } from "./run-phase.ts";
import { knownManifestOf } from "./lock.ts";
import { playersOn } from "./players-on.ts";
import { shippedAs } from "./shipped.ts";
import type { ConceptId, Filters, OpenedFrom, Result, Selection } from "./shape.ts";

/** Where the picture on the page comes from, while a run that answers the same question is under way; null in all other cases. */
export const selectRepeated = ({ result, settings, run, load }: StrataState): OpenedFrom | null =>
  result !== null && result.settings === settings && (isBusy(run) || load?.again === true) ? result.opened : null;

/** Whether nothing is on the page yet, and something is on its way. */
export const selectComing = ({ image, load, run }: StrataState): boolean =>
  image === null && (load !== null || run.phase === "loading");

/**
 * The players of the image on the page as it is asked about now: those of its picture, where that has the same grid, since a picture from elsewhere may have come
 * without its pixels; null where there is no image.
 */
export const selectPlayers = ({ image, settings, result }: StrataState): Players | null => {
  if (image === null) return null;
  const isIts = result !== null && result.image.sha256 === image.sha256 && sameGrid(result.players, settings);
  return isIts ? result.players : playersOn(image.pixels, settings);
};

/** The shipped network of what is on the page; null where there is none, or where it does not ship. */
export const selectNetwork = ({ model, result, models }: StrataState): ListedModel | null =>
  (model === null
    ? result === null
      ? undefined
      : shippedAs(models, result.model)
    : models.find(({ name }) => name === model.name)) ?? null;

/** Whether the network of what is on the page ships with probes of the labels beside its first ones, so that they can be chosen. */
export const selectProbeChoices = (state: StrataState): boolean =>
  state.result !== null && selectNetwork(state)?.labels !== undefined;

const solvedOf = remembered((layers: Result["layers"]): readonly SolvedLayer[] | null =>
  layers.every((layer) => layer !== null) ? layers : null,
);

/** All layers once every one is solved, null before, while some are only estimated, too; one array per run. */
export const selectSolvedLayers = ({ result }: StrataState): readonly SolvedLayer[] | null =>
  result === null || result.estimated !== null ? null : solvedOf(result.layers);

const largestOrderOf = remembered((layers: Result["layers"]): number =>
  largestOrder(layers.flatMap((layer) => (layer === null ? [] : [layer.interactions]))),
);

/** The largest order that any effect of the picture has, as far as it is known; 1 where there is none. */
export const selectLargestOrder = ({ result }: StrataState): number =>
  result === null ? 1 : largestOrderOf(result.layers);

/** The sample of masks that the picture on the page is estimated from; null where it is of all, and while no layer is solved. */
export const selectSample = ({ result }: StrataState): SampleQuality | null =>
  result?.layers.find((layer) => layer !== null)?.interactions.sampled ?? null;

/** v of the picture on the page at every mask; null where it came without, is estimated from some, or is not finished. */
export const selectAllValues = ({ result }: StrataState): KnownValues | null => {
  const snapshot = result?.snapshot ?? null;
  return snapshot === null || sampleOf(snapshot.layers) !== null ? null : snapshot.values;
};

const rememberedPicture = remembered((layers: readonly SolvedLayer[]): PictureTracks => pictureOf(layers));

/** The main picture's rows, null until every layer is solved. */
export const selectPicture = (state: StrataState): PictureTracks | null => {
  const layers = selectSolvedLayers(state);
  return layers === null ? null : rememberedPicture(layers);
};

/** Whether a row passes the filters: kind, order and, when asked, all selected patches. */
export function passes(row: ConceptId, filters: Filters, patches: Mask): boolean {
  const order = orderOf(row.mask);
  return (
    (filters.kind === "all" || filters.kind === row.kind) &&
    order >= filters.orders[0] &&
    order <= filters.orders[1] &&
    (!filters.onlyPatches || isWithin(patches, row.mask))
  );
}

const rememberedFirmness = remembered(firmnessOf);

/** How sure each row of the picture is; null where nobody looked. */
export const selectFirmness = (state: StrataState): Firmness | null => {
  const snapshot = state.result?.snapshot;
  return snapshot?.certainty === undefined ? null : rememberedFirmness(snapshot.layers, snapshot.certainty);
};

/** What the replicates' agreement is worth, as the network's manifest says; null where it says nothing, or of other replicates, and of an estimate: it was measured with every mask. */
export const selectCalibration = (state: StrataState): MeasuredCalibration | null => {
  const snapshot = state.result?.snapshot;
  const known = knownManifestOf(state)?.probes?.certainty;
  if (snapshot?.certainty === undefined || known === undefined || sampleOf(snapshot.layers) !== null) return null;
  return calibrationFor(known, snapshot.players.n, snapshot.certainty.replicates);
};

/** A calibration, and the grid that it was measured at where that is not the picture's. */
interface MeasuredCalibration {
  readonly calibration: Calibration;
  readonly otherGrid: NoiseGrid | null;
}

const calibrationFor = remembered(
  (
    known: Readonly<Partial<Record<NoiseGrid, Calibration>>>,
    players: number,
    replicates: number,
  ): MeasuredCalibration | null => {
    const own = noiseGridOf(players);
    const grid = known[own] === undefined ? "3x3" : own;
    const calibration = known[grid];
    if (calibration?.alive.length !== replicates + 1) return null;
    return { calibration, otherGrid: grid === own ? null : grid };
  },
);

const rememberedCounts = remembered(countFirm);

/** How many of the rows shown are firm and robust; null where nobody looked. */
export const selectFirmCounts = (state: StrataState): FirmCounts | null => {
  const [picture, firmness] = [selectPicture(state), selectFirmness(state)];
  return picture === null || firmness === null ? null : rememberedCounts(picture, firmness);
};

const filteredOf = remembered(
  (picture: PictureTracks, filters: Filters, patches: Mask, firmness: Firmness | null): PictureTracks => {
    const isFirm = ({ kind, mask }: PictureTrack): boolean | null => firmness?.get(`${kind}${mask}`)?.isFirm ?? null;
    return passingTracks(
      picture,
      (row) => passes(row, filters, patches) && !(filters.onlyFirm && isFirm(row) === false),
    );
  },
);

/** The main picture's rows that pass the filters, the strongest of them shown, unsorted. */
export const selectFilteredPicture = (state: StrataState): PictureTracks | null => {
  const picture = selectPicture(state);
  return picture === null ? null : filteredOf(picture, state.filters, state.selection.patches, selectFirmness(state));
};

const strongestOf = remembered((picture: PictureTracks): ConceptId | null => {
  const strength = (row: PictureTrack) => Math.abs(row.effects.at(-1) ?? 0);
  const best = picture.shown.reduce<PictureTrack | null>(
    (top, row) => (top === null || strength(row) > strength(top) ? row : top),
    null,
  );
  return best === null ? null : { kind: best.kind, mask: best.mask };
});

/** The concept the detail describes: the selected one, else the strongest at the output; null without a result. */
export const selectFocus = (state: StrataState): ConceptId | null => {
  const picture = selectPicture(state);
  return state.selection.concept ?? (picture === null ? null : strongestOf(picture));
};

const everyRowOf = remembered(rowsOf);

/** The main picture's rows with the folded ones, null until every layer is solved. */
export const selectAllRows = (state: StrataState): readonly PictureTrack[] | null => {
  const picture = selectPicture(state);
  return picture === null ? null : everyRowOf(picture);
};

const countsOf = remembered(
  (picture: PictureTracks, patches: Selection["patches"]): { within: number; all: number } => ({
    within: everyRowOf(picture).filter((row) => isWithin(patches, row.mask)).length,
    all: everyRowOf(picture).length,
  }),
);

/** How many of the picture's concepts, folded ones too, contain every selected patch; null without a picture. */
export const selectPatchCounts = (state: StrataState): { readonly within: number; readonly all: number } | null => {
  const picture = selectPicture(state);
  return picture === null ? null : countsOf(picture, state.selection.patches);
};

/** One player more makes solving about this many times as long: measured from 9 players to 12 and from 12 to 16. */
const SOLVING_GROWTH = 2.1;

const expectedOf = remembered((pace: Pace) => (players: number): number | null => {
  if (pace.masksPerSecond === 0) return null;
  const solving = pace.solved === null ? 0 : pace.solved.seconds * SOLVING_GROWTH ** (players - pace.solved.players);
  return 2 ** players / pace.masksPerSecond + solving;
});

const unknownSeconds = (): null => null;

/** Seconds that masks and solving will take a network, by its name, for a number of players, as fast as they went on this machine; null before. */
export const expectedSecondsOf = ({ paces }: StrataState, network: string): ((players: number) => number | null) => {
  const pace = paces[network];
  return pace === undefined ? unknownSeconds : expectedOf(pace);
};

/** The same of the page's network. */
export const selectExpectedSeconds = (state: StrataState): ((players: number) => number | null) =>
  state.model === null ? unknownSeconds : expectedSecondsOf(state, state.model.name);

/** How many masks the page's network answers a second, as fast as it went on this machine; 0 before. */
export const selectMaskRate = ({ model, paces }: StrataState): number =>
  model === null ? 0 : (paces[model.name]?.masksPerSecond ?? 0);

/** What is known of how long an estimate will take: the network on its masks, and the fit, null where none of that size was made before. */
export interface SampleTime {
  readonly network: number;
  readonly fit: number | null;
}

const sampleTimeOf = remembered((pace: Pace) => (players: number, masks: number): SampleTime | null => {
  const { masksPerSecond, fitted } = pace;
  if (masksPerSecond === 0) return null;
  const isOfSize = fitted?.players === players && fitted.masks === masks;
  return { network: masks / masksPerSecond, fit: isOfSize ? fitted.seconds : null };
});

/** Seconds that an estimate of so many players from so many masks will take the page's network, as fast as it went on this machine; null before. */
export const selectSampleTime = ({
  model,
  paces,
}: StrataState): ((players: number, masks: number) => SampleTime | null) => {
  const pace = model === null ? undefined : paces[model.name];
  return pace === undefined ? unknownSeconds : sampleTimeOf(pace);
};

const classesOf = remembered((labels: readonly string[]): readonly ClassChoice[] =>
  labels.map((label, index) => ({ index, label })),
);

/** What an opened picture names. */
const namedOf = remembered((top: readonly RankedClass[], target: Result["target"]): readonly ClassChoice[] => {
  const named = [...top, ...(target === null ? [] : [target])];
  return named.filter(({ index }, at) => named.findIndex((other) => other.index === index) === at);
});

const NOT_RANKED: readonly RankedClass[] = [];

/** A class that can be asked about. */
type ClassChoice = Pick<RankedClass, "index" | "label">;

/** The network's classes; while it has not been brought, those that the opened picture names. */
export const selectClasses = ({ model, result }: StrataState): readonly ClassChoice[] =>
  model === null ? namedOf(result?.top ?? NOT_RANKED, result?.target ?? null) : classesOf(model.manifest.classes);

/** So many classes fit a menu twice; of a network with more, those are offered that it names first. */
const MOST_OPPONENTS = 20;

const opponentsOf = remembered(
  (classes: readonly ClassChoice[], top: readonly RankedClass[], target: number): readonly ClassChoice[] =>
    (classes.length <= MOST_OPPONENTS ? classes : top).filter(({ index }) => index !== target),
);
const NO_OPPONENTS: readonly ClassChoice[] = [];

/**
 * The classes that the explained one can be held against, beside all others together: none where there are two at all, since that is the same, while the explained
 * one is not known, or where the layers were fitted to the scores of one question.
 */
export const selectOpponents = (state: StrataState): readonly ClassChoice[] => {
  const { result, settings, model } = state;
  const top = result?.top ?? NOT_RANKED;
  const target = settings.target === "auto" ? top[0]?.index : settings.target;
  const classes = selectClasses(state);
  return model === null || classes.length <= 2 || target === undefined || settings.probes === "on-image"
    ? NO_OPPONENTS
    : opponentsOf(classes, top, target);
};

/** The class that the image on the page truly shows, where that is known: of a sample. */
export const selectTrueClass = ({ image, model, samples }: StrataState): string | null => {
  const title = image?.title;
  if (title?.from !== "sample") return null;
  return samples.find((sample) => sample.file === title.file && sample.model === model?.name)?.label ?? null;
};

const NO_CLASSES: readonly string[] = [];

/** All that the picture's network can answer with; empty while that is not known. */
export const selectKnownClasses = (state: StrataState): readonly string[] =>
  knownManifestOf(state)?.classes ?? NO_CLASSES;

/** Whether the network finds less in the image on the page than in nearly all photographs of what it was trained on; false where that is not known. */
export const selectUnfamiliar = (state: StrataState): boolean => {
  const familiar = knownManifestOf(state)?.output.familiar;
  const energy = state.result?.energy ?? null;
  return familiar !== undefined && energy !== null && energy < familiar.energy;
};

/** v with every patch shown and with none, nats; null where it is not measured yet. */
export interface FullScore {
  readonly all: number | null;
  readonly none: number | null;
}

const scoresOf = remembered((layers: Result["layers"], partial: Result["partial"], n: number): readonly FullScore[] =>
  layers.map((layer, index) => {
    if (layer !== null) return { all: layer.vFull, none: layer.vEmpty };
    const at = (mask: Mask): number | null => (partial === null ? null : valueAt(partial.values, index, mask));
    return { all: at(everybody(n)), none: at(NOBODY) };
  }),
);

const NO_SCORES: readonly FullScore[] = [];

/** Per layer the two scores that the page shows first, from the first batch on. */
export const selectFullScores = (state: StrataState): readonly FullScore[] =>
  state.result === null ? NO_SCORES : scoresOf(state.result.layers, state.result.partial, state.result.players.n);

const shapleyByLayer = new WeakMap<SolvedLayer, Float64Array>();

function shapleyOf(layer: SolvedLayer): Float64Array {
  const known = shapleyByLayer.get(layer) ?? shapleyValues(layer.interactions);
  shapleyByLayer.set(layer, known);
  return known;
}

const allShapleyOf = remembered((layers: Result["layers"]): readonly (Float64Array | null)[] =>
  layers.map((layer) => (layer === null ? null : shapleyOf(layer))),
);

const NO_SHAPLEY: readonly null[] = [];

/** Per layer the Shapley value of each patch [n], nats; null until the layer is solved. */
export const selectShapley = (state: StrataState): readonly (Float64Array | null)[] =>
  state.result === null ? NO_SHAPLEY : allShapleyOf(state.result.layers);

/** Which of the tray's images is on the page or on its way there; -1: none. */
export function selectTrayAt({ tray, load, image }: Pick<StrataState, "tray" | "load" | "image">): number {
  const file = load?.target.kind === "file" ? load.target.file : image?.file;
  return tray === null || file === undefined || file === null ? -1 : tray.items.findIndex((item) => item.file === file);
}
