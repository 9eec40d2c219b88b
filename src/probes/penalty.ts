/** A penalty that was tried, and the mean cross-entropy, nats, of held-out images under the probe that was fitted with it. */
export interface TriedPenalty {
  readonly l2: number;
  readonly crossEntropy: number;
}

/** Penalties that are tried, strongest first, a factor of about 2 apart, unless the fit of weaker ones no longer helps. */
export const PENALTIES = [
  3, 1.5, 0.8, 0.4, 0.2, 0.1, 0.05, 0.025, 0.012, 0.006, 0.003, 0.0015, 0.0008, 0.0004, 0.0002,
] as const;

/** Weaker penalties are not tried once this many in a row were no better. */
export const PATIENCE = 2;

/**
 * The one rule by which a layer's penalty is chosen: the strongest under which held-out images lose at most the share `margin` of what the best
 * probe gains over a probe that knows nothing, `ignorant` its mean cross-entropy. `tried` is not empty.
 */
export function choosePenalty<T extends TriedPenalty>(tried: readonly T[], ignorant: number, margin: number): T {
  const best = Math.min(...tried.map(({ crossEntropy }) => crossEntropy));
  const most = best + margin * Math.max(0, ignorant - best);
  return tried.filter(({ crossEntropy }) => crossEntropy <= most).reduce((a, b) => (b.l2 > a.l2 ? b : a));
}

/** Whether penalties weaker than those tried are worth no more fits. */
export function isEnough(tried: readonly TriedPenalty[]): boolean {
  const bestOf = (some: readonly TriedPenalty[]): number => Math.min(...some.map(({ crossEntropy }) => crossEntropy));
  return tried.length > PATIENCE && bestOf(tried.slice(0, -PATIENCE)) <= bestOf(tried.slice(-PATIENCE));
}
