import { sameGrid, type Grid } from "../core/patches.ts";
import { gridBy } from "../core/picking.ts";
import type { Pixels } from "../core/resize.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { choiceOf } from "../models/probe-choice.ts";
import { remembered } from "../platform/remembered.ts";
import { budgetFor, withBudget } from "./budget.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import { knownManifestOf, lockOf } from "./lock.ts";
import type { Wanted } from "./pending.ts";
import { settingsForNew } from "./place.ts";
import type { Settings, ShownImage } from "./shape.ts";
import type { StrataState } from "./state.ts";

type Asked = Pick<StrataState, "model" | "result" | "knownManifest" | "settings" | "image">;

const gridOf = ({ rows, cols, picked, cut }: Grid): Grid => ({ rows, cols, picked, cut });

/** The grid that an image is cut by for a network where nobody says otherwise: the one it is held to, its own players, or the page's. */
export const ownGrid = remembered((pixels: Pixels, manifest: ModelManifest, baseline: Settings["baseline"]): Grid =>
  manifest.players === undefined || lockOf(manifest) !== null
    ? gridOf(lockOf(manifest) ?? DEFAULT_SETTINGS)
    : gridBy(manifest.players, pixels, baseline, manifest.meanColour),
);

/** Whether the page asks about the grid of its network's own; null where it is not known what network or image that is. */
export function asksOwnGrid(state: Asked): boolean | null {
  const { image, settings } = state;
  const manifest = knownManifestOf(state);
  if (manifest === null || image === null) return null;
  return sameGrid(settings, ownGrid(image.pixels, manifest, settings.baseline));
}

/**
 * The grid of a new image. On the same network it is the one before, unless that was its own; on another network that has players of its own it is
 * theirs; cells that were picked for another network stay with that.
 */
function gridForNew(before: Asked, manifest: ModelManifest, { pixels }: ShownImage): Grid {
  const { settings } = before;
  const left = knownManifestOf(before);
  const isSame = left?.network.sha256 === manifest.network.sha256;
  const takesOwn = isSame ? asksOwnGrid(before) === true : manifest.players !== undefined || settings.picked !== null;
  return takesOwn ? ownGrid(pixels, manifest, settings.baseline) : gridOf(settings);
}

/** The settings of a question to a network with the probes that it is at hand with; the same object where they name them. */
export function withProbesOf(manifest: ModelManifest, settings: Settings): Settings {
  const probes = choiceOf(manifest);
  return settings.probes === probes ? settings : { ...settings, probes };
}

/** What is asked of a new image: the same as before, of as many masks where its grid still needs a sample. */
function askedOfNew(before: Asked, manifest: ModelManifest, image: ShownImage): Settings {
  const grid = gridForNew(before, manifest, image);
  return { ...settingsForNew(before.settings), ...grid, sample: budgetFor(grid, before.settings.sample) };
}

/** What is asked about an image that comes to the page: what an address or an earlier page wants, or the same as before. */
export function settingsOn(
  before: Asked,
  wanted: Pick<Wanted, "settings" | "ownGrid"> | null,
  manifest: ModelManifest,
  image: ShownImage,
): Settings {
  const asked = wanted?.settings ?? askedOfNew(before, manifest, image);
  const settings = withProbesOf(manifest, asked);
  const { width, height } = manifest.input;
  // An address may cut the image finer than it has pixels.
  const fits = settings.rows <= height && settings.cols <= width;
  return withBudget(
    wanted?.ownGrid === true || !fits
      ? {
          ...settings,
          ...ownGrid(image.pixels, manifest, settings.baseline),
          sample: fits ? settings.sample : null,
        }
      : settings,
  );
}
