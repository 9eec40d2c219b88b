import { UNNAMED } from "../../exploration/concept-names.ts";
import { patchesOf } from "../../core/masks.ts";
import { pictureTracks } from "../../core/tracks.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { ALL_ROWS, NO_SELECTION } from "../../session/initial.ts";
import type { Result, Units } from "../../session/shape.ts";
import { finishedPicture } from "../concepts/picture-model.ts";
import { plantedLayers, plantedResult } from "../concepts/picture.fixture.ts";
import type { PictureSource } from "./source.ts";

/** Three layers on a 2 x 2 grid: one concept of each kind that stays, one that goes, one folded into "others". */
const layers = plantedLayers(["stem", "block", "output"], 4, [
  { kind: "and", patches: [0], effects: [2, 2.5, 3] },
  { kind: "or", patches: [1, 2], effects: [0, 0.1 + 0.2, 1] },
  { kind: "and", patches: [2, 3], effects: [-1, 0, 0] },
]);

/** Every AND of eight patches, each at some of three layers, with two dozen rows shown and the others open. */
export function crowdedSource(): PictureSource {
  const masks = Array.from({ length: 255 }, (_, i) => i + 1);
  const planted = masks.map((mask) => ({
    kind: "and" as const,
    patches: patchesOf(mask),
    effects: [
      mask % 3 === 0 ? 0 : 1 + mask / 300,
      mask % 3 === 1 ? 0 : 1 + mask / 400,
      mask % 2 === 0 ? 0 : 1 + mask / 500,
    ],
  }));
  return sourceOf(
    plantedLayers(["stem", "block", "output"], 8, planted),
    { rows: 2, cols: 4, shown: 24 },
    { view: { openOthers: { kept: true, lost: true, transient: true } } },
  );
}

/** A finished picture as it stands, with two rows shown and one folded; `changes` go into its result and its view. */
export function plantedSource(changes: Changes = {}): PictureSource {
  return sourceOf(layers, { rows: 2, cols: 2, shown: 2 }, changes);
}

interface Changes {
  readonly result?: Partial<Result>;
  readonly view?: Partial<PictureSource["view"]>;
  /** Nats unless the other is asked for. */
  readonly units?: Units;
}

function sourceOf(
  solved: readonly SolvedLayer[],
  { rows, cols, shown }: { readonly rows: number; readonly cols: number; readonly shown: number },
  changes: Changes,
): PictureSource {
  const result: Result = {
    ...plantedResult(solved, rows, cols),
    target: { index: 1, label: "golf ball", p: 0.82 },
    ...changes.result,
  };
  const all = pictureTracks(
    solved.map(({ interactions }) => interactions),
    { rows: shown },
  );
  return {
    picture: finishedPicture(result, solved, all, all, "birth", changes.units ?? "nats", false),
    result,
    samples: [],
    address: "https://strata.example/#sample=golf-ball.png",
    model: { name: "glass-box", sha256: "0123456789abcdef".repeat(4) },
    classCount: 10,
    counts: null,
    isTold: false,
    view: {
      selection: NO_SELECTION,
      filters: ALL_ROWS,
      openOthers: { kept: false, lost: false, transient: false },
      scaleLock: null,
      names: UNNAMED,
      ...changes.view,
    },
  };
}
