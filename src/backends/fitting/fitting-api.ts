import { releaseProxy, type Remote } from "comlink";
import type { InferenceSession } from "onnxruntime-web";
import { ImageError } from "../../images/errors.ts";
import { readImage } from "../../images/read-image.ts";
import type { Codecs } from "../../images/codecs.ts";
import type { Mortal } from "../../platform/mortal.ts";
import { wordsOf } from "../../platform/words.ts";
import type { Photograph } from "../../probes/collect-features.ts";
import { fitOnImages } from "../../probes/fit-images.ts";
import type { FitJob, FitNews, GivenImage } from "../../probes/fitting.ts";
import { fitOnImage, type OnImageNews, type OnImageProbes, type OnImageQuestion } from "../../probes/on-image.ts";
import type { Prepared } from "../../probes/preparation.ts";
import type { ProbeTools } from "../../probes/tools.ts";
import { wasmSessionOptions } from "../session-options.ts";
import { openRunner, type FittingRuntime } from "./graph-runner.ts";
import { openMatrix } from "./held-matrix.ts";
import type { OpenWorkbench } from "./workbench.ts";

/** The worker that fits probes. It hears no cancel: it is ended. */
export interface FittingWorkerApi extends Mortal {
  /** See `ProbeFitter`; `runtime`: the absolute address of ONNX Runtime's WebAssembly file. */
  fit(job: FitJob, runtime: string, onNews: (news: FitNews) => void): Promise<Prepared>;
  onImage(question: OnImageQuestion, runtime: string, onNews: (news: OnImageNews) => void): Promise<OnImageProbes>;
}

/** What fitting needs of a browser. */
export interface FittingParts {
  /** ONNX Runtime, with as many threads as it can have. */
  runtime(address: string): Promise<FittingRuntime>;
  readonly codecs: Codecs;
  readonly workbench: OpenWorkbench;
}

/** Products of two matrices: nothing that a pass of the graph's optimiser could help. */
const PRODUCT: InferenceSession.SessionOptions = { executionProviders: ["wasm"], graphOptimizationLevel: "disabled" };

/** What a fitting worker answers with. */
export function createFittingApi({ runtime, codecs, workbench }: FittingParts): Omit<FittingWorkerApi, keyof Mortal> {
  const toolsOf = async (address: string, store: ProbeTools["store"]): Promise<ProbeTools> => {
    const ort = await runtime(address);
    return {
      open: (model, input) => openRunner(ort, model, input, wasmSessionOptions(model)),
      matrix: (values, features) => openMatrix(ort, values, features, PRODUCT, true),
      store,
    };
  };
  const photographOf = ({ name, label, file }: GivenImage): Photograph => ({
    name,
    label,
    read: async () => readImage(await bytesOf(file), codecs),
  });
  return {
    fit: (job, address, onNews) =>
      heard(onNews, async (tell) => {
        const bench = await workbench(job.id, job.given, (done, total) => tell({ stage: "keeping", done, total }));
        try {
          tell({ stage: "kept", isKept: bench.isKept });
          const { draft, network, images, augment, source } = bench.given;
          return await fitOnImages(
            {
              network: new Uint8Array(await network.arrayBuffer()),
              draft,
              photographs: images.map(photographOf),
              augment,
              source,
            },
            await toolsOf(address, bench.store),
            bench.look,
            tell,
          );
        } finally {
          await bench.close();
        }
      }),
    onImage: ({ network, ...question }, address, onNews) =>
      heard(onNews, async (tell) => {
        const store = (): never => {
          throw new RangeError("nothing is stored");
        };
        const tools = await toolsOf(address, store);
        return fitOnImage(question, new Uint8Array(await network.arrayBuffer()), tools, tell);
      }),
  };
}

/** Work that tells how far it is across threads, where a function arrives as a proxy, which holds a port open until it is released. */
async function heard<News, T>(
  onNews: (news: News) => void,
  work: (tell: (news: News) => void) => Promise<T>,
): Promise<T> {
  const remote = onNews as unknown as Pick<Remote<() => void>, typeof releaseProxy> & typeof onNews;
  try {
    return await work(remote);
  } finally {
    remote[releaseProxy]();
  }
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new ImageError("unreadable", { message: wordsOf(cause) }, { cause });
  }
}
