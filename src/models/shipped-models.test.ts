import { readdirSync, readFileSync, statSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { cardOf } from "../../training/card.ts";
import { readPapers } from "../../training/papers.ts";
import { assembleModel } from "./assemble.ts";
import { loadModel } from "./load-model.ts";
import { parseManifest, probesOf } from "./manifest.ts";
import { readGraph } from "./graph/read-graph.ts";
import { withReadouts } from "./readout.ts";
import { createFileStore, filesOf, listedModel, listSchema } from "./store.ts";
import { featureCount } from "./spec/taps.ts";

const folder = new URL("../../public/models/", import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));
const readJson = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)));

/** Global average pooling and one linear layer behind the last block; the transformer normalises its tokens first. */
const READOUTS: Readonly<Record<string, readonly string[]>> = {
  "imagenette-residual": ["block7"],
  "imagenette-plain": ["conv8"],
  "imagenette-transformer": [],
  "cifar-resnet20": ["block9"],
  "mnist-mlp7": ["layer6"],
  "glass-box": ["layer7"],
};

it.each(v.parse(listSchema, readJson("index.json")))(
  "$name is complete: files match the list and the manifest, and only its logits leave the graph",
  async (listed) => {
    const { name } = listed;
    const [backbone, tail] = [read(`${name}.onnx`), read(`${name}.tail.onnx`)];
    const store = createFileStore(filesOf(listed), async (file) => read(file));
    const model = await loadModel(
      parseManifest(JSON.parse(new TextDecoder().decode(await store.get(listed.manifest)))),
      store,
    );
    // What is told of it before it is fetched is what it says of itself.
    expect(listedModel(model.manifest, listed.manifest)).toEqual(listed);
    expect(model.manifest.probes!.file).toBe(`${name}.tail.onnx`);
    const { output, input, taps } = model.manifest;
    const layers = probesOf(model.manifest);
    const outputs = (bytes: Uint8Array): string[] =>
      readGraph(bytes)
        .outputs.map((output) => output.name)
        .sort();
    const asked = [output.logits, ...layers.map(({ logits }) => logits)];
    expect(outputs(model.bytes)).toEqual(asked.sort());
    expect(outputs(assembleModel(backbone, tail))).toEqual(
      [...asked, ...layers.flatMap(({ halves }) => halves ?? [])].sort(),
    );
    const outline = readGraph(model.bytes);
    // What the manifest says of taps is what the probes' file does.
    const gemms = outline.nodes.filter(({ op }) => op === "Gemm");
    expect(taps.map((tap) => tap.name)).toEqual(layers.map((layer) => layer.name));
    taps.forEach((tap, i) => {
      const gemm = gemms.find(({ outputs }) => outputs[0] === layers[i]!.logits)!;
      const weights = outline.initializers.find((tensor) => tensor.name === gemm.inputs[1]);
      expect(weights!.dims).toEqual([model.manifest.classes.length, featureCount(tap)]);
      expect(outline.nodes.some(({ outputs }) => outputs.includes(tap.tensor))).toBe(true);
    });
    // Which of them the head reads directly is what the graph says.
    expect(taps).toEqual(withReadouts(taps, readGraph(backbone), output.logits));
    expect(taps.flatMap((tap) => (tap.readout ? [tap.name] : []))).toEqual(READOUTS[name]);
    expect(outline.inputs.map((value) => value.name)).toEqual([input.name]);
    expect(layers.every(({ scale }) => scale !== null) && output.scale !== null).toBe(true);
  },
);

/** What each trained network has to reach: accuracy whole, multiply-adds. */
const TRAINED = {
  "imagenette-residual": [0.855, 35e6],
  "imagenette-plain": [0.83, 90e6],
  "imagenette-transformer": [0.7, 90e6],
  "cifar-resnet20": [0.83, 90e6],
  "mnist-mlp7": [0.95, 90e6],
} as const;
const MAX_BYTES = 8e6;
const MAX_REPLICATES_BYTES = 2.2e6;
const MAX_FOLDER_BYTES = 60e6;

it.each(Object.entries(TRAINED))(
  "%s is as good as it has to be, within its budget, and its papers are of the file that ships",
  (name, [least, most]) => {
    const training = new URL("../../training/", import.meta.url);
    const manifest = parseManifest(readJson(`${name}.json`));
    const { network, output, probes } = manifest;
    const papers = readPapers(name)!;
    const { result } = papers;
    expect(result).toMatchObject({ ...network, multiplyAdds: manifest.multiplyAdds });
    expect(result.multiplyAdds).toBeLessThanOrEqual(most);
    expect(network.bytes).toBeLessThanOrEqual(MAX_BYTES);
    expect(probes!.replicates!.bytes).toBeLessThanOrEqual(MAX_REPLICATES_BYTES);
    expect(output.accuracy).toBeGreaterThanOrEqual(least);
    for (const { halves, noiseFloor, ...quality } of probes!.layers) {
      expect([halves, noiseFloor]).toEqual([null, null]);
      expect(Object.values(quality), quality.name).not.toContain(null);
      for (const measured of [quality.agreement, quality.probeAgreement, quality.noiseShare])
        expect(measured, quality.name).toBeDefined();
    }
    expect(Object.values(output)).not.toContain(null);
    expect(papers.judged).not.toBeNull();
    expect(readFileSync(new URL(`cards/${name}.md`, training), "utf8")).toBe(cardOf(manifest, papers));
  },
);

it("all networks together stay small", () => {
  const bytes = readdirSync(folder).map((file) => statSync(new URL(file, folder)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_FOLDER_BYTES);
});
