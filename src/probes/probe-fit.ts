import type { DesignMatrix } from "./design-matrix.ts";
import { minimise, norm, type Evaluation } from "./lbfgs.ts";

/** A linear classifier: logits = X · weights + bias. */
export interface Fit {
  /** [features · classes]. */
  readonly weights: Float64Array;
  /** [classes]. */
  readonly bias: Float64Array;
}

/**
 * What a probe learns: the class of every row, 0 … classes − 1, or the share of every class in it, [rows · classes], each row adding up to 1.
 */
export type Targets = { readonly labels: ArrayLike<number> } | { readonly shares: Float32Array };

/** How a probe is fitted. */
export interface FitOptions {
  readonly classes: number;
  /** λ of the penalty λ/2 · Σ weights² beside the mean cross-entropy; the bias is free. */
  readonly l2: number;
  /** Done when the gradient is this share of what it is with all weights 0. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** [rows], 0 or more: how often each row counts. Once each where there are none. */
  readonly weights?: ArrayLike<number> | undefined;
}

/** A fitted probe and how the fitting went. */
export interface FitResult extends Fit {
  /** Mean cross-entropy in nats plus the penalty. */
  readonly loss: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Multinomial logistic regression with L2 (the paper's linear probe, its section 3.2.2), by L-BFGS; starts from `start`
 * or from zero. Deterministic. RangeError on targets or weights that do not fit the rows.
 */
export async function fitProbe(
  matrix: DesignMatrix,
  targets: Targets,
  options: FitOptions,
  start?: Fit,
): Promise<FitResult> {
  const { classes, tolerance, maxIterations } = options;
  const weightCount = matrix.features * classes;
  const origin = new Float64Array(weightCount + classes);
  const point = origin.slice();
  if (start) {
    point.set(start.weights);
    point.set(start.bias, weightCount);
  }
  checkTargets(matrix, targets, options);
  const objective = (at: Float64Array) => regularisedLoss(matrix, targets, options, at);
  const scale = norm((await objective(origin)).gradient);
  const minimum = await minimise(objective, point, { gradientNorm: tolerance * scale, maxIterations });
  const { iterations, converged, value: loss } = minimum;
  return {
    weights: minimum.point.slice(0, weightCount),
    bias: minimum.point.slice(weightCount),
    loss,
    iterations,
    converged,
  };
}

/** Logits of every row under a fit, [rows · classes]. */
export async function fitLogits(matrix: DesignMatrix, { weights, bias }: Fit): Promise<Float32Array> {
  const logits = await matrix.multiply(Float32Array.from(weights), bias.length);
  for (let i = 0; i < logits.length; i++) logits[i]! += bias[i % bias.length]!;
  return logits;
}

/** Share of rows whose largest logit is at their label, 0..1; `logits` [rows · classes]. */
export function accuracyOf(logits: Float32Array, labels: ArrayLike<number>, classes: number): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[row * classes + c]! > logits[row * classes + best]!) best = c;
    if (best === labels[row]) right++;
  }
  return right / labels.length;
}

/** Mean cross-entropy in nats of the targets under logits, [rows · classes]. */
export function crossEntropyOf(logits: Float32Array, targets: Targets, classes: number): number {
  const rows = logits.length / classes;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += logSumOf(logits, row, classes) - meanLogit(logits, targets, row, classes);
  return sum / rows;
}

/** The penalised mean cross-entropy and its gradient at `point`, [features · classes weights, then classes biases]. */
export async function regularisedLoss(
  matrix: DesignMatrix,
  targets: Targets,
  { classes, l2, weights: counts }: Pick<FitOptions, "classes" | "l2" | "weights">,
  point: Float64Array,
): Promise<Evaluation> {
  const { rows, features } = matrix;
  const weights = point.subarray(0, features * classes);
  const logits = await fitLogits(matrix, { weights, bias: point.subarray(features * classes) });
  const gradient = new Float64Array(point.length);
  const biasGradient = gradient.subarray(features * classes);
  const total = totalOf(counts, rows);
  let value = 0;
  // The logits are overwritten by the residuals (p − target) · weight / total, row by row.
  for (let row = 0; row < rows; row++) {
    const weight = (counts?.[row] ?? 1) / total;
    const logSum = logSumOf(logits, row, classes);
    value += weight * (logSum - meanLogit(logits, targets, row, classes));
    for (let c = 0, at = row * classes; c < classes; c++, at++) {
      logits[at] = weight * (Math.exp(logits[at]! - logSum) - shareOf(targets, row, c, at));
      biasGradient[c]! += logits[at]!;
    }
  }
  gradient.set(await matrix.multiplyTransposed(logits, classes));
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    value += (l2 / 2) * weight * weight;
    gradient[i]! += l2 * weight;
  }
  return { value, gradient };
}

/** log Σ exp of a row's logits. */
function logSumOf(logits: Float32Array, row: number, classes: number): number {
  const end = (row + 1) * classes;
  let largest = -Infinity;
  for (let at = row * classes; at < end; at++) largest = Math.max(largest, logits[at]!);
  let sum = 0;
  for (let at = row * classes; at < end; at++) sum += Math.exp(logits[at]! - largest);
  return Math.log(sum) + largest;
}

/** Mean of a row's logits over its target. */
function meanLogit(logits: Float32Array, targets: Targets, row: number, classes: number): number {
  if ("labels" in targets) return logits[row * classes + targets.labels[row]!]!;
  let mean = 0;
  for (let at = row * classes; at < (row + 1) * classes; at++) mean += targets.shares[at]! * logits[at]!;
  return mean;
}

const shareOf = (targets: Targets, row: number, c: number, at: number): number =>
  "labels" in targets ? (targets.labels[row] === c ? 1 : 0) : targets.shares[at]!;

function totalOf(counts: ArrayLike<number> | undefined, rows: number): number {
  if (counts === undefined) return rows;
  let total = 0;
  for (let row = 0; row < rows; row++) total += counts[row]!;
  return total;
}

function checkTargets({ rows }: DesignMatrix, targets: Targets, { classes, weights }: FitOptions): void {
  if (weights !== undefined && weights.length !== rows)
    throw new RangeError(`${weights.length} weights for ${rows} rows`);
  if (!(totalOf(weights, rows) > 0)) throw new RangeError("no row counts");
  if ("shares" in targets) {
    if (targets.shares.length !== rows * classes)
      throw new RangeError(`${targets.shares.length} shares for ${rows} rows of ${classes} classes`);
    return;
  }
  const { labels } = targets;
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels for ${rows} rows`);
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(`label ${label} of row ${row} is none of ${classes} classes`);
  }
}
