import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Ort from "onnxruntime-node";
import { openRunner, type FittingRuntime } from "../src/backends/fitting/graph-runner.ts";
import { openMatrix } from "../src/backends/fitting/held-matrix.ts";
import { wordsOf } from "../src/platform/words.ts";
import type { FeatureStore, ProbeTools } from "../src/probes/tools.ts";
import { InputError } from "./failure.ts";

/** More bytes than this are not read or written at once: Node takes less than 2^31. */
const MAX_CHUNK = 2 ** 30;

/**
 * The tools with native ONNX Runtime and files in the temporary folder. A session's threads wait by spinning: with other programs on the same cores
 * two threads can take several times as long as one. Throws InputError `no-native`.
 */
export async function nativeTools(threads: number): Promise<ProbeTools> {
  const ort: FittingRuntime = await import("onnxruntime-node").catch((cause: unknown) => {
    throw new InputError("no-native", { reason: wordsOf(cause) }, { cause });
  });
  const options: Ort.InferenceSession.SessionOptions = { intraOpNumThreads: threads, logSeverityLevel: 3 };
  return {
    open: (model, input) => openRunner(ort, model, input, options),
    matrix: (values, features) => openMatrix(ort, values, features, options, false),
    store: (_, features) => openStore(features),
  };
}

/** A file for each layer, in a folder that is gone when the store is closed. Throws InputError `no-temporary-room`. */
async function openStore(features: readonly number[]): Promise<FeatureStore> {
  const orFail = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: NodeJS.ErrnoException) => {
      throw new InputError("no-temporary-room", { path: tmpdir(), reason: cause.code ?? cause.message }, { cause });
    });
  const folder = await orFail(mkdtemp(join(tmpdir(), "strata-features-")));
  const files: FileHandle[] = [];
  const close = async (): Promise<void> => {
    for (const file of files) await file.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const [layer] of features.entries()) files.push(await orFail(open(join(folder, String(layer)), "w+")));
  } catch (error) {
    await close();
    throw error;
  }
  const written = features.map(() => 0);
  return {
    mark: null,
    reached: async () => undefined,
    append: async (layer, values) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const { bytesWritten } = await orFail(files[layer]!.write(bytes, 0, bytes.length, written[layer]));
      // A disk that is almost full takes a part.
      if (bytesWritten < bytes.length) throw new InputError("no-temporary-room", { path: tmpdir(), reason: "ENOSPC" });
      written[layer]! += bytesWritten;
    },
    read: async (layer, first, rows) => {
      const width = features[layer]!;
      const values = new Float32Array(rows * width);
      const bytes = new Uint8Array(values.buffer);
      for (let at = 0; at < bytes.length;) {
        const length = Math.min(MAX_CHUNK, bytes.length - at);
        const { bytesRead } = await orFail(files[layer]!.read(bytes, at, length, first * width * 4 + at));
        if (bytesRead === 0) throw new RangeError(`layer ${layer} has fewer rows than ${first + rows}`);
        at += bytesRead;
      }
      return values;
    },
    close,
  };
}
