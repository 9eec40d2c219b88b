import type { DesignMatrix } from "./design-matrix.ts";
import { minimise, norm, type Evaluation } from "./lbfgs.ts";

/** A linear classifier: logits = X · weights + bias. */
export interface Fit {
  /** [features · classes]. */
  readonly weights: Float64Array;
  /** [classes]. */
  readonly bias: Float64Array;
}

/** How a probe is fitted. */
export interface FitOptions {
  readonly classes: number;
  /** λ of the penalty λ/2 · Σ weights² beside the mean cross-entropy; the bias is free. */
  readonly l2: number;
  /** Done when the gradient is this share of what it is with all weights 0. */
  readonly tolerance: number;
  readonly maxIterations: number;
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
 * or from zero. Deterministic. `labels`: [rows], 0 … classes − 1; RangeError when one is not.
 */
export async function fitProbe(
  matrix: DesignMatrix,
  labels: ArrayLike<number>,
  options: FitOptions,
  start?: Fit,
): Promise<FitResult> {
  const { classes, l2, tolerance, maxIterations } = options;
  checkLabels(matrix, labels, classes);
  const weightCount = matrix.features * classes;
  const origin = new Float64Array(weightCount + classes);
  const point = origin.slice();
  if (start) {
    point.set(start.weights);
    point.set(start.bias, weightCount);
  }
  const objective = (at: Float64Array) => regularisedLoss(matrix, labels, classes, l2, at);
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

/** The penalised mean cross-entropy and its gradient at `point`, [features · classes weights, then classes biases]. */
export async function regularisedLoss(
  matrix: DesignMatrix,
  labels: ArrayLike<number>,
  classes: number,
  l2: number,
  point: Float64Array,
): Promise<Evaluation> {
  const { rows, features } = matrix;
  const weights = point.subarray(0, features * classes);
  const logits = await fitLogits(matrix, { weights, bias: point.subarray(features * classes) });
  const gradient = new Float64Array(point.length);
  const biasGradient = gradient.subarray(features * classes);
  let value = 0;
  // The logits are overwritten by the residuals (p − one-hot) / rows, row by row.
  for (let row = 0; row < rows; row++) {
    value += rowResiduals(logits.subarray(row * classes, (row + 1) * classes), labels[row]!, rows) / rows;
    for (let c = 0; c < classes; c++) biasGradient[c]! += logits[row * classes + c]!;
  }
  gradient.set(await matrix.multiplyTransposed(logits, classes));
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    value += (l2 / 2) * weight * weight;
    gradient[i]! += l2 * weight;
  }
  return { value, gradient };
}

/** Turns one row's logits into its residuals, in place; returns its cross-entropy, nats. */
function rowResiduals(row: Float32Array, label: number, rows: number): number {
  let largest = -Infinity;
  for (const logit of row) largest = Math.max(largest, logit);
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit - largest);
  const loss = Math.log(sum) + largest - row[label]!;
  for (let c = 0; c < row.length; c++) row[c] = (Math.exp(row[c]! - largest) / sum - (c === label ? 1 : 0)) / rows;
  return loss;
}

function checkLabels({ rows }: DesignMatrix, labels: ArrayLike<number>, classes: number): void {
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels for ${rows} rows`);
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(`label ${label} of row ${row} is none of ${classes} classes`);
  }
}
