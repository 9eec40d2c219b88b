/** A decoded image: `rgba` is `[height·width·4]`, 0 … 255, rows from the top, alpha not multiplied in. */
export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** A clear image of that size. */
export const clear = (width: number, height: number): Rgba => ({
  width,
  height,
  rgba: new Uint8ClampedArray(width * height * 4),
});

/** A part of an image, or of a canvas. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** That part of an image, which lies within it. */
export function cropped(image: Rgba, { left, top, width, height }: Place): Rgba {
  if (width === image.width && height === image.height) return image;
  const part = clear(width, height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((top + row) * image.width + left);
    part.rgba.set(image.rgba.subarray(from, from + 4 * width), 4 * row * width);
  }
  return part;
}

/** The pixels of an image as one number each, in its own memory. */
const wordsOf = ({ rgba }: Rgba): Uint32Array => new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);

/**
 * An image turned as an EXIF orientation says, 1 to 8: 2 and 4 mirror left to right and top to bottom, 3 is half a turn, 6 and 8 are a quarter
 * turn to the right and to the left, 5 and 7 exchange rows and columns about the main and the other diagonal. 1 gives the image itself.
 */
export function turned(image: Rgba, orientation: number): Rgba {
  if (orientation === 1) return image;
  const { width, height } = image;
  const onSide = orientation >= 5;
  const result = onSide ? clear(height, width) : clear(width, height);
  const from = wordsOf(image);
  const to = wordsOf(result);
  const right = onSide ? height : 1;
  const down = onSide ? 1 : width;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const stepX = fromRight ? -right : right;
  const stepY = fromBelow ? -down : down;
  const start = (fromRight ? (width - 1) * right : 0) + (fromBelow ? (height - 1) * down : 0);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, target = start + y * stepY; x < width; x++, target += stepX) to[target] = from[at++]!;
  }
  return result;
}
