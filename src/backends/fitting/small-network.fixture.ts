import { mulberry32 } from "../../core/random.ts";
import { encodePng } from "../../images/png.ts";
import { manifestFixture } from "../../models/manifest.fixture.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { writeModel } from "../../models/onnx.ts";
import { sha256 } from "../../platform/sha256.ts";
import type { GivenImage } from "../../probes/fitting.ts";

const SIDE = 8;

/** A convolution behind a ReLU, the mean over all pixels, a linear layer to `classes` scores; weights drawn. */
export function smallNetwork(classes: number): Uint8Array {
  const random = mulberry32(11);
  const draw = (length: number, size: number): Float32Array =>
    Float32Array.from({ length }, () => (random() - 0.5) * size);
  return writeModel(
    {
      inputs: [{ name: "image", dims: ["batch", 3, SIDE, SIDE] }],
      outputs: [{ name: "scores", dims: ["batch", classes] }],
      nodes: [
        { op: "Conv", inputs: ["image", "w1"], outputs: ["c1"], attributes: { pads: [1, 1, 1, 1] } },
        { op: "Relu", inputs: ["c1"], outputs: ["first"] },
        { op: "GlobalAveragePool", inputs: ["first"], outputs: ["mean"] },
        { op: "Flatten", inputs: ["mean"], outputs: ["flat"], attributes: { axis: 1 } },
        { op: "Gemm", inputs: ["flat", "w2"], outputs: ["scores"], attributes: { transB: 1 } },
      ],
      initializers: [
        { name: "w1", dims: [6, 3, 3, 3], values: draw(162, 0.8) },
        { name: "w2", dims: [classes, 6], values: draw(6 * classes, 12) },
      ],
    },
    "small",
  );
}

/** The manifest of the small network before it has probes: two layers, of maps and of a vector. */
export async function smallDraft(classes: number): Promise<ModelManifest> {
  const bytes = smallNetwork(classes);
  const unknown = { accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null };
  return {
    ...manifestFixture,
    name: "small",
    network: { sha256: await sha256(bytes), bytes: bytes.length },
    input: { ...manifestFixture.input, name: "image", width: SIDE, height: SIDE },
    classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
    classMap: Array.from({ length: classes }, (_, c) => [c]),
    output: { name: "output", logits: "scores", ...unknown },
    taps: [
      { name: "first", tensor: "first", kind: "maps", channels: 6, height: SIDE, width: SIDE, cell: [4, 4] },
      { name: "flat", tensor: "flat", kind: "vector", channels: 6 },
    ],
    probes: null,
  };
}

/** Images of one bright colour each, with noise; and a file that is no image among them where it is asked for. */
export async function smallImages(count: number, withBad = false): Promise<GivenImage[]> {
  const random = mulberry32(5);
  const images: GivenImage[] = [];
  for (let i = 0; i < count; i++) {
    const rgb = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) =>
      Math.floor((at % 3 === i % 3 ? 150 : 30) + 90 * random()),
    );
    const png = await encodePng({ width: SIDE, height: SIDE, rgb });
    images.push({ name: `${i}.png`, label: null, file: new Blob([png as Uint8Array<ArrayBuffer>]) });
  }
  return withBad ? [...images, { name: "bad.png", label: null, file: new Blob(["no image"]) }] : images;
}
