import { readFileSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { assembleModel } from "./assemble.ts";
import { loadModel } from "./load-model.ts";
import { parseManifest, probesOf } from "./manifest.ts";
import { readOutline } from "./onnx.ts";
import { createFileStore, filesOf, listedModel, listSchema } from "./store.ts";
import { featureCount } from "./spec/taps.ts";

const folder = new URL("../../public/models/", import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));
const readJson = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)));

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
      readOutline(bytes)
        .outputs.map((output) => output.name)
        .sort();
    const asked = [output.logits, ...layers.map(({ logits }) => logits)];
    expect(outputs(model.bytes)).toEqual(asked.sort());
    expect(outputs(assembleModel(backbone, tail))).toEqual(
      [...asked, ...layers.flatMap(({ halves }) => halves ?? [])].sort(),
    );
    const outline = readOutline(model.bytes);
    // What the manifest says of taps is what the probes' file does.
    const gemms = outline.nodes.filter(({ op }) => op === "Gemm");
    expect(taps.map((tap) => tap.name)).toEqual(layers.map((layer) => layer.name));
    taps.forEach((tap, i) => {
      const gemm = gemms.find(({ outputs }) => outputs[0] === layers[i]!.logits)!;
      const weights = outline.initializers.find((tensor) => tensor.name === gemm.inputs[1]);
      expect(weights!.dims).toEqual([model.manifest.classes.length, featureCount(tap)]);
      expect(outline.nodes.some(({ outputs }) => outputs.includes(tap.tensor))).toBe(true);
    });
    expect(outline.inputs.map((value) => value.name)).toEqual([input.name]);
    expect(layers.every(({ scale }) => scale !== null) && output.scale !== null).toBe(true);
  },
);

it("the trained network is as good as it is said to be, within its budget, and its papers are of the file that ships", () => {
  const text = (path: string): string => readFileSync(new URL(`../../training/${path}`, import.meta.url), "utf8");
  const manifest = parseManifest(readJson("imagenette64.json"));
  const { network, output } = manifest;
  const { sha256, bytes } = network;
  const layers = probesOf(manifest);
  const result = JSON.parse(text("results/imagenette64.json")) as {
    sha256: string;
    bytes: number;
    multiplyAdds: number;
  };
  const card = text("MODEL-CARD.md");
  expect(result).toMatchObject({ sha256, bytes });
  expect(result.multiplyAdds).toBeLessThanOrEqual(75e6);
  expect(bytes).toBeLessThanOrEqual(8e6);
  expect(layers.length).toBeGreaterThanOrEqual(8);
  for (const { name, ...quality } of [...layers, output]) expect(Object.values(quality), name).not.toContain(null);
  expect(output.accuracy).toBeGreaterThanOrEqual(0.865);
  const percent = (share: number | null): string => `${(100 * share!).toFixed(1)} %`;
  for (const said of [
    sha256,
    percent(output.accuracy),
    percent(output.accuracyHalfHidden),
    bytes.toLocaleString("en"),
    `${(result.multiplyAdds / 1e6).toFixed(1)} million`,
  ])
    expect(card.includes(said), said).toBe(true);
});
