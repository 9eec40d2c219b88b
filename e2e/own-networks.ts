import { writeModel } from "../src/models/onnx.ts";

/** A network that says which of red, green and blue there is most of: red first where channels come in the order of red, green, blue. */
export const colours = (inputs = "image"): Uint8Array =>
  writeModel(
    {
      inputs: [{ name: inputs, dims: ["batch", 3, 32, 32] }],
      outputs: [{ name: "logits", dims: ["batch", 3] }],
      nodes: [
        { op: "GlobalAveragePool", inputs: [inputs], outputs: ["mean"] },
        { op: "Flatten", inputs: ["mean"], outputs: ["flat"] },
        { op: "Gemm", inputs: ["flat", "weights"], outputs: ["logits"] },
      ],
      initializers: [{ name: "weights", dims: [3, 3], values: Float32Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9) }],
    },
    "colours",
  );
