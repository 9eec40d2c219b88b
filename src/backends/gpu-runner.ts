import type { Masks } from "../core/masks.ts";
import { saysNoRoom, wordsOf } from "../platform/words.ts";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import { KEPT_COLUMNS, MASKED, ownerDims } from "../models/masked-graph.ts";
import { probesOf, type ModelManifest } from "../models/spec/model.ts";
import { inputDims } from "../models/spec/input.ts";
import { InferenceError } from "./errors.ts";
import { gatherLogits, outputCount, replicateRows, type LogitRows } from "./gather-logits.ts";
import { keptRows, ownerColumns } from "./mask-rows.ts";
import { prepareInput } from "../models/masked-batch.ts";
import { HeldInputs } from "./held-inputs.ts";
import { NOT_HELD, type InputReference, type MaskedInput } from "./protocol.ts";

/** The part of a GPU's device that is used here. */
export type GpuDevice = Pick<GPUDevice, "createBuffer" | "queue" | "lost" | "pushErrorScope" | "popErrorScope">;

/** What is needed of ONNX Runtime for WebGPU. */
export interface GpuRuntime {
  readonly Tensor: {
    new (type: "float32", data: Float32Array, dims: readonly number[]): Tensor;
    fromGpuBuffer(
      buffer: GPUBuffer,
      options: { readonly dataType: "float32" | "int32"; readonly dims: readonly number[] },
    ): Tensor;
  };
}

/** An input on the GPU. */
interface UploadedInput {
  readonly feeds: Record<string, Tensor>;
  readonly buffers: readonly GPUBuffer[];
}

/** Runs masked versions of images on a GPU; calls may overlap. */
export interface GpuRunner {
  /**
   * Runs 1 to `batchSize` masks of an input in one batch of `batchSize` rows; an input that is given is uploaded once.
   * @returns logits [masks, L + 1, C], as of the runner for WebAssembly; NOT_HELD where the input is not held and not given.
   * @throws InferenceError `gpu-lost`, `gpu-memory`, `session-failed` or `non-finite`; RangeError on an input of another size.
   */
  run(input: InputReference, masks: Masks, batchSize: number): Promise<Float32Array<ArrayBuffer> | typeof NOT_HELD>;
}

/** GPUBufferUsage.STORAGE | COPY_DST | COPY_SRC: read by shaders, written from here, and copied by the runtime where it likes to. */
const INPUT_USAGE = 0x80 | 0x8 | 0x4;

/**
 * A runner over an open session of a model that masks its own input (`maskedModel`), its logits left on the GPU. Only one run is ever
 * with the runtime, which hangs on two; but it gives a batch back as soon as the GPU has been told of it, so that the next one is
 * composed and uploaded while this one is computed and read back. A runtime that has failed is not called again: after an exception it may
 * never return, and the worker would be heard of no more. `uncaught` rejects with what nobody caught in this worker: a runtime that throws between two
 * steps of its own never answers.
 */
export function createGpuRunner(
  ort: GpuRuntime,
  session: Pick<InferenceSession, "run">,
  device: GpuDevice,
  manifest: ModelManifest,
  uncaught: Promise<never>,
): GpuRunner {
  // What was submitted before is unharmed when buffers go: a GPU works through its queue in order.
  const inputs = new HeldInputs(uploadInput, ({ buffers }) => {
    for (const buffer of buffers) buffer.destroy();
  });
  let last: Promise<unknown> = Promise.resolve();
  const lost = device.lost.then(({ message }) => {
    throw new InferenceError("gpu-lost", { message });
  });
  const ended = Promise.race([lost, uncaught]);
  for (const end of [lost, ended]) end.catch(() => undefined);
  let failure: { readonly cause: unknown } | null = null;

  /** One after another, also after one that was refused; and never longer than device and runtime live. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return Promise.race([turn, ended]);
  }

  function upload(data: Float32Array | Int32Array<ArrayBuffer>, buffers: GPUBuffer[]): GPUBuffer {
    const buffer = device.createBuffer({ size: data.byteLength, usage: INPUT_USAGE });
    device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
    buffers.push(buffer);
    return buffer;
  }

  function uploadInput(input: MaskedInput): UploadedInput {
    const { shown, hidden, owner } = prepareInput(input, manifest);
    const buffers: GPUBuffer[] = [];
    const image = { dataType: "float32", dims: inputDims(manifest.input, 1) } as const;
    return {
      buffers,
      feeds: {
        [MASKED.shown]: ort.Tensor.fromGpuBuffer(upload(shown, buffers), image),
        [MASKED.hidden]: ort.Tensor.fromGpuBuffer(upload(hidden, buffers), image),
        [MASKED.owner]: ort.Tensor.fromGpuBuffer(upload(ownerColumns(owner), buffers), {
          dataType: "int32",
          dims: ownerDims(manifest.input),
        }),
      },
    };
  }

  /** Hands one batch to the GPU; the tensor is there before its numbers are. Null where the input is neither held nor given. */
  async function submit(
    reference: InputReference,
    masks: Masks,
    batchSize: number,
  ): Promise<{ readonly tensor: Tensor; readonly noRoom: Promise<GPUError | null> } | null> {
    if (failure !== null) throw failure.cause;
    const uploaded = inputs.take(reference);
    if (uploaded === null) return null;
    const kept = new ort.Tensor("float32", keptRows(masks, batchSize), [batchSize, KEPT_COLUMNS]);
    // A buffer that found no room counts as made: what is computed with it is no error for the runtime, but wrong.
    device.pushErrorScope("out-of-memory");
    let outputs: InferenceSession.OnnxValueMapType;
    try {
      outputs = await session.run({ ...uploaded.feeds, [MASKED.kept]: kept }, [MASKED.logits]);
    } catch (cause) {
      const error = await device.popErrorScope();
      failure = { cause: error === null ? cause : noRoomFor(error) };
      throw failure.cause;
    }
    const noRoom = device.popErrorScope();
    noRoom.catch(() => undefined);
    return { tensor: outputs[MASKED.logits] as Tensor, noRoom };
  }

  /** Losing the device also fails what is under way, in words of its own and a little earlier than the device says so. */
  async function failureOf(cause: unknown): Promise<unknown> {
    if (cause instanceof InferenceError || cause instanceof RangeError) return cause;
    const gone = await Promise.race([
      lost.catch((error: unknown) => error),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), LOSS_SETTLES_MS)),
    ]);
    if (gone !== null) return gone;
    const message = wordsOf(cause);
    return new InferenceError(
      saysNoRoom(message) ? "gpu-memory" : "session-failed",
      { model: manifest.name, message },
      { cause },
    );
  }

  return {
    run: async (reference, masks, batchSize) => {
      try {
        const submitted = await inTurn(() => submit(reference, masks, batchSize));
        if (submitted === null) return NOT_HELD;
        const { tensor, noRoom } = submitted;
        const [data, error] = await Promise.race([
          Promise.all([tensor.getData() as Promise<Float32Array>, noRoom]),
          ended,
        ]);
        tensor.dispose();
        if (error !== null) throw noRoomFor(error);
        return gatherLogits(rowsOf(data, manifest, batchSize), manifest, masks.length);
      } catch (cause) {
        throw await failureOf(cause);
      }
    },
  };
}

function noRoomFor({ message }: GPUError): InferenceError {
  return new InferenceError("gpu-memory", { message });
}

/** Between a call's failure and the device's own word of its end, ms; both come from the same event. */
const LOSS_SETTLES_MS = 50;

/** The layers' rows within the one tensor [batchSize, L · C + L · R · C + outputs], as `gatherLogits` takes them. */
function rowsOf(data: Float32Array, manifest: ModelManifest, batchSize: number): LogitRows[] {
  const layers = probesOf(manifest);
  const { replicateCount = 0 } = manifest;
  const classes = manifest.classMap.length;
  const stride = data.length / batchSize;
  const probed = layers.length * classes * (1 + replicateCount);
  const outputs = stride - probed;
  if (!Number.isInteger(stride) || outputs < outputCount(manifest)) {
    const message = `expected [${batchSize}, ${probed + outputCount(manifest)} or more], got ${data.length} numbers`;
    throw new InferenceError("session-failed", { model: manifest.name, message });
  }
  return [
    ...layers.map((_, layer) => ({ data, from: layer * classes, stride, columns: classes })),
    { data, from: probed, stride, columns: outputs },
    ...layers.flatMap((_, layer) => {
      const from = (layers.length + layer * replicateCount) * classes;
      return replicateRows({ data, from, stride, columns: replicateCount * classes }, replicateCount, classes);
    }),
  ];
}
