/** What a network's replicates say of an image: v by replicate, and how far that is from what the probes say. */
import type { KnownValues } from "../core/games.ts";
import { equalMasks, indexOfMask, type Masks } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { noiseShareOf } from "../core/noise.ts";
import { imagePlayers } from "../core/superpixels.ts";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { masksAsked } from "./estimator.ts";
import { evaluateMasks } from "./evaluate-masks.ts";
import type { EvaluateRequest, Watch } from "./events.ts";
import type { Evaluation, SolvedLayer } from "./exploration.ts";
import { pairOf, scoreOf, type ClassesAsked, type ClassPair } from "./target.ts";

/** v by every replicate of every probe. */
export interface ReplicateValues extends ClassPair {
  /** Ascending: all, or those of a sample. */
  readonly masks: Masks;
  /** [layers][replicates] of [masks], nats; the output has no probe, and none here. */
  readonly layers: readonly (readonly Float64Array[])[];
}

/** Gathers v out of batches of logits, of which no more are held than come before the classes are known. */
interface Gatherer {
  /** Logits [masks, L · R, C]. */
  take(masks: Masks, logits: Float32Array): void;
  /** Says of which classes, once. */
  about(pair: ClassPair): void;
  /** RangeError while the classes are not known. */
  values(): ReplicateValues;
}

/** Memory: 8 bytes a layer, replicate and mask. */
function createGatherer(asked: Masks, evaluator: MaskEvaluator): Gatherer {
  const { layerCount, replicateCount, classCount } = evaluator;
  const layers = Array.from({ length: layerCount - 1 }, () =>
    Array.from({ length: replicateCount }, () => new Float64Array(asked.length)),
  );
  const columns = layers.flat();
  const waiting: [Masks, Float32Array][] = [];
  let pair: ClassPair | null = null;
  const fill = (masks: Masks, logits: Float32Array, of: ClassPair): void =>
    masks.forEach((mask, row) => {
      const place = indexOfMask(asked, mask);
      columns.forEach((v, column) => {
        v[place] = scoreOf(logits, (row * columns.length + column) * classCount, classCount, of, (index) => index);
      });
    });
  return {
    take: (masks, logits) => {
      if (pair === null) waiting.push([masks, logits]);
      else fill(masks, logits, pair);
    },
    about: (known) => {
      pair ??= known;
      for (const [masks, logits] of waiting.splice(0)) fill(masks, logits, pair);
    },
    values: () => {
      if (pair === null) throw new RangeError("the classes are not known yet");
      return { masks: asked, ...pair, layers };
    },
  };
}

/** The network's answers to the masks that are asked for, and what the replicates say in the same run. */
export interface Measured {
  readonly evaluation: Evaluation;
  /** Null where none are at hand, where the answers of an earlier run, which come without, were taken up, and of a class that the probes do not know. */
  readonly replicates: ReplicateValues | null;
}

/** As `evaluateMasks`, with the replicates' v of the class that is explained. Rejects as that does. */
export async function evaluateWithReplicates(
  request: EvaluateRequest & ClassesAsked,
  evaluator: MaskEvaluator,
  watch: Watch = {},
): Promise<Measured> {
  const { rows, cols, picked = null, model, known = [], sample = null } = request;
  if (evaluator.replicateCount === 0 || known.length > 0)
    return { evaluation: await evaluateMasks(request, evaluator, watch), replicates: null };
  const { n } = gridPlayers(rows, cols, model.input.width, model.input.height, picked);
  const gatherer = createGatherer(masksAsked(n, sample), evaluator);
  const evaluation = await evaluateMasks(request, evaluator, {
    ...watch,
    onReplicates: gatherer.take,
    onValues: (partial) => {
      gatherer.about(pairOf(partial.target));
      watch.onValues?.(partial);
    },
  });
  return { evaluation, replicates: evaluation.layerCount < evaluator.layerCount ? null : gatherer.values() };
}

/**
 * The replicates' v by themselves: the network runs on every mask that is asked for once more, and of its answers no more than a batch is held.
 * Rejects with the signal's reason when cancelled, else as the evaluator does; RangeError on an unfit image or grid.
 */
export async function replicateValues(
  {
    image,
    picked = null,
    baseline,
    target,
    rather,
    sample = null,
    ...grid
  }: Omit<EvaluateRequest, "known" | "imageSha256"> & ClassPair,
  evaluator: MaskEvaluator,
  { signal, priority, onMasks }: Pick<Watch, "signal" | "priority"> & { onMasks?(done: number): void } = {},
): Promise<ReplicateValues> {
  const players = imagePlayers({ ...grid, picked }, image);
  const masks = masksAsked(players.n, sample);
  const gatherer = createGatherer(masks, evaluator);
  const ofLayers = evaluator.layerCount * evaluator.classCount;
  gatherer.about({ target, rather });
  let done = 0;
  await evaluator.evaluate({ image, players, baseline }, masks, {
    signal,
    priority,
    onBatch: (batch, logits) => {
      const rowSize = logits.length / batch.length;
      for (let row = 0; row < batch.length; row++)
        gatherer.take(batch.slice(row, row + 1), logits.subarray(row * rowSize + ofLayers, (row + 1) * rowSize));
      done += batch.length;
      onMasks?.(done);
    },
  });
  return gatherer.values();
}

/** Per layer how noisy its probe is on an image: see `noiseShareOf`. The output has no probe; RangeError where v is known at other masks than theirs. */
export function noiseShares(values: KnownValues, { masks, layers }: ReplicateValues): readonly (number | null)[] {
  if (!equalMasks(values.masks, masks)) throw new RangeError("v must be known at the masks of the replicates");
  return layers.map((replicates, layer) => noiseShareOf(values.layers[layer]!, replicates));
}

/** What the replicates of a layer's probe say of it on one image. */
export type ProbeOnImage = Required<Pick<SolvedLayer, "noiseShare" | "replicateAgreement">>;

/** That of every probe, whose replicates agree as `measureCertainty` found. RangeError where v is known at other masks than theirs. */
export function probesOnImage(
  values: KnownValues,
  replicates: ReplicateValues,
  agreements: readonly (number | null)[],
): ProbeOnImage[] {
  return noiseShares(values, replicates).map((noiseShare, l) => ({ noiseShare, replicateAgreement: agreements[l]! }));
}
