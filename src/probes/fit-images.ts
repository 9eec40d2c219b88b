import type { ModelManifest } from "../models/manifest.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import { scoredModel } from "../models/scored.ts";
import type { Photograph } from "./collect-features.ts";
import { coveredClasses } from "./covered.ts";
import { FittingError, type FitNews, type LeftOut } from "./fitting.ts";
import { lookAt, type Seen } from "./look.ts";
import { amountFor, splitPhotographs, type Amount, type Split } from "./plan.ts";
import { MARGIN, REPLICATES, SEED, SPARSE_REPLICATES, type Prepared, type PrepareProgress } from "./preparation.ts";
import { prepareCovered } from "./prepare-covered.ts";
import type { ProbeTools } from "./tools.ts";
import type { Augment } from "./versions.ts";

/** Fewer images tell one penalty from another by chance only. */
export const LEAST_IMAGES = 16;

/** Noise is measured on fewer than on the command line: a layer's replicates are explained on each, which takes longer than all else. */
const NOISE_IMAGES = 32;

/** What a fit of probes stands on. */
export interface FitInput {
  readonly network: Uint8Array;
  /** With taps, without probes. */
  readonly draft: ModelManifest;
  readonly photographs: readonly Photograph[];
  readonly augment: Augment;
  /** What the images are called in the manifest; may be empty. */
  readonly source: string;
}

/** What is kept of a first look, so that it is taken once. */
export interface KeptLook {
  read(): Promise<readonly Seen[] | null>;
  write(seen: readonly Seen[]): Promise<void>;
}

/**
 * Fits and measures a network's probes on images by the code of `strata prepare`: looks at each, leaves out what cannot be read, holds a part out, and where
 * the network has many classes fits probes of those that the images show. Labels count where every image has one. The same input gives the same bytes, in
 * one go or taken up again. Throws FittingError `too-few-images`, and what the tools throw; rejects with the signal's reason.
 */
export async function fitOnImages(
  { network, draft, photographs, augment, source }: FitInput,
  tools: ProbeTools,
  look: KeptLook,
  onNews: (news: FitNews) => void,
  signal?: AbortSignal,
): Promise<Prepared> {
  const run = scoredModel({ manifest: draft, bytes: network }, readGraph(network));
  let seen = await look.read();
  if (seen === null) {
    const total = photographs.length;
    seen = await lookAt(
      photographs,
      run.bytes,
      run.manifest,
      tools,
      (done) => onNews({ stage: "looking", done, total }),
      signal,
    );
    await look.write(seen);
  }
  const { used, left, split, amount, covers } = planOf(photographs, seen, draft);
  const [training, heldOut] = [split.training, split.heldOut].map((places) => places.map((place) => used[place]!)) as [
    Photograph[],
    Photograph[],
  ];
  onNews({
    stage: "planned",
    versions: amount.versions,
    training: training.length,
    heldOut: heldOut.length,
    left,
    covers,
  });
  return prepareCovered(
    network,
    draft,
    covers,
    { training, heldOut, measured: heldOut },
    {
      target: "network",
      versions: amount.versions,
      augment,
      margin: MARGIN,
      replicates: REPLICATES,
      sparse: SPARSE_REPLICATES,
      noisePhotographs: NOISE_IMAGES,
      seed: SEED,
      data: `${training.length} images${source === "" ? "" : ` of ${source}`}, ${amount.versions} versions of each: patches of grids from 2x2 to 4x4 hidden in half of them.`,
    },
    tools,
    (progress) => onNews(newsOf(progress, draft)),
    signal,
  );
}

interface Plan {
  readonly used: readonly Photograph[];
  readonly left: readonly LeftOut[];
  readonly split: Split;
  readonly amount: Amount;
  readonly covers: readonly number[] | null;
}

function planOf(photographs: readonly Photograph[], seen: readonly Seen[], draft: ModelManifest): Plan {
  const readable = photographs.flatMap((photograph, i) => {
    const of = seen[i]!;
    return "first" in of ? [{ photograph, shows: photograph.label ?? of.first }] : [];
  });
  const unreadable = photographs.flatMap(({ name }, i): LeftOut[] => {
    const of = seen[i]!;
    return "code" in of ? [{ name, code: of.code }] : [];
  });
  if (readable.length < LEAST_IMAGES)
    throw new FittingError("too-few-images", { images: readable.length, least: LEAST_IMAGES });
  const shown = readable.map(({ shows }) => shows);
  const covers = coveredClasses(shown, draft.classes.length);
  const amount = amountFor(draft.taps, readable.length);
  const split = splitPhotographs(shown, amount.photographs, SEED);
  const needed = new Set([...split.training, ...split.heldOut]);
  return {
    used: readable.map(({ photograph }) => photograph),
    left: [
      ...unreadable,
      ...readable.flatMap(({ photograph }, i) =>
        needed.has(i) ? [] : [{ name: photograph.name, code: "not-needed" }],
      ),
    ],
    split,
    amount,
    covers,
  };
}

function newsOf(progress: PrepareProgress, { taps }: ModelManifest): FitNews {
  if (progress.stage !== "fitted") return progress;
  const { layer, fit } = progress;
  return {
    stage: "fitted",
    layer,
    index: taps.findIndex(({ name }) => name === layer),
    of: taps.length,
    l2: fit.fits.get("network")!.l2,
  };
}
