import { existsSync, readFileSync } from "node:fs";
import { writeTail } from "../../src/models/onnx.ts";
import { parseManifest, type ModelManifest } from "../../src/models/manifest.ts";

/** A network as the bench runs it. */
export interface BenchNetwork {
  readonly name: string;
  readonly manifest: ModelManifest;
  readonly backbone: Uint8Array;
  readonly tail: Uint8Array;
  /** Of one image. */
  readonly multiplyAdds: number;
  /** Grids whose masks are all run. */
  readonly grids: readonly (readonly [rows: number, cols: number])[];
}

const file = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
const json = (path: string): unknown => JSON.parse(new TextDecoder().decode(file(path)));

/** The network that ships with the page. */
export function shippedNetwork(): BenchNetwork {
  const { multiplyAdds } = json("training/results/imagenette-residual.json") as { multiplyAdds: number };
  return {
    name: "imagenette-residual",
    manifest: parseManifest(json("public/models/imagenette-residual.json")),
    multiplyAdds,
    grids: [
      [3, 3],
      [3, 4],
      [4, 4],
    ],
    backbone: file("public/models/imagenette-residual.onnx"),
    tail: file("public/models/imagenette-residual.tail.onnx"),
  };
}

/** SqueezeNet 1.1 at 224 pixels and 1,000 classes, its output told twice in place of a probe; null where the file is not there. */
export function squeezeNet(): BenchNetwork | null {
  const path = new URL("../../../shared/data/models/squeezenet1.1.onnx", import.meta.url);
  if (!existsSync(path)) return null;
  const shipped = shippedNetwork().manifest;
  const classes = Array.from({ length: 1000 }, (_, c) => String(c));
  const quality = { accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null };
  const manifest: ModelManifest = {
    ...shipped,
    name: "squeezenet1.1",
    input: { ...shipped.input, name: "input", width: 224, height: 224 },
    classes,
    classMap: classes.map((_, c) => [c]),
    output: { ...quality, name: "output", logits: "logits" },
    taps: [],
    probes: {
      ...shipped.probes!,
      halvesFrom: undefined,
      layers: [{ ...quality, name: "again", logits: "again", halves: null, noiseFloor: null }],
    },
  };
  const tail = writeTail({
    outputs: [{ name: "again", dims: ["batch", 1000] }],
    nodes: [{ op: "Identity", inputs: ["logits"], outputs: ["again"] }],
    initializers: [],
  });
  // Counted by its publisher (github.com/forresti/SqueezeNet: 1.1 takes 0.352 billion multiply-adds).
  return {
    name: "SqueezeNet 1.1",
    manifest,
    backbone: new Uint8Array(readFileSync(path)),
    tail,
    multiplyAdds: 0.352e9,
    grids: [[3, 3]],
  };
}
