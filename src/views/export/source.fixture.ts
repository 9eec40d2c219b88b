import { pictureTracks } from "../../core/tracks.ts";
import { ALL_ROWS, NO_SELECTION } from "../../state/initial.ts";
import type { Result } from "../../state/shape.ts";
import { finishedPicture } from "../concepts/picture-model.ts";
import { plantedLayers, plantedResult } from "../concepts/picture.fixture.ts";
import type { PictureSource } from "./source.ts";

/** Three layers on a 2 x 2 grid: one concept of each kind that stays, one that goes, one folded into "others". */
const layers = plantedLayers(["stem", "block", "output"], 4, [
  { kind: "and", patches: [0], effects: [2, 2.5, 3] },
  { kind: "or", patches: [1, 2], effects: [0, 0.1 + 0.2, 1] },
  { kind: "and", patches: [2, 3], effects: [-1, 0, 0] },
]);

/** A finished picture as it stands, with two rows shown and one folded; `changes` go into its result and its view. */
export function plantedSource(changes: { readonly result?: Partial<Result>; readonly view?: Partial<PictureSource["view"]> } = {}): PictureSource {
  const result: Result = { ...plantedResult(layers, 2, 2), target: { index: 1, label: "golf ball", p: 0.82 }, ...changes.result };
  const all = pictureTracks(layers.map(({ andOr }) => andOr), { rows: 2 });
  return {
    picture: finishedPicture(result, layers, all, all, "birth"), result, samples: [],
    model: { name: "glass-box", sha256: "0123456789abcdef".repeat(4) },
    view: { selection: NO_SELECTION, filters: ALL_ROWS, openOthers: { kept: false, lost: false, transient: false }, scaleLock: null, ...changes.view },
  };
}
