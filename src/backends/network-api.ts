import type { Mortal } from "../platform/mortal.ts";
import { openRunner } from "./fitting/graph-runner.ts";
import type { RuntimeSource } from "./inference-api.ts";
import type { NetworkWorkerApi } from "./network-reader-protocol.ts";
import { readNetwork, type ReadNetwork } from "./network-reader.ts";
import { wasmSessionOptions } from "./session-options.ts";

/** What the worker that reads networks answers with; the runtime is opened when a network is run for the first time. */
export function createNetworkApi(source: RuntimeSource): Omit<NetworkWorkerApi, keyof Mortal> {
  let read: ReadNetwork | null = null;
  let runtime: ReturnType<RuntimeSource["script"]> | null = null;
  const openRuntime = async (address: string) => {
    const [ort, binary] = await Promise.all([source.script(), source.binary(address)]);
    // Threads inside a worker would have to wait for those of the page's own network.
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmBinary = binary;
    ort.env.logLevel = "error";
    return ort;
  };
  const opened = (): ReadNetwork => {
    if (read === null) throw new RangeError("read must be called first");
    return read;
  };
  return {
    read: async (files, address) => {
      read = await readNetwork(files, async (model, input) =>
        openRunner(await (runtime ??= openRuntime(address)), model, input, wasmSessionOptions(model)),
      );
      return read.found;
    },
    tryOut: (asked) => opened().tryOut(asked),
    network: async () => new Blob([opened().bytes as Uint8Array<ArrayBuffer>]),
  };
}
