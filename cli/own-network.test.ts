import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mulberry32 } from "../src/core/random.ts";
import type { StrataFile } from "../src/formats/codec.ts";
import { analyse } from "../src/exploration/analyse.ts";
import { encodePng } from "../src/images/png.ts";
import { manifestFixture } from "../src/models/manifest.fixture.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { writeModel } from "../src/models/onnx.ts";
import { inputDims, inputSize, type InputSpec } from "../src/models/spec/input.ts";
import { sha256 } from "../src/platform/sha256.ts";
import { decodeFile } from "./decode-file.ts";
import { main } from "./main.ts";
import { readModel } from "./model-source.ts";
import { openEngine } from "./runtime.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-own-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** 8 x 4 pixels in blocks of 2 x 2 of one colour each, so that every resize rule gives plain colours. */
const BLOCKS = [
  [
    [255, 0, 0],
    [10, 20, 30],
    [0, 255, 0],
    [90, 80, 70],
  ],
  [
    [1, 2, 3],
    [0, 0, 255],
    [200, 150, 100],
    [255, 255, 255],
  ],
] as const;
const rgb = Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % 8, Math.floor(i / 24)];
  return BLOCKS[Math.floor(y / 2)]![Math.floor(x / 2)]![i % 3]!;
});
writeFileSync(join(folder, "blocks.png"), await encodePng({ width: 8, height: 4, rgb }));

const BLACK = [0, 0, 0] as const;
type Colour = readonly [number, number, number];

interface Case {
  readonly what: string;
  readonly input: InputSpec;
  /** The image at 4 x 4 pixels. */
  readonly pixel: (x: number, y: number) => Colour;
  /** The numbers of a pixel, straight from the definition. */
  readonly numbers: (colour: Colour) => number[];
}

const base = { ...manifestFixture.input, width: 4, height: 4 };
const cases: readonly Case[] = [
  {
    what: "channels last, blue first, bytes as they are, squashed",
    input: {
      ...base,
      layout: "NHWC",
      channels: "BGR",
      resize: "squash",
      range: [0, 255],
      mean: [100, 0, 50],
      std: [50, 60, 70],
    },
    pixel: (x, y) => BLOCKS[Math.floor(y / 2)]![x]!,
    numbers: ([red, green, blue]) => [(blue - 100) / 50, green / 60, (red - 50) / 70],
  },
  {
    what: "one channel, from −1 to 1, letterboxed",
    input: { ...base, layout: "NCHW", channels: "grey", resize: "letterbox", range: [-1, 1], mean: [0], std: [1] },
    pixel: (x, y) => (y === 0 || y === 3 ? BLACK : BLOCKS[y - 1]![x]!),
    numbers: ([red, green, blue]) => [(2 * (0.299 * red + 0.587 * green + 0.114 * blue)) / 255 - 1],
  },
];

/** Two classes; each logit a weighted sum of all the input's numbers, in the order in which they lie in memory. */
async function writeNetwork(name: string, input: InputSpec): Promise<Float32Array> {
  const random = mulberry32(5);
  const weights = Float32Array.from({ length: 2 * inputSize(input) }, () => random() - 0.5);
  const network = writeModel(
    {
      inputs: [{ name: input.name, dims: ["batch", ...inputDims(input, 1).slice(1)] }],
      outputs: [{ name: "logits", dims: ["batch", 2] }],
      nodes: [
        { op: "Flatten", inputs: [input.name], outputs: ["flat"], attributes: { axis: 1 } },
        { op: "Gemm", inputs: ["flat", "weights"], outputs: ["logits"], attributes: { transB: 1 } },
      ],
      initializers: [{ name: "weights", dims: [2, inputSize(input)], values: weights }],
    },
    name,
  );
  const manifest: ModelManifest = {
    ...manifestFixture,
    name,
    network: { sha256: await sha256(network), bytes: network.length },
    input,
    classMap: [[0], [1]],
    output: { ...manifestFixture.output, accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null },
    taps: [],
    probes: null,
  };
  writeFileSync(join(folder, `${name}.onnx`), network);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(manifest));
  return weights;
}

/** v of class 1 with the left half shown (bit 0), the right half (bit 1), both or none; black where nothing is shown. */
function naiveScores({ input, pixel, numbers }: Case, weights: Float32Array): number[] {
  const channels = numbers(BLACK).length;
  return [0, 1, 2, 3].map((mask) => {
    let v = 0;
    for (let y = 0; y < 4; y++)
      for (let x = 0; x < 4; x++)
        numbers((mask >> Math.floor(x / 2)) & 1 ? pixel(x, y) : BLACK).forEach((number, c) => {
          const at = input.layout === "NCHW" ? (c * 4 + y) * 4 + x : (y * 4 + x) * channels + c;
          v += number * (weights[inputSize(input) + at]! - weights[at]!);
        });
    return v;
  });
}

describe.each(cases)("a network without probes: $what", (of) => {
  const name = `own-${of.input.layout}`;

  it("is explained by the command line: its output alone, with the scores that its weights give", async () => {
    const expected = naiveScores(of, await writeNetwork(name, of.input));
    let out = "";
    let err = "";
    const args = ["--model", `${name}.onnx`, "--grid", "1x2", "--baseline", "zero", "--target", "1", "--values"];
    const code = await main(["explain", "blocks.png", ...args], {
      cwd: folder,
      locale: undefined,
      signal: new AbortController().signal,
      print: (text) => void (out += text),
      note: (line) => (err += line),
      progress: () => undefined,
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { layers, tracks } = JSON.parse(out) as StrataFile;
    expect(layers.map((layer) => [layer.name, layer.probeAccuracy, layer.scaleFrom])).toEqual([
      ["output", null, "image"],
    ]);
    layers[0]!.values!.forEach((v, mask) => expect(v).toBeCloseTo(expected[mask]!, 4));
    expect(tracks!.every(({ fate, born }) => fate === "kept" && born === 0)).toBe(true);
    expect(tracks!.length).toBeGreaterThan(0);
  });

  it("gives the same scores in WebAssembly", async () => {
    const expected = naiveScores(of, await writeNetwork(name, of.input));
    const model = await readModel(`${name}.onnx`, folder);
    const engine = await openEngine(model, () => undefined, {
      loaders: {
        native: () => Promise.reject(new Error("not wanted")),
        wasm: () => import("onnxruntime-web") as never,
      },
    });
    const image = await decodeFile(join(folder, "blocks.png"), of.input);
    const question = {
      rows: 1,
      cols: 2,
      target: 1,
      rather: null,
      baseline: "zero",
      kappaFraction: 0.04,
      kappaOf: "range",
    } as const;
    const request = { model: model.manifest, image, imageSha256: "0".repeat(64), ...question, tauFraction: 0.05 };
    const { values } = await analyse(request, engine);
    values.layers[0]!.forEach((v, mask) => expect(v).toBeCloseTo(expected[mask]!, 4));
  });
});
