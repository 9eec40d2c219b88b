import type { Fit } from "./probe-fit.ts";

/** Mean and standard deviation of every feature over the samples it is fitted on. */
export interface Standardisation {
  /** [features]. */
  readonly mean: Float64Array;
  /** [features], above 0: a feature that never varies keeps 1. */
  readonly spread: Float64Array;
}

/** A feature that varies by less than this share of its size is constant up to the rounding of 32-bit floats. */
const CONSTANT = 1e-6;

/** The standardisation of `values`, [rows · features]. Two passes, so that large means cost no precision. */
export function standardisationOf(values: Float32Array, features: number): Standardisation {
  const rows = values.length / features;
  const mean = new Float64Array(features);
  const spread = new Float64Array(features);
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < features; f++) mean[f]! += values[row * features + f]! / rows;
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < features; f++) spread[f]! += (values[row * features + f]! - mean[f]!) ** 2 / rows;
  for (let f = 0; f < features; f++) {
    const deviation = Math.sqrt(spread[f]!);
    spread[f] = deviation > CONSTANT * Math.abs(mean[f]!) ? deviation : 1;
  }
  return { mean, spread };
}

/** Replaces `values`, [rows · features], by (value − mean) / spread; in place, linear. */
export function standardise(values: Float32Array, { mean, spread }: Standardisation): void {
  const features = mean.length;
  for (let start = 0; start < values.length; start += features) {
    for (let f = 0; f < features; f++) values[start + f] = (values[start + f]! - mean[f]!) / spread[f]!;
  }
}

/** A probe that gives on raw features what `fit` gives on standardised ones. Weights come out [classes · features], as Gemm takes them. */
export function foldStandardisation(
  fit: Fit,
  { mean, spread }: Standardisation,
): { readonly weights: Float32Array; readonly bias: Float32Array } {
  const classes = fit.bias.length;
  const features = mean.length;
  const weights = new Float32Array(classes * features);
  const bias = Float64Array.from(fit.bias);
  for (let f = 0; f < features; f++) {
    for (let c = 0; c < classes; c++) {
      const weight = fit.weights[f * classes + c]! / spread[f]!;
      weights[c * features + f] = weight;
      bias[c]! -= weight * mean[f]!;
    }
  }
  return { weights, bias: Float32Array.from(bias) };
}
