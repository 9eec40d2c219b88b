import type { AskedQuestion } from "../cli/asking.ts";
import { choice } from "../cli/choice.ts";
import { InputError } from "../cli/failure.ts";
import { PLAYER_OPTIONS, readPlayers } from "../cli/players.ts";
import { DEFAULT_DECOMPOSE, KAPPA_RULES, type DecomposeOptions, type KappaRule } from "../src/core/and-or.ts";
import { BASELINES, type BaselineKind } from "../src/core/baseline.ts";
import type { Others } from "../src/core/patches.ts";
import type { Crop } from "../src/core/resize.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { PROBE_TARGETS, type ProbeTarget } from "../src/models/spec/probes.ts";

/** What is asked of a network about an image. Names, meanings and defaults are those of `strata explain`. */
export interface QuestionOptions {
  /** Rows x columns of patches such as "3x4", at most 16 in all, or of a grid that `pick` picks of, up to "16x16". Default: the network's own, else "3x3". */
  readonly grid?: string;
  /** Whether the cells of the grid are superpixels, which follow colours, and no rectangles; a grid that nobody names is then "3x3". Default: false. */
  readonly superpixels?: boolean;
  /** Only these cells are players: 2 to 16 names such as "b2,c2"; or `centre`, or `foreground`. */
  readonly pick?: string;
  /** What all other cells are under every mask. Default: "hidden". */
  readonly others?: Others;
  /** How many cells `centre` and `foreground` pick. Default: 12. */
  readonly count?: number;
  /** The rows x columns in the middle that `centre` draws of. Default: all but the outermost. */
  readonly from?: string;
  /** What `centre` draws by. Default: 1. */
  readonly seed?: number;
  /** The part of the image that the network sees, in pixels of it as it is turned. Default: what the network takes of any image. */
  readonly crop?: Crop;
  /** "auto" (the network's own first class), a class by its index or its label. Default: "auto". */
  readonly target?: number | string;
  /** The one class that `target` is held against. Default: all others. */
  readonly rather?: number | string;
  /** What hides a patch. Default: "mean". */
  readonly baseline?: BaselineKind;
  /** What the probes were fitted to. Default: the network's first ones. */
  readonly probes?: ProbeTarget;
  /** Whether to say how sure the answer is; takes some ten times as long. Default: false. */
  readonly certainty?: boolean;
  /** The residual's bound as a share of the span of v, 0 to 1. Default: 0.04. */
  readonly kappa?: number;
  /** That span: "range" max v − min v; "delta" |v(all) − v(none)|; "noise": of the range, and at least twice the noise of the probe; "debiased": no bound, few effects that nothing shrinks (`--estimator debiased`). Default: "noise". */
  readonly kappaOf?: KappaRule;
  /** Threshold of salience as a share of a layer's largest effect, 0 to 1. Default: 0.05. */
  readonly tau?: number;
  /** Whether the answer has v of every mask, too. Default: false. */
  readonly values?: boolean;
}

/** Of a score function no probe is known that could be noisy. */
export type ScoresKappaRule = Exclude<KappaRule, "noise" | "debiased">;

/** A value as the command line would have it typed. */
const typed = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

/** What options mean; throws InputError. */
export function readQuestion({
  crop,
  target = "auto",
  rather,
  certainty = false,
  values = false,
  superpixels = false,
  ...options
}: QuestionOptions): AskedQuestion & { readonly probes: ProbeTarget | null } {
  const texts = Object.entries(options).flatMap(([name, value]) =>
    name in PLAYER_OPTIONS && value !== undefined ? [[name, String(value)] as const] : [],
  );
  return {
    players: readPlayers(new Map(texts), new Set(superpixels ? ["superpixels"] : [])),
    sample: null,
    crop: crop ?? null,
    target: String(target),
    rather: typed(rather) ?? null,
    baseline: choice("--baseline", typed(options.baseline), BASELINES, "mean"),
    probes: choice("--probes", typed(options.probes), PROBE_TARGETS, null),
    certainty,
    values,
    ...readKappa(options, KAPPA_RULES, "noise"),
    tauFraction: fraction("--tau", options.tau, DEFAULT_TAU_FRACTION),
  };
}

/** κ as it is asked for; throws InputError. */
export function readKappa(
  { kappa, kappaOf }: Pick<QuestionOptions, "kappa" | "kappaOf">,
  rules: readonly KappaRule[],
  otherwise: KappaRule,
): DecomposeOptions {
  return {
    kappaFraction: fraction("--kappa", kappa, DEFAULT_DECOMPOSE.kappaFraction),
    kappaOf: choice<KappaRule, KappaRule>("--kappa-of", typed(kappaOf), rules, otherwise),
  };
}

function fraction(option: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!(value >= 0 && value <= 1)) throw new InputError("bad-fraction", { option, value: String(value) });
  return value;
}
