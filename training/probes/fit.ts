/**
 * Fits the probes of a network and writes its tail and manifest beside it:
 *
 *   npx tsx training/probes/fit.ts --data DIR [--model public/models/imagenette64.onnx] [--facts training/result.json]
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { mulberry32 } from "../../src/core/random.ts";
import { assembleModel } from "../../src/model/assemble.ts";
import { parseManifest, type ManifestLayer, type ModelManifest } from "../../src/model/manifest.ts";
import { poolingOf, probeTail, type Tap } from "../../src/model/probe-tail.ts";
import { sha256 } from "../../src/model/sha256.ts";
import { draftManifest, type NetworkFacts } from "./describe.ts";
import { heldOutFeatures, trainingFeatures, VERSIONS } from "./features.ts";
import { fitLayer, type LayerProbes } from "./fit-layer.ts";
import { listPhotos, type Photo } from "./photos.ts";
import { measureNoiseFloors, measureQuality, type Quality } from "./quality.ts";
import { findTaps } from "./run-images.ts";

const SEED = 1;

/** Digits after the point of the numbers in the manifest. */
const DIGITS = 4;

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string", default: "public/models/imagenette64.onnx" },
    facts: { type: "string", default: "training/result.json" },
    holdout: { type: "string", default: "training/holdout.json" },
    "noise-images": { type: "string", default: "100" },
  },
});
if (options.data === undefined) throw new TypeError("--data DIR is missing: the folder of Imagenette, either form");
const data = options.data;
const started = performance.now();

const facts = JSON.parse(await readFile(options.facts, "utf8")) as NetworkFacts;
const heldNames = new Set((JSON.parse(await readFile(options.holdout, "utf8")) as { readonly names: readonly string[] }).names);
const backbone = await readFile(options.model);
const name = basename(options.model, ".onnx");
const draft = await draftManifest(name, backbone, facts);
const taps = await findTaps(backbone, draft, facts.taps);
const photos = await listPhotos(data, "train");
const heldOut = photos.filter((photo) => heldNames.has(photo.name));
if (heldOut.length !== heldNames.size) throw new RangeError(`${heldOut.length} of the ${heldNames.size} held-out photographs are in ${data}`);

const probes = await fitAll(taps, evenlyShuffled(photos.filter((photo) => !heldNames.has(photo.name))));
const tail = probeTail(taps.map((tap, i) => ({ tap, probes: [
  { logits: `${tap.name}_probe`, ...probes[i]!.full },
  { logits: `${tap.name}_probe_a`, ...probes[i]!.halves[0] },
  { logits: `${tap.name}_probe_b`, ...probes[i]!.halves[1] },
] })));
const manifest = await describe(tail);
await writeFile(join(dirname(options.model), manifest.tail.file), tail);
await writeFile(join(dirname(options.model), `${name}.json`), `${JSON.stringify(parseManifest(manifest), null, 2)}\n`);
printTable(manifest);

/** Photographs in a random order, an even number of them, so that their halves are disjoint and alike. */
function evenlyShuffled(list: readonly Photo[]): Photo[] {
  const random = mulberry32(SEED);
  const order = list.map((photo) => ({ photo, at: random() })).sort((a, b) => a.at - b.at).map(({ photo }) => photo);
  return order.slice(0, order.length - (order.length % 2));
}

async function fitAll(taps: readonly Tap[], trainingPhotos: readonly Photo[]): Promise<LayerProbes[]> {
  const training = await trainingFeatures(backbone, draft, taps, trainingPhotos, SEED);
  const held = await heldOutFeatures(backbone, draft, taps, heldOut, SEED);
  say(`features of ${trainingPhotos.length} x ${VERSIONS} training images and ${heldOut.length} held-out ones`);
  const fitted: LayerProbes[] = [];
  for (const [i, tap] of taps.entries()) {
    const layer = await fitLayer({
      features: poolingOf(tap).features,
      training: training.values[i]!, trainingLabels: training.labels, heldOut: held.values[i]!, heldOutLabels: held.labels,
    }, facts.classes.length);
    const path = layer.tried.map(({ l2, accuracy, iterations, converged }) => `${l2}: ${accuracy.toFixed(4)} (${iterations}${converged ? "" : ", stopped"})`);
    say(`${tap.name}: ${poolingOf(tap).features} features, penalty ${layer.l2}; held-out accuracy (iterations) ${path.join(", ")}`);
    fitted.push(layer);
  }
  return fitted;
}

/** The finished manifest; the validation photographs are read here, once. */
async function describe(tail: Uint8Array): Promise<ModelManifest> {
  const layers = taps.map((tap): ManifestLayer => ({
    name: tap.name, logits: `${tap.name}_probe`, halves: [`${tap.name}_probe_a`, `${tap.name}_probe_b`],
    accuracy: null, accuracyHalfHidden: null, noiseFloor: null, scale: null, meanAbsVEmpty: null,
  }));
  const bare: ModelManifest = { ...draft, layers, tail: { ...draft.tail, sha256: await sha256(tail), bytes: tail.length } };
  const model = assembleModel(backbone, tail);
  const noiseFloors = await measureNoiseFloors(model, bare, heldOut.toSorted(byTurns).slice(0, Number(options["noise-images"])));
  say("noise floors");
  const quality = await measureQuality(model, bare, await listPhotos(data, "val"), SEED);
  say("validation");
  return {
    ...bare,
    layers: layers.map((layer, i) => ({ ...layer, ...rounded(quality[i]!), noiseFloor: Number(noiseFloors[i]!.toFixed(DIGITS)) })),
    head: { ...bare.head, ...rounded(quality.at(-1)!) },
  };
}

/** Order that takes photographs of all classes alike: first the first of every class, then the second. */
function byTurns(a: Photo, b: Photo): number {
  const turn = (photo: Photo) => heldOut.filter(({ label }) => label === photo.label).indexOf(photo);
  return turn(a) - turn(b) || a.label - b.label;
}

function rounded(quality: Quality): Quality {
  const round = (value: number | null) => (value === null ? null : Number(value.toFixed(DIGITS)));
  return { accuracy: round(quality.accuracy), accuracyHalfHidden: round(quality.accuracyHalfHidden), scale: round(quality.scale), meanAbsVEmpty: round(quality.meanAbsVEmpty) };
}

function printTable({ layers, head }: ModelManifest): void {
  const cell = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits)).padStart(10);
  console.log("layer     accuracy  half hid.    L2  noise fl.   mean |v(N) − v(∅)|   mean |v(∅)|");
  for (const [i, layer] of [...layers, { ...head, noiseFloor: null }].entries()) {
    console.log(`${layer.name.padEnd(8)}${cell(layer.accuracy, 4)}${cell(layer.accuracyHalfHidden, 4)}${String(probes[i]?.l2 ?? "–").padStart(8)}${cell(layer.noiseFloor, 3)}${cell(layer.scale, 3)}${cell(layer.meanAbsVEmpty, 3)}`);
  }
}

function say(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}`);
}
