/** The frame over an image: which part of it is taken, in whole pixels of the image. */
import { centreCrop, cropRect, fitImage, type Crop, type CropRect, type Pixels } from "../../core/resize.ts";

/** An image's size, and that of the network's input, pixels. */
export interface Sides {
  readonly width: number;
  readonly height: number;
  readonly input: readonly [width: number, height: number];
}

/** The smallest frame is so many pixels wide, unless the image is smaller. */
const SMALLEST = 16;

/** A frame where none was chosen: the largest one in the image's middle. */
export function wholeFrame({ width, height, input }: Sides): Crop {
  const { left, top, width: size } = centreCrop(width, height, ...input);
  return { x: left, y: top, size };
}

/** Whether a frame is the largest one in the middle. */
export function isWhole(frame: Crop, sides: Sides): boolean {
  const { x, y, size } = wholeFrame(sides);
  return frame.x === x && frame.y === y && frame.size === size;
}

/** What a frame covers, within the image. */
export function rectOf(frame: Crop, { width, height, input }: Sides): CropRect {
  return cropRect(frame, width, height, ...input);
}

/** The smallest and the largest size of a frame. */
export function sizesOf(sides: Sides): readonly [smallest: number, largest: number] {
  const { size } = wholeFrame(sides);
  return [Math.min(size, SMALLEST), size];
}

/** A frame moved by so many pixels of the image, as far as it stays within it. */
export function moved({ x, y, size }: Crop, right: number, down: number, sides: Sides): Crop {
  const { left, top } = rectOf({ x: Math.round(x + right), y: Math.round(y + down), size }, sides);
  return { x: left, y: top, size };
}

/** A frame of another size about the same middle, as far as it stays within the image. */
export function resized(frame: Crop, size: number, sides: Sides): Crop {
  const [smallest, largest] = sizesOf(sides);
  const before = rectOf(frame, sides);
  const next = Math.round(Math.min(largest, Math.max(smallest, size)));
  const { width, height } = rectOf({ ...frame, size: next }, sides);
  const x = Math.round(before.left + (before.width - width) / 2);
  const y = Math.round(before.top + (before.height - height) / 2);
  const { left, top } = rectOf({ x, y, size: next }, sides);
  return { x: left, y: top, size: next };
}

/** How near a frame goes, from 0 (the largest) to 1 (the smallest): equal steps zoom by equal factors. */
export function zoomOf({ size }: Crop, sides: Sides): number {
  const [smallest, largest] = sizesOf(sides);
  return largest === smallest ? 0 : Math.log(largest / size) / Math.log(largest / smallest);
}

/** The frame of a zoom. */
export function zoomed(frame: Crop, zoom: number, sides: Sides): Crop {
  const [smallest, largest] = sizesOf(sides);
  return resized(frame, largest * (smallest / largest) ** zoom, sides);
}

/** What the network will see of a frame, from a smaller copy of the whole image: `[height·width·4]`. */
export function seen(rgba: Uint8Array, copy: Pick<Pixels, "width" | "height">, frame: Crop, sides: Sides): Pixels {
  const share = copy.width / sides.width;
  const { left, top, width } = rectOf(frame, sides);
  const crop = {
    x: Math.round(left * share),
    y: Math.round(top * share),
    size: Math.max(1, Math.round(width * share)),
  };
  const [across, down] = sides.input;
  return fitImage(rgba, copy.width, copy.height, { width: across, height: down, resize: "centre-crop", crop });
}

/** Pixels with an alpha of 255. */
export function opaque({ width, height, rgb }: Pixels): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) rgba.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return rgba;
}
