import { gridPlayers } from "../core/patches.ts";
import { snapshotModel, type Snapshot } from "../exploration/snapshot.ts";
import type { ModelManifest } from "../model/manifest.ts";
import type { LoadedModel } from "../model/model-files.ts";
import type { Result, Settings, ShownImage, StrataState } from "./shape.ts";

/** What a run of a network on an image begins with: the columns, and nothing in them. */
function freshResult(manifest: ModelManifest, image: ShownImage, settings: Settings): Result {
  const { width, height } = manifest.input;
  const columns = [...manifest.layers, { ...manifest.head, noiseFloor: null }];
  return {
    model: snapshotModel(manifest), image, settings,
    players: gridPlayers(settings.rows, settings.cols, width, height),
    layerNames: columns.map(({ name }) => name), probes: columns.map(({ accuracy, noiseFloor }) => ({ accuracy, noiseFloor })),
    partial: null, top: null, target: null, layers: columns.map(() => null), exploration: null, snapshot: null,
  };
}

/** A run that has just begun. */
export function fresh({ manifest }: LoadedModel, image: ShownImage, settings: Settings): Pick<StrataState, "run" | "result" | "verification" | "saved"> {
  return { run: { phase: "loading" }, result: freshResult(manifest, image, settings), verification: null, saved: false };
}

/** What was asked when a snapshot was computed; about the network's first class it is taken to have been asked as such. */
export function settingsOf({ players: { rows, cols }, baseline, target, kappaFraction, kappaOf }: Snapshot): Settings {
  return { rows, cols, baseline, target: target.index === target.top[0]?.index ? "auto" : target.index, kappaFraction, kappaOf };
}

/** A finished result out of what travelled, drawn like one that was computed here. */
export function openedResult(snapshot: Snapshot, image: ShownImage, settings: Settings): Result {
  const { model, players, target, layers } = snapshot;
  return {
    model, image, settings, players,
    layerNames: layers.map(({ name }) => name), probes: layers.map(({ probeAccuracy, noiseFloor }) => ({ accuracy: probeAccuracy, noiseFloor })),
    partial: null, top: target.top, target, layers, exploration: null, snapshot,
  };
}
