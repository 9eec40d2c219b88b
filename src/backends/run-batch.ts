import type { Mask } from "../core/masks.ts";
import { saysNoRoom, wordsOf } from "../platform/words.ts";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import { emptyElements, type Elements } from "../models/elements.ts";
import { joinedAs } from "../platform/joined.ts";
import { columnsOf, probesOf, replicatesOf, type ModelManifest } from "../models/spec/model.ts";
import { inputDims, inputSize, type InputSpec } from "../models/spec/input.ts";
import { ANY_BATCH, type Batching } from "./batching.ts";
import { InferenceError } from "./errors.ts";
import { gatherLogits, outputCount, replicateRows, type LogitRows } from "./gather-logits.ts";
import { HeldInputs } from "./held-inputs.ts";
import { composeBatch, inElements, prepareInput, type PreparedInput } from "../models/masked-batch.ts";
import { NOT_HELD, type InputReference } from "./protocol.ts";

/** What is needed of ONNX Runtime, whichever build of it: the browser's and Node's have the same interface. */
export interface OrtRuntime {
  readonly Tensor: new (type: InputSpec["type"], data: Elements, dims: readonly number[]) => Tensor;
}

/** The part of a session that runs it. */
export type OrtSession = Pick<InferenceSession, "run">;

/** Runs masked versions of images through one session; calls that overlap are done one after another. */
export interface BatchRunner {
  /**
   * Runs 1 to `size` masks of an input in one batch of `size` images, at most `batchSize`; or in as many runs as it takes where the network does not
   * take that many at once.
   * @returns logits [masks, L + 1, C]: the probes in the manifest's order, then the output over the mapped classes, then the L · R replicates that are
   * at hand, layer by layer; NOT_HELD where the input is not held and not given.
   * @throws InferenceError `session-failed`, `out-of-memory` or `non-finite`; RangeError on too many masks or an input of another size.
   */
  run(
    input: InputReference,
    masks: ArrayLike<Mask>,
    size?: number,
  ): Promise<Float32Array<ArrayBuffer> | typeof NOT_HELD>;
}

/** The graph outputs that a run asks for: the probes', then the network's own, then those of the replicates that are at hand. */
export function fetchesOf(manifest: ModelManifest): string[] {
  return [
    ...columnsOf(manifest).map(({ logits }) => logits),
    ...replicatesOf(manifest).map(({ replicates }) => replicates),
  ];
}

/**
 * A runner over an open session, the same for the page's workers and for Node.
 * Only the logits that are asked for leave the graph.
 */
export function createBatchRunner(
  ort: OrtRuntime,
  session: OrtSession,
  manifest: ModelManifest,
  batchSize: number,
  { rows, images }: Batching = ANY_BATCH,
): BatchRunner {
  const { input } = manifest;
  const room = emptyElements(input.type, (rows ?? batchSize) * inputSize(input));
  const fetches = fetchesOf(manifest);
  const inputs = new HeldInputs((given) => inElements(prepareInput(given, manifest), input.type));
  /** The batch before this one: all of them are composed in the same memory. */
  let last: Promise<unknown> = Promise.resolve();

  async function infer(batch: Elements, size: number): Promise<InferenceSession.OnnxValueMapType> {
    try {
      return await session.run({ [input.name]: new ort.Tensor(input.type, batch, inputDims(input, size)) }, fetches);
    } catch (cause) {
      const message = wordsOf(cause);
      throw new InferenceError(
        saysNoRoom(message) ? "out-of-memory" : "session-failed",
        { model: manifest.name, message },
        { cause },
      );
    }
  }

  async function runOnce(
    prepared: PreparedInput<Elements>,
    masks: ArrayLike<Mask>,
    size: number,
  ): Promise<Float32Array<ArrayBuffer>> {
    const batch = room.subarray(0, size * inputSize(input));
    composeBatch(prepared, masks, batch);
    return logitsOf(await infer(batch, size), manifest, size, masks.length);
  }

  return {
    run: (reference, masks, size = batchSize) => {
      const turn = last.then(async () => {
        const prepared = inputs.take(reference);
        if (prepared === null) return NOT_HELD;
        if (rows === null) return runOnce(prepared, masks, size);
        const parts: Float32Array<ArrayBuffer>[] = [];
        const step = images ?? rows;
        for (let from = 0; from < masks.length; from += step)
          parts.push(await runOnce(prepared, Array.prototype.slice.call(masks, from, from + step), rows));
        return joinedAs<Float32Array>(Float32Array, parts) as Float32Array<ArrayBuffer>;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** [count, L + 1 + L · R, C] from the graph's outputs, checked for shape and finiteness. */
function logitsOf(
  outputs: InferenceSession.OnnxValueMapType,
  manifest: ModelManifest,
  batchSize: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const { output, classMap, replicateCount = 0 } = manifest;
  const classes = classMap.length;
  return gatherLogits(
    [
      ...probesOf(manifest).map(({ name, logits }) => ({
        ...rowsOf(outputs[logits], name, batchSize, classes),
        columns: classes,
      })),
      rowsOf(outputs[output.logits], output.name, batchSize, outputCount(manifest)),
      ...replicatesOf(manifest).flatMap(({ name, replicates }) =>
        replicateRows(rowsOf(outputs[replicates], name, batchSize, replicateCount * classes), replicateCount, classes),
      ),
    ],
    manifest,
    count,
  );
}

/** A layer's logits [batchSize, columns], columns ≥ `atLeast`; a graph that gives another shape does not fit its manifest. */
function rowsOf(tensor: Tensor | undefined, layer: string, batchSize: number, atLeast: number): LogitRows {
  const data = tensor?.data;
  const columns = data === undefined ? 0 : data.length / batchSize;
  if (!(data instanceof Float32Array) || !Number.isInteger(columns) || columns < atLeast) {
    const message = `expected float32 [${batchSize}, ${atLeast} or more], got ${tensor?.type ?? "nothing"} [${tensor?.dims.join(", ") ?? ""}]`;
    throw new InferenceError("session-failed", { layer, message });
  }
  return { data, from: 0, stride: columns, columns };
}
