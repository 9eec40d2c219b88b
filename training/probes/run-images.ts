import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { writeTail } from "../../src/models/onnx.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import type { Tap } from "../../src/probes/probe-tail.ts";

/**
 * One thread a session. A session's threads wait by spinning: with other programs on the same cores two threads took several times as
 * long as one; with free cores the gain is small, since half of the time goes into preparing images.
 */
export const ONE_THREAD = { intraOpNumThreads: 1 } as const;

/** Images a run; more makes nothing faster. */
const BATCH = 64;

/** An image to run: writes its tensor [3, height, width] into the given place. */
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
  const { name, width, height } = manifest.input;
  const size = 3 * width * height;
  let first = 0;
  for await (const group of groups) {
    for (let from = 0; from < group.length; from += BATCH) {
      const writers = group.slice(from, from + BATCH);
      const batch = new Float32Array(writers.length * size);
      writers.forEach((write, i) => write(batch.subarray(i * size, (i + 1) * size)));
      const result = await session.run(
        { [name]: new Tensor("float32", batch, [writers.length, 3, height, width]) },
        outputs,
      );
      outputs.forEach((output, i) => take(i, first, result[output]!.data as Float32Array));
      first += writers.length;
    }
  }
  await session.release();
}

/** The shapes of tensors inside a model, found by running it once. */
export async function findTaps(
  backbone: Uint8Array,
  manifest: ModelManifest,
  names: readonly string[],
): Promise<Tap[]> {
  const outputs = names.map((name) => ({
    name,
    dims: ["batch", `${name}_channels`, `${name}_height`, `${name}_width`],
  }));
  const session = await InferenceSession.create(
    assembleModel(backbone, writeTail({ outputs, nodes: [], initializers: [] })),
  );
  const { name: input, width, height } = manifest.input;
  const result = await session.run(
    { [input]: new Tensor("float32", new Float32Array(3 * width * height), [1, 3, height, width]) },
    names,
  );
  await session.release();
  return names.map((name) => {
    const [, channels, tapHeight, tapWidth] = result[name]!.dims;
    return { name, channels: channels!, height: tapHeight!, width: tapWidth! };
  });
}
