import type { OwnFound } from "../models/own-network.ts";
import type { Mortal } from "../platform/mortal.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { TriedOut, TryOut } from "./network-reader.ts";

/** The worker that reads a network and tries it; it holds the one that it read last. Rejects with ModelError or InferenceError. */
export interface NetworkWorkerApi extends Mortal {
  /** `runtime`: the absolute address of ONNX Runtime's WebAssembly file. */
  read(files: readonly NamedFile[], runtime: string): Promise<OwnFound>;
  tryOut(asked: TryOut): Promise<TriedOut>;
  network(): Promise<Blob>;
}
