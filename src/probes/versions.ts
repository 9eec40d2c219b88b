import { centreCrop, fitImage, type Pixels } from "../core/resize.ts";
import { gridPlayers, type Players } from "../core/patches.ts";
import { gridBy } from "../core/picking.ts";
import { everybody, onlyPlayer, without, type Mask } from "../core/masks.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { InputSpec } from "../models/spec/input.ts";

/** A decoded image: `rgba` [height · width · 4], 0 … 255, alpha not multiplied in. */
export interface Decoded {
  readonly rgba: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** How an image may be changed without changing what it shows. */
export interface Augment {
  /** Share of the image's area that a random crop holds at least, above 0 … 1; 1: no crops. */
  readonly crop: number;
  /** Most pixels of the network's input by which an image is shifted along each axis; its edge is repeated. */
  readonly shift: number;
  /** Whether half of the versions are mirrored, left to right. */
  readonly mirror: boolean;
}

/** One way to show an image to a network: as pixels of the input's size, with the patches outside the mask hidden by the mean colour. */
export interface Version {
  readonly image: Pixels;
  readonly players: Players;
  readonly mask: Mask;
}

/** Sides of the grids on which patches are hidden. */
const GRID_SIDES = [2, 3, 4] as const;

/** What versions depend on. */
export type VersionsOf = Pick<ModelManifest, "input" | "meanColour" | "players">;

/**
 * `count` random versions of an image, changed as `augment` allows: every second one shown whole, the others with one to all of the patches hidden,
 * their number drawn uniformly, on a grid of 2 to 4 rows and columns (no more than there are pixels). Where the network is asked about picked cells,
 * every fourth one is hidden as it will be then: players by its rule, none to all of them hidden. The same for the same generator.
 */
export function drawVersions(
  image: Decoded,
  { input, meanColour, players: rule }: VersionsOf,
  augment: Augment,
  count: number,
  random: () => number,
): Version[] {
  return Array.from({ length: count }, (_, which): Version => {
    const pixels = changed(image, input, augment, random);
    if (rule !== undefined && which % 4 === 3) {
      const seed = Math.floor(random() * 2 ** 31);
      const { rows, cols, picked } = gridBy({ ...rule, seed }, pixels, "mean", meanColour);
      const players = gridPlayers(rows, cols, input.width, input.height, picked);
      const hidden = Math.floor(random() * (players.n + 1));
      return { image: pixels, players, mask: hideRandomly(players.n, hidden, random) };
    }
    const side = (pixelCount: number): number => Math.min(pixelCount, pick(GRID_SIDES, random));
    const players = gridPlayers(side(input.height), side(input.width), input.width, input.height);
    const hidden = which % 2 === 0 ? 0 : 1 + Math.floor(random() * players.n);
    return { image: pixels, players, mask: hideRandomly(players.n, hidden, random) };
  });
}

/** A mask of `n` players, bit i: patch i shown, that hides `count` patches drawn at random. */
export function hideRandomly(n: number, count: number, random: () => number): Mask {
  const order = Array.from({ length: n }, (_, i) => i);
  let mask = everybody(n);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (n - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
    mask = without(mask, onlyPlayer(order[i]!));
  }
  return mask;
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}

/** A random crop, shifted and mirrored as `augment` allows. */
function changed(image: Decoded, input: InputSpec, { crop, shift, mirror }: Augment, random: () => number): Pixels {
  const cropped = crop < 1 ? randomCrop(image, input, crop, random) : fit(image, input);
  const shifted = shift > 0 ? shiftedBy(cropped, draw(shift, random), draw(shift, random)) : cropped;
  return mirror && random() < 0.5 ? mirrored(shifted) : shifted;
}

/** A whole number from −most to most. */
const draw = (most: number, random: () => number): number => Math.floor(random() * (2 * most + 1)) - most;

const fit = ({ rgba, width, height }: Decoded, input: InputSpec): Pixels => fitImage(rgba, width, height, input);

/** A random rectangle of the image's shape, or of the input's where that is cut out of the image's centre, of `least` to all of its area. */
function randomCrop(image: Decoded, input: InputSpec, least: number, random: () => number): Pixels {
  const whole =
    input.resize === "centre-crop"
      ? centreCrop(image.width, image.height, input.width, input.height)
      : { left: 0, top: 0, width: image.width, height: image.height };
  const side = Math.sqrt(least + (1 - least) * random());
  const [width, height] = [whole.width, whole.height].map((length) => Math.max(1, Math.round(length * side))) as [
    number,
    number,
  ];
  const left = whole.left + Math.floor(random() * (whole.width - width + 1));
  const top = whole.top + Math.floor(random() * (whole.height - height + 1));
  const part = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * 4;
    part.set(image.rgba.subarray(start, start + width * 4), y * width * 4);
  }
  return fit({ rgba: part, width, height }, input);
}

/** An image moved right and down by whole pixels, its edge repeated where nothing is. */
export function shiftedBy({ width, height, rgb }: Pixels, right: number, down: number): Pixels {
  const moved = new Uint8Array(rgb.length);
  const within = (index: number, size: number): number => Math.min(size - 1, Math.max(0, index));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (within(y - down, height) * width + within(x - right, width));
      moved.set(rgb.subarray(from, from + 3), 3 * (y * width + x));
    }
  }
  return { width, height, rgb: moved };
}

/** An image with left and right exchanged. */
export function mirrored({ width, height, rgb }: Pixels): Pixels {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      turned.set(rgb.subarray(from, from + 3), (y * width + width - 1 - x) * 3);
    }
  }
  return { width, height, rgb: turned };
}
