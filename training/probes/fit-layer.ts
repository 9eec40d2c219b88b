import { plainMatrix, type DesignMatrix } from "../../src/probes/design-matrix.ts";
import { accuracyOf, fitLogits, fitProbe, type Fit, type FitResult } from "../../src/probes/probe-fit.ts";
import { foldStandardisation, standardisationOf, standardise } from "../../src/probes/standardise.ts";
import { nativeMatrix } from "./native-matrix.ts";

/** Penalties that are tried, strongest first: a factor of about 2 apart. */
const PENALTIES = [3, 1.5, 0.75, 0.4, 0.2, 0.1, 0.05, 0.025, 0.012, 0.006, 0.003, 0.0015, 0.0008, 0.0004];

/** The chosen penalty is the largest whose accuracy on held-out images is within this of the best. */
const WITHIN = 0.01;

/** Weaker penalties are not tried once this many in a row were no better. */
const PATIENCE = 3;

/** The gradient, as a share of what it is at zero, at which accuracy and salient concepts no longer change. */
const TOLERANCE = 2e-3;

const MAX_ITERATIONS = 300;

/** Features of one layer, raw, and their classes. */
export interface LayerData {
  readonly features: number;
  /** [rows · features]; the first half of the rows comes from other photographs than the second. Standardised in place by fitting. */
  readonly training: Float32Array;
  readonly trainingLabels: Uint8Array;
  /** [rows · features] of held-out photographs. */
  readonly heldOut: Float32Array;
  readonly heldOutLabels: Uint8Array;
}

/** Weights [classes · features] and bias [classes] on raw features. */
export type RawProbe = ReturnType<typeof foldStandardisation>;

/** The probes of one layer: on all rows, and on either half of them. */
export interface LayerProbes {
  readonly full: RawProbe;
  readonly halves: readonly [RawProbe, RawProbe];
  readonly l2: number;
  /** What was tried: penalty, accuracy on held-out images, iterations. */
  readonly tried: readonly {
    readonly l2: number;
    readonly accuracy: number;
    readonly iterations: number;
    readonly converged: boolean;
  }[];
}

/** Fits the probes of one layer: chooses the penalty with the full probe, then fits the halves, from zero, with the same penalty. */
export async function fitLayer(data: LayerData, classes: number): Promise<LayerProbes> {
  const { features, training, trainingLabels, heldOut, heldOutLabels } = data;
  const standardisation = standardisationOf(training, features);
  standardise(training, standardisation);
  const heldOutMatrix = plainMatrix(heldOut, features);
  const fold = (fit: Fit): RawProbe => foldStandardisation(fit, standardisation);

  const path: { l2: number; fit: FitResult; accuracy: number }[] = [];
  const matrix = await nativeMatrix(training, features);
  for (const l2 of PENALTIES) {
    const fit = await fitOne(matrix, trainingLabels, classes, l2, path.at(-1)?.fit);
    path.push({ l2, fit, accuracy: accuracyOf(await rawLogits(heldOutMatrix, fold(fit)), heldOutLabels, classes) });
    if (path.length > PATIENCE && bestOf(path.slice(0, -PATIENCE)) >= bestOf(path.slice(-PATIENCE))) break;
  }
  const chosen = path.find(({ accuracy }) => accuracy >= bestOf(path) - WITHIN)!;

  const middle = trainingLabels.length / 2;
  const halfFit = async (from: number): Promise<RawProbe> => {
    const half = await nativeMatrix(training.subarray(from * features, (from + middle) * features), features);
    return fold(await fitOne(half, trainingLabels.subarray(from, from + middle), classes, chosen.l2));
  };
  const halves = [await halfFit(0), await halfFit(middle)] as const;
  const tried = path.map(({ l2, accuracy, fit: { iterations, converged } }) => ({
    l2,
    accuracy,
    iterations,
    converged,
  }));
  return { full: fold(chosen.fit), halves, l2: chosen.l2, tried };
}

function fitOne(
  matrix: DesignMatrix,
  labels: Uint8Array,
  classes: number,
  l2: number,
  start?: Fit,
): Promise<FitResult> {
  return fitProbe(matrix, { labels }, { classes, l2, tolerance: TOLERANCE, maxIterations: MAX_ITERATIONS }, start);
}

function bestOf(path: readonly { readonly accuracy: number }[]): number {
  return Math.max(...path.map(({ accuracy }) => accuracy));
}

/** Logits [rows · classes] of a folded probe on raw features. */
export async function rawLogits(matrix: DesignMatrix, { weights, bias }: RawProbe): Promise<Float32Array> {
  const classes = bias.length;
  const turned = new Float64Array(weights.length);
  for (let c = 0; c < classes; c++)
    for (let f = 0; f < matrix.features; f++) turned[f * classes + c] = weights[c * matrix.features + f]!;
  return fitLogits(matrix, { weights: turned, bias: Float64Array.from(bias) });
}
