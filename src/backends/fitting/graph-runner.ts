import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-web";
import { emptyElements, roundedTo, toElements, type Elements } from "../../models/elements.ts";
import { fromFloat16 } from "../../models/float16.ts";
import { readGraph } from "../../models/graph/read-graph.ts";
import { inputDims, inputSize, type InputSpec } from "../../models/spec/input.ts";
import { joinedAs } from "../../platform/joined.ts";
import type { GraphOutput, GraphRunner } from "../../probes/tools.ts";
import { openGraph } from "../open-graph.ts";
import type { OpeningRuntime } from "../opening.ts";
import { openingFailure } from "../opening-failure.ts";

/** What is needed of ONNX Runtime, whichever build of it. */
export interface FittingRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

/** What ONNX Runtime does, or InferenceError by its words. */
export async function orInferenceError<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw openingFailure(cause, "");
  });
}

/**
 * Opens any graph that takes images, see `openNetwork`. Images come in as 32-bit floats and are turned into the numbers that the graph takes; outputs
 * come out as 32-bit floats, whatever they are. Throws InferenceError where ONNX Runtime refuses the model or its input.
 */
export async function openRunner(
  runtime: FittingRuntime,
  model: Uint8Array,
  input: InputSpec,
  options: InferenceSession.SessionOptions,
): Promise<GraphRunner> {
  const ort = runtime as unknown as OpeningRuntime;
  const graph = readGraph(model);
  const names = graph.outputs.map(({ name }) => name);
  const { session, facts } = await orInferenceError(openGraph(ort, model, graph, input, names, () => options));
  const { rows } = facts.batching;
  const together = facts.batching.images ?? rows ?? Infinity;
  const size = inputSize(input);

  /** Some images, the last of them repeated where the graph takes a number of its own. */
  async function runOnce(images: Elements, outputs: readonly string[]): Promise<GraphOutput[]> {
    const count = images.length / size;
    const total = rows ?? count;
    const batch = count === total ? images : repeated(images, input.type, size, total);
    const tensor = new ort.Tensor(input.type, batch, inputDims(input, total));
    const found = await orInferenceError(session.run({ [input.name]: tensor }, [...outputs]));
    return outputs.map((name) => firstRows(found[name]!, total, count));
  }

  return {
    run: async (tensor, images, outputs) => {
      const rounded = tensor.slice();
      roundedTo(input.type, rounded);
      const elements = toElements(input.type, rounded);
      const parts: GraphOutput[][] = [];
      for (let from = 0; from < images; from += together) {
        const until = Math.min(images, from + together);
        parts.push(await runOnce(elements.subarray(from * size, until * size), outputs));
      }
      return parts.length === 1 ? parts[0]! : outputs.map((_, i) => joinedRows(parts.map((part) => part[i]!)));
    },
    close: () => session.release(),
  };
}

/** Images, and the last of them as often as makes `total`. */
function repeated(images: Elements, type: InputSpec["type"], size: number, total: number): Elements {
  const all = emptyElements(type, total * size);
  all.set(images);
  const last = images.subarray(images.length - size);
  for (let at = images.length; at < all.length; at += size) all.set(last, at);
  return all;
}

/** An output of `total` rows, the first `count` of them; one of another number of rows as it is. */
function firstRows(tensor: Tensor, total: number, count: number): GraphOutput {
  const { dims, type } = tensor;
  const values = floatsOf(tensor);
  if (dims[0] !== total || count === total) return { values, dims, type };
  return { values: values.subarray(0, (values.length / total) * count), dims: [count, ...dims.slice(1)], type };
}

function joinedRows(parts: readonly GraphOutput[]): GraphOutput {
  const rows = parts.reduce((sum, { dims: [count = 1] }) => sum + count, 0);
  return {
    ...parts[0]!,
    values: joinedAs<Float32Array>(
      Float32Array,
      parts.map(({ values }) => values),
    ),
    dims: [rows, ...parts[0]!.dims.slice(1)],
  };
}

/** Numbers of a tensor of whatever type as 32-bit floats; those of one of these as they are. */
function floatsOf({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  // Where the language has 16-bit floats the runtime gives these, else their bits.
  if (type === "float16" && data instanceof Uint16Array) return fromFloat16(data);
  return Float32Array.from(data as ArrayLike<unknown>, Number);
}
