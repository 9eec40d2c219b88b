import type { SampleBudget } from "./estimator.ts";
import type { Masks } from "../core/masks.ts";
import type { SolveProgress } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { KnownValues } from "../core/games.ts";
import type { Grid, Patch, PickedCells } from "../core/patches.ts";
import type { Pixels } from "../core/resize.ts";
import type { LayerSolver, MaskEvaluator, SampleSolver } from "../backends/evaluator.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { NormalNoise } from "../models/masked-batch.ts";
import type { Evaluation, Question, SolvedLayer, Target } from "./exploration.ts";

/** The network's answers to some masks. */
export interface MaskLogits {
  readonly masks: Masks;
  /** [masks, L + 1, columns], of the classes that are kept: see `Evaluation`. */
  readonly logits: Float32Array;
}

/** What is to be run through the network. */
export interface EvaluateRequest {
  readonly model: ModelManifest;
  /** At the model's input size. */
  readonly image: Pixels;
  /** Of its bytes; whoever has an image knows it. */
  readonly imageSha256: string;
  readonly rows: number;
  readonly cols: number;
  /** As `pickedCells` gives them; every cell is a player where they are null or left out. */
  readonly picked?: PickedCells | null;
  readonly cut?: Grid["cut"];
  /** Of superpixels that are known already, as those of a picture; where they are left out they grow on the image. */
  readonly patches?: readonly Patch[];
  readonly baseline: BaselineKind;
  readonly noise?: NormalNoise | undefined;
  /** Which masks the network is run on; every one where it is null or left out, which more than MAX_ENUMERABLE players do not allow. */
  readonly sample?: SampleBudget | null | undefined;
  /**
   * Answers of an earlier, interrupted run to the same request, as `onLogits` told them, in any order: their masks are not run
   * again. What does not fit the request, or holds what is no number, is passed over. While they are whole batches the rest is cut into the very batches that are missing, and the result is that of one run to the bit.
   */
  readonly known?: readonly MaskLogits[] | undefined;
}

/** An image, a grid and a question. */
export interface AnalyseRequest extends EvaluateRequest, Question {}

/** Who does the work. */
export interface Engine {
  readonly evaluator: MaskEvaluator;
  readonly solver: LayerSolver & SampleSolver;
}

/** How far the masks are. */
export interface MaskProgress {
  readonly done: number;
  readonly total: number;
  /** Running rate, without masks known beforehand; 0 until the first batch is in. */
  readonly masksPerSecond: number;
  /** At that rate; null until the first batch is in. */
  readonly secondsLeft: number | null;
}

/** The first scores that are shown; their arrays are live: they fill up between calls, so copy what must stay. */
export interface PartialValues {
  readonly target: Target;
  /** Masks known so far, of `total`. */
  readonly done: number;
  readonly total: number;
  /** With nothing shown, with each player alone and with all; NaN where the mask is not in yet. */
  readonly values: KnownValues;
}

/** What a run tells while it goes on. */
export interface AnalyseEvents {
  onMasks?(progress: MaskProgress): void;
  /** A batch that the network has just answered, to be left as it is: what must stay known should the run be interrupted. */
  onLogits?(masks: Masks, logits: Float32Array): void;
  /** The same batch's logits [masks, L · R, C] of R replicates of each probe, layer by layer, where the network has them at hand. */
  onReplicates?(masks: Masks, logits: Float32Array): void;
  /** From the batch that brings the full mask on, which is the first one issued. */
  onValues?(partial: PartialValues): void;
  /**
   * The first `count` masks of the sample with SCHEDULE_SEED are answered: enough of all to estimate the layers from them. The evaluation is live:
   * logits of masks that are not in yet are 0.
   */
  onBeginning?(evaluation: Evaluation, count: number): void;
  /** A layer's solver has got on. */
  onSolve?(index: number, progress: SolveProgress): void;
  /** A layer is solved; layers come in any order. */
  onLayer?(index: number, layer: SolvedLayer): void;
}

/** Events and a way to stop. */
export interface Watch extends AnalyseEvents {
  readonly signal?: AbortSignal | undefined;
  /** Asked anew for each piece of work; the foreground where it is not said. */
  readonly priority?: CurrentPriority | undefined;
}
