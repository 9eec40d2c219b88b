import { fewestMasks, sampleMasks } from "../core/estimate/sample.ts";
import type { KnownValues } from "../core/games.ts";
import {
  checkPlayers,
  MAX_ENUMERABLE,
  everybody,
  indexOfMask,
  isWithin,
  masksOf,
  NOBODY,
  onlyPlayer,
  type Mask,
  type Masks,
} from "../core/masks.ts";
import { gridPlayers, showsWholeImage } from "../core/patches.ts";
import { imagePlayers } from "../core/superpixels.ts";
import { isCovered } from "../models/covered.ts";
import { rowSizeOf, type MaskEvaluator } from "../backends/evaluator.ts";
import type { MaskedInput } from "../backends/protocol.ts";
import type { ModelManifest } from "../models/spec/model.ts";
import { masksAsked } from "./estimator.ts";
import type { EvaluateRequest, MaskLogits, PartialValues, Watch } from "./events.ts";
import type { Evaluation } from "./exploration.ts";
import { columnCountOf, foldClasses, keepsAll, keptClasses } from "./kept-classes.ts";
import { outputAlone } from "./output-alone.ts";
import { createRunRate } from "./run-rate.ts";
import { pairOf, rowOf, targetOf, valueOf, type ClassesAsked } from "./target.ts";

/** Of the order in which masks are run: its beginnings are the samples with this seed. */
export const SCHEDULE_SEED = 1;

/** After which shares of the masks the layers can be estimated, and from how many at most: an estimate from more of them costs more. */
const BEGINNINGS = [
  { share: 0.1, most: 1000 },
  { share: 0.25, most: 2000 },
  { share: 0.5, most: 2000 },
];

/** Two engines' answers to one mask differ by less than this share of the largest; two classes' by more. */
const SAME_ROW = 1e-3;

/**
 * Runs the network on every mask of an image, or on those of a sample: all shown, none shown, single patches, all but one, then the rest in a random order with
 * a seed, so that every beginning is a fair sample; but not on those whose answers are known. Costs as many runs of the network as there are masks, 2^n of
 * all, and one for the whole image where no mask shows it. Of a class that the probes do not
 * know the output's answers alone. Rejects with the signal's reason, or as the evaluator does; RangeError on an unfit image, grid or target.
 */
export async function evaluateMasks(
  request: EvaluateRequest & ClassesAsked,
  evaluator: MaskEvaluator,
  watch: Pick<Watch, "signal" | "priority" | "onMasks" | "onLogits" | "onReplicates" | "onValues" | "onBeginning"> = {},
): Promise<Evaluation> {
  const {
    model: manifest,
    image,
    imageSha256,
    picked = null,
    baseline,
    noise,
    sample = null,
    target,
    rather,
    known = [],
  } = request;
  const asked = { target, rather };
  const { width, height } = manifest.input;
  const players = imagePlayers({ ...request, picked }, image);
  if (sample === null) checkPlayers(players.n, MAX_ENUMERABLE);
  const { masks: count, seed } = sample ?? { masks: 2 ** players.n, seed: SCHEDULE_SEED };
  const schedule = sampleMasks(players.n, count, seed);
  const masks = masksAsked(players.n, sample);
  const input = { image, players, baseline, noise };
  const { layerCount, classCount } = evaluator;
  // Where not all classes are kept, the whole image decides which, and what is known is held against the mask of all players.
  const full = keepsAll(classCount) ? null : await rowOfMask(evaluator, input, everybody(players.n), watch);
  const unmasked = showsWholeImage(players)
    ? null
    : await rowOfMask(evaluator, { ...input, players: gridPlayers(1, 1, width, height) }, everybody(1), watch);
  const classes =
    full === null
      ? Array.from({ length: classCount }, (_, index) => index)
      : keptClasses((unmasked ?? full).subarray(-classCount), asked);
  const columnCount = columnCountOf(classes, classCount);
  const logits = new Float32Array(masks.length * layerCount * columnCount);
  const before = fillKnown({ masks, logits }, known, full && foldClasses(full, classCount, classes));
  const missing = schedule.filter((mask) => !before.has(mask));
  const wholeImage = unmasked && foldClasses(unmasked, classCount, classes).slice(-columnCount);
  const answers = { masks, logits, layerCount, columnCount, classes, wholeImage };
  const partial = watch.onValues === undefined ? null : createPartialValues(answers, players.n, manifest, asked);
  const evaluation = { manifest, image, imageSha256, players, baseline, sample, ...answers };
  const ofProbes = (): Evaluation =>
    isCovered(manifest, targetOf(answers, manifest.classes, asked)) ? evaluation : outputAlone(evaluation);
  const reached = sample === null && watch.onBeginning !== undefined ? createBeginnings(schedule, players.n) : null;
  const rate = createRunRate(missing.length, performance.now());
  let run = 0;
  const tell = (news: Masks): void => {
    watch.onMasks?.({ ...rate.progress(run, performance.now()), done: before.size + run, total: masks.length });
    const values = partial?.take(news);
    if (values) watch.onValues?.(values);
    const count = reached?.(news) ?? null;
    if (count !== null) watch.onBeginning?.(ofProbes(), count);
  };
  if (before.size > 0) tell(masksOf(before));
  await evaluator.evaluate(input, missing, {
    signal: watch.signal,
    priority: watch.priority,
    onBatch: (batch, answered) => {
      const [all, replicates] = apart(answered, batch.length, evaluator);
      const rows = foldClasses(all, classCount, classes);
      place({ masks, logits }, { masks: batch, logits: rows });
      run += batch.length;
      watch.onLogits?.(batch, rows);
      if (evaluator.replicateCount > 0) watch.onReplicates?.(batch, replicates);
      tell(batch);
    },
  });
  return ofProbes();
}

/** An evaluator's answer to so many masks: the logits of layers [masks, L + 1, C], which are itself where it has no others, and of replicates [masks, L · R, C]. */
function apart(
  answered: Float32Array,
  masks: number,
  evaluator: MaskEvaluator,
): readonly [layers: Float32Array, replicates: Float32Array] {
  const ofLayers = evaluator.layerCount * evaluator.classCount;
  const ofAll = rowSizeOf(evaluator);
  if (ofAll === ofLayers) return [answered, new Float32Array(0)];
  const layers = new Float32Array(masks * ofLayers);
  const replicates = new Float32Array(masks * (ofAll - ofLayers));
  for (let row = 0; row < masks; row++) {
    const all = answered.subarray(row * ofAll, (row + 1) * ofAll);
    layers.set(all.subarray(0, ofLayers), row * ofLayers);
    replicates.set(all.subarray(ofLayers), row * (ofAll - ofLayers));
  }
  return [layers, replicates];
}

/** Every logit [L + 1, C] of one mask. */
async function rowOfMask(
  evaluator: MaskEvaluator,
  input: MaskedInput,
  mask: Mask,
  { signal, priority }: Pick<Watch, "signal" | "priority">,
): Promise<Float32Array> {
  let row = new Float32Array();
  await evaluator.evaluate(input, masksOf([mask]), {
    signal,
    priority,
    onBatch: (_, logits) => (row = logits.slice(0, evaluator.layerCount * evaluator.classCount)),
  });
  return row;
}

/**
 * Writes known answers to their places, but for those to masks that are not asked about; returns their masks, of which one that comes twice counts once, with its last answer. Where not
 * all classes are kept they count only if they agree with `row`, that of the full mask: else they may be of other classes.
 */
function fillKnown(all: MaskLogits, known: readonly MaskLogits[], row: Float32Array | null): ReadonlySet<Mask> {
  const rowSize = all.logits.length / all.masks.length;
  const full = all.masks[all.masks.length - 1]!;
  const fit = known.filter(
    ({ masks, logits: rows }) =>
      rows.length === masks.length * rowSize &&
      rows.every(Number.isFinite) &&
      [...masks].every((mask) => isWithin(mask, full)),
  );
  const filled = new Set<Mask>();
  if (row !== null && !fit.some((chunk) => agrees(chunk, full, row))) return filled;
  for (const { masks, logits: rows } of fit)
    masks.forEach((mask, i) => {
      const at = indexOfMask(all.masks, mask);
      if (at < 0) return;
      all.logits.set(rows.subarray(i * rowSize, (i + 1) * rowSize), at * rowSize);
      filled.add(mask);
    });
  return filled;
}

/** Whether a mask's answer in a chunk is a row, up to what engines differ by. */
function agrees({ masks, logits }: MaskLogits, mask: Mask, row: Float32Array): boolean {
  const at = masks.indexOf(mask) * row.length;
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return at >= 0 && row.every((value, i) => Math.abs(value - logits[at + i]!) <= SAME_ROW * largest);
}

/** Writes some masks' answers to their places among all. */
function place(all: MaskLogits, { masks, logits }: MaskLogits): void {
  const rowSize = logits.length / masks.length;
  masks.forEach((mask, i) =>
    all.logits.set(logits.subarray(i * rowSize, (i + 1) * rowSize), rowOf(all, mask) * rowSize),
  );
}

/** Tells, batch after batch in any order, of how many masks there is news that all of a beginning's are in; null where there is none. */
function createBeginnings(schedule: Masks, n: number): (batch: Masks) => number | null {
  const lengths = BEGINNINGS.map(({ share, most }) => Math.min(most, Math.round(share * schedule.length))).filter(
    (length) => length >= fewestMasks(n),
  );
  const answered = new Set<Mask>();
  let complete = 0;
  let told = 0;
  return (batch) => {
    for (const mask of batch) answered.add(mask);
    while (complete < schedule.length && answered.has(schedule[complete]!)) complete++;
    const longest = Math.max(0, ...lengths.filter((length) => length <= complete));
    if (longest <= told || complete === schedule.length) return null;
    return (told = longest);
  };
}

/** The scores that are shown while a run goes on; null as long as the full mask, which may decide the target, is not in. */
function createPartialValues(
  answers: Pick<Evaluation, "masks" | "logits" | "layerCount" | "columnCount" | "classes" | "wholeImage">,
  n: number,
  manifest: ModelManifest,
  asked: ClassesAsked,
): { take(batch: Masks): PartialValues | null } {
  const full = everybody(n);
  // With one player alone, that is everybody.
  const masks = masksOf(new Set([NOBODY, ...Array.from({ length: n }, (_, player) => onlyPlayer(player)), full]));
  const values: KnownValues = {
    masks,
    layers: Array.from({ length: answers.layerCount }, () => new Float64Array(masks.length).fill(NaN)),
  };
  const pending: Masks[] = [];
  let target: PartialValues["target"] | null = null;
  let done = 0;
  return {
    take: (batch) => {
      pending.push(batch);
      done += batch.length;
      if (target === null && batch.includes(full)) target = targetOf(answers, manifest.classes, asked);
      if (target === null) return null;
      // The probes say nothing of a class that they do not know.
      const first = isCovered(manifest, target) ? 0 : answers.layerCount - 1;
      for (const mask of pending.splice(0).flatMap((news) => [...news])) {
        const at = indexOfMask(masks, mask);
        if (at >= 0)
          values.layers.forEach((v, layer) => {
            if (layer >= first) v[at] = valueOf(answers, rowOf(answers, mask), layer, pairOf(target!));
          });
      }
      return { target, done, total: answers.masks.length, values };
    },
  };
}
