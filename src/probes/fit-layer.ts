import type { ProbeTarget } from "../models/spec/probes.ts";
import { bootstrapCounts, rowWeights } from "./bootstrap.ts";
import { mulberry32 } from "../core/random.ts";
import type { DesignMatrix } from "./design-matrix.ts";
import { choosePenalty, isEnough, PENALTIES, type TriedPenalty } from "./penalty.ts";
import { crossEntropyOf, fitLogits, fitProbe, type Fit, type FitResult, type Targets } from "./probe-fit.ts";
import { sideBySide } from "./shared-products.ts";
import { foldStandardisation, standardisationOf, standardise, type Standardisation } from "./standardise.ts";
import type { ProbeTools } from "./tools.ts";

/** The gradient, as a share of what it is at zero, at which accuracy and salient concepts no longer change. */
const TOLERANCE = 2e-3;

const MAX_ITERATIONS = 300;

/** Between the seeds of the two kinds of samples. */
const SPARSE_SEED = 1000;

/** Features of one layer, raw, [rows · features]; standardised in place by the fit. */
export interface LayerRows {
  readonly features: number;
  readonly training: Float32Array;
  readonly heldOut: Float32Array;
}

/** One target of all rows. */
export interface RowTargets {
  readonly name: ProbeTarget;
  readonly training: Targets;
  readonly heldOut: Targets;
}

/** How layers are fitted. */
export interface FitPlan {
  readonly classes: number;
  readonly targets: readonly RowTargets[];
  /** Share of what there is to gain that the penalty may cost, see `choosePenalty`. */
  readonly margin: number;
  /** Penalties that are tried, strongest first; the usual ones where they are left out. */
  readonly penalties?: readonly number[] | undefined;
  /** Bootstrap replicates of the probe of target "network", if it is among the targets. */
  readonly replicates: number;
  /** More of them, on samples of half as many photographs: see `outlookOf`. None where it is left out. */
  readonly sparse?: number | undefined;
  /** Rows of each training photograph, one after another. */
  readonly versions: number;
  /** Of the replicates' samples, which are the same for every layer. */
  readonly seed: number;
}

/** Weights [classes · features] and bias [classes] on raw features. */
export type RawProbe = ReturnType<typeof foldStandardisation>;

/** A penalty that was tried, and how the fit with it went. */
export interface Tried extends TriedPenalty {
  readonly iterations: number;
  readonly converged: boolean;
}

/** A layer's probe of one target. */
export interface TargetFit {
  readonly probe: RawProbe;
  readonly l2: number;
  /** Mean cross-entropy of the held-out rows under what knows only how common the classes are, nats. */
  readonly ignorant: number;
  /** From the strongest penalty on. */
  readonly tried: readonly Tried[];
}

/** What was fitted on one layer. */
export interface LayerFit {
  readonly fits: ReadonlyMap<ProbeTarget, TargetFit>;
  readonly replicates: readonly RawProbe[];
  /** On samples of half as many photographs. */
  readonly sparse: readonly RawProbe[];
  /** Of the raw features. */
  readonly standardisation: Standardisation;
}

/** Fits the probes of one layer: for each target the penalty is chosen with the full probe, then the replicates are fitted with it, from there. */
export async function fitLayer(
  { features, training, heldOut }: LayerRows,
  plan: FitPlan,
  tools: Pick<ProbeTools, "matrix">,
  signal?: AbortSignal,
): Promise<LayerFit> {
  const standardisation = standardisationOf(training, features);
  standardise(training, standardisation);
  standardise(heldOut, standardisation);
  const fold = (fit: Fit): RawProbe => foldStandardisation(fit, standardisation);
  const matrix = await tools.matrix(training, features);
  const heldOutMatrix = await tools.matrix(heldOut, features);
  try {
    const stoppable = untilAborted(matrix, signal);
    const chosen = await sideBySide(
      stoppable,
      plan.targets.map((target) => (shared) => choose(shared, heldOutMatrix, target, plan)),
    );
    const full = chosen[plan.targets.findIndex(({ name }) => name === "network")];
    const sampled = (count: number, share: number, seed: number): Promise<FitResult[]> =>
      full === undefined || count === 0
        ? Promise.resolve([])
        : fitReplicates(stoppable, full, { count, share, seed }, plan);
    const replicates = await sampled(plan.replicates, 1, plan.seed);
    const sparse = await sampled(plan.sparse ?? 0, 0.5, plan.seed + SPARSE_SEED);
    return {
      fits: new Map(
        chosen.map(({ target, fit, l2, ignorant, tried }) => [target.name, { probe: fold(fit), l2, ignorant, tried }]),
      ),
      replicates: replicates.map(fold),
      sparse: sparse.map(fold),
      standardisation,
    };
  } finally {
    await matrix.close();
    await heldOutMatrix.close();
  }
}

interface Chosen extends Omit<TargetFit, "probe"> {
  readonly target: RowTargets;
  readonly fit: FitResult;
}

/** Fits with weaker and weaker penalties, each from the one before, until they help no more; and chooses by the rule. */
async function choose(
  matrix: DesignMatrix,
  heldOut: DesignMatrix,
  target: RowTargets,
  { classes, margin, penalties = PENALTIES }: FitPlan,
): Promise<Chosen> {
  const path: (Tried & { readonly fit: FitResult })[] = [];
  for (const l2 of penalties) {
    const options = { classes, l2, tolerance: TOLERANCE, maxIterations: MAX_ITERATIONS };
    const fit = await fitProbe(matrix, target.training, options, path.at(-1)?.fit);
    const crossEntropy = crossEntropyOf(await fitLogits(heldOut, fit), target.heldOut, classes);
    path.push({ l2, crossEntropy, iterations: fit.iterations, converged: fit.converged, fit });
    if (isEnough(path)) break;
  }
  const ignorant = crossEntropyOf(priorLogits(target.training, heldOut.rows, classes), target.heldOut, classes);
  const { fit, l2 } = choosePenalty(path, ignorant, margin);
  return { target, fit, l2, ignorant, tried: path.map(({ fit: _, ...tried }) => tried) };
}

/** Logits [rows · classes] of what knows only how common the classes are; those that never are count as half a row. */
function priorLogits(targets: Targets, rows: number, classes: number): Float32Array {
  const sums = new Float64Array(classes);
  if ("labels" in targets) for (let row = 0; row < targets.labels.length; row++) sums[targets.labels[row]!]!++;
  else targets.shares.forEach((share, i) => (sums[i % classes]! += share));
  return Float32Array.from({ length: rows * classes }, (_, i) => Math.log(Math.max(0.5, sums[i % classes]!)));
}

/** Samples of the photographs, each of that share of them. */
interface Samples {
  readonly count: number;
  readonly share: number;
  readonly seed: number;
}

/** Probes on bootstrap samples of the photographs, all versions of a photograph together, from the full probe on, with its penalty. */
async function fitReplicates(
  matrix: DesignMatrix,
  { fit, l2, target }: Chosen,
  { count, share, seed }: Samples,
  { classes, versions }: FitPlan,
): Promise<FitResult[]> {
  const random = mulberry32(seed);
  const photographs = matrix.rows / versions;
  const samples = Array.from({ length: count }, () =>
    rowWeights(bootstrapCounts(photographs, random, Math.max(1, Math.round(share * photographs))), versions),
  );
  return sideBySide(
    matrix,
    samples.map((weights) => (shared) => {
      const options = { classes, l2, tolerance: TOLERANCE, maxIterations: MAX_ITERATIONS, weights };
      return fitProbe(shared, target.training, options, fit);
    }),
  );
}

/** The same matrix, whose products reject once the signal says stop. */
function untilAborted(matrix: DesignMatrix, signal: AbortSignal | undefined): DesignMatrix {
  const unlessAborted =
    (product: DesignMatrix["multiply"]): DesignMatrix["multiply"] =>
    async (factor, classes) => {
      signal?.throwIfAborted();
      return product(factor, classes);
    };
  return {
    rows: matrix.rows,
    features: matrix.features,
    multiply: unlessAborted(matrix.multiply),
    multiplyTransposed: unlessAborted(matrix.multiplyTransposed),
  };
}
