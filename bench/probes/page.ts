/** Fits probes in a page, as the page itself does, and tells how long each part took. */
import { proxy, wrap } from "comlink";
import { runtimeAddress } from "../../src/backends/browser-workers.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import type { FitNews, GivenFit } from "../../src/probes/fitting.ts";
import FittingWorker from "./fitting.worker.ts?worker";
import type { BenchFitting } from "./fitting.worker.ts";
import { watchStages, type StageSeconds } from "./stages.ts";
import type { RunSeconds } from "./timed-runtime.ts";

/** What a fit in the page came to. */
export interface PageFit {
  readonly manifest: ModelManifest;
  readonly stages: StageSeconds;
  readonly runs: RunSeconds;
  /** Images through the network in the stage of features. */
  readonly images: number;
  /** Seconds of ONNX Runtime Web alone for as many, before and after. */
  readonly alone: readonly [number, number];
  readonly isIsolated: boolean;
}

/** Fits on packed images: bytes one after another, from each offset to the next. */
async function fit(draft: ModelManifest, offsets: readonly number[]): Promise<PageFit> {
  const [network, all] = await Promise.all(
    ["/network.onnx", "/images.bin"].map(async (path) => (await fetch(path)).blob()),
  );
  const given: GivenFit = {
    draft,
    network: network!,
    images: offsets.slice(1).map((to, i) => ({ name: String(i), file: all!.slice(offsets[i], to), label: null })),
    augment: { crop: 1, shift: 4, mirror: true },
    source: "cifar10",
  };
  const id = crypto.randomUUID();
  const worker = new FittingWorker();
  const api = wrap<BenchFitting>(worker);
  const watch = watchStages();
  let images = 0;
  const heard = (news: FitNews): void => {
    watch.hear(news);
    if (news.stage === "planned") images = news.versions * (news.training + news.heldOut);
  };
  const { manifest } = await api.fit({ id, given }, runtimeAddress(), proxy(heard));
  const stages = watch.end();
  const runs = await api.runSeconds();
  worker.terminate();
  const alone = async (): Promise<number> => {
    const other = new FittingWorker();
    const seconds = await wrap<BenchFitting>(other).alone(network!, draft.input, images, runtimeAddress());
    other.terminate();
    return seconds;
  };
  return { manifest, stages, runs, images, alone: [await alone(), await alone()], isIsolated: crossOriginIsolated };
}

const api = { fit };
/** What the bench calls in the page. */
export type ProbesPage = typeof api;
Object.assign(globalThis, { probesPage: api });
