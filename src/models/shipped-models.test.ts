import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assembleModel } from "./assemble.ts";
import { loadModel } from "./load-model.ts";
import { parseManifest } from "./manifest.ts";
import { readOutline } from "./onnx.ts";

const folder = new URL("../../public/models/", import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));
const readJson = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)));

it.each(readJson("index.json") as string[])(
  "%s is complete: files match the manifest and only its logits leave the graph",
  async (name) => {
    const [backbone, tail] = [read(`${name}.onnx`), read(`${name}.tail.onnx`)];
    const model = await loadModel({ manifest: readJson(`${name}.json`), backbone, tail });
    const { layers, head, input } = model.manifest;
    const outputs = (bytes: Uint8Array): string[] =>
      readOutline(bytes)
        .outputs.map((output) => output.name)
        .sort();
    const asked = [head.logits, ...layers.map(({ logits }) => logits)];
    expect(outputs(model.bytes)).toEqual(asked.sort());
    expect(outputs(assembleModel(backbone, tail))).toEqual(
      [...asked, ...layers.flatMap(({ halves }) => halves ?? [])].sort(),
    );
    const outline = readOutline(model.bytes);
    expect(outline.inputs.map((value) => value.name)).toEqual([input.name]);
    expect(layers.every(({ scale }) => scale !== null) && head.scale !== null).toBe(true);
  },
);

it("the trained network is as good as it is said to be, within its budget, and its papers are of the file that ships", () => {
  const text = (path: string): string => readFileSync(new URL(`../../training/${path}`, import.meta.url), "utf8");
  const { sha256, bytes, layers, head } = parseManifest(readJson("imagenette64.json"));
  const result = JSON.parse(text("result.json")) as { sha256: string; bytes: number; multiplyAdds: number };
  const card = text("MODEL-CARD.md");
  expect(result).toMatchObject({ sha256, bytes });
  expect(result.multiplyAdds).toBeLessThanOrEqual(75e6);
  expect(bytes).toBeLessThanOrEqual(8e6);
  expect(layers.length).toBeGreaterThanOrEqual(8);
  for (const { name, ...quality } of [...layers, { noiseFloor: 0, ...head }])
    expect(Object.values(quality), name).not.toContain(null);
  expect(head.accuracy).toBeGreaterThanOrEqual(0.865);
  const percent = (share: number | null): string => `${(100 * share!).toFixed(1)} %`;
  for (const said of [
    sha256,
    percent(head.accuracy),
    percent(head.accuracyHalfHidden),
    bytes.toLocaleString("en"),
    `${(result.multiplyAdds / 1e6).toFixed(1)} million`,
  ])
    expect(card.includes(said), said).toBe(true);
});
