import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { writeTail } from "../../src/models/onnx.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import { inputDims, inputSize } from "../../src/models/spec/input.ts";
import { tapOf, type Tap } from "../../src/models/spec/taps.ts";

/**
 * One thread a session. A session's threads wait by spinning: with other programs on the same cores two threads took several times as
 * long as one; with free cores the gain is small, since half of the time goes into preparing images.
 */
export const ONE_THREAD = { intraOpNumThreads: 1 } as const;

/** Images a run; more makes nothing faster. */
const BATCH = 64;

/** An image to run: writes its tensor into the given place. */
export type TensorWriter = (tensor: Float32Array) => void;

/**
 * Runs images through a model, native ONNX Runtime, and hands over each wanted output, [images of the batch · width], with the index of the
 * batch's first image. `groups` come one after another, so that not all images need to be in memory.
 */
export async function runImages(
  model: Uint8Array,
  manifest: ModelManifest,
  outputs: readonly string[],
  groups: AsyncIterable<readonly TensorWriter[]>,
  take: (output: number, first: number, values: Float32Array) => void,
): Promise<void> {
  const session = await InferenceSession.create(model, ONE_THREAD);
  const { input } = manifest;
  const size = inputSize(input);
  let first = 0;
  for await (const group of groups) {
    for (let from = 0; from < group.length; from += BATCH) {
      const writers = group.slice(from, from + BATCH);
      const batch = new Float32Array(writers.length * size);
      writers.forEach((write, i) => write(batch.subarray(i * size, (i + 1) * size)));
      const result = await session.run(
        { [input.name]: new Tensor(input.type, batch, inputDims(input, writers.length)) },
        outputs,
      );
      outputs.forEach((output, i) => take(i, first, result[output]!.data as Float32Array));
      first += writers.length;
    }
  }
  await session.release();
}

/** How tensors inside a model are looked into, by their shapes, which are found by running it once. RangeError where a shape is none that can be. */
export async function findTaps(
  backbone: Uint8Array,
  manifest: ModelManifest,
  names: readonly string[],
): Promise<Tap[]> {
  const outputs = names.map((name) => ({ name, dims: null }));
  const session = await InferenceSession.create(
    assembleModel(backbone, writeTail({ outputs, nodes: [], initializers: [] })),
  );
  const { input } = manifest;
  const image = new Float32Array(inputSize(input));
  const result = await session.run({ [input.name]: new Tensor(input.type, image, inputDims(input, 1)) }, names);
  await session.release();
  return names.map((name) => {
    const { dims } = result[name]!;
    const tap = tapOf(name, name, dims);
    if (tap === null) throw new RangeError(`${name}: no way to look into a tensor [${dims.join(", ")}]`);
    return tap;
  });
}
