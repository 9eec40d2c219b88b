import { damaged } from "./errors.ts";
import { clear, type Rgba } from "./rgba.ts";

/** What a PNG's rows hold. */
export interface PngKind {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colour: number;
  readonly isInterlaced: boolean;
  /** Red, green, blue of each colour. */
  readonly palette: Uint8Array | null;
  /** The alpha of each colour of a palette, or the samples of the one colour that is clear. */
  readonly transparency: Uint8Array | null;
}

/** Pixels of every so many columns and rows, from a first one on. */
interface Pass {
  readonly left: number;
  readonly top: number;
  readonly stepX: number;
  readonly stepY: number;
}

const WHOLE: readonly Pass[] = [{ left: 0, top: 0, stepX: 1, stepY: 1 }];
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
].map(([left, top, stepX, stepY]) => ({ left: left!, top: top!, stepX: stepX!, stepY: stepY! }));

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Takes a PNG's inflated bytes as they come and makes pixels of them, row by row. Throws ImageError `damaged`. */
export class PngRows {
  readonly #kind: PngKind;
  readonly #image: Rgba;
  readonly #passes: readonly Pass[];
  readonly #samples: number;
  /** Bytes that a filter looks back. */
  readonly #reach: number;
  /** The samples of the colour that is clear; −1 where there is none. */
  readonly #clear: readonly [number, number, number];
  #pass = -1;
  #row = 0;
  #rows = 0;
  #columns = 0;
  #filled = 0;
  #isExceeded = false;
  /** This row with its filter's number before it, and the row above without. */
  #line: Uint8Array = new Uint8Array(0);
  #above: Uint8Array = new Uint8Array(0);

  constructor(kind: PngKind) {
    const { width, height, depth, colour, isInterlaced, transparency } = kind;
    this.#kind = kind;
    this.#image = clear(width, height);
    this.#passes = isInterlaced ? ADAM7 : WHOLE;
    this.#samples = SAMPLES[colour]!;
    this.#reach = Math.max(1, (this.#samples * depth) / 8);
    const sample = (i: number): number => 256 * transparency![2 * i]! + transparency![2 * i + 1]!;
    if (transparency !== null && colour === 0 && transparency.length === 2)
      this.#clear = [sample(0), sample(0), sample(0)];
    else if (transparency !== null && colour === 2 && transparency.length === 6)
      this.#clear = [sample(0), sample(1), sample(2)];
    else this.#clear = [-1, -1, -1];
    this.#nextPass();
  }

  /** More bytes; those behind the last pixel are left. */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#pass === this.#passes.length) {
        this.#isExceeded = true;
        return;
      }
      const count = Math.min(bytes.length - at, this.#line.length - this.#filled);
      this.#line.set(bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === this.#line.length) this.#endRow();
    }
  }

  /** Whether there were bytes behind the last pixel. */
  get isExceeded(): boolean {
    return this.#isExceeded;
  }

  /** The image, once all of it is there. */
  image(): Rgba {
    if (this.#pass < this.#passes.length) throw damaged("png");
    return this.#image;
  }

  /** The next pass that has any pixels. */
  #nextPass(): void {
    const { width, height, depth } = this.#kind;
    do {
      this.#pass += 1;
      const pass = this.#passes[this.#pass];
      if (pass === undefined) return;
      this.#columns = Math.ceil((width - pass.left) / pass.stepX);
      this.#rows = Math.ceil((height - pass.top) / pass.stepY);
    } while (this.#columns <= 0 || this.#rows <= 0);
    const stride = Math.ceil((this.#columns * this.#samples * depth) / 8);
    this.#row = 0;
    this.#filled = 0;
    this.#line = new Uint8Array(1 + stride);
    this.#above = new Uint8Array(stride);
  }

  #endRow(): void {
    const row = this.#line.subarray(1);
    unfilter(this.#line[0]!, row, this.#above, this.#reach);
    this.#draw(row);
    this.#above.set(row);
    this.#filled = 0;
    this.#row += 1;
    if (this.#row === this.#rows) this.#nextPass();
  }

  #draw(row: Uint8Array): void {
    const { left, top, stepX, stepY } = this.#passes[this.#pass]!;
    const start = 4 * ((top + this.#row * stepY) * this.#kind.width + left);
    if (this.#kind.colour === 3) this.#drawPalette(row, start, 4 * stepX);
    else if (this.#kind.depth === 8 && this.#clear[0] === -1) this.#drawBytes(row, start, 4 * stepX);
    else this.#drawSamples(row, start, 4 * stepX);
  }

  /** The common kinds: a byte a sample, no clear colour. */
  #drawBytes(row: Uint8Array, start: number, step: number): void {
    const { rgba } = this.#image;
    const samples = this.#samples;
    const isGrey = samples < 3;
    const hasAlpha = samples % 2 === 0;
    for (let from = 0, at = start; from < row.length; from += samples, at += step) {
      rgba[at] = row[from]!;
      rgba[at + 1] = row[isGrey ? from : from + 1]!;
      rgba[at + 2] = row[isGrey ? from : from + 2]!;
      rgba[at + 3] = hasAlpha ? row[from + samples - 1]! : 255;
    }
  }

  #drawPalette(row: Uint8Array, start: number, step: number): void {
    const { depth, palette, transparency } = this.#kind;
    const { rgba } = this.#image;
    const colours = palette!.length / 3;
    for (let i = 0, at = start; i < this.#columns; i++, at += step) {
      const index = sampleAt(row, i, depth);
      if (index >= colours) throw damaged("png");
      for (let c = 0; c < 3; c++) rgba[at + c] = palette![3 * index + c]!;
      rgba[at + 3] = transparency?.[index] ?? 255;
    }
  }

  /** Any depth, to the nearest of 256 values; a clear colour is compared at its own depth. */
  #drawSamples(row: Uint8Array, start: number, step: number): void {
    const { depth } = this.#kind;
    const { rgba } = this.#image;
    const samples = this.#samples;
    const isGrey = samples < 3;
    const scale = 255 / (2 ** depth - 1);
    for (let i = 0, at = start; i < this.#columns; i++, at += step) {
      const from = i * samples;
      const red = sampleAt(row, from, depth);
      const green = isGrey ? red : sampleAt(row, from + 1, depth);
      const blue = isGrey ? red : sampleAt(row, from + 2, depth);
      const isClear = red === this.#clear[0] && green === this.#clear[1] && blue === this.#clear[2];
      rgba[at] = Math.round(red * scale);
      rgba[at + 1] = Math.round(green * scale);
      rgba[at + 2] = Math.round(blue * scale);
      rgba[at + 3] = isClear
        ? 0
        : samples % 2 === 0
          ? Math.round(sampleAt(row, from + samples - 1, depth) * scale)
          : 255;
    }
  }
}

/** The i-th sample of a row; those of less than a byte stand from the highest bit on. */
function sampleAt(row: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return row[i]!;
  if (depth === 16) return 256 * row[2 * i]! + row[2 * i + 1]!;
  const bit = i * depth;
  return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** Undoes a row's filter in place; a byte outside the image counts as zero. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, reach: number): void {
  const { length } = row;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = reach; i < length; i++) row[i]! += row[i - reach]!;
      return;
    case 2:
      for (let i = 0; i < length; i++) row[i]! += above[i]!;
      return;
    case 3:
      for (let i = 0; i < length; i++) row[i]! += ((i < reach ? 0 : row[i - reach]!) + above[i]!) >> 1;
      return;
    case 4:
      for (let i = 0; i < length; i++)
        row[i]! += i < reach ? above[i]! : paeth(row[i - reach]!, above[i]!, above[i - reach]!);
      return;
    default:
      throw damaged("png");
  }
}

/** Of left, above and above left the one nearest to left + above − above left; ties in that order. */
function paeth(left: number, above: number, corner: number): number {
  const fromLeft = Math.abs(above - corner);
  const fromAbove = Math.abs(left - corner);
  const fromCorner = Math.abs(left + above - 2 * corner);
  if (fromLeft <= fromAbove && fromLeft <= fromCorner) return left;
  return fromAbove <= fromCorner ? above : corner;
}
