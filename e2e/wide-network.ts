import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { parseManifest, type ModelManifest } from "../src/models/manifest.ts";
import { listedModel } from "../src/models/store.ts";
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

/** Has a page be shipped with one model alone, and a sample of it; its service worker must be blocked. */
export async function shipAlone(
  context: BrowserContext,
  manifest: ModelManifest,
  files: { readonly backbone: Uint8Array; readonly tail: Uint8Array | null },
  sample: { readonly file: string; readonly label: string },
): Promise<void> {
  const { name } = manifest;
  const json = JSON.stringify(manifest);
  const bodies: Readonly<Record<string, string | Buffer>> = {
    "models/index.json": JSON.stringify([listedModel(manifest, part(Buffer.from(json)).sha256)]),
    [`models/${name}.json`]: json,
    [`models/${name}.onnx`]: Buffer.from(files.backbone),
    ...(files.tail !== null && { [`models/${name}.tail.onnx`]: Buffer.from(files.tail) }),
    "samples/index.json": JSON.stringify([{ ...sample, model: name }]),
  };
  for (const [path, body] of Object.entries(bodies))
    await context.route(`**/${path}`, (route) => route.fulfill({ body }));
}

/** Has a page be shipped with the wide network alone. */
export async function shipWideNetwork(context: BrowserContext): Promise<void> {
  const { backbone, tail, manifest } = wideNetwork();
  await shipAlone(context, manifest, { backbone, tail }, { file: "glass-box.png", label: "day" });
}
