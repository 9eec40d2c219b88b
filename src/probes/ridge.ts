/** A linear function of standardised features: `weights` [features], value = weights · x + bias; and the penalty that was chosen for it. */
export interface Ridge {
  readonly weights: Float64Array;
  readonly bias: number;
  readonly lambda: number;
}

/** Penalties that are tried, as shares of the mean square of a row. */
const SHARES = [1e-4, 1e-3, 1e-2, 1e-1, 1] as const;

/**
 * Ridge regression of `targets` [rows] on `x` [rows · features], standardised, in closed form, by the Gram matrix of features or of rows, whichever is smaller.
 * Of the penalties the one with the least error when each row is left out in turn, which the same factorisation tells. Costs min(rows, features)³ a penalty,
 * and rows · features · min(rows, features) once.
 */
export function fitRidge(x: Float32Array, features: number, targets: Float64Array): Ridge {
  const rows = targets.length;
  const bias = targets.reduce((sum, target) => sum + target / rows, 0);
  const centred = targets.map((target) => target - bias);
  const isWide = features >= rows;
  const gram = isWide ? gramOfRows(x, rows, features) : gramOfFeatures(x, rows, features);
  const side = isWide ? rows : features;
  // The trace of both Gram matrices is the sum of all squares.
  let trace = 0;
  for (let i = 0; i < side; i++) trace += gram[i * side + i]!;
  const unit = trace / rows || 1;
  let best: { readonly weights: Float64Array; readonly lambda: number; readonly error: number } | null = null;
  for (const share of SHARES) {
    const lambda = share * unit;
    const factor = cholesky(gram, side, lambda);
    const { weights, error } = isWide ? byRows(x, features, factor, centred) : byFeatures(x, features, factor, centred);
    // Of errors that are alike the stronger penalty's.
    if (best === null || error <= best.error) best = { weights, lambda, error };
  }
  return { weights: best!.weights, bias, lambda: best!.lambda };
}

interface Solved {
  readonly weights: Float64Array;
  /** Sum of squared errors of rows that are left out in turn, the mean apart. */
  readonly error: number;
}

/** w = Xᵀ α, (XXᵀ + λ) α = y; a row that is left out errs by α over its place on the diagonal of the inverse. */
function byRows(x: Float32Array, features: number, factor: Float64Array, targets: Float64Array): Solved {
  const rows = targets.length;
  const alpha = solve(factor, rows, targets);
  const inverse = diagonalOfInverse(factor, rows);
  let error = 0;
  for (let row = 0; row < rows; row++) error += (alpha[row]! / inverse[row]!) ** 2;
  const weights = new Float64Array(features);
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < features; f++) weights[f]! += alpha[row]! * x[row * features + f]!;
  return { weights, error };
}

/** (XᵀX + λ) w = Xᵀ y; a row that is left out errs by its residual over 1 − its leverage. */
function byFeatures(x: Float32Array, features: number, factor: Float64Array, targets: Float64Array): Solved {
  const rows = targets.length;
  const product = new Float64Array(features);
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < features; f++) product[f]! += targets[row]! * x[row * features + f]!;
  const weights = solve(factor, features, product);
  let error = 0;
  const half = new Float64Array(features);
  for (let row = 0; row < rows; row++) {
    let residual = targets[row]!;
    for (let f = 0; f < features; f++) {
      residual -= weights[f]! * x[row * features + f]!;
      half[f] = x[row * features + f]!;
    }
    forward(factor, features, half);
    const leverage = half.reduce((sum, value) => sum + value * value, 0);
    error += (residual / (1 - leverage)) ** 2;
  }
  return { weights, error };
}

/** Lower triangle of XXᵀ, [rows · rows]. */
function gramOfRows(x: Float32Array, rows: number, features: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let f = 0; f < features; f++) sum += x[i * features + f]! * x[j * features + f]!;
      gram[i * rows + j] = sum;
    }
  }
  return gram;
}

/** Lower triangle of XᵀX, [features · features]. */
function gramOfFeatures(x: Float32Array, rows: number, features: number): Float64Array {
  const gram = new Float64Array(features * features);
  for (let row = 0; row < rows; row++) {
    const start = row * features;
    for (let i = 0; i < features; i++) {
      const value = x[start + i]!;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) gram[i * features + j]! += value * x[start + j]!;
    }
  }
  return gram;
}

/** The lower triangle L of A + λ = L Lᵀ, [side · side], of the lower triangle of A; λ > 0 keeps it positive. */
export function cholesky(lower: Float64Array, side: number, lambda: number): Float64Array {
  const factor = new Float64Array(side * side);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * side + j]! + (i === j ? lambda : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * side + k]! * factor[j * side + k]!;
      factor[i * side + j] = i === j ? Math.sqrt(Math.max(sum, lambda)) : sum / factor[j * side + j]!;
    }
  }
  return factor;
}

/** Replaces b by L⁻¹ b. */
function forward(factor: Float64Array, side: number, b: Float64Array): void {
  for (let i = 0; i < side; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * side + k]! * b[k]!;
    b[i] = sum / factor[i * side + i]!;
  }
}

/** (L Lᵀ)⁻¹ b. */
function solve(factor: Float64Array, side: number, b: Float64Array): Float64Array {
  const x = b.slice();
  forward(factor, side, x);
  for (let i = side - 1; i >= 0; i--) {
    x[i]! /= factor[i * side + i]!;
    for (let k = 0; k < i; k++) x[k]! -= factor[i * side + k]! * x[i]!;
  }
  return x;
}

/** The diagonal of (L Lᵀ)⁻¹: of each column of L⁻¹ the sum of squares. */
function diagonalOfInverse(factor: Float64Array, side: number): Float64Array {
  const diagonal = new Float64Array(side);
  const column = new Float64Array(side);
  for (let j = 0; j < side; j++) {
    column.fill(0, 0, j);
    let squares = 0;
    for (let i = j; i < side; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= factor[i * side + k]! * column[k]!;
      column[i] = sum / factor[i * side + i]!;
      squares += column[i]! ** 2;
    }
    diagonal[j] = squares;
  }
  return diagonal;
}
