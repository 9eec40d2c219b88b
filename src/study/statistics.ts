/** Means over images, with how far they can be trusted. */
import { mulberry32 } from "../core/random.ts";

/** A mean over images. */
export interface Mean {
  /** null where no image has the number. */
  readonly mean: number | null;
  /** Standard deviation (ddof 1) / √count; null below two images. */
  readonly standardError: number | null;
  /** Images that have the number: 0/0 is left out. */
  readonly count: number;
}

/** A mean with the interval in which it lies, at 95 %, over other images of the same kind. */
export interface Estimate extends Mean {
  /** null of fewer than `FEWEST_IMAGES` images. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** How intervals are drawn. */
export const BOOTSTRAP = { resamples: 2000, seed: 1, level: 0.95 } as const;

/** Even if all numbers have one sign, that happens by chance to so few images more often than an interval of 95 % may be wrong: 2 · 2^−5 > .05 ≥ 2 · 2^−6. */
export const FEWEST_IMAGES = 6;

/** The normal distribution's quantile beyond which half of what the level leaves out lies: 2.5 %. */
const NORMAL_QUANTILE = 1.959964;

/** Mean and standard error of the numbers that are there: null and NaN stand for none. */
export function meanOf(values: ArrayLike<number | null>): Mean {
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== null && !Number.isNaN(value)) known.push(value);
  }
  const count = known.length;
  if (count === 0) return { mean: null, standardError: null, count };
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, standardError: null, count };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count), count };
}

/** Draws of images with replacement: the same for all numbers of the same images, so that these can be compared. */
export interface Resamples {
  readonly images: number;
  /** Calls `draw` for each resample, one after the other, with places of images, as many as there are. The list is valid during the call. */
  each(draw: (places: Uint32Array) => void): void;
}

/** Of how many draws, four bytes each, are kept: of more the next number draws them again, in the same order. */
const MOST_KEPT = 2 ** 22;

/** The draws for so many images, by `BOOTSTRAP`'s seed. Costs O(resamples · images), and at most memory of O(images) and 16 MB. */
export function resamplesOf(images: number): Resamples {
  const { resamples, seed } = BOOTSTRAP;
  const drawing = (): ((places: Uint32Array) => Uint32Array) => {
    const random = mulberry32(seed);
    return (places) => {
      for (let i = 0; i < places.length; i++) places[i] = Math.floor(random() * images);
      return places;
    };
  };
  const kept = resamples * images <= MOST_KEPT ? drawing()(new Uint32Array(resamples * images)) : null;
  return {
    images,
    each: (draw) => {
      const places = new Uint32Array(images);
      const drawInto = drawing();
      for (let r = 0; r < resamples; r++)
        draw(kept === null ? drawInto(places) : kept.subarray(r * images, (r + 1) * images));
    },
  };
}

/** What tells numbers of the same images, one an image, by mean, standard error and interval: see `estimateOf`. */
export function estimatesOver(images: number): (of: (image: number) => number) => Estimate {
  const resamples = resamplesOf(images);
  return (of) =>
    estimateOf(
      Float64Array.from({ length: images }, (_, image) => of(image)),
      resamples,
    );
}

/**
 * Mean, standard error and interval of a number that each image has or, null or NaN, has not. The interval lies between quantiles of the means of images
 * drawn with replacement, as many as there are: a percentile bootstrap. Of few images such an interval is too short; by Hesterberg's expansion ("What Teachers
 * Should Know About the Bootstrap", 2015) the quantiles lie as much farther out as Student's distribution is wider than the normal one, and a mean's own
 * deviation larger than that of its resamples.
 *
 * @param values one an image, as many as `resamples` are of.
 * @throws RangeError where they are not. Costs O(resamples · images).
 */
export function estimateOf(values: ArrayLike<number | null>, resamples: Resamples): Estimate {
  const { images } = resamples;
  if (values.length !== images)
    throw new RangeError(`expected a number of each of ${images} images, got ${values.length}`);
  const mean = meanOf(values);
  if (mean.count < FEWEST_IMAGES) return { ...mean, interval: null };
  const numbers = Float64Array.from({ length: images }, (_, i) => values[i] ?? NaN);
  const [some] = numbers.filter((value) => !Number.isNaN(value));
  if (numbers.every((value) => Number.isNaN(value) || value === some)) return { ...mean, interval: [some!, some!] };
  const means: number[] = [];
  resamples.each((places) => {
    let [sum, count] = [0, 0];
    for (const place of places) {
      const value = numbers[place]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) means.push(sum / count);
  });
  const sorted = Float64Array.from(means).sort();
  const tail = normalTail(Math.sqrt(mean.count / (mean.count - 1)) * studentQuantile(mean.count - 1));
  return { ...mean, interval: [quantile(sorted, tail), quantile(sorted, 1 - tail)] };
}

/** Between neighbours in proportion. `sorted`: at least one. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (at - below) * (high - low);
}

/** Student's quantile at 97.5 % with five degrees of freedom or more, to 3 decimals (Abramowitz and Stegun, 26.7.5). */
export function studentQuantile(freedom: number): number {
  const z = NORMAL_QUANTILE;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * freedom ** 4)
  );
}

/** The share of the normal distribution that lies above z ≥ 0, to 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
export function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
