/** The long computations of probes, as jobs. */
import { identityOf } from "../jobs/identity.ts";
import type { Computation } from "../jobs/computation.ts";
import type { FitJob, FitNews, ProbeFitter } from "./fitting.ts";
import type { OnImageNews, OnImageProbes, OnImageQuestion } from "./on-image.ts";
import type { Prepared } from "./preparation.ts";

/** Probes on images that somebody has at hand, or what is left to do of them: see `fitOnImages`. */
export const prepareOnImages = (fitter: ProbeFitter): Computation<FitJob, Prepared, FitNews> => ({
  id: "prepare",
  key: ({ id }) => id,
  run: (job, { signal, progress }) => fitter.fit(job, progress, signal),
});

/** What is linearly there at each layer on one image: see `fitOnImage`. */
export const fitOnThisImage = (fitter: ProbeFitter): Computation<OnImageQuestion, OnImageProbes, OnImageNews> => ({
  id: "on-image",
  key: ({ manifest, image, players, baseline, target }) =>
    JSON.stringify([identityOf(manifest), identityOf(image), players, baseline, target]),
  run: (question, { signal, progress }) => fitter.onImage(question, progress, signal),
});
