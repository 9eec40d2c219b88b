import { releaseProxy } from "comlink";
import { createFittingApi } from "../../backends/fitting/fitting-api.ts";
import type { FittingRuntime } from "../../backends/fitting/graph-runner.ts";
import { smallDraft, smallImages, smallNetwork } from "../../backends/fitting/small-network.fixture.ts";
import type { FitNews, GivenFit } from "../../probes/fitting.ts";
import type { OnImageProbes, OnImageQuestion } from "../../probes/on-image.ts";
import type { Prepared } from "../../probes/preparation.ts";
import { memoryFolder, type Disk, type Fate } from "./memory-folder.fixture.ts";
import { workbenchesIn } from "./workbench.ts";

const noCodec = (): never => {
  throw new Error("PNG needs none");
};

/** ONNX Runtime in WebAssembly, as in a worker. */
export async function runtimeHere(): Promise<FittingRuntime> {
  const ort = await import("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return ort;
}

/** A callback as it arrives across threads. */
const asRemote = <News>(onNews: (news: News) => void): ((news: News) => void) =>
  Object.assign(onNews, { [releaseProxy]: () => undefined });

/** The worker's side as it is but for its folder. */
const apiIn = (disk: Disk | null, fate: Fate = {}) =>
  createFittingApi({
    runtime: runtimeHere,
    codecs: noCodec,
    workbench: workbenchesIn(async (_, isNew) => {
      if (isNew) disk?.clear();
      return disk && memoryFolder(disk, fate);
    }),
  });

/** Fits probes on what is given, or on what is kept on the disk. */
export async function fit(
  disk: Disk | null,
  given: GivenFit | null,
  fate: Fate = {},
): Promise<{ readonly prepared: Prepared; readonly news: FitNews[] }> {
  const news: FitNews[] = [];
  const onNews = asRemote((of: FitNews) => void news.push(of));
  return { prepared: await apiIn(disk, fate).fit({ id: "fit", given }, "", onNews), news };
}

/** What is linearly there on an image. */
export const onImage = (question: OnImageQuestion): Promise<OnImageProbes> =>
  apiIn(null).onImage(
    question,
    "",
    asRemote(() => undefined),
  );

/** The small network with so many classes, and so many images and one file that is none. */
export async function givenFit(classes: number, images: number): Promise<GivenFit> {
  return {
    draft: await smallDraft(classes),
    network: new Blob([smallNetwork(classes) as Uint8Array<ArrayBuffer>]),
    images: await smallImages(images, true),
    augment: { crop: 0.6, shift: 1, mirror: true },
    source: "small",
  };
}
