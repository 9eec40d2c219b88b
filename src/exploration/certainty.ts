/** How sure a finished picture is: its replicates explained like the picture itself, and its own scores explained by other choices. */
import { certaintyOf, FEWEST_REPLICATES, robustAt, type Certainty } from "../core/certainty.ts";
import { valuesOfAll, type KnownValues } from "../core/games.ts";
import type { Effects, Interactions } from "../core/interactions.ts";
import { fitAgreement } from "../core/salient-jaccard.ts";
import type { LayerSolver } from "../backends/evaluator.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import { joinedOf, pictureOf, rowsOf } from "./derived.ts";
import type { Question, SolvedLayer } from "./exploration.ts";
import type { ReplicateValues } from "./replicates.ts";
import { kappaAsked, withKappa } from "./with-kappa.ts";

/** Times κ: of 4 % that is 3 and 6 %. */
const OTHER_KAPPAS = [0.75, 1.5];
/** Another choice among equal answers. */
const OTHER_TIE_BREAK = 1;

/** What certainty is about: solved layers, whose scores are known at every mask, and how they were solved. */
export interface CertaintyQuestion extends Pick<Question, "kappaFraction" | "kappaOf"> {
  readonly n: number;
  readonly layers: readonly SolvedLayer[];
  readonly values: KnownValues;
  /** Null where the probes have none at hand. */
  readonly replicates: ReplicateValues | null;
}

/** How sure a picture is, and per probe how far two of its replicates agree on the image (see `SolvedLayer`); null without replicates. */
export interface MeasuredCertainty {
  readonly certainty: Certainty;
  readonly agreements: readonly (number | null)[] | null;
}

/** How it is watched and stopped; `onSolved` tells the share of all decompositions that are done. */
export interface CertaintyWatch {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: CurrentPriority | undefined;
  onSolved?(fraction: number): void;
}

/**
 * How sure a picture is. Explains each layer three more times, and each replicate of each probe once, as the picture was explained and with its κ in nats. Rejects with
 * the signal's reason, or as the solver does; RangeError where v is not known at every mask.
 */
export async function measureCertainty(
  { n, layers, values, replicates, ...asked }: CertaintyQuestion,
  solver: LayerSolver,
  { signal, priority, onSolved }: CertaintyWatch = {},
): Promise<MeasuredCertainty> {
  const v = valuesOfAll(values, n);
  if (v === null) throw new RangeError("v must be known at every mask");
  const count = replicates?.layers[0]?.length ?? 0;
  const total = layers.length * (OTHER_KAPPAS.length + 1) + count * (replicates?.layers.length ?? 0);
  let solved = 0;
  const kappas = layers.map((layer, l) => kappaAsked(layer, v[l]!, asked));
  const abort = new AbortController();
  const stop = (): void => abort.abort(signal?.reason);
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop);
  const solve = async (scores: Float64Array, kappa: number, tieBreak?: number): Promise<Interactions> => {
    const options = { ...withKappa(scores, kappa, asked.kappaOf), ...(tieBreak !== undefined && { tieBreak }) };
    const interactions = await solver.solve(scores, options, { signal: abort.signal, priority });
    onSolved?.(++solved / total);
    return interactions;
  };
  const ofLayers = (factor: number, tieBreak?: number): Promise<Interactions[]> =>
    Promise.all(kappas.map((kappa, l) => solve(v[l]!, factor * kappa, tieBreak)));
  const ofReplicate = (replicate: number): Promise<Effects[]> =>
    Promise.all(
      layers.map(({ interactions }, l) => {
        const scores = replicates!.layers[l]?.[replicate];
        // The output has no probe, and so no replicates.
        return scores === undefined ? Promise.resolve<Effects>(interactions) : solve(scores, kappas[l]!);
      }),
    );
  try {
    const [others, fits] = await Promise.all([
      Promise.all([...OTHER_KAPPAS.map((factor) => ofLayers(factor)), ofLayers(1, OTHER_TIE_BREAK)]),
      Promise.all(Array.from({ length: count }, (_, replicate) => ofReplicate(replicate))),
    ]);
    return {
      certainty: told(layers, fits, others),
      // Of a few pairs the mean says nothing.
      agreements:
        replicates?.layers.map((_, l) =>
          count < FEWEST_REPLICATES ? null : fitAgreement(fits.map((effects) => effects[l]!)),
        ) ?? null,
    };
  } finally {
    // One failure stops the others.
    abort.abort();
    signal?.removeEventListener("abort", stop);
  }
}

function told(
  layers: readonly SolvedLayer[],
  fits: readonly (readonly Effects[])[],
  others: readonly (readonly Effects[])[],
): Certainty {
  const effects = layers.map(({ interactions }) => interactions);
  const joined = joinedOf(layers);
  const rows = rowsOf(pictureOf(layers)).map(({ kind, mask }) => ({ kind, mask }));
  const robust = robustAt(rows, effects, others);
  return {
    replicates: fits.length,
    concepts: certaintyOf(rows, effects, fits, joined).map((concept, i) => ({ ...concept, robust: robust[i]! })),
  };
}
