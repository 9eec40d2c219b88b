/**
 * Says what the output and every layer's probe of a network are worth, on photographs that nothing was fitted on:
 *
 *   npx tsx training/probes/evaluate.ts --data DIR [--validation] [--model public/models/imagenette64.onnx]
 *
 * Without --validation it is the hold-out that is read, and only a table printed. With it the validation photographs are read, and the
 * manifest beside the network is completed. That is done once, when nothing is left to choose.
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { assembleModel } from "../../src/models/assemble.ts";
import { columnsOf, parseManifest, type ModelManifest, type Quality } from "../../src/models/manifest.ts";
import { rounded, writeManifest } from "./describe.ts";
import { listPhotos, listTraining } from "./photos.ts";
import { measureQuality } from "./quality.ts";

const SEED = 1;

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string", default: "public/models/imagenette64.onnx" },
    holdout: { type: "string", default: "training/holdout-imagenette.json" },
    validation: { type: "boolean", default: false },
  },
});
if (options.data === undefined) throw new TypeError("--data DIR is missing: the folder of Imagenette, either form");

const manifest = parseManifest(JSON.parse(await readFile(options.model.replace(/\.onnx$/, ".json"), "utf8")));
const model = assembleModel(
  await readFile(options.model),
  await readFile(join(dirname(options.model), manifest.probes!.file)),
);
const photos = options.validation
  ? await listPhotos(options.data, "val")
  : (await listTraining(options.data, options.holdout)).heldOut;
const quality = (await measureQuality(model, manifest, photos, SEED)).map(digits);
const measured: ModelManifest = {
  ...manifest,
  output: { ...manifest.output, ...quality.at(-1)! },
  probes: {
    ...manifest.probes!,
    layers: manifest.probes!.layers.map((layer, i) => ({ ...layer, ...quality[i]! })),
  },
};
printTable(measured);
if (options.validation) await writeManifest(options.model, measured);

function digits(quality: Quality): Quality {
  const round = (value: number | null) => (value === null ? null : rounded(value));
  return {
    accuracy: round(quality.accuracy),
    accuracyHalfHidden: round(quality.accuracyHalfHidden),
    scale: round(quality.scale),
    meanAbsVEmpty: round(quality.meanAbsVEmpty),
  };
}

function printTable(manifest: ModelManifest): void {
  const cell = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits)).padStart(10);
  console.log(`${photos.length} ${options.validation ? "validation" : "held-out"} photographs`);
  console.log("layer     accuracy  half hid.  noise fl.   mean |v(N) − v(∅)|   mean |v(∅)|");
  for (const layer of columnsOf(manifest)) {
    console.log(
      `${layer.name.padEnd(8)}${cell(layer.accuracy, 4)}${cell(layer.accuracyHalfHidden, 4)}${cell(layer.noiseFloor, 3)}${cell(layer.scale, 3)}${cell(layer.meanAbsVEmpty, 3)}`,
    );
  }
}
