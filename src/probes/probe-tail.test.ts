import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { assembleModel } from "../models/assemble.ts";
import { plainMatrix } from "./design-matrix.ts";
import { readOutline, writeModel } from "../models/onnx.ts";
import { featuresName, featuresTail, moreProbes, poolingOf, probeTail, type Probe, type Tap } from "./probe-tail.ts";

const tap: Tap = { name: "tap", channels: 2, height: 10, width: 5 };
const { features } = poolingOf(tap);
const random = mulberry32(1);
const draw = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
const probe: Probe = { logits: "tap_probe", weights: draw(3 * features), bias: draw(3) };
const backbone = writeModel(
  {
    inputs: [{ name: "input", dims: ["batch", tap.channels, tap.height, tap.width] }],
    outputs: [{ name: "same", dims: ["batch", tap.channels, tap.height, tap.width] }],
    nodes: [
      { op: "Relu", inputs: ["input"], outputs: ["tap"] },
      { op: "Relu", inputs: ["tap"], outputs: ["same"] },
    ],
    initializers: [],
  },
  "backbone",
);

it("pools to at most 4 cells a side, dropping what does not fill a kernel", () => {
  expect(poolingOf(tap)).toEqual({ kernel: [3, 2], features: 2 * 3 * 2 });
  expect(poolingOf({ ...tap, height: 4, width: 4 })).toEqual({ kernel: [1, 1], features: 2 * 16 });
  expect(poolingOf({ ...tap, height: 1, width: 32 })).toEqual({ kernel: [1, 8], features: 2 * 4 });
});

it("gives the logits that plain TypeScript computes from the tap's values", async (context) => {
  const ort = await import("onnxruntime-node").catch(() => null);
  if (!ort) return context.skip("SKIPPED: onnxruntime-node is not installed");
  const session = await ort.InferenceSession.create(assembleModel(backbone, featuresTail([tap])));
  const probed = await ort.InferenceSession.create(assembleModel(backbone, probeTail([{ tap, probe }])));
  const input = new ort.Tensor("float32", draw(4 * tap.channels * tap.height * tap.width), [
    4,
    tap.channels,
    tap.height,
    tap.width,
  ]);
  const pooled = (await session.run({ input }))[featuresName(tap)]!.data as Float32Array;
  expect(pooled).toHaveLength(4 * features);
  expect(pooled[features]).toBeCloseTo(meanOfFirstCell(input.data as Float32Array, 1), 6);
  const logits = (await probed.run({ input }))["tap_probe"]!.data as Float32Array;
  const turned = Float32Array.from(
    { length: 3 * features },
    (_, i) => probe.weights[(i % 3) * features + Math.floor(i / 3)]!,
  );
  (await plainMatrix(pooled, features).multiply(turned, 3)).forEach((product, i) =>
    expect(logits[i]).toBeCloseTo(product + probe.bias[i % 3]!, 4),
  );
});

it("lets nothing but logits leave the graph", () => {
  const more = moreProbes([{ tap, probe: { ...probe, logits: "tap_probe_a" } }]);
  expect(readOutline(assembleModel(probeTail([{ tap, probe }]), more)).outputs.map(({ name }) => name)).toEqual([
    "tap_probe",
    "tap_probe_a",
  ]);
});

/** Mean of the rectified top left 3 x 2 values of the first channel of an image. */
function meanOfFirstCell(values: Float32Array, image: number): number {
  const start = image * tap.channels * tap.height * tap.width;
  let sum = 0;
  for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) sum += Math.max(0, values[start + y * tap.width + x]!);
  return sum / 6;
}
