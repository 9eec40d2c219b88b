/** Whether the numbers of a study can be: what no images and no networks could have come to is refused, wherever a file is from. */
import { choose } from "../core/chance-overlap.ts";
import { KINDS } from "../core/interactions.ts";
import { badField } from "../formats/strata-file/file-error.ts";
import { depthsOf } from "./numbers.ts";
import type { Experiment } from "./plan.ts";
import {
  BANDS,
  CELL_COLUMNS,
  NOISE_COLUMNS,
  numberAt,
  PAIR_COLUMNS,
  type Cell,
  type NoiseCell,
  type Pair,
  type Study,
} from "./study.ts";

/** Of shares that are kept with five digits. */
const ROUNDING = 1e-4;

/**
 * Throws FileError `damaged`, by the field, where a record stands twice or is not what the plan asks for, or where an image's numbers contradict each other or what
 * can be counted. Costs O(numbers).
 */
export function checkStudy({ plan, images, cells, pairs, noise }: Study): void {
  const experimentOf = ({ experiment }: Cell | Pair | NoiseCell): Experiment =>
    plan.experiments.find(({ name }) => name === experiment)!;
  checkOnce("cells", cells, ({ network }) => [network.name]);
  checkOnce("pairs", pairs, ({ networks }) => networks.map(({ name }) => name).toSorted());
  checkOnce("noise", noise, ({ network }) => [network.name]);
  cells.forEach((cell, i) => {
    const at = `cells.${i}`;
    const experiment = experimentOf(cell);
    checkImages(cell, experiment.limit, at);
    const { tauOver, certainty } = experiment.questions.find(({ name }) => name === cell.question)!;
    if ((cell.largestEffects !== null) !== (tauOver === "images"))
      throw badField(
        `${at}.largestEffects`,
        `expected ${tauOver === "images" ? "numbers" : "null"}, as τ is over ${tauOver}`,
      );
    const isLabelled = (image: number): boolean => images[cell.images[image]!]!.label !== null;
    checkCell(cell, { certainty, isLabelled }, `${at}.numbers`);
  });
  pairs.forEach((pair, i) => {
    const at = `pairs.${i}`;
    const experiment = experimentOf(pair);
    if (!experiment.between) throw badField(at, "the experiment asks for no pairs");
    checkImages({ ...pair, missing: pair.missing + pair.differing }, experiment.limit, at);
    const [a, b] = pair.networks.map(({ name }) => {
      const cell = cells.find((one) => isOfOne(one, pair) && one.network.name === name);
      if (cell === undefined) throw badField(`${at}.networks`, `${name} is in no cell of the same question`);
      return cell.layers.length;
    });
    const depths = depthsOf(a!, b!);
    if (JSON.stringify(pair.depths) !== JSON.stringify(depths))
      throw badField(`${at}.depths`, `expected those of ${a} and ${b} layers`);
    checkPair(pair, `${at}.numbers`);
  });
  noise.forEach((cell, i) => {
    const at = `noise.${i}`;
    const { noise: asked, limit = Infinity } = experimentOf(cell);
    if (asked === undefined) throw badField(at, "the experiment asks for no noise");
    for (const field of ["sigma", "draws", "seed"] as const)
      if (cell[field] !== asked[field]) throw badField(`${at}.${field}`, `expected ${asked[field]}, as in the plan`);
    checkImages(cell, Math.min(asked.images, limit), at);
    checkNoise(cell, `${at}.numbers`);
  });
}

type Record = Cell | Pair | NoiseCell;

const isOfOne = (a: Record, b: Record): boolean =>
  a.experiment === b.experiment && a.grid === b.grid && a.question === b.question;

/** Throws where two records are of the same networks and the same question. */
function checkOnce<R extends Record>(
  list: string,
  records: readonly R[],
  networksOf: (record: R) => readonly string[],
): void {
  const seen = new Map<string, number>();
  for (const [i, record] of records.entries()) {
    const { experiment, grid, question } = record;
    const key = JSON.stringify([experiment, grid, question, ...networksOf(record)]);
    const before = seen.get(key);
    if (before !== undefined) throw badField(`${list}.${i}`, `the same as ${list}.${before}`);
    seen.set(key, i);
  }
}

function checkImages(
  { images, missing }: Pick<Record, "images" | "missing">,
  limit: number | undefined,
  at: string,
): void {
  if (images.length + missing > (limit ?? Infinity))
    throw badField(`${at}.missing`, `expected at most ${limit} images in all, as in the plan`);
}

/** How many concepts of an order n players may have: AND and OR of each set. */
const conceptsOf = (n: number, m: number): number => KINDS.length * choose(n, m + 1);

function checkCell(
  cell: Cell,
  { certainty, isLabelled }: { readonly certainty: boolean; isLabelled(image: number): boolean },
  at: string,
): void {
  const { n, layers, images } = cell;
  const number = (name: keyof typeof CELL_COLUMNS, image: number, ...places: readonly number[]): number =>
    numberAt(CELL_COLUMNS, cell, name, image, ...places);
  for (const image of images.keys()) {
    if (isLabelled(image) === Number.isNaN(number("right", image)))
      throw badField(`${at}.right`, "expected 0 or 1 of images with a label, and null of others");
    if (!certainty && !(Number.isNaN(number("firm", image)) && Number.isNaN(number("robust", image))))
      throw badField(`${at}.firm`, "the question does not ask how sure it is");
    for (const l of layers.keys())
      for (let m = 0; m < n; m++) {
        const most = choose(n, m + 1);
        if (KINDS.some((_, k) => number("salient", image, l, m, k) > most))
          throw badField(`${at}.salient`, tooMany(most, m, n));
        for (const [count, share, chance] of [
          ["born", "subsetsBefore", "subsetsBeforeByChance"],
          ["ended", "subsetsAfter", "subsetsAfterByChance"],
        ] as const) {
          const concepts = number(count, image, l, m);
          if (concepts > conceptsOf(n, m)) throw badField(`${at}.${count}`, tooMany(conceptsOf(n, m), m, n));
          const hasShare = l > 0 && m > 0 && concepts > 0;
          for (const name of [share, chance])
            if (Number.isNaN(number(name, image, l, m)) === hasShare)
              throw badField(`${at}.${name}`, `expected numbers where ${count} counts concepts of two patches or more`);
        }
      }
  }
}

function checkPair(pair: Pair, at: string): void {
  const { n, depths, images } = pair;
  const number = (name: keyof typeof PAIR_COLUMNS, image: number, ...places: readonly number[]): number =>
    numberAt(PAIR_COLUMNS, pair, name, image, ...places);
  const half = Math.floor(n / 2);
  const rangeOf = { low: [0, half], high: [half, n], all: [0, n] } as const;
  for (const image of images.keys())
    for (const d of depths.keys()) {
      for (let m = 0; m < n; m++) {
        const most = conceptsOf(n, m);
        const [a, b, both] = [number("a", image, d, m), number("b", image, d, m), number("both", image, d, m)];
        for (const [name, count] of [
          ["a", a],
          ["b", b],
        ] as const)
          if (count > most) throw badField(`${at}.${name}`, tooMany(most, m, n));
        if (both > Math.min(a, b)) throw badField(`${at}.both`, "more than one of the two networks has");
        if (Number.isNaN(number("chance", image, d, m)) !== (a + b === 0))
          throw badField(`${at}.chance`, "expected null where both are empty, and only there");
      }
      for (const [i, band] of BANDS.entries()) {
        const [from, to] = rangeOf[band];
        let [either, both] = [0, 0];
        for (let m = from; m < to; m++) {
          const common = number("both", image, d, m);
          both += common;
          either += number("a", image, d, m) + number("b", image, d, m) - common;
        }
        const iou = number("bandIou", image, d, i);
        if (either === 0 ? !Number.isNaN(iou) : !(Math.abs(iou - both / either) <= ROUNDING))
          throw badField(`${at}.bandIou`, "expected what both have over what either has");
        if (Number.isNaN(number("bandChance", image, d, i)) !== (either === 0))
          throw badField(`${at}.bandChance`, "expected null where both are empty, and only there");
      }
    }
}

/** Throws FileError `damaged` where the numbers of images under noise contradict each other or what can be counted. */
export function checkNoise(cell: Pick<NoiseCell, "n" | "layers" | "images" | "numbers">, at: string): void {
  const { n, layers, images } = cell;
  const number = (name: keyof typeof NOISE_COLUMNS, image: number, ...places: readonly number[]): number =>
    numberAt(NOISE_COLUMNS, cell, name, image, ...places);
  for (const image of images.keys())
    for (const l of layers.keys())
      for (let m = 0; m < n; m++) {
        const concepts = number("concepts", image, l, m);
        if (concepts + number("leftOut", image, l, m) > conceptsOf(n, m))
          throw badField(`${at}.concepts`, tooMany(conceptsOf(n, m), m, n));
        if (Number.isNaN(number("ratio", image, l, m)) !== (concepts === 0))
          throw badField(`${at}.ratio`, "expected null where no concept is in the mean, and only there");
      }
}

const tooMany = (most: number, m: number, n: number): string =>
  `expected at most ${most} concepts of ${m + 1} of ${n} patches`;
