/** The question of a finished picture, asked of another network (paper, Eq. 9). */
import type { Pixels } from "../core/resize.ts";
import type { CurrentPriority } from "../platform/priority.ts";
import { columnsOf, type ModelManifest } from "../models/manifest.ts";
import { analyse } from "./analyse.ts";
import type { Engine } from "./events.ts";
import type { Exploration } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";

/** A network has no class that is called as the picture's is. */
export class NoSuchClass extends Error {
  readonly label: string;

  constructor(label: string) {
    super(`no class ${label}`);
    this.label = label;
  }
}

/** Names of one class: data sets list synonyms behind commas. */
const synonyms = (label: string): string[] => label.toLowerCase().split(/\s*,\s*/);

/** The class that is called the same, in whatever case, or by one of its synonyms; the very name first. Throws NoSuchClass where there is none. */
export function sameClass(label: string, classes: readonly string[]): number {
  const wanted = synonyms(label);
  const whole = classes.findIndex((other) => other.toLowerCase() === label.toLowerCase());
  const found =
    whole >= 0 ? whole : classes.findIndex((other) => synonyms(other).some((name) => wanted.includes(name)));
  if (found < 0) throw new NoSuchClass(label);
  return found;
}

/** The same, or null where there is none. */
export function sameClassIn(label: string, classes: readonly string[]): number | null {
  try {
    return sameClass(label, classes);
  } catch {
    return null;
  }
}

/** The other network, and the picture's image at its size. */
export interface OtherQuestion {
  readonly model: ModelManifest;
  readonly image: Pixels;
  readonly imageSha256: string;
  readonly snapshot: Snapshot;
}

/** How far it is: the share of the masks, or then of the layers, 0..1. */
export interface OtherProgress {
  readonly stage: "masks" | "solving";
  readonly fraction: number;
}

/** How it is watched and stopped. */
export interface OtherWatch {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: CurrentPriority | undefined;
  onProgress?(progress: OtherProgress): void;
}

/**
 * Explains a picture's image by another network: the same patches, baseline, κ and τ, and the class that is called the same. Throws NoSuchClass; rejects with
 * RangeError where the grid is finer than its pixels, with the signal's reason, or as `analyse` does.
 */
export function askOther(
  { model, image, imageSha256, snapshot }: OtherQuestion,
  engine: Engine,
  { signal, priority, onProgress }: OtherWatch = {},
): Promise<Exploration> {
  const { players, target, baseline, kappaFraction, kappaOf, tauFraction } = snapshot;
  const { rows, cols, picked, cut, patches, width, height } = players;
  // Superpixels of the same pixels are the same; of another size of the image they grow anew, from the same places.
  const isSameSize = width === model.input.width && height === model.input.height;
  const classes = {
    target: sameClass(target.label, model.classes),
    rather: target.rather === undefined ? null : sameClass(target.rather.label, model.classes),
  };
  const grid = { rows, cols, picked, cut, ...(isSameSize && { patches }) };
  const question = { ...classes, ...grid, baseline, kappaFraction, kappaOf, tauFraction };
  let solved = 0;
  return analyse({ ...question, model, image, imageSha256 }, engine, {
    signal,
    priority,
    onMasks: ({ done, total }) => onProgress?.({ stage: "masks", fraction: done / total }),
    onLayer: () => onProgress?.({ stage: "solving", fraction: ++solved / columnsOf(model).length }),
  });
}
