/** Which superpixel each pixel is in, as coded bits: no lossy image, or none, could tell that again. The bits are told in docs/format.md. */
import { NO_PLAYER } from "../../core/patches.ts";
import type { BitCoder } from "./bit-coder.ts";
import { chances, codeEven } from "./coded-numbers.ts";

/**
 * Codes the player of each pixel of an image of n players, `[height·width]`, NO_PLAYER for none: a writer is given them, a reader null. What is read may be no
 * superpixels. Costs O(pixels).
 */
export function codeSuperpixels(
  coder: BitCoder,
  n: number,
  width: number,
  height: number,
  given: Uint16Array | null,
): Uint16Array {
  const owner = new Uint16Array(width * height);
  const chance = chances<string>();
  const digits = 32 - Math.clz32(n);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const player = given?.[pixel] ?? 0;
      const at = (dx: number, dy: number): number =>
        x + dx < 0 || x + dx >= width || y + dy < 0 ? OUTSIDE : owner[pixel + dy * width + dx]!;
      const [left, above, corner, ahead] = [at(-1, 0), at(0, -1), at(-1, -1), at(1, -1)];
      const near = [
        left === above,
        corner === left,
        corner === above,
        ahead === above,
        at(-2, 0) === left,
        at(0, -2) === above,
        at(2, -1) === ahead,
      ];
      const seen = near.map(Number).join("");
      const tried: number[] = [];
      let found: number | null = null;
      for (const candidate of [left, above, ahead]) {
        if (candidate === OUTSIDE || tried.includes(candidate)) continue;
        const isIt = coder.bit(chance(`${seen} ${tried.length}`), player === candidate ? 1 : 0) === 1;
        if (isIt) {
          found = candidate;
          break;
        }
        tried.push(candidate);
      }
      owner[pixel] = found ?? playerIn(codeEven(coder, digits, player === NO_PLAYER ? n : player), n);
    }
  }
  return owner;
}

/** Where there is no pixel; above NO_PLAYER. */
const OUTSIDE = NO_PLAYER + 1;

/** The player of a number that was read; n and beyond stand for none. */
const playerIn = (number: number, n: number): number => (number < n ? number : NO_PLAYER);
