import { allMasks, sparse } from "../core/all-masks.ts";
import { decompose, DEFAULT_DECOMPOSE, type DecomposeOptions } from "../core/and-or.ts";
import type { Effects } from "../core/interactions.ts";
import { everybody, masksOf, NOBODY, onlyPlayer, union, type Mask, type Masks } from "../core/masks.ts";
import { noiseShareOf } from "../core/noise.ts";
import { gridPlayers } from "../core/patches.ts";
import { fitAgreement, salientJaccard } from "../core/salient-jaccard.ts";
import { logOdds } from "../core/value.ts";
import { NOISE_GRIDS, type NoiseGrid } from "../models/spec/probes.ts";
import type { Photograph } from "./collect-features.ts";
import { firstClasses, mappedRows, shown, type Measured } from "./quality.ts";
import { runImages } from "./run-images.ts";
import { hideRandomly } from "./versions.ts";

/** Where all masks are looked at. */
const WHOLE_GRID = 9;
/** Elsewhere: so many masks, half of them drawn from all alike, the others with a number of patches drawn alike. */
const DRAWN_MASKS = 512;

/** How much the replicates of a layer differ from each other, from the full probe and, to compare, its concepts from the next layer's. */
export interface ReplicateNoise {
  /** Mean Jaccard index of the salient concepts of two replicates, over their pairs and the images; null where none has any. */
  readonly probeAgreement: number | null;
  /** The same of the replicates on samples of half as many photographs; null where there are none of those. */
  readonly sparseAgreement: number | null;
  /** Mean Jaccard index of its salient concepts and the next layer's, κ by the rule `noise`; null at the last layer, and where neither has any. */
  readonly nextAgreement: number | null;
  /** The same at the κ that agreement of replicates is looked at: by the range. */
  readonly nextAgreementByRange: number | null;
  /** By grid: root mean square of the replicates' v around the full one's, over the span of the full one's v; mean over the images. */
  readonly noiseShare: Readonly<Record<NoiseGrid, number>>;
}

/** A layer's full probe and its replicates: names of the graph outputs [rows, classes] and [rows, replicates · classes]. */
export interface ReplicatedProbe {
  readonly probe: string;
  readonly replicates: string;
  /** Of the replicates on samples of half as many photographs, where there are some. */
  readonly sparse: string | null;
}

/**
 * Noise of every layer for the network's first class on each image, mean baseline, the page's default κ and τ. Agreement is looked at on
 * `photographs` at 3x3, noise at the finer grids on the first `fewer` of them. Costs 512 runs an image and grid, and a decomposition an image and replicate.
 */
export async function measureNoise(
  measured: Measured,
  layers: readonly ReplicatedProbe[],
  photographs: readonly Photograph[],
  fewer: number,
  random: () => number,
  onProgress: (done: number) => void,
): Promise<ReplicateNoise[]> {
  const agreement = layers.map(() => new Mean());
  const sparse = layers.map(() => new Mean());
  const noise = new Map<string, Mean[]>();
  const fulls: Float64Array[][] = [];
  for (const grid of NOISE_GRIDS) {
    const [rows, cols] = grid.split("x").map(Number) as [number, number];
    const means = layers.map(() => new Mean());
    noise.set(grid, means);
    const isWhole = rows * cols === WHOLE_GRID;
    for (const [i, photograph] of (isWhole ? photographs : photographs.slice(0, fewer)).entries()) {
      if (isWhole) onProgress(i);
      const masks = isWhole ? allMasks(rows * cols) : drawMasks(rows * cols, random);
      const values = await valuesOf(measured, layers, photograph, rows, cols, masks);
      if (isWhole) fulls.push(values.map(({ full }) => full));
      values.forEach((v, layer) => {
        means[layer]!.add(noiseShareOf(v.full, v.replicates, isWhole ? masks.length : DRAWN_MASKS / 2));
        if (!isWhole) return;
        addAgreement(v.replicates, agreement[layer]!);
        addAgreement(v.sparse, sparse[layer]!);
      });
    }
  }
  const noiseOf = (grid: NoiseGrid, layer: number): number => noise.get(grid)![layer]!.value ?? 0;
  const nextAgreements = nextAgreementsOf(fulls, (layer) => ({
    ...DEFAULT_DECOMPOSE,
    kappaOf: "noise",
    probeNoise: noiseOf("3x3", layer),
  }));
  const nextByRange = nextAgreementsOf(fulls, () => DEFAULT_DECOMPOSE);
  return layers.map((_, layer) => ({
    probeAgreement: agreement[layer]!.value,
    sparseAgreement: sparse[layer]!.value,
    nextAgreement: nextAgreements[layer] ?? null,
    nextAgreementByRange: nextByRange[layer] ?? null,
    noiseShare: {
      "3x3": noiseOf("3x3", layer),
      "3x4": noiseOf("3x4", layer),
      "4x4": noiseOf("4x4", layer),
    },
  }));
}

/** How much each layer's salient concepts agree with the next one's, mean over the images, null at the last; `fulls` [images][layers] v of all masks. */
function nextAgreementsOf(
  fulls: readonly (readonly Float64Array[])[],
  optionsOf: (layer: number) => DecomposeOptions,
): (number | null)[] {
  const means = (fulls[0] ?? []).map(() => new Mean());
  for (const values of fulls) {
    const effects = values.map((v, layer) => sparse(decompose(v, optionsOf(layer))));
    effects.slice(1).forEach((next, layer) => means[layer]!.add(salientJaccard(effects[layer]!, next)));
  }
  return means.map((mean) => mean.value);
}

/** DRAWN_MASKS masks: the first half from all alike; then everything, nothing, and others by the number shown. */
function drawMasks(n: number, random: () => number): Masks {
  const drawn = Array.from({ length: DRAWN_MASKS }, (_, i) => {
    if (i < DRAWN_MASKS / 2) return anyMask(n, random);
    if (i < DRAWN_MASKS / 2 + 2) return i % 2 === 0 ? everybody(n) : NOBODY;
    return hideRandomly(n, Math.floor(random() * (n + 1)), random);
  });
  return masksOf(drawn);
}

/** Each patch shown half of the time. */
function anyMask(n: number, random: () => number): Mask {
  let mask = NOBODY;
  for (let player = 0; player < n; player++) if (random() < 0.5) mask = union(mask, onlyPlayer(player));
  return mask;
}

/** v of a layer's full probe and of each replicate, [masks] each. */
interface LayerValues {
  readonly full: Float64Array;
  readonly replicates: readonly Float64Array[];
  readonly sparse: readonly Float64Array[];
}

/** Of every layer. */
async function valuesOf(
  measured: Measured,
  layers: readonly ReplicatedProbe[],
  photograph: Photograph,
  rows: number,
  cols: number,
  masks: Masks,
): Promise<LayerValues[]> {
  const outputs = layers.map(({ probe, replicates, sparse }) => [
    probe,
    replicates,
    ...(sparse === null ? [] : [sparse]),
  ]);
  const [, ...values] = await maskedValues(measured, outputs.flat(), photograph, rows, cols, masks);
  let at = 0;
  return outputs.map((names): LayerValues => {
    const [full, replicates, sparse = []] = values.slice(at, (at += names.length));
    return { full: full![0]!, replicates: replicates!, sparse };
  });
}

/**
 * v of the network's first class on the whole photograph, mean baseline, at `masks` of rows x cols patches: the network's own, then that of each probe
 * of each of the graph outputs `names`, [rows, probes · classes]. [1 + names][probes][masks], nats.
 */
export async function maskedValues(
  { runner, manifest, signal }: Measured,
  names: readonly string[],
  photograph: Photograph,
  rows: number,
  cols: number,
  masks: Masks,
): Promise<Float64Array[][]> {
  const { input, classMap, output } = manifest;
  const classes = classMap.length;
  const players = gridPlayers(rows, cols, input.width, input.height);
  const columns = [output.logits, ...names];
  // The whole image goes first: it says the class.
  const asked = masksOf([everybody(players.n), ...masks]);
  const parts: Float32Array[][] = columns.map(() => []);
  await runImages(
    runner,
    manifest,
    shown([photograph], manifest, players, () => asked),
    columns,
    (outputs, _first, count) =>
      outputs.forEach((values, i) => parts[i]!.push(i === 0 ? mappedRows(values, count, classMap) : values.slice())),
    signal,
  );
  const target = firstClasses(parts[0]![0]!.subarray(0, classes), classes)[0]!;
  return parts.map((some) => {
    const width = some.reduce((sum, { length }) => sum + length, 0) / asked.length;
    const all = new Float32Array(asked.length * width);
    let at = 0;
    for (const part of some) {
      all.set(part, at);
      at += part.length;
    }
    return Array.from({ length: width / classes }, (_, probe) =>
      Float64Array.from(masks, (_mask, i) => logOdds(all, (i + 1) * width + probe * classes, classes, target)),
    );
  });
}

/** Adds the mean over all pairs of replicates, v at all masks each. */
function addAgreement(replicates: readonly Float64Array[], to: Mean): void {
  to.add(fitAgreement(replicates.map((v): Effects => sparse(decompose(v)))));
}

/** A mean of what is there. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.#sum += value;
    this.#count++;
  }

  get value(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }
}
