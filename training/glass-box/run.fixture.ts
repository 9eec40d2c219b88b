import { readFileSync } from "node:fs";
import { baselinePixels, type BaselineKind } from "../../src/core/baseline.ts";
import { gridPlayers, playerOfPixel } from "../../src/core/patches.ts";
import { logOdds } from "../../src/core/value.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import { columnsOf, parseManifest } from "../../src/models/manifest.ts";
import { loadModel } from "../../src/models/load-model.ts";
import { createMemoryStore } from "../../src/models/memory-store.fixture.ts";
import type { LoadedModel } from "../../src/models/model-files.ts";
import { toTensor } from "../../src/models/preprocessing.ts";
import { featuresName, featuresTail } from "../../src/probes/probe-tail.ts";
import { pictureAsInput } from "./manifest.ts";
import { glassBoxTaps, INPUT_SIZE } from "./network.ts";
import { GRID, TILES } from "./plan.ts";

/** The part of either ONNX Runtime that the tests use. */
export type Ort = Pick<typeof import("onnxruntime-node"), "InferenceSession" | "Tensor">;

/** Number of subsets of the tiles. */
export const MASKS = 2 ** TILES.length;

const publicFolder = new URL("../../public/", import.meta.url);

/** The bytes of a file under public/. */
export function committed(path: string): Uint8Array {
  return readFileSync(new URL(path, publicFolder));
}

/** The committed glass box. */
export async function loadCommitted(): Promise<LoadedModel> {
  const manifest = parseManifest(JSON.parse(new TextDecoder().decode(committed("models/glass-box.json"))));
  const files = ["models/glass-box.onnx", "models/glass-box.tail.onnx"].map(committed);
  return loadModel(manifest, await createMemoryStore(...files));
}

/** The committed picture with every subset of the tiles shown: [2^9, 3, 96, 96]. */
async function maskedPictures({ manifest }: LoadedModel, kind: BaselineKind): Promise<Float32Array> {
  const image = await pictureAsInput(committed("samples/glass-box.png"));
  const shown = toTensor(image.rgb, manifest.input);
  const hidden = toTensor(baselinePixels(kind, image, manifest.meanColour), manifest.input);
  const player = playerOfPixel(gridPlayers(GRID, GRID, INPUT_SIZE, INPUT_SIZE));
  const batch = new Float32Array(MASKS * shown.length);
  for (let mask = 0; mask < MASKS; mask++) {
    for (let i = 0; i < shown.length; i++) {
      const visible = (mask >> player[i % player.length]!) & 1;
      batch[mask * shown.length + i] = (visible ? shown : hidden)[i]!;
    }
  }
  return batch;
}

async function run(
  ort: Ort,
  bytes: Uint8Array,
  batch: Float32Array,
  outputs: readonly string[],
): Promise<Float32Array[]> {
  const session = await ort.InferenceSession.create(bytes);
  const result = await session.run(
    { input: new ort.Tensor("float32", batch, [MASKS, 3, INPUT_SIZE, INPUT_SIZE]) },
    outputs,
  );
  return outputs.map((name) => result[name]!.data as Float32Array);
}

/** v of "day" per layer, the output last, at every mask as the network computes it: [8][2^9], nats. */
export async function networkValues(ort: Ort, kind: BaselineKind): Promise<Float64Array[]> {
  const model = await loadCommitted();
  const logits = await run(
    ort,
    model.bytes,
    await maskedPictures(model, kind),
    columnsOf(model.manifest).map((column) => column.logits),
  );
  return logits.map((values) => Float64Array.from({ length: MASKS }, (_, mask) => logOdds(values, mask * 2, 2, 0)));
}

/** What any linear probe of a layer sees, per layer [2^9 · features]. */
export async function networkFeatures(ort: Ort): Promise<Float32Array[]> {
  const model = await loadCommitted();
  const taps = glassBoxTaps();
  return run(
    ort,
    assembleModel(committed("models/glass-box.onnx"), featuresTail(taps)),
    await maskedPictures(model, "mean"),
    taps.map(featuresName),
  );
}
