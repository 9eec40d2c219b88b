import { wrap, type Remote } from "comlink";
import type { InferenceWorkerApi } from "./protocol.ts";
import type { WorkerLike } from "../platform/worker-handle.ts";

/** Where inference workers come from. */
export interface WorkerSource {
  /** Starts the first worker ahead of its time: it opens the runtime while a model is fetched. Only the first call does anything. */
  warmUp(): void;
  /** A worker: the one that is warm, if it is well and nobody has it yet, else a new one. */
  spawn(): WorkerLike;
}

/** Workers from `start`; `runtime` is the absolute address of ONNX Runtime's WebAssembly file. */
export function createWorkerSource(start: () => WorkerLike, runtime: string): WorkerSource {
  // The proxy is kept along: once it is collected as garbage, the worker is no longer listened to.
  let warm: { readonly worker: WorkerLike; readonly api: Remote<InferenceWorkerApi> } | null = null;
  let begun = false;
  /** A worker, or null where the browser starts none: whoever needs one is told. */
  const started = (): WorkerLike | null => {
    try {
      return start();
    } catch {
      return null;
    }
  };
  return {
    warmUp: () => {
      if (begun) return;
      begun = true;
      const worker = started();
      if (worker === null) return;
      for (const type of ["error", "messageerror"]) {
        worker.addEventListener(type, () => {
          // Whoever has it already deals with it.
          if (warm?.worker !== worker) return;
          warm = null;
          worker.terminate();
        });
      }
      warm = { worker, api: wrap<InferenceWorkerApi>(worker) };
      // What went wrong is told to whoever opens a model in it.
      warm.api.warmUp(runtime).catch(() => undefined);
    },
    spawn: () => {
      const worker = warm?.worker ?? start();
      warm = null;
      return worker;
    },
  };
}
