/** A share link's payload: the picture itself, in a few thousand characters, so that whoever opens it needs no network and no other file. */
import { playerCount, playerOfPixel, type Grid } from "../../core/patches.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import type { PictureTracks } from "../../core/tracks.ts";
import { joinedOf, pictureOf, rowsOf } from "../../exploration/derived.ts";
import { sampleOf, type SolvedLayer } from "../../exploration/exploration.ts";
import { MAX_EFFECT_ERROR, type Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { createBitReader, createBitWriter, newChance, type BitCoder } from "./bit-coder.ts";
import { unpackCertainty } from "./certainty-numbers.ts";
import { codeLevels, rowsOfLevels } from "./coded-levels.ts";
import { codeSample, qualityOf } from "./coded-sample.ts";
import { codeSuperpixels } from "./coded-superpixels.ts";
import { fromText, toText, type Blocks, type EarlierBlocks } from "./frame.ts";
import {
  checkedHeader,
  ERROR_STEPS,
  gridOf,
  headerOf,
  packText,
  textOf,
  unpackHeader,
  unpackText,
  type Header,
} from "./header.ts";
import { unpackLevels, type LevelShape } from "./level-bytes.ts";
import { fromLevels, toLevels, type Quantised } from "./levels.ts";
import { codeHeader, codeKnownCertainty } from "./picture-code.ts";
import { restore } from "./restore.ts";
import { OF_A_SAMPLE, OF_A_SURE_SAMPLE, OF_ALL_MASKS, OF_SUPERPIXELS } from "./seal.ts";
import { steadyLevels } from "./steady-levels.ts";

/** The image as a file that browsers read, of the size of the network's input. */
export interface LinkImage {
  readonly bytes: Uint8Array;
  readonly format: "webp" | "png";
  /** Whether its pixels are those that were shared, to the bit. */
  readonly exact: boolean;
}

/** What a payload holds. */
export interface Decoded {
  /** Without pixels and values. */
  readonly snapshot: Snapshot;
  readonly image: LinkImage | null;
}

/** How long a payload may grow. */
export interface PayloadOptions {
  /** Characters without the image: effects are rounded more coarsely until they fit, or can be no coarser. */
  readonly budget?: number;
}

/** Pictures of this many patches are told in fewer characters: what is before them in an address and behind them has room below 2,500. */
const FEW_PLAYERS = 9;
const SHORT_BUDGET = 2400;
/** Messengers and mail take links of this length whole. */
const LONG_BUDGET = 4000;

/**
 * Steps of a layer's largest effect, finest first; multiples of 20, so that a twentieth of it, where concepts become
 * salient, is a step. A thousandth is less than a pixel of colour shows, a hundredth just may be seen.
 */
const STEP_COUNTS = [1000, 800, 600, 500, 400, 300, 200, 160, 100];

/** For a τ so close to another threshold that no step of those lies between, or a life that hangs on a rounding: as good as never. */
const RESCUE_STEP_COUNTS = [10_000, 1_000_000];

/** What an image block's first byte stands for. */
const IMAGE_KINDS: readonly Omit<LinkImage, "bytes">[] = [
  { format: "webp", exact: false },
  { format: "webp", exact: true },
  { format: "png", exact: false },
  { format: "png", exact: true },
];

const NOTHING = new Uint8Array(0);

/** A picture as a payload, to which an image may be added. */
export interface Payload {
  /** Without an image. */
  readonly text: string;
  /** Largest rounding error of an effect, as a share of its layer's largest. */
  readonly effectError: number;
  /** With an image's file; rejects with LinkError `too-long` where no link can hold it. */
  withImage(image: LinkImage): Promise<string>;
}

/**
 * A picture as characters of base64url. Effects are rounded, by at most `effectError` of their layer's largest (with all rounding before), but none
 * crosses a threshold: concepts, lives and fates stay. Other numbers keep `DIGITS` binary digits, shares four decimal ones. Rejects with LinkError
 * `too-long` where no link can hold it. Costs O(layers · n · effects).
 */
export async function payloadOf(
  snapshot: Snapshot,
  { budget = snapshot.players.n <= FEW_PLAYERS ? SHORT_BUDGET : LONG_BUDGET }: PayloadOptions = {},
): Promise<Payload> {
  const draft = await finestWithin(snapshot, budget);
  if (draft === null) throw new LinkError("too-long");
  const { blocks, text, effectError } = draft;
  return {
    text,
    effectError,
    withImage: async (image) => {
      const whole = await toText({ ...blocks, image: imageBlock(image) });
      if (whole === null) throw new LinkError("too-long", { imageBytes: image.bytes.length });
      return whole;
    },
  };
}

/** `payloadOf` in one go, with the image's file if it is to go along. */
export async function encodePayload(
  snapshot: Snapshot,
  image: LinkImage | null,
  options: PayloadOptions = {},
): Promise<{ readonly text: string; readonly effectError: number }> {
  const { text, effectError, withImage } = await payloadOf(snapshot, options);
  return { text: image === null ? text : await withImage(image), effectError };
}

/**
 * The picture and the image's file of a text that may be hostile: checked whole before anything of it is used, in bounded time and memory.
 * Rejects with LinkError and nothing else.
 */
export async function decodePayload(text: string): Promise<Decoded> {
  const blocks = await fromText(text);
  const image = imageOf(blocks.image);
  if (!("code" in blocks)) return { snapshot: earlierSnapshot(blocks), image };
  const coder = createBitReader(blocks.code);
  const { isCut, isEstimate, isSure } = codeForm(coder, blocks.version);
  const header = checkedHeader(codeHeader(coder, unpackText(blocks.text), null, isEstimate), isEstimate);
  const shape = shapeOf(header);
  const owner = isCut ? codeSuperpixels(coder, shape.n, ...header[0][3], null) : null;
  const picture = restore(header, codeLevels(coder, shape, null, isEstimate ? "sets" : "places"), owner);
  const estimated = isEstimate ? sampledOf(coder, picture) : picture;
  const snapshot = isSure ? sureOf(coder, estimated) : estimated;
  if (isEstimate && isSure && snapshot.certainty === undefined) throw new LinkError("damaged", { problem: "version" });
  coder.end();
  return { snapshot, image };
}

/** What a link tells of. */
interface Form {
  readonly isCut: boolean;
  readonly isEstimate: boolean;
  /** Whether it may tell how sure the picture is: of an estimate it does, then. */
  readonly isSure: boolean;
}

function versionOfForm({ isCut, isEstimate, isSure }: Form): Blocks["version"] {
  if (isEstimate && isSure) return OF_A_SURE_SAMPLE;
  return isCut ? OF_SUPERPIXELS : isEstimate ? OF_A_SAMPLE : OF_ALL_MASKS;
}

/** Codes what a version leaves open of the form: a writer gives it. */
function codeForm(coder: BitCoder, version: Blocks["version"], given?: Form): Form {
  const open = (is: boolean | undefined): boolean => coder.bit(newChance(), is === true ? 1 : 0) === 1;
  switch (version) {
    case OF_ALL_MASKS:
      return { isCut: false, isEstimate: false, isSure: true };
    case OF_A_SAMPLE:
      return { isCut: false, isEstimate: true, isSure: false };
    case OF_SUPERPIXELS: {
      const isEstimate = open(given?.isEstimate);
      return { isCut: true, isEstimate, isSure: !isEstimate };
    }
    case OF_A_SURE_SAMPLE:
      return { isCut: open(given?.isCut), isEstimate: true, isSure: true };
  }
}

/** A picture with what is read of the sample that it is estimated from. */
function sampledOf(coder: BitCoder, picture: Snapshot): Snapshot {
  const effects = picture.layers.map(({ interactions }) => interactions);
  const told = codeSample(coder, effects, null);
  const layers = picture.layers.map((layer, l) => ({
    ...layer,
    interactions: { ...layer.interactions, sampled: told[l]! },
  }));
  return { ...picture, layers };
}

/** A picture with what is read of how sure it is. */
function sureOf(coder: BitCoder, picture: Snapshot): Snapshot {
  const certainty = codeKnownCertainty(coder, picture.layers, undefined);
  return certainty === undefined ? picture : { ...picture, certainty };
}

/** The snapshot of a link of a version before. */
function earlierSnapshot(blocks: EarlierBlocks): Snapshot {
  const header = unpackHeader(blocks.header);
  const picture = restore(header, unpackLevels(blocks.levels, shapeOf(header)), null);
  const snapshot =
    blocks.certainty.length === 0
      ? picture
      : { ...picture, certainty: unpackCertainty(blocks.certainty, picture.layers) };
  if (blocks.version !== versionOf(snapshot)) throw new LinkError("damaged", { problem: "version" });
  return snapshot;
}

function shapeOf([, , row, , , , [count], layers]: Header): LevelShape {
  return { n: playerCount(gridOf(row)), count, largest: layers.map((layer) => layer[14]) };
}

interface Draft {
  readonly blocks: Blocks;
  readonly text: string;
  readonly effectError: number;
}

/** The finest steps that fit the budget, or else the coarsest; null where no link holds those. */
async function finestWithin(snapshot: Snapshot, budget: number): Promise<Draft | null> {
  const roundedBy = rounder(snapshot);
  // What was rounded before keeps its steps.
  const isSame = (count: number): boolean => (roundedBy(count)?.error ?? 1) < 1e-12;
  const before = snapshot.effectError > 0 ? STEP_COUNTS.filter(isSame) : [];
  const counts = before.length > 0 ? before : STEP_COUNTS;
  const { certainty, ...bare } = snapshot;
  // What is known of how sure it is goes along where it fits.
  for (const form of certainty === undefined ? [bare] : [snapshot, bare]) {
    const coarsest = await firstDraft(form, counts.toReversed(), roundedBy);
    if (coarsest === null || coarsest.text.length > budget) {
      if (form === bare) return coarsest ?? firstDraft(bare, RESCUE_STEP_COUNTS, roundedBy);
      continue;
    }
    for (const count of counts) {
      const draft = await firstDraft(form, [count], roundedBy);
      if (draft !== null && draft.text.length <= budget) return draft;
    }
  }
  return null;
}

/** The draft by the first of some counts of steps by which there is one. */
async function firstDraft(
  snapshot: Snapshot,
  counts: readonly number[],
  roundedBy: (count: number) => Rounded | null,
): Promise<Draft | null> {
  for (const count of counts) {
    const rounded = roundedBy(count);
    const draft = rounded === null ? null : await draftOf(snapshot, rounded);
    if (draft !== null) return draft;
  }
  return null;
}

/** A picture's effects in steps of so many. */
interface Rounded {
  readonly count: number;
  readonly quantised: readonly Quantised[];
  /** Its layers with the effects that the steps stand for. */
  readonly layers: readonly SolvedLayer[];
  /** The largest of all layers. */
  readonly error: number;
}

/** Rounds a picture's effects; null where such steps cannot keep every effect on its side of every threshold and every life. */
function rounder({ layers, tauFraction }: Snapshot): (count: number) => Rounded | null {
  const fractions = [tauFraction, DEFAULT_TAU_FRACTION];
  const joined = joinedOf(layers);
  // Else each effect has kept to its side of the threshold.
  const lives = joined.includes(true) ? livesText(pictureOf(layers)) : null;
  const effects = layers.map(({ interactions }) => interactions);
  const known = new Map<number, Rounded | null>();
  const round = (count: number): Rounded | null => {
    const nearest: Quantised[] = [];
    for (const layer of effects) {
      const levels = toLevels(layer, count, fractions);
      if (levels === null) return null;
      nearest.push(levels);
    }
    const quantised = lives === null ? nearest : steadyLevels(effects, nearest, { joined, count, fractions });
    const rounded = layers.map((layer, l): SolvedLayer => {
      const { levels, largest } = quantised[l]!;
      const left = fromLevels(levels, count, largest);
      const sampled = qualityOf(layer.interactions, left);
      return { ...layer, interactions: { ...layer.interactions, ...left, ...(sampled && { sampled }) } };
    });
    if (lives !== null && livesText(pictureOf(rounded)) !== lives) return null;
    return { count, quantised, layers: rounded, error: Math.max(...quantised.map(({ error }) => error)) };
  };
  return (count) => {
    if (!known.has(count)) known.set(count, round(count));
    return known.get(count)!;
  };
}

/** The text without its image; null where effects are too coarse by now, or no link is that long. */
async function draftOf(snapshot: Snapshot, { count, quantised, layers, error }: Rounded): Promise<Draft | null> {
  const effectError = roundedUp(snapshot.effectError + error);
  if (effectError > MAX_EFFECT_ERROR) return null;
  const effects = layers.map(({ interactions }) => interactions);
  const qualities = sampleOf(layers) === null ? null : effects.map(({ sampled }) => sampled!);
  const rows = rowsOfLevels(
    quantised.map(({ levels }) => levels),
    qualities === null ? "places" : "sets",
  );
  if (rows === null) return null;
  const header = headerOf(snapshot, { count, effectError, largest: quantised.map(({ largest }) => largest) });
  const coder = createBitWriter();
  const { n, width, height, cut } = snapshot.players;
  const form = {
    isCut: cut !== undefined,
    isEstimate: qualities !== null,
    isSure: qualities === null || snapshot.certainty !== undefined,
  };
  const version = versionOfForm(form);
  codeForm(coder, version, form);
  codeHeader(coder, textOf(header), header, qualities !== null);
  if (cut !== undefined) codeSuperpixels(coder, n, width, height, playerOfPixel(snapshot.players));
  codeLevels(coder, shapeOf(header), rows, qualities === null ? "places" : "sets");
  if (qualities !== null) codeSample(coder, effects, qualities);
  if (form.isSure) codeKnownCertainty(coder, layers, snapshot.certainty);
  const blocks = { version, text: packText(textOf(header)), code: coder.end(), image: NOTHING } as const;
  const text = await toText(blocks);
  return text === null ? null : { blocks, text, effectError };
}

/** To the next of `ERROR_STEPS`; what is a whole number of them stays as it is. */
function roundedUp(error: number): number {
  const steps = Math.ceil(error * ERROR_STEPS);
  return (steps - 1) / ERROR_STEPS >= error ? (steps - 1) / ERROR_STEPS : steps / ERROR_STEPS;
}

/** Who lives where, in an order that does not hang on strengths. */
function livesText(picture: PictureTracks): string {
  return rowsOf(picture)
    .map(({ kind, mask, lives }) => `${kind}${mask} ${lives.map(({ first, last }) => `${first}-${last}`).join()}`)
    .sort()
    .join(";");
}

/** The version before 6 that told a picture of this question. */
const versionOf = ({
  target,
  players: { picked },
  probes,
  kappaOf,
  layers,
  certainty,
}: Pick<Snapshot, "target" | "probes" | "kappaOf" | "certainty"> & {
  readonly players: Pick<Grid, "picked">;
  readonly layers: readonly Pick<SolvedLayer, "joinsNext">[];
}): EarlierBlocks["version"] =>
  target.rather !== undefined
    ? 5
    : kappaOf === "noise" || kappaOf === "debiased" || certainty !== undefined || joinedOf(layers).includes(true)
      ? 4
      : probes !== "first"
        ? 3
        : picked === null
          ? 1
          : 2;

function imageBlock({ bytes, format, exact }: LinkImage): Uint8Array {
  if (bytes.length === 0) throw new RangeError("an image file must not be empty");
  const block = new Uint8Array(1 + bytes.length);
  block[0] = IMAGE_KINDS.findIndex((kind) => kind.format === format && kind.exact === exact);
  block.set(bytes, 1);
  return block;
}

function imageOf(block: Uint8Array): LinkImage | null {
  if (block.length === 0) return null;
  const kind = IMAGE_KINDS[block[0]!];
  if (kind === undefined || block.length === 1) throw new LinkError("damaged", { problem: "image" });
  return { ...kind, bytes: block.slice(1) };
}
