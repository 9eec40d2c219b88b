/** v of photographs at many masks, for estimates to be tried on. */
import { openEngine } from "../../cli/runtime.ts";
import { gridPlayers, type Players } from "../../src/core/patches.ts";
import type { Masks } from "../../src/core/masks.ts";
import { indexOfMask, compareMasks, everybody, masksOf } from "../../src/core/masks.ts";
import { fitImage } from "../../src/core/resize.ts";
import { logOdds } from "../../src/core/value.ts";
import type { MaskEvaluator } from "../../src/backends/evaluator.ts";
import { columnsOf, type ModelManifest } from "../../src/models/spec/model.ts";
import type { LabelledPhotograph } from "../../src/probes/collect-features.ts";
import { readNetwork } from "../networks/files.ts";

/** A network that can be asked for v. */
export interface Asked {
  readonly manifest: ModelManifest;
  readonly layers: readonly string[];
  /** v [layers][masks] of the network's own first class, nats; what is hidden is of the mean colour. The mask of all players must be among the masks. */
  values(photograph: LabelledPhotograph, players: Players, masks: Masks): Promise<Float64Array[]>;
}

/** Opens a shipped network, one thread. */
export async function openNetwork(name: string): Promise<Asked> {
  const { manifest, probed } = await readNetwork(name);
  const model = { manifest, bytes: probed! };
  const { evaluator } = await openEngine(model, (reason) => console.log(`without native ONNX Runtime: ${reason}`), {
    threads: 1,
  });
  return {
    manifest,
    layers: columnsOf(manifest).map((column) => column.name),
    values: (photograph, players, masks) => valuesOf(evaluator, manifest, photograph, players, masks),
  };
}

/** The players of a grid at a network's size. */
export function playersOf({ input: { width, height } }: ModelManifest, rows: number, cols: number): Players {
  return gridPlayers(rows, cols, width, height);
}

async function valuesOf(
  evaluator: MaskEvaluator,
  manifest: ModelManifest,
  photograph: LabelledPhotograph,
  players: Players,
  masks: Masks,
): Promise<Float64Array[]> {
  const { rgba, width, height } = await photograph.read();
  const image = fitImage(rgba, width, height, manifest.input);
  const { layerCount, classCount } = evaluator;
  const sorted = masksOf([...masks].sort(compareMasks));
  const logits = new Float32Array(masks.length * layerCount * classCount);
  await evaluator.evaluate({ image, players, baseline: "mean" }, masks, {
    onBatch: (batch, rows) => {
      const size = rows.length / batch.length;
      [...batch].forEach((mask, i) =>
        logits.set(
          rows.subarray(i * size, i * size + layerCount * classCount),
          indexOfMask(sorted, mask) * layerCount * classCount,
        ),
      );
    },
  });
  const whole = indexOfMask(sorted, everybody(players.n)) * layerCount * classCount;
  const output = logits.subarray(whole + (layerCount - 1) * classCount, whole + layerCount * classCount);
  const target = output.indexOf(Math.max(...output));
  return Array.from({ length: layerCount }, (_, layer) =>
    Float64Array.from(masks, (mask) =>
      logOdds(logits, (indexOfMask(sorted, mask) * layerCount + layer) * classCount, classCount, target),
    ),
  );
}
