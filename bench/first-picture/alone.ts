/** A page that does nothing but run the shipped network on as many images as the first picture takes, in one worker a core as the page does. */
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import AloneWorker from "./alone.worker.ts?worker";

/** What a worker is to run. */
export interface Share {
  readonly network: string;
  readonly wasm: string;
  readonly batches: number;
}

const BATCHES = 32;

const address = (file: string): string => new URL(file, document.baseURI).href;
const workers = navigator.hardwareConcurrency;
const share: Share = {
  network: address("models/imagenette-residual.onnx"),
  wasm: address(wasmUrl),
  batches: Math.ceil(BATCHES / workers),
};

await Promise.all(
  Array.from(
    { length: workers },
    () =>
      new Promise((resolve) => {
        const worker = new AloneWorker();
        worker.onmessage = resolve;
        worker.postMessage(share);
      }),
  ),
);
Object.assign(globalThis, { aloneSeconds: performance.now() / 1000 });
