import { saysNoRoom, wordsOf } from "../../platform/words.ts";
import { joinedAs } from "../../platform/joined.ts";
import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-web";
import { fromFloat16 } from "../../models/float16.ts";
import { readGraph } from "../../models/graph/read-graph.ts";
import { operatorsOf } from "../../models/onnx.ts";
import { inputDims, inputSize, type InputSpec } from "../../models/spec/input.ts";
import type { GraphOutput, GraphRunner } from "../../probes/tools.ts";
import { InferenceError } from "../errors.ts";

/** What is needed of ONNX Runtime, whichever build of it. */
export interface FittingRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

/** What ONNX Runtime does, or InferenceError `session-failed`, or `out-of-memory` where it says so. */
export async function orInferenceError<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    const message = wordsOf(cause);
    throw new InferenceError(saysNoRoom(message) ? "out-of-memory" : "session-failed", { message }, { cause });
  });
}

/** Opens a graph. Throws InferenceError `session-failed` where ONNX Runtime refuses the model or its input. */
export async function openGraph(
  ort: FittingRuntime,
  model: Uint8Array,
  input: InputSpec,
  options: InferenceSession.SessionOptions,
): Promise<GraphRunner> {
  const session = await orInferenceError(ort.InferenceSession.create(model, options));
  // A network whose batch is fixed is given that many images, the last of them repeated.
  const fixed = batchOf(model, input);
  const size = inputSize(input);

  async function runOnce(tensor: Float32Array, images: number, outputs: readonly string[]): Promise<GraphOutput[]> {
    const padded = fixed === null || fixed === images ? tensor : new Float32Array(fixed * size);
    if (padded !== tensor) padded.set(tensor);
    const dims = inputDims(input, fixed ?? images);
    const feeds = { [input.name]: new ort.Tensor(input.type, padded, dims) };
    const result = await orInferenceError(session.run(feeds, [...outputs]));
    return outputs.map((name) => {
      const { dims: found } = result[name]!;
      const values = floatsOf(result[name]!);
      const rows = found[0] ?? 1;
      return { values: values.subarray(0, (values.length / rows) * images), dims: [images, ...found.slice(1)] };
    });
  }

  return {
    run: async (tensor, images, outputs) => {
      if (fixed === null || images <= fixed) return runOnce(tensor, images, outputs);
      const parts: GraphOutput[][] = [];
      for (let from = 0; from < images; from += fixed) {
        const count = Math.min(fixed, images - from);
        parts.push(await runOnce(tensor.subarray(from * size, (from + count) * size), count, outputs));
      }
      return outputs.map((_, i) => ({
        values: joinedAs(
          Float32Array,
          parts.map((part) => part[i]!.values),
        ),
        dims: [images, ...parts[0]![i]!.dims.slice(1)],
      }));
    },
    close: () => session.release(),
  };
}

/** Images that must go in at once: as many as the graph fixes; one where a row's numbers depend on what else is in its batch; null: any number. */
function batchOf(model: Uint8Array, { name: input }: InputSpec): number | null {
  if (operatorsOf(model).has("DynamicQuantizeLinear")) return 1;
  const batch = readGraph(model).inputs.find(({ name }) => name === input)?.dims?.[0];
  return typeof batch === "number" && batch > 0 ? batch : null;
}

/** Numbers of a tensor of whatever type as 32-bit floats; those of one of these as they are. */
function floatsOf({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  // Where the language has 16-bit floats the runtime gives these, else their bits.
  if (type === "float16" && data instanceof Uint16Array) return fromFloat16(data);
  return Float32Array.from(data as ArrayLike<number>);
}
