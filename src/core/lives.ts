/** Where a concept lives, out of effects that are steadied over neighbouring layers: our own addition to the paper, which has no lives. */
import { DEFAULT_TAU_FRACTION, isSalient, largestEffect } from "./salience.ts";
import type { Effects } from "./interactions.ts";

/**
 * Two neighbouring layers are steadied together while their salient concepts agree at least this many times as much as those of two fits of one
 * probe do. Chosen on photographs of training and hold-out of five networks: the means of their gaps lie at .45 and below, where the concepts truly change,
 * or at .48 and above. Decided once for a network: the agreement on a single image is noise itself, and two fits would decide one gap in seven differently.
 */
const JOINING = 0.465;

/**
 * Whether a layer is steadied together with the next.
 *
 * @param nextAgreement mean Jaccard index of the salient concepts of the two, over images; null where it is not known.
 * @param agreements the same of two fits of the probe of each of them; null where it is not known: probes without known noise, and the network's own
 * output, are left as they are.
 */
export function joinsNext(
  nextAgreement: number | null,
  agreements: readonly [here: number | null, next: number | null],
): boolean {
  const [here, next] = agreements;
  return nextAgreement !== null && here !== null && next !== null && nextAgreement >= JOINING * Math.min(here, next);
}

/** Whether each layer is steadied together with the next, `[layers − 1]`; false where it is not said. */
export type Joined = readonly boolean[];

/** Where one concept lives, by layer. */
export interface Alive {
  /** `[layers]`, 1 or 0. */
  readonly alive: Uint8Array;
  /** Layers inside a life at which the concept by itself is too weak, ascending. */
  readonly bridged: readonly number[];
}

/** Says of a concept's effects `[layers]`, nats, where it lives. */
export type LivesOf = (effects: ArrayLike<number>) => Alive;

/**
 * The rule of lives for some layers: each effect is taken as a share of its layer's largest, with its sign, and averaged with those of the
 * neighbouring layers that are joined; a concept lives where that mean exceeds `tauFraction`. A life begins and ends at layers at which the concept
 * exceeds it by itself, so that no cell without an effect begins one.
 */
export function livesWithin(layers: readonly Effects[], joined: Joined, tauFraction = DEFAULT_TAU_FRACTION): LivesOf {
  const largest = layers.map(largestEffect);
  return (effects) => {
    const shares = largest.map((most, l) => (most === 0 ? 0 : effects[l]! / most));
    const alone = shares.map((_, l) => isSalient(effects[l]!, tauFraction * largest[l]!));
    const alive = Uint8Array.from(shares, (share, l) => {
      const near = [share];
      if (l > 0 && joined[l - 1] === true) near.push(shares[l - 1]!);
      if (l < shares.length - 1 && joined[l] === true) near.push(shares[l + 1]!);
      const lives =
        near.length === 1 ? alone[l]! : isSalient(near.reduce((sum, one) => sum + one, 0) / near.length, tauFraction);
      return lives ? 1 : 0;
    });
    trimEnds(alive, alone);
    return { alive, bridged: alone.flatMap((salient, l) => (alive[l] === 1 && !salient ? [l] : [])) };
  };
}

/** Takes from both ends of every run of 1 the layers at which the concept is not salient alone. */
function trimEnds(alive: Uint8Array, alone: readonly boolean[]): void {
  for (const step of [1, -1]) {
    let inside = false;
    for (let i = 0, l = step === 1 ? 0 : alive.length - 1; i < alive.length; i++, l += step) {
      if (alive[l] === 0) inside = false;
      else if (alone[l]) inside = true;
      else if (!inside) alive[l] = 0;
    }
  }
}
