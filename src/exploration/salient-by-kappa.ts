/** How many concepts of a finished picture are salient as κ goes from nothing to 8 %, by the paper's rule and by the range of v. */
import type { KappaRule } from "../core/and-or.ts";
import { valuesOfAll } from "../core/games.ts";
import { salientCounts } from "../core/metrics.ts";
import type { LayerSolver } from "../backends/evaluator.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { Snapshot } from "./snapshot.ts";

/** Shares that are asked, the larger ones first: those are solved soonest. */
export const KAPPAS = [0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0] as const;
/** Without the rule `noise`, which is `range` with a floor. */
export const KAPPA_RULES_ASKED = ["range", "delta"] as const satisfies readonly KappaRule[];

/** One κ of one rule. */
export interface KappaCount {
  readonly kappaFraction: number;
  readonly kappaOf: (typeof KAPPA_RULES_ASKED)[number];
  /** Salient concepts of each layer by the picture's τ. */
  readonly salient: readonly number[];
}

/** What was found so far, in the order of `KAPPAS`. */
export type KappaCounts = readonly KappaCount[];

/** The share that is done, 0..1. */
export interface KappaProgress {
  readonly fraction: number;
}

/** How it is watched and stopped. */
export interface KappaWatch {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: CurrentPriority | undefined;
  onProgress?(progress: KappaProgress, found: KappaCounts): void;
}

/** Explains every layer once for each κ and rule. Rejects with the signal's reason, or as the solver does; RangeError where v is not known at every mask. */
export async function salientByKappa(
  { layers, values, players, tauFraction }: Snapshot,
  solver: LayerSolver,
  { signal, priority, onProgress }: KappaWatch = {},
): Promise<KappaCounts> {
  const v = values && valuesOfAll(values, players.n);
  if (v === null) throw new RangeError("v must be known at every mask");
  const found: KappaCount[] = [];
  const total = KAPPAS.length * KAPPA_RULES_ASKED.length * layers.length;
  let solved = 0;
  for (const kappaFraction of KAPPAS)
    for (const kappaOf of KAPPA_RULES_ASKED) {
      const salient = await Promise.all(
        v.map(async (scores) => {
          const effects = await solver.solve(scores, { kappaFraction, kappaOf }, { signal, priority });
          onProgress?.({ fraction: ++solved / total }, [...found]);
          return salientCounts(effects, tauFraction).reduce((sum, count) => sum + count, 0);
        }),
      );
      found.push({ kappaFraction, kappaOf, salient });
    }
  onProgress?.({ fraction: 1 }, [...found]);
  return found;
}
