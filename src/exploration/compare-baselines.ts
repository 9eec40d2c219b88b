/** Which concepts of a finished picture hang on what hides the patches: the image is explained with each other baseline, and they are looked up there. */
import { BASELINES, type BaselineKind } from "../core/baseline.ts";
import { robustAt } from "../core/certainty.ts";
import type { Kind } from "../core/interactions.ts";
import type { Mask } from "../core/masks.ts";
import type { Pixels } from "../core/resize.ts";
import { salientJaccard } from "../core/salient-jaccard.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { analyse } from "./analyse.ts";
import { pictureOf, rowsOf } from "./derived.ts";
import type { Engine } from "./events.ts";
import type { Snapshot } from "./snapshot.ts";
import { pairOf } from "./target.ts";

/** What the same question answers with another baseline. */
export interface BaselineAnswer {
  readonly baseline: BaselineKind;
  /** By concept `[layers]`, 1 where it is salient, with the same sign, both in the picture and with this baseline. */
  readonly found: readonly Uint8Array[];
  /** Per layer the Jaccard index of the salient concepts with the picture's, 0..1; null where neither holds any. */
  readonly agreements: readonly (number | null)[];
}

/** A picture beside the same question with every other baseline. */
export interface BaselineComparison {
  /** Every row of the picture, shown or not. */
  readonly concepts: readonly Readonly<{ kind: Kind; mask: Mask }>[];
  readonly others: readonly BaselineAnswer[];
}

/** How far it is with one of the baselines: the share of the masks, or then of the layers, 0..1. */
export interface BaselineProgress {
  readonly baseline: BaselineKind;
  readonly stage: "masks" | "solving";
  readonly fraction: number;
}

/** A finished picture, the image that it is of, and its network. */
export interface BaselineQuestion {
  readonly model: ModelManifest;
  readonly image: Pixels;
  readonly snapshot: Snapshot;
}

/** How it is watched and stopped. */
export interface BaselineWatch {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: CurrentPriority | undefined;
  onProgress?(progress: BaselineProgress): void;
}

/**
 * Explains a picture's image once more with every baseline but its own: same players, class, κ and τ. Costs the run of the picture for each. Rejects
 * with the signal's reason, or as `analyse` does.
 */
export async function compareBaselines(
  { model, image, snapshot }: BaselineQuestion,
  engine: Engine,
  { signal, priority, onProgress }: BaselineWatch = {},
): Promise<BaselineComparison> {
  const { players, target, kappaFraction, kappaOf, tauFraction } = snapshot;
  const own = snapshot.layers.map(({ interactions }) => interactions);
  const concepts = rowsOf(pictureOf(snapshot.layers)).map(({ kind, mask }) => ({ kind, mask }));
  const question = { ...players, ...pairOf(target), kappaFraction, kappaOf, tauFraction };
  const others: BaselineAnswer[] = [];
  for (const baseline of BASELINES) {
    if (baseline === snapshot.baseline) continue;
    let solved = 0;
    const { layers } = await analyse(
      { ...question, model, image, imageSha256: snapshot.image.sha256, baseline },
      engine,
      {
        signal,
        priority,
        onMasks: ({ done, total }) => onProgress?.({ baseline, stage: "masks", fraction: done / total }),
        onLayer: () => onProgress?.({ baseline, stage: "solving", fraction: ++solved / own.length }),
      },
    );
    const effects = layers.map(({ interactions }) => interactions);
    others.push({
      baseline,
      found: robustAt(concepts, own, [effects]),
      agreements: own.map((layer, l) => salientJaccard(layer, effects[l]!)),
    });
  }
  return { concepts, others };
}
