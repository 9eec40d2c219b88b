/** A share link's payload: the picture itself, in a few thousand characters, so that whoever opens it needs no network and no other file. */
import { playerCount, type Grid } from "../../core/patches.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import type { PictureTracks } from "../../core/tracks.ts";
import { joinedOf, pictureOf, rowsOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { MAX_EFFECT_ERROR, type Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { packCertainty, unpackCertainty } from "./certainty-bytes.ts";
import { fromText, toText, type Blocks } from "./frame.ts";
import { gridOf, packHeader, unpackHeader } from "./header.ts";
import { packLevels, unpackLevels } from "./level-bytes.ts";
import { fromLevels, toLevels, type Quantised } from "./levels.ts";
import { restore } from "./restore.ts";
import type { LinkVersion } from "./seal.ts";

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

/** Messengers and mail take links of this length whole; pictures of 12 patches and 9 layers need 2,500 to 3,700 at the finest steps. */
const DEFAULT_BUDGET = 4000;

/**
 * Steps of a layer's largest effect, finest first; multiples of 20, so that a twentieth of it, where concepts become
 * salient, is a step. A thousandth is less than a pixel of colour shows, a hundredth just may be seen.
 */
const STEP_COUNTS = [1000, 500, 400, 200, 100];

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

/**
 * A picture, and its image's file if it is to go along, as characters of base64url. Effects are rounded, by at most `effectError` of
 * their layer's largest (with all rounding before), but none crosses a threshold: concepts, lives and fates stay. Other numbers keep eight
 * digits. Rejects with LinkError `too-long` where no link can hold it. Costs O(layers · n · effects).
 */
export async function encodePayload(
  snapshot: Snapshot,
  image: LinkImage | null,
  { budget = DEFAULT_BUDGET }: PayloadOptions = {},
): Promise<{ readonly text: string; readonly effectError: number }> {
  const draft = await finestWithin(snapshot, budget);
  if (draft === null) throw new LinkError("too-long");
  const { blocks, effectError } = draft;
  const text = image === null ? draft.text : await toText({ ...blocks, image: imageBlock(image) });
  if (text === null) throw new LinkError("too-long", { imageBytes: image!.bytes.length });
  return { text, effectError };
}

/**
 * The picture and the image's file of a text that may be hostile: checked whole before anything of it is used, in bounded time and memory.
 * Rejects with LinkError and nothing else.
 */
export async function decodePayload(text: string): Promise<Decoded> {
  const blocks = await fromText(text);
  const header = unpackHeader(blocks.header);
  const [, , row, , , , [count], layers] = header;
  const grid = gridOf(row);
  const levels = unpackLevels(blocks.levels, {
    n: playerCount(grid),
    count,
    largest: layers.map((layer) => layer[14]),
  });
  const picture = restore(header, levels);
  const snapshot =
    blocks.certainty.length === 0
      ? picture
      : { ...picture, certainty: unpackCertainty(blocks.certainty, picture.layers) };
  if (blocks.version !== versionOf(snapshot)) throw new LinkError("damaged", { problem: "version" });
  return { snapshot, image: imageOf(blocks.image) };
}

interface Draft {
  readonly blocks: Blocks;
  readonly text: string;
  readonly effectError: number;
}

/** The finest steps that fit the budget, or else the coarsest; null where no link holds those. */
async function finestWithin(snapshot: Snapshot, budget: number): Promise<Draft | null> {
  const { certainty, ...bare } = snapshot;
  let coarsest: Draft | null = null;
  // What is known of how sure it is goes along where it fits.
  for (const form of certainty === undefined ? [bare] : [snapshot, bare]) {
    coarsest = null;
    for (const count of STEP_COUNTS) {
      coarsest = (await draftOf(form, count)) ?? coarsest;
      if (coarsest !== null && coarsest.text.length <= budget) return coarsest;
    }
  }
  for (const count of RESCUE_STEP_COUNTS) coarsest ??= await draftOf(bare, count);
  return coarsest;
}

/** The text without its image; null where these steps cannot keep every effect on its side of every threshold and every life, or no link is that long. */
async function draftOf(snapshot: Snapshot, count: number): Promise<Draft | null> {
  const { layers, players, tauFraction } = snapshot;
  const fractions = [tauFraction, DEFAULT_TAU_FRACTION];
  const quantised: Quantised[] = [];
  for (const { interactions } of layers) {
    const layer = toLevels(interactions, count, fractions);
    if (layer === null) return null;
    quantised.push(layer);
  }
  const rounded = layers.map((layer, l): SolvedLayer => {
    const { levels, largest } = quantised[l]!;
    return { ...layer, interactions: { ...layer.interactions, ...fromLevels(levels, count, largest) } };
  });
  if (!keepsLives(layers, rounded)) return null;
  const effectError = snapshot.effectError + Math.max(...quantised.map(({ error }) => error));
  if (effectError > MAX_EFFECT_ERROR) return null;
  const header = packHeader(snapshot, { count, effectError, largest: quantised.map(({ largest }) => largest) });
  const levels = packLevels(
    quantised.map((layer) => layer.levels),
    players.n,
  );
  if (levels === null) return null;
  const certainty = snapshot.certainty === undefined ? NOTHING : packCertainty(snapshot.certainty, rounded);
  const blocks: Blocks = { version: versionOf(snapshot), header, levels, certainty, image: NOTHING };
  const text = await toText(blocks);
  return text === null ? null : { blocks, text, effectError };
}

/** Whether the picture's lives, which are steadied over several layers' effects, are the same once these are rounded. */
function keepsLives(layers: readonly SolvedLayer[], rounded: readonly SolvedLayer[]): boolean {
  // Else each effect has kept to its side of the threshold.
  if (!joinedOf(layers).includes(true)) return true;
  return livesText(pictureOf(layers)) === livesText(pictureOf(rounded));
}

/** Who lives where, in an order that does not hang on strengths. */
function livesText(picture: PictureTracks): string {
  return rowsOf(picture)
    .map(({ kind, mask, lives }) => `${kind}${mask} ${lives.map(({ first, last }) => `${first}-${last}`).join()}`)
    .sort()
    .join(";");
}

/** The oldest version that tells a picture of this question. */
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
}): LinkVersion =>
  target.rather !== undefined
    ? 5
    : kappaOf === "noise" || certainty !== undefined || joinedOf(layers).includes(true)
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
