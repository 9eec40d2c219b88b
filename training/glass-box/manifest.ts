import sharp from "sharp";
import { cropAndResize, type Pixels } from "../../src/core/resize.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { readGraph } from "../../src/models/graph/read-graph.ts";
import { withReadouts } from "../../src/models/readout.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { CLASSES, glassBoxBackbone, glassBoxTail, glassBoxTaps, INPUT_SIZE, probeName, STD } from "./network.ts";
import { CONCEPTS, CONSTANT, GRID, LAYER_NAMES, maskOf, plantedValues } from "./plan.ts";

/** Digits after the point of the numbers in the manifest. */
const DIGITS = 6;

/** The glass box's files. */
export interface GlassBox {
  readonly backbone: Uint8Array;
  readonly tail: Uint8Array;
  readonly manifest: ModelManifest;
}

/** A PNG as the network sees it, 96 x 96. */
export async function pictureAsInput(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return cropAndResize(data, info.width, info.height, INPUT_SIZE, INPUT_SIZE);
}

/**
 * Builds the network, its probes and its manifest for the drawn picture; the same picture gives the same bytes.
 *
 * The glass box's data set is that picture with any of the 512 choices of tiles shown. Its mean colour is the picture's, hidden
 * tiles having the mean colour themselves; scale is the mean over the 512 of |v(picture) − v(nothing shown)|.
 */
export async function buildGlassBox(png: Uint8Array): Promise<GlassBox> {
  const backbone = glassBoxBackbone();
  const tail = glassBoxTail();
  const picture = await pictureAsInput(png);
  const mean = meanColour(picture);
  const quality = (layer: number) => ({
    accuracy: null,
    accuracyHalfHidden: null,
    scale: scaleOf(layer),
    meanAbsVEmpty: Math.abs(CONSTANT),
  });
  const manifest: ModelManifest = {
    format: "strata-model",
    version: 2,
    name: "glass-box",
    description:
      "A small network constructed by hand, not trained: which concepts it holds at which layer, and how strong, is known exactly. It tells day from night by nine drawn tiles.",
    licence: "MIT",
    title: "Glass box",
    task: "Day or night, by nine drawn tiles",
    network: { sha256: await sha256(backbone), bytes: backbone.length },
    input: {
      name: "input",
      width: INPUT_SIZE,
      height: INPUT_SIZE,
      layout: "NCHW",
      channels: "RGB",
      type: "float32",
      resize: "centre-crop",
      range: [0, 1],
      mean,
      std: [STD, STD, STD],
    },
    meanColour: mean,
    classes: [...CLASSES],
    classMap: CLASSES.map((_, i) => [i]),
    output: { name: "output", logits: "logits", ...quality(LAYER_NAMES.length) },
    taps: withReadouts(glassBoxTaps(), readGraph(backbone), "logits"),
    probes: {
      file: "glass-box.tail.onnx",
      sha256: await sha256(tail),
      bytes: tail.length,
      fitted: null,
      layers: LAYER_NAMES.map((name, layer) => ({
        name,
        logits: probeName(name),
        ...quality(layer),
        halves: null,
        noiseFloor: null,
      })),
    },
    truth: {
      rows: GRID,
      cols: GRID,
      baseline: "mean",
      images: [await sha256(picture.rgb)],
      target: 0,
      concepts: CONCEPTS.map(({ kind, tiles, effects }) => ({ kind, mask: maskOf({ tiles }), effects })),
    },
    training: { data: "None: weights and probes are written down, not fitted.", terms: "None." },
  };
  return { backbone, tail, manifest };
}

function meanColour({ rgb }: Pixels): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  rgb.forEach((value, i) => (sums[(i % 3) as 0 | 1 | 2] += value));
  const [red, green, blue] = sums;
  const share = (sum: number) => rounded(sum / (255 * (rgb.length / 3)));
  return [share(red), share(green), share(blue)];
}

function scaleOf(layer: number): number {
  const values = plantedValues(layer);
  return rounded(values.reduce((sum, v) => sum + Math.abs(v - values[0]!), 0) / values.length);
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
