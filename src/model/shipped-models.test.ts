import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadModel } from "./load-model.ts";
import { readOutline } from "./onnx.ts";

const folder = new URL("../../public/models/", import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));
const readJson = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)));

it.each(readJson("index.json") as string[])("%s is complete: files match the manifest and only its logits leave the graph", async (name) => {
  const model = await loadModel({ manifest: readJson(`${name}.json`), backbone: read(`${name}.onnx`), tail: read(`${name}.tail.onnx`) });
  const { layers, head, input } = model.manifest;
  const outline = readOutline(model.bytes);
  expect(outline.outputs.map((output) => output.name).sort()).toEqual([head.logits, ...layers.flatMap(({ logits, halves }) => [logits, ...(halves ?? [])])].sort());
  expect(outline.inputs.map((value) => value.name)).toEqual([input.name]);
  expect(layers.every(({ scale }) => scale !== null) && head.scale !== null).toBe(true);
});
