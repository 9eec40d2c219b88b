import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ModelError } from "../models/errors.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import { writeModel } from "../models/onnx.ts";
import { IDLE_PASSES, wasmSessionOptions } from "./session-options.ts";

const file = (path: string): Uint8Array => readFileSync(new URL(path, import.meta.url));
const SHIPPED = "../../public/models/imagenette-residual.onnx";
const GLASS_BOX = "../../public/models/glass-box.onnx";
const SQUEEZENET = "../../../shared/data/models/squeezenet1.1.onnx";

it("leaves passes out for convolutional networks only", () => {
  const attention = writeModel(
    {
      inputs: [{ name: "x", dims: [1] }],
      outputs: [{ name: "y", dims: [1] }],
      nodes: [{ op: "Softmax", inputs: ["x"], outputs: ["y"] }],
      initializers: [],
    },
    "toy",
  );
  expect(wasmSessionOptions(attention)).toEqual({ executionProviders: ["wasm"] });
  expect(wasmSessionOptions(file(SHIPPED)).extra).toEqual({
    optimization: { disable_specified_optimizers: IDLE_PASSES.join(";") },
  });
});

it("refuses bytes that are no model", () => {
  expect(() => wasmSessionOptions(new Uint8Array(8))).toThrow(ModelError);
});

const ort = await import("onnxruntime-web/wasm").catch(() => null);
if (!ort) console.warn("SKIPPED: onnxruntime-web is not installed, its passes are not looked up");

describe.runIf(ort)("in ONNX Runtime", () => {
  it("every name is one that this version knows", () => {
    const runtime = Buffer.from(file("../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm")).toString(
      "latin1",
    );
    // Names follow each other's closing byte in the file.
    for (const name of IDLE_PASSES) expect(runtime, name).toContain(`${name}\0`);
  });

  it.each([
    ["the shipped network", SHIPPED, 64],
    ["the glass box", GLASS_BOX, null],
    ["SqueezeNet", SQUEEZENET, 224],
  ])("%s answers the same to the bit without them", async (_, path, size) => {
    if (!existsSync(new URL(path, import.meta.url))) return console.warn(`SKIPPED: ${path} is not at hand`);
    ort!.env.wasm.numThreads = 1;
    const bytes = file(path);
    const {
      inputs: [input],
    } = readGraph(bytes);
    const [height, width] = size === null ? input!.dims!.slice(2).map(Number) : [size, size];
    const image = Float32Array.from({ length: 3 * height! * width! }, (_, i) => ((37 * i) % 251) / 251);
    const answer = async (options: object): Promise<unknown> => {
      const session = await ort!.InferenceSession.create(bytes, options);
      const outputs = await session.run({ [input!.name]: new ort!.Tensor("float32", image, [1, 3, height!, width!]) });
      return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
    };
    const options = wasmSessionOptions(bytes);
    expect(options.extra).toBeDefined();
    expect(await answer(options)).toEqual(await answer({ executionProviders: ["wasm"] }));
  });
});
