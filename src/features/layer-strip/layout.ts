import { NO_PLAYER, playerOfPixel, type Players } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";

/** How much of the photo's light and dark shows through the heat. */
const DETAIL = 0.45;

type Rgb = readonly [red: number, green: number, blue: number];
const BLACK: Rgb = [0, 0, 0];

/** `rgb(1 2 3)` as three bytes. */
export function bytesOf(fill: string): Rgb {
  const [red, green, blue] = fill.match(/\d+/g)!.map(Number);
  return [red!, green!, blue!];
}

/** Rec. 709 luma of each pixel, [H·W], 0..255. */
function lumaOf({ rgb, width, height }: Pixels): Float64Array {
  return Float64Array.from(
    { length: width * height },
    (_, i) => 0.2126 * rgb[3 * i]! + 0.7152 * rgb[3 * i + 1]! + 0.0722 * rgb[3 * i + 2]!,
  );
}

/** What all heat pictures of one image have in common. */
export interface Relief {
  readonly width: number;
  readonly height: number;
  /** [H·W], whose patch each pixel is in. */
  readonly owner: Uint16Array;
  /** [H·W], how much lighter each pixel is than its patch on average, toned down; the photo's grey for pixels of no player. */
  readonly light: Float64Array;
  /** Whether pixels of no player are always hidden. */
  readonly isHidden: boolean;
}

/** The light and dark of an image within its patches. */
export function reliefOf(image: Pixels, players: Players): Relief {
  const owner = playerOfPixel(players);
  const luma = lumaOf(image);
  const sums = new Float64Array(players.n);
  const counts = new Float64Array(players.n);
  owner.forEach((player, pixel) => {
    if (player === NO_PLAYER) return;
    sums[player]! += luma[pixel]!;
    counts[player]! += 1;
  });
  const { width, height } = image;
  return {
    width,
    height,
    owner,
    isHidden: players.picked?.others === "hidden",
    light: luma.map((grey, pixel) =>
      owner[pixel] === NO_PLAYER ? grey : DETAIL * (grey - sums[owner[pixel]!]! / counts[owner[pixel]!]!),
    ),
  };
}

/**
 * The image as heat: every patch in its own colour, with the photo's light and dark laid over so that each patch's mean
 * stays that colour wherever it does not run out of the byte's range. Opacity would have changed what the colour says.
 *
 * @param colours one `rgb(r g b)` per player
 * @param nothing the colour of what is always hidden
 * @returns pixels of no player are plain where they are always hidden, else they keep the photo's grey
 */
export function heatPixels(
  { width, height, owner, light, isHidden }: Relief,
  colours: readonly string[],
  nothing: string,
): Pixels {
  const base = colours.map(bytesOf);
  const others = isHidden ? bytesOf(nothing) : BLACK;
  const rgb = new Uint8ClampedArray(3 * owner.length);
  owner.forEach((player, pixel) => {
    const [red, green, blue] = player === NO_PLAYER ? others : base[player]!;
    const relief = player === NO_PLAYER && isHidden ? 0 : light[pixel]!;
    rgb[3 * pixel] = red + relief;
    rgb[3 * pixel + 1] = green + relief;
    rgb[3 * pixel + 2] = blue + relief;
  });
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** The largest |φ| over the layers that are in; all strips share one scale, so that early layers may be pale. */
export function largestShapley(shapley: readonly (Float64Array | null)[]): number {
  let largest = 0;
  for (const values of shapley) for (const value of values ?? []) largest = Math.max(largest, Math.abs(value));
  return largest;
}
