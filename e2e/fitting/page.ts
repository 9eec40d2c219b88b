/** A page that does nothing but fit probes of a small network, by the page's own worker. */
import { smallDraft, smallImages, smallNetwork } from "../../src/backends/fitting/small-network.fixture.ts";
import { createJobs } from "../../src/jobs/jobs.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { prepareOnImages } from "../../src/probes/computations.ts";
import type { FitNews, GivenFit } from "../../src/probes/fitting.ts";
import { createProbeFitter } from "../../src/storage/fits/probe-fitter.ts";

const CLASSES = 3;
const IMAGES = 120;

/** What a fit came to. */
export interface Outcome {
  /** Of the manifest and each file; null of a fit that was stopped. */
  readonly digests: readonly string[] | null;
  readonly stages: readonly string[];
  /** Photographs whose features were there when it began. */
  readonly from: number | null;
  readonly isKept: boolean;
}

/** When a fit is to be broken off: as soon as the features of so many photographs are there, by loading the page again, or by a cancel. */
export interface Break {
  readonly at: number;
  readonly by: "reload" | "cancel";
}

const fitter = createProbeFitter();

async function given(): Promise<GivenFit> {
  return {
    draft: await smallDraft(CLASSES),
    network: new Blob([smallNetwork(CLASSES) as Uint8Array<ArrayBuffer>]),
    images: await smallImages(IMAGES),
    augment: { crop: 0.6, shift: 1, mirror: true },
    source: "small",
  };
}

async function fit(id: string, isNew: boolean, broken: Break | null): Promise<Outcome> {
  const stages = new Set<string>();
  let from: number | null = null;
  let isKept = false;
  const job = createJobs().start(
    prepareOnImages(fitter),
    { id, given: isNew ? await given() : null },
    {
      onProgress: (news: FitNews) => {
        stages.add(news.stage);
        if (news.stage === "kept") isKept = news.isKept;
        if (news.stage !== "features") return;
        from ??= news.done;
        if (broken === null || news.done < broken.at) return;
        if (broken.by === "reload") location.reload();
        else job.cancel();
      },
    },
  );
  const told = () => ({ stages: [...stages], from, isKept });
  try {
    const { manifest, files } = await job.done;
    const digests = [await sha256(new TextEncoder().encode(JSON.stringify(manifest)))];
    for (const bytes of files.values()) digests.push(await sha256(bytes));
    return { ...told(), digests };
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
    return { ...told(), digests: null };
  }
}

const api = { fit, unfinished: () => fitter.unfinished(), discard: (id: string) => fitter.discard(id) };
/** What the test calls in the page. */
export type FittingPage = typeof api;
Object.assign(globalThis, { fittingPage: api });
