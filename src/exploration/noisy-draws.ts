/** How steady a finished picture's effects are when noise is laid over its image (paper, Eq. 10). */
import { allMasks } from "../core/all-masks.ts";
import type { Effects } from "../core/interactions.ts";
import { stabilityRatio, type OrderStability } from "../core/stability.ts";
import type { Pixels } from "../core/resize.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { Engine } from "./events.ts";
import { evaluateMasks } from "./evaluate-masks.ts";
import type { Snapshot } from "./snapshot.ts";
import { gameOf, pairOf } from "./target.ts";
import { valuesOfAll } from "../core/games.ts";
import { kappaAsked, withKappa } from "./with-kappa.ts";

/** The noise: its standard deviation as a share of the input's range, how many images are drawn, at least two, and from which seed. */
export interface NoiseAsked {
  readonly sigma: number;
  readonly draws: number;
  readonly seed: number;
}

/** What was found, of the draws that are done. */
export interface StabilityToNoise {
  readonly asked: NoiseAsked;
  /** Of `asked.draws`, at least two. */
  readonly done: number;
  /** [layers][order − 1] */
  readonly layers: readonly (readonly OrderStability[])[];
}

/** How far it is: draws that are done, and the share of all work, 0..1. */
export interface NoiseProgress {
  readonly done: number;
  readonly fraction: number;
}

/** Of the work of a draw, the share of its masks; the rest is solving. */
const MASKS_SHARE = 0.5;

/** A finished picture, the image that it is of, and its network. */
export interface NoiseQuestion extends NoiseAsked {
  readonly model: ModelManifest;
  readonly image: Pixels;
  readonly snapshot: Snapshot;
}

/** How it is watched and stopped; `onProgress` tells from the second draw on what was found so far. */
export interface NoiseWatch {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: CurrentPriority | undefined;
  onProgress?(progress: NoiseProgress, found: StabilityToNoise | null): void;
}

/**
 * Explains a picture's image anew under every draw of noise: one noise image for all masks of a draw, the baseline of the clean image, κ in nats as in the
 * picture, and asks of the concepts that are salient in it how large the mean of their effects is against their deviation. Costs the run of the picture for
 * each draw. Rejects with the signal's reason, or as evaluating and solving do; RangeError on fewer than two draws.
 */
export async function stabilityToNoise(
  { model, image, snapshot, sigma, draws, seed }: NoiseQuestion,
  { evaluator, solver }: Engine,
  { signal, priority, onProgress }: NoiseWatch = {},
): Promise<StabilityToNoise> {
  if (draws < 2) throw new RangeError(`stability needs at least 2 draws, got ${draws}`);
  const { players, target, baseline, tauFraction, layers } = snapshot;
  const { n } = players;
  const pair = pairOf(target);
  const asked = { sigma, draws, seed };
  const known = snapshot.values && valuesOfAll(snapshot.values, n);
  const request = { ...pair, ...players, model, image, imageSha256: snapshot.image.sha256, baseline };
  const effects: Effects[][] = layers.map(() => []);
  const found = (done: number): StabilityToNoise => ({
    asked,
    done,
    layers: layers.map(({ interactions }, l) => stabilityRatio(interactions, effects[l]!, tauFraction)),
  });
  let sofar: StabilityToNoise | null = null;
  for (let draw = 0; draw < draws; draw++) {
    const tell = (share: number, done = draw): void => onProgress?.({ done, fraction: (draw + share) / draws }, sofar);
    const evaluation = await evaluateMasks({ ...request, noise: { sigma, seed: seed + draw } }, evaluator, {
      signal,
      priority,
      onMasks: ({ done, total }) => tell((MASKS_SHARE * done) / total),
    });
    const v = await gameOf(evaluation, pair, signal).values(allMasks(n));
    let solved = 0;
    await Promise.all(
      layers.map(async (layer, l) => {
        const kappa = kappaAsked(layer, known?.[l] ?? v[l]!, snapshot);
        const options = withKappa(v[l]!, kappa, snapshot.kappaOf);
        effects[l]!.push(await solver.solve(v[l]!, options, { signal, priority }));
        tell(MASKS_SHARE + ((1 - MASKS_SHARE) * ++solved) / (layers.length + 1));
      }),
    );
    if (draw > 0) sofar = found(draw + 1);
    tell(1, draw + 1);
  }
  return sofar!;
}
