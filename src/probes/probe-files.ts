import { assembleModel } from "../models/assemble.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ProbeTarget } from "../models/spec/probes.ts";
import type { Tap } from "../models/spec/taps.ts";
import { joinedAs } from "../platform/joined.ts";
import type { LayerFit, RawProbe } from "./fit-layer.ts";
import { moreProbes, probeTail, replicatesTail, type Probe, type ProbedTap } from "./probe-tail.ts";

/** Graph output of a tap's probe in its file, and of what is measured beside it: its label probe, and replicates on samples of half as many photographs. */
export const probeName = (tap: Tap): string => `${tap.name}_probe`;
export const secondName = (tap: Tap): string => `${tap.name}_labels`;
export const sparseName = (tap: Tap): string => `${tap.name}_sparse`;

/** What was fitted, as ONNX. */
export interface ProbeFiles {
  readonly probes: Uint8Array;
  readonly replicates: Uint8Array | null;
  readonly labels: Uint8Array | null;
  /** All of them in one tail. */
  readonly measured: Uint8Array;
}

/** Writes what was fitted on each tap, each file a tail. */
export function writeFiles({ taps }: ModelManifest, fits: readonly LayerFit[], target: ProbeTarget): ProbeFiles {
  const probed = (of: ProbeTarget, nameOf: (tap: Tap) => string): ProbedTap[] =>
    taps.map((tap, i) => ({ tap, probe: { logits: nameOf(tap), ...fits[i]!.fits.get(of)!.probe } }));
  const probes = probeTail(probed(target, probeName));
  if (target === "labels") return { probes, replicates: null, labels: null, measured: probes };
  const isLabelled = fits.every((fit) => fit.fits.has("labels"));
  const replicates = replicatesTail(
    taps.map((tap, i) => ({
      tap,
      probes: fits[i]!.replicates,
      sizes: Float32Array.from(fits[i]!.standardisation.spread),
      means: fits[i]!.standardisation.mean,
    })),
  );
  const besides = [
    ...(isLabelled ? probed("labels", secondName) : []),
    ...(fits.every(({ sparse }) => sparse.length > 0)
      ? taps.map((tap, i) => ({ tap, probe: besideEachOther(sparseName(tap), fits[i]!.sparse) }))
      : []),
  ];
  return {
    probes,
    replicates,
    labels: isLabelled ? probeTail(probed("labels", probeName)) : null,
    measured: [replicates, moreProbes(besides)].reduce(assembleModel, probes),
  };
}

/** Some probes as one, with the logits of one after another. */
const besideEachOther = (logits: string, probes: readonly RawProbe[]): Probe => ({
  logits,
  weights: joinedAs(
    Float32Array,
    probes.map(({ weights }) => weights),
  ),
  bias: joinedAs(
    Float32Array,
    probes.map(({ bias }) => bias),
  ),
});
