/**
 * Fits the probes of a network and writes its tail and manifest beside it; `evaluate.ts` then says what they are worth:
 *
 *   npx tsx training/probes/fit.ts --data DIR [--model public/models/imagenette64.onnx] [--facts training/results/imagenette64.json]
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { mulberry32 } from "../../src/core/random.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import { probesOf, type LayerProbe, type ModelManifest } from "../../src/models/manifest.ts";
import { featureCount, type Tap } from "../../src/models/spec/taps.ts";
import { moreProbes, probeTail } from "../../src/probes/probe-tail.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { draftManifest, FITTED, rounded, writeManifest, UNKNOWN_QUALITY, type NetworkFacts } from "./describe.ts";
import { heldOutFeatures, trainingFeatures, VERSIONS } from "./features.ts";
import { fitLayer, type LayerProbes } from "./fit-layer.ts";
import { listTraining, type Photo } from "./photos.ts";
import { measureNoiseFloors } from "./quality.ts";
import { findTaps } from "./run-images.ts";

const SEED = 1;

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string", default: "public/models/imagenette64.onnx" },
    facts: { type: "string", default: "training/results/imagenette64.json" },
    holdout: { type: "string", default: "training/holdout-imagenette.json" },
    "noise-images": { type: "string", default: "100" },
  },
});
if (options.data === undefined) throw new TypeError("--data DIR is missing: the folder of Imagenette, either form");
const data = options.data;
const started = performance.now();

const facts = JSON.parse(await readFile(options.facts, "utf8")) as NetworkFacts;
const backbone = await readFile(options.model);
const name = basename(options.model, ".onnx");
const draft = await draftManifest(name, backbone, facts);
const taps = await findTaps(backbone, draft, facts.taps);
const { training: trainingPhotos, heldOut } = await listTraining(data, options.holdout);

const probes = await fitAll(taps, evenlyShuffled(trainingPhotos));
const asked = probeTail(taps.map((tap, i) => ({ tap, probe: { logits: `${tap.name}_probe`, ...probes[i]!.full } })));
const halves = moreProbes(
  taps.flatMap((tap, i) =>
    ["a", "b"].map((half, h) => ({ tap, probe: { logits: `${tap.name}_probe_${half}`, ...probes[i]!.halves[h]! } })),
  ),
);
const tail = assembleModel(asked, halves);
const manifest = await describe(tail, asked.length);
await writeFile(join(dirname(options.model), manifest.probes!.file), tail);
await writeManifest(options.model, manifest);

/** Photographs in a random order, an even number of them, so that their halves are disjoint and alike. */
function evenlyShuffled(list: readonly Photo[]): Photo[] {
  const random = mulberry32(SEED);
  const order = list
    .map((photo) => ({ photo, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ photo }) => photo);
  return order.slice(0, order.length - (order.length % 2));
}

async function fitAll(taps: readonly Tap[], photos: readonly Photo[]): Promise<LayerProbes[]> {
  const training = await trainingFeatures(backbone, draft, taps, photos, SEED);
  const held = await heldOutFeatures(backbone, draft, taps, heldOut, SEED);
  say(`features of ${photos.length} x ${VERSIONS} training images and ${heldOut.length} held-out ones`);
  const fitted: LayerProbes[] = [];
  for (const [i, tap] of taps.entries()) {
    const layer = await fitLayer(
      {
        features: featureCount(tap),
        training: training.values[i]!,
        trainingLabels: training.labels,
        heldOut: held.values[i]!,
        heldOutLabels: held.labels,
      },
      facts.classes.length,
    );
    const path = layer.tried.map(
      ({ l2, accuracy, iterations, converged }) =>
        `${l2}: ${accuracy.toFixed(4)} (${iterations}${converged ? "" : ", stopped"})`,
    );
    say(
      `${tap.name}: ${featureCount(tap)} features, penalty ${layer.l2}; held-out accuracy (iterations) ${path.join(", ")}`,
    );
    fitted.push(layer);
  }
  return fitted;
}

/** The manifest, with noise floors; how good each layer is is not known yet. */
async function describe(tail: Uint8Array, halvesFrom: number): Promise<ModelManifest> {
  const layers = taps.map((tap): LayerProbe => ({
    name: tap.name,
    logits: `${tap.name}_probe`,
    ...UNKNOWN_QUALITY,
    halves: [`${tap.name}_probe_a`, `${tap.name}_probe_b`],
    noiseFloor: null,
  }));
  const probes = {
    file: `${name}.tail.onnx`,
    sha256: await sha256(tail),
    bytes: tail.length,
    halvesFrom,
    fitted: FITTED,
  };
  const bare: ModelManifest = { ...draft, taps, probes: { ...probes, layers } };
  const noiseFloors = await measureNoiseFloors(
    assembleModel(backbone, tail),
    bare,
    heldOut.toSorted(byTurns).slice(0, Number(options["noise-images"])),
  );
  say(`noise floors ${noiseFloors.map((floor) => floor.toFixed(3)).join(", ")}`);
  const known = probesOf(bare).map((layer, i) => ({ ...layer, noiseFloor: rounded(noiseFloors[i]!) }));
  return { ...bare, probes: { ...probes, layers: known } };
}

/** Order that takes photographs of all classes alike: first the first of every class, then the second. */
function byTurns(a: Photo, b: Photo): number {
  const turn = (photo: Photo) => heldOut.filter(({ label }) => label === photo.label).indexOf(photo);
  return turn(a) - turn(b) || a.label - b.label;
}

function say(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}`);
}
