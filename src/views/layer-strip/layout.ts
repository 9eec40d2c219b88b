import { NO_PLAYER, playerOfPixel, type Players } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";

/** How much of the photo's light and dark shows through the heat. */
const DETAIL = 0.45;

type Rgb = readonly [red: number, green: number, blue: number];

/** `rgb(1 2 3)` as three bytes. */
export function bytesOf(fill: string): Rgb {
  const [red, green, blue] = fill.match(/\d+/g)!.map(Number);
  return [red!, green!, blue!];
}

/** Rec. 709 luma of each pixel, [H·W], 0..255. */
function lumaOf({ rgb, width, height }: Pixels): Float64Array {
  return Float64Array.from({ length: width * height }, (_, i) => 0.2126 * rgb[3 * i]! + 0.7152 * rgb[3 * i + 1]! + 0.0722 * rgb[3 * i + 2]!);
}

/**
 * The image as heat: every patch in its own colour, with the photo's light and dark laid over so that each patch's mean
 * stays that colour wherever it does not run out of the byte's range. Opacity would have changed what the colour says.
 *
 * @param colours one `rgb(r g b)` per player
 * @returns [H·W·4], opaque; pixels of no player keep the photo's grey
 */
export function heatPixels(image: Pixels, players: Players, colours: readonly string[]): Uint8ClampedArray<ArrayBuffer> {
  const owner = playerOfPixel(players);
  const luma = lumaOf(image);
  const sums = new Float64Array(players.n);
  const counts = new Float64Array(players.n);
  owner.forEach((player, pixel) => {
    if (player === NO_PLAYER) return;
    sums[player]! += luma[pixel]!;
    counts[player]! += 1;
  });
  const base = colours.map(bytesOf);
  const rgba = new Uint8ClampedArray(4 * owner.length);
  owner.forEach((player, pixel) => {
    const grey = luma[pixel]!;
    const detail = player === NO_PLAYER ? 0 : DETAIL * (grey - sums[player]! / counts[player]!);
    for (let channel = 0; channel < 3; channel++) rgba[4 * pixel + channel] = player === NO_PLAYER ? grey : base[player]![channel]! + detail;
    rgba[4 * pixel + 3] = 255;
  });
  return rgba;
}

/** The largest |φ| over the layers that are in, nats; all strips share one scale, so that early layers may be pale. */
export function largestShapley(shapley: readonly (Float64Array | null)[]): number {
  let largest = 0;
  for (const values of shapley) for (const value of values ?? []) largest = Math.max(largest, Math.abs(value));
  return largest;
}
