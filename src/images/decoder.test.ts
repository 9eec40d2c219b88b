import type { DecodedImage, DecodeWorkerApi } from "./protocol.ts";
import { afterEach, describe, expect, it } from "vitest";
import { WorkerDecoder } from "./decoder.ts";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";

afterEach(closeFakeWorkers);

const DECODED: DecodedImage = {
  pixels: { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) },
  format: "png",
  originalWidth: 1,
  originalHeight: 1,
};

describe("WorkerDecoder", () => {
  it("ends the worker of a cancelled image, and reads the next one in another", async () => {
    const spawned: FakeWorker[] = [];
    let started = (): void => undefined;
    const busy = new Promise<void>((resolve) => (started = resolve));
    const decoder = new WorkerDecoder(() => {
      const isFirst = spawned.length === 0;
      const worker = fakeWorker<DecodeWorkerApi>({
        decode: () => {
          started();
          // The first image is never done.
          return isFirst ? new Promise<DecodedImage>(() => undefined) : Promise.resolve(DECODED);
        },
      });
      spawned.push(worker);
      return worker;
    });
    const fit = { width: 1, height: 1, resize: "centre-crop" } as const;
    const controller = new AbortController();
    const endless = decoder.decode(new Blob(["a"]), fit, controller.signal);
    await busy;
    controller.abort(new Error("cancelled"));
    await expect(endless).rejects.toThrow("cancelled");
    expect(spawned.map(({ terminated }) => terminated)).toEqual([true]);
    await expect(decoder.decode(new Blob(["b"]), fit)).resolves.toEqual(DECODED);
    expect(spawned).toHaveLength(2);
    decoder.dispose();
  });
});
