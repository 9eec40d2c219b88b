import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { parseManifest } from "../src/models/manifest.ts";
import { writeModel, writeTail } from "../src/models/onnx.ts";

const SIDE = 96;
const CHANNELS = 64;

const part = (bytes: Uint8Array) => ({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });

/** A network of few weights and wide maps, so that what a batch takes of memory is nearly all there is to it: a convolution, whose mean decides. */
function wideNetwork() {
  const weights = Float32Array.from({ length: CHANNELS * 3 }, (_, i) => Math.sin(i));
  const backbone = writeModel(
    {
      inputs: [{ name: "input", dims: ["batch", 3, SIDE, SIDE] }],
      outputs: [{ name: "logits", dims: ["batch", 2] }],
      nodes: [
        { op: "Conv", inputs: ["input", "conv_weights"], outputs: ["map"] },
        { op: "Sigmoid", inputs: ["map"], outputs: ["wide"] },
        { op: "GlobalAveragePool", inputs: ["wide"], outputs: ["pooled"] },
        { op: "Flatten", inputs: ["pooled"], outputs: ["flat"] },
        { op: "Gemm", inputs: ["flat", "head_weights"], outputs: ["logits"] },
      ],
      initializers: [
        { name: "conv_weights", dims: [CHANNELS, 3, 1, 1], values: weights },
        {
          name: "head_weights",
          dims: [CHANNELS, 2],
          values: Float32Array.from({ length: 2 * CHANNELS }, (_, i) => Math.cos(3 * i)),
        },
      ],
    },
    "wide",
  );
  const tail = writeTail({
    outputs: [{ name: "probe", dims: ["batch", 2] }],
    nodes: [{ op: "Identity", inputs: ["logits"], outputs: ["probe"] }],
    initializers: [],
  });
  const glassBox = parseManifest(
    JSON.parse(readFileSync(new URL("../public/models/glass-box.json", import.meta.url), "utf8")),
  );
  // Only the glass box has a truth.
  const manifest = {
    ...glassBox,
    truth: undefined,
    name: "wide",
    network: part(backbone),
    taps: [],
    probes: {
      ...glassBox.probes!,
      file: "wide.tail.onnx",
      ...part(tail),
      layers: [{ ...glassBox.probes!.layers[0]!, name: "again", logits: "probe" }],
    },
  };
  return { backbone, tail, manifest };
}

/** Has a page be shipped with the wide network alone; its service worker must be blocked. */
export async function shipWideNetwork(context: BrowserContext): Promise<void> {
  const { backbone, tail, manifest } = wideNetwork();
  const json = JSON.stringify(manifest);
  const files: Readonly<Record<string, string | Buffer>> = {
    "models/index.json": JSON.stringify([
      {
        name: "wide",
        manifest: part(Buffer.from(json)).sha256,
        network: manifest.network.sha256,
        probes: manifest.probes.sha256,
      },
    ]),
    "models/wide.json": json,
    "models/wide.onnx": Buffer.from(backbone),
    "models/wide.tail.onnx": Buffer.from(tail),
    "samples/index.json": JSON.stringify([{ file: "glass-box.png", model: "wide", label: "day" }]),
  };
  for (const [path, body] of Object.entries(files))
    await context.route(`**/${path}`, (route) => route.fulfill({ body }));
}
