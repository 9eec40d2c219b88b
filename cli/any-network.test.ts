import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as native from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybody, masksOf } from "../src/core/masks.ts";
import { gridPlayers } from "../src/core/patches.ts";
import type { StrataFile } from "../src/formats/codec.ts";
import { toElements } from "../src/models/elements.ts";
import { fromFloat16 } from "../src/models/float16.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { toTensor } from "../src/models/preprocessing.ts";
import { inputDims } from "../src/models/spec/input.ts";
import { decodeImage } from "./decode-file.ts";
import { inProcess } from "./in-process.fixture.ts";
import { readModel } from "./model-source.ts";
import type { LocalEngine } from "../src/backends/local-engine.ts";
import { openEngine, type RuntimeLoaders } from "./runtime.ts";
import {
  hasSharedNetworks,
  labelledImages,
  manifestOf,
  networkPath,
  SHARED_NETWORKS,
  type LabelledFile,
  type SharedNetwork,
} from "./shared-networks.fixture.ts";

/** Labelled images of each network; how many of them go through WebAssembly, too. */
const IMAGES = 8;
const WASM_IMAGES = 1;

/** Scores nearer than this are a tie, nats: 16-bit floats and integers have few values. */
const TIE = 2e-2;

const folder = mkdtempSync(join(tmpdir(), "strata-any-"));
afterAll(() => rmSync(folder, { recursive: true }));

const wasmOnly: RuntimeLoaders = {
  native: () => Promise.reject(new Error("not wanted")),
  wasm: () => import("onnxruntime-web") as never,
};

const manifests = new Map<string, ModelManifest>();

/** Puts a manifest that was written by hand beside a link to the network. */
async function put(network: SharedNetwork): Promise<ModelManifest> {
  const known = manifests.get(network.name);
  if (known !== undefined) return known;
  const manifest = await manifestOf(network);
  symlinkSync(networkPath(network), join(folder, `${network.name}.onnx`));
  writeFileSync(join(folder, `${network.name}.json`), JSON.stringify(manifest));
  manifests.set(network.name, manifest);
  return manifest;
}

/** Scores of whole images, through the engine. */
async function scoresOf(engine: LocalEngine, manifest: ModelManifest, files: readonly LabelledFile[]) {
  const { width, height } = manifest.input;
  const players = gridPlayers(1, 1, width, height);
  const rows: Float32Array[] = [];
  for (const { bytes } of files) {
    const image = await decodeImage(bytes, "image", manifest.input);
    await engine.evaluator.evaluate({ image, players, baseline: "mean" }, masksOf([everybody(1)]), {
      onBatch: (_, logits) => rows.push(logits),
    });
  }
  return rows;
}

/** What native ONNX Runtime alone says of the same tensor: the file as it is, one image, its own output. */
async function plainScores(network: SharedNetwork, manifest: ModelManifest, files: readonly LabelledFile[]) {
  const session = await native.InferenceSession.create(await readFile(networkPath(network)), { logSeverityLevel: 3 });
  const { input, output, classMap } = manifest;
  const name = network.final ?? output.logits;
  const rows: number[][] = [];
  for (const { bytes } of files) {
    const image = await decodeImage(bytes, "image", input);
    const tensor = new native.Tensor(
      input.type,
      toElements(input.type, toTensor(image.rgb, input)) as never,
      inputDims(input, 1),
    );
    const { data } = (await session.run({ [input.name]: tensor }))[name]!;
    const values = data instanceof Uint16Array ? fromFloat16(data) : (data as Float32Array);
    rows.push(classMap.map(([i]) => values[i!]!));
  }
  await session.release();
  return rows;
}

const firstOf = (scores: ArrayLike<number>): number =>
  Array.from(scores).reduce((best, x, i, all) => (x > all[best]! ? i : best), 0);

/** Whether the class that one list puts first is first, or as good as first, in the other. */
const agrees = (scores: ArrayLike<number>, others: ArrayLike<number>): boolean =>
  scores[firstOf(scores)]! - scores[firstOf(others)]! <= TIE;

describe.runIf(hasSharedNetworks).each(SHARED_NETWORKS)("$name", (network) => {
  let manifest: ModelManifest;
  let files: readonly LabelledFile[];
  beforeAll(async () => {
    manifest = await put(network);
    files = labelledImages(network, IMAGES);
  });

  it("is explained by the command line from a manifest written by hand", async () => {
    writeFileSync(join(folder, "image.jpg"), files[0]!.bytes);
    const { code, out, err } = await inProcess(folder, [
      "explain",
      "image.jpg",
      "--model",
      `${network.name}.json`,
      "--grid",
      "2x2",
    ]);
    expect({ code, notes: err.includes("at a time") }).toEqual({ code: 0, notes: network.limit !== undefined });
    const { layers } = JSON.parse(out) as StrataFile;
    expect(layers.map(({ name }) => name)).toEqual(["output"]);
    expect(Math.abs(layers[0]!.vFull - layers[0]!.vEmpty)).toBeGreaterThan(0.1);
  });

  it("puts first what native ONNX Runtime puts first, and tells labelled images as well as it should", async () => {
    const engine = await openEngine(await readModel(`${network.name}.json`, folder), () => undefined);
    expect(engine.facts.limit).toBe(network.limit ?? null);
    const scores = await scoresOf(engine, manifest, files);
    const plain = await plainScores(network, manifest, files);
    expect(scores.map((row, i) => agrees(row, plain[i]!))).toEqual(files.map(() => true));
    const right = scores.filter((row, i) => firstOf(row) === files[i]!.label).length;
    expect(right / files.length).toBeGreaterThanOrEqual(network.accuracy);
  });

  it("puts the same first in WebAssembly", async () => {
    const engine = await openEngine(await readModel(`${network.name}.json`, folder), () => undefined, {
      loaders: wasmOnly,
    });
    expect(engine.facts.limit).toBe(network.limit ?? null);
    const some = files.slice(0, WASM_IMAGES);
    const scores = await scoresOf(engine, manifest, some);
    const plain = await plainScores(network, manifest, some);
    expect(scores.map((row, i) => agrees(row, plain[i]!))).toEqual(some.map(() => true));
  });
});
