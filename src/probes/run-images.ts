import type { BaselineKind } from "../core/baseline.ts";
import type { Mask } from "../core/masks.ts";
import { composeBatch, prepareInput } from "../models/masked-batch.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { inputSize } from "../models/spec/input.ts";
import type { GraphRunner } from "./tools.ts";
import type { Version } from "./versions.ts";

/** Images a run; more makes nothing faster. */
const BATCH = 64;

/** An image that is shown under some masks, one row each. */
export interface MaskedImage extends Omit<Version, "mask"> {
  readonly masks: ArrayLike<Mask>;
  /** What hides patches: the mean colour where it is not said. */
  readonly baseline?: BaselineKind;
}

/**
 * Runs images through an open graph and hands over the wanted outputs of each batch, each [rows of the batch · width], with the index of the batch's
 * first row and how many they are. Images come one after another, so that not all need to be in memory. Stops when `signal` says so.
 */
export async function runImages(
  runner: GraphRunner,
  manifest: Pick<ModelManifest, "input" | "meanColour">,
  images: AsyncIterable<MaskedImage> | Iterable<MaskedImage>,
  outputs: readonly string[],
  take: (values: readonly Float32Array[], firstRow: number, rows: number) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const size = inputSize(manifest.input);
  const batch = new Float32Array(BATCH * size);
  let first = 0;
  let filled = 0;
  const flush = async (): Promise<void> => {
    signal?.throwIfAborted();
    const found = await runner.run(batch.subarray(0, filled * size), filled, outputs);
    await take(
      found.map(({ values }) => values),
      first,
      filled,
    );
    first += filled;
    filled = 0;
  };
  for await (const { image, players, masks, baseline = "mean" } of images) {
    const prepared = prepareInput({ image, players, baseline }, manifest);
    for (let from = 0; from < masks.length;) {
      const some = Array.from(
        { length: Math.min(BATCH - filled, masks.length - from) },
        (_, i): Mask => masks[from + i]!,
      );
      composeBatch(prepared, some, batch.subarray(filled * size, (filled + some.length) * size));
      filled += some.length;
      from += some.length;
      if (filled === BATCH) await flush();
    }
  }
  if (filled > 0) await flush();
}
