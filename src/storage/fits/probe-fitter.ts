import { proxy } from "comlink";
import { runtimeAddress } from "../../backends/browser-workers.ts";
import type { FittingWorkerApi } from "../../backends/fitting/fitting-api.ts";
import type { WorkerHandle, WorkerLike } from "../../platform/worker-handle.ts";
import { WorkerPool } from "../../platform/worker-pool.ts";
// Its errors come out of the worker as what they are only where their class is known.
import "../../probes/fitting.ts";
import type { FitNews, ProbeFitter } from "../../probes/fitting.ts";
import type { Prepared } from "../../probes/preparation.ts";
import ProbesWorker from "../../../workers/probes.worker.ts?worker";
import { discardFit, unfinishedFits } from "./kept-fits.ts";

/** Longest silence, ms: fitting a layer tells nothing until it is done. */
const SILENCE_MS = 1_800_000;

/** Between tries to delete what a worker that has just ended may still hold, ms. */
const RETRY_MS = 100;
const RETRIES = 20;

/** Fits probes in a worker of its own for each fit, which ends with it: WebAssembly gives its memory back in no other way. */
export function createProbeFitter(
  spawn: () => WorkerLike = () => new ProbesWorker({ name: "strata-probes" }),
): ProbeFitter {
  const pools = new Set<WorkerPool<FittingWorkerApi>>();

  async function inWorker<T, News>(
    perform: (api: WorkerHandle<FittingWorkerApi>["api"], heard: (news: News) => void) => Promise<T>,
    onNews: (news: News) => void,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const pool = new WorkerPool<FittingWorkerApi>({ name: "probes", size: 1, spawn, open: async () => undefined });
    pools.add(pool);
    try {
      return await pool.do<T>({
        silenceMs: SILENCE_MS,
        signal,
        priority: () => "foreground",
        perform: ({ api }, alive) => {
          const heard = (news: News): void => {
            alive();
            if (signal?.aborted !== true) onNews(news);
          };
          return perform(api, proxy(heard));
        },
      });
    } finally {
      pools.delete(pool);
      pool.dispose();
    }
  }

  return {
    fit: async (job, onNews, signal) => {
      // A worker that died is followed by one that goes on with what is kept.
      let { given } = job;
      try {
        return await inWorker<Prepared, FitNews>(
          (api, heard) => api.fit({ ...job, given }, runtimeAddress(), heard),
          (news) => {
            if (news.stage === "kept" && news.isKept) given = null;
            onNews(news);
          },
          signal,
        );
      } catch (error) {
        if (signal?.aborted === true) await discarded(job.id);
        throw error;
      }
    },
    onImage: (question, onNews, signal) =>
      inWorker((api, heard) => api.onImage(question, runtimeAddress(), heard), onNews, signal),
    unfinished: unfinishedFits,
    discard: discarded,
    dispose: () => {
      for (const pool of pools) pool.dispose();
    },
  };
}

/** Deletes what is kept of a fit, as soon as the worker that was at it has let go. */
async function discarded(id: string): Promise<void> {
  for (let left = RETRIES; ; left--) {
    try {
      await discardFit(id);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
