/** How sure a finished picture is: its replicates explained like the picture itself, and its own scores explained by other choices. */
import { certaintyOf, FEWEST_REPLICATES, robustAt, type Certainty } from "../core/certainty.ts";
import { endsOf, sampleMasks } from "../core/estimate/sample.ts";
import { valuesOfAll, type KnownValues } from "../core/games.ts";
import { sparseOf, type Effects } from "../core/interactions.ts";
import { equalMasks, masksOf, type Masks } from "../core/masks.ts";
import type { Players } from "../core/patches.ts";
import { fitAgreement } from "../core/salient-jaccard.ts";
import type { LayerSolver, SampleSolver, SolveOptions } from "../backends/evaluator.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import { joinedOf, pictureOf, rowsOf } from "./derived.ts";
import { fitterOf, masksAsked, type SampleBudget } from "./estimator.ts";
import { sampleOf, type Question, type SolvedLayer } from "./exploration.ts";
import type { ReplicateValues } from "./replicates.ts";
import { kappaAsked, withKappa } from "./with-kappa.ts";

/** Times κ: of 4 % that is 3 and 6 %. */
const OTHER_KAPPAS = [0.75, 1.5];
/** Another choice among equal answers. */
const OTHER_TIE_BREAK = 1;

/** What certainty is about: solved layers, whose scores are known at the masks that they were explained from, and how they were solved. */
export interface CertaintyQuestion extends Pick<Question, "kappaFraction" | "kappaOf"> {
  readonly players: Players;
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

/** How a layer's scores are explained again, at the masks of the values that are known. */
interface Ways {
  /** As the picture's were. */
  again(scores: Float64Array, layer: number, solving: SolveOptions): Promise<Effects>;
  /** By choices that might have been made as well; how many there are. */
  readonly otherCount: number;
  other(choice: number, layer: number, solving: SolveOptions): Promise<Effects>;
}

/** Of what was explained from every mask: with its κ in nats; the other choices are of κ, and of one among equal answers. */
function waysOfAll(
  { players: { n }, layers, values, ...asked }: Omit<CertaintyQuestion, "replicates">,
  solver: LayerSolver,
): Ways {
  const v = valuesOfAll(values, n);
  if (v === null) throw new RangeError("v must be known at every mask");
  const kappas = layers.map((layer, l) => kappaAsked(layer, v[l]!, asked));
  const choices = [...OTHER_KAPPAS.map((factor) => ({ factor })), { factor: 1, tieBreak: OTHER_TIE_BREAK }];
  return {
    again: (scores, l, solving) => solver.solve(scores, withKappa(scores, kappas[l]!, asked.kappaOf), solving),
    otherCount: choices.length,
    other: (choice, l, solving) => {
      const { factor, ...options } = choices[choice]!;
      return solver.solve(v[l]!, { ...withKappa(v[l]!, factor * kappas[l]!, asked.kappaOf), ...options }, solving);
    },
  };
}

/** A half of a sample with fewer random masks says nothing. */
const FEWEST_RANDOM = 5;

/** Both halves have these of a sample: all shown, and none. */
const IN_BOTH = 2;

/** A part of a sample in its order, with so many ends first. */
interface PartOfSample {
  readonly masks: Masks;
  readonly ends: number;
}

/** Every other mask of a sample, the first of which is even and the second odd; only all and nothing shown are in both. Null where a half says nothing. */
export function halvesOfSample(n: number, sample: Masks): readonly (PartOfSample | null)[] {
  const drawn = [...sample];
  return [0, 1].map((half) => {
    const isIn = (place: number): boolean => place < IN_BOTH || place % 2 === half;
    const own = drawn.filter((_, place) => isIn(place));
    const ends = endsOf(n).filter((_, place) => isIn(place)).length;
    return own.length < ends + FEWEST_RANDOM ? null : { masks: masksOf(own), ends };
  });
}

/** Of an estimate: from its sample; the other choices are of masks, one half of them or the other. */
function waysOfSample(
  { players, values: { masks, layers: v } }: Pick<CertaintyQuestion, "players" | "values">,
  { masks: count, seed }: SampleBudget,
  solver: SampleSolver,
): Ways {
  const drawn = sampleMasks(players.n, count, seed);
  const whole = fitterOf(solver, players, masks, { drawn, seed });
  const halves = halvesOfSample(players.n, drawn).map(
    (half) => half && fitterOf(solver, players, masks, { drawn: half.masks, ends: half.ends, seed }),
  );
  const nothing: Effects = { n: players.n, and: sparseOf([]), or: sparseOf([]) };
  return {
    again: (scores, _, solving) => whole(scores, solving),
    otherCount: halves.length,
    other: (choice, l, solving) => halves[choice]?.(v[l]!, solving) ?? Promise.resolve(nothing),
  };
}

/**
 * How sure a picture is. Explains each layer a few more times, by choices that might have been made as well, and each replicate of each probe once, as the
 * picture was explained: with its κ in nats, or from its sample of masks. Rejects with the signal's reason, or as the solver does; RangeError where v is not
 * known at the masks that the picture was explained from.
 */
export async function measureCertainty(
  { layers, replicates, ...question }: CertaintyQuestion,
  solver: LayerSolver & SampleSolver,
  { signal, priority, onSolved }: CertaintyWatch = {},
): Promise<MeasuredCertainty> {
  const sample = sampleOf(layers);
  if (sample !== null && !equalMasks(question.values.masks, masksAsked(question.players.n, sample)))
    throw new RangeError("v must be known at the masks of the sample");
  const ways = sample === null ? waysOfAll({ layers, ...question }, solver) : waysOfSample(question, sample, solver);
  const count = replicates?.layers[0]?.length ?? 0;
  const total = layers.length * ways.otherCount + count * (replicates?.layers.length ?? 0);
  let solved = 0;
  const abort = new AbortController();
  const stop = (): void => abort.abort(signal?.reason);
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop);
  const counted = async (work: Promise<Effects>): Promise<Effects> => {
    const effects = await work;
    onSolved?.(++solved / total);
    return effects;
  };
  const solving = { signal: abort.signal, priority };
  const byChoice = (choice: number): Promise<Effects[]> =>
    Promise.all(layers.map((_, l) => counted(ways.other(choice, l, solving))));
  const ofReplicate = (replicate: number): Promise<Effects[]> =>
    Promise.all(
      layers.map(({ interactions }, l) => {
        const scores = replicates!.layers[l]?.[replicate];
        // The output has no probe, and so no replicates.
        return scores === undefined ? Promise.resolve<Effects>(interactions) : counted(ways.again(scores, l, solving));
      }),
    );
  try {
    const [others, fits] = await Promise.all([
      Promise.all(Array.from({ length: ways.otherCount }, (_, choice) => byChoice(choice))),
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
