import { nothingShown, type BaselineKind } from "../core/baseline.ts";
import { patchesOf, type Mask } from "../core/masks.ts";
import { NO_PLAYER, playerOfPixel, type Players } from "../core/patches.ts";
import { normals } from "../core/random.ts";
import type { Pixels } from "../core/resize.ts";
import { toElements, type Elements } from "./elements.ts";
import type { ModelManifest } from "./manifest.ts";
import { stridesOf, toTensor, type Strides } from "./preprocessing.ts";
import { inputSize, type InputSpec } from "./spec/input.ts";

/** All that is needed, beside a list of masks, to build masked inputs. */
export interface MaskedInput {
  /** The image at the network's own size. */
  readonly image: Pixels;
  /** Its players; a pixel of no player is hidden under every mask, or shown under every mask, as they say. */
  readonly players: Players;
  /** What stands where a patch is hidden; of the image without noise. */
  readonly baseline: BaselineKind;
  /** What is added to the pixels that are shown, the same under every mask, and is clipped only where the input is of integers. */
  readonly noise?: NormalNoise | undefined;
}

/** Normal noise of an input in [0, 1] (Eq. 10). */
export interface NormalNoise {
  /** Its standard deviation, as a share of the input's range. */
  readonly sigma: number;
  /** What it is drawn from. */
  readonly seed: number;
}

/** One image ready to be masked: two tensors to choose between, pixel by pixel. */
export interface PreparedInput<Numbers extends Elements = Float32Array<ArrayBuffer>> {
  /** The whole image as the network takes it. */
  readonly shown: Numbers;
  /** The same of what stands where nothing is shown: the baseline, and in cells that are always shown the image. */
  readonly hidden: Numbers;
  /** [H·W]: the player of each pixel, NO_PLAYER for none. */
  readonly owner: Uint16Array;
  /** Where a pixel's channels lie in the two. */
  readonly strides: Strides;
}

/**
 * Preprocesses the image and its baseline once, so that masking is a choice between two numbers.
 * Throws RangeError when image or players are not of the model's input size.
 */
export function prepareInput(
  { image, players, baseline, noise }: MaskedInput,
  manifest: Pick<ModelManifest, "input" | "meanColour">,
): PreparedInput {
  const { width, height } = manifest.input;
  for (const [name, size] of [
    ["image", image],
    ["players", players],
  ] as const) {
    if (size.width !== width || size.height !== height) {
      throw new RangeError(`${name} must be ${width} x ${height} pixels, got ${size.width} x ${size.height}`);
    }
  }
  const drawn = noise && normals(noise.seed, inputSize(manifest.input)).map((value) => value * noise.sigma);
  return {
    shown: toTensor(image.rgb, manifest.input, drawn),
    hidden: toTensor(nothingShown(baseline, image, players, manifest.meanColour), manifest.input),
    owner: playerOfPixel(players),
    strides: stridesOf(manifest.input),
  };
}

/** The same in the numbers that the network takes, so that a batch of them is composed as it goes in. */
export function inElements(
  { shown, hidden, ...rest }: PreparedInput,
  type: InputSpec["type"],
): PreparedInput<Elements> {
  return { ...rest, shown: toElements(type, shown), hidden: toElements(type, hidden) };
}

/**
 * Writes the masked images of `masks` one after another into `batch`, B images in the network's layout, B ≥ masks.length, and fills
 * what is left of it with the last one, so that every batch has one shape. Changes `batch` only, which is of the numbers of the two.
 * A pixel of no player is what it is in `hidden`. Cost O(B · H · W).
 */
export function composeBatch(prepared: PreparedInput<Elements>, masks: ArrayLike<Mask>, batch: Elements): void {
  const { shown, hidden, owner, strides } = prepared;
  const { channels, pixelStep, channelStep } = strides;
  const size = shown.length;
  const pixels = owner.length;
  if (masks.length < 1 || masks.length * size > batch.length) {
    throw new RangeError(`masks must be 1 … ${Math.floor(batch.length / size)}, got ${masks.length}`);
  }
  const isShown = new Uint8Array(NO_PLAYER + 1);
  for (let b = 0; b < masks.length; b++) {
    isShown.fill(0);
    for (const player of patchesOf(masks[b]!)) isShown[player] = 1;
    const base = b * size;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = isShown[owner[pixel]!] === 1 ? shown : hidden;
      for (let c = 0, at = pixel * pixelStep; c < channels; c++, at += channelStep) batch[base + at] = from[at]!;
    }
  }
  const last = (masks.length - 1) * size;
  for (let at = last + size; at < batch.length; at += size) batch.copyWithin(at, last, last + size);
}
