import { join } from "node:path";
import { allMasks, sparse } from "../../src/core/all-masks.ts";
import { decompose, kappaOf, type DecomposeOptions } from "../../src/core/and-or.ts";
import type { Effects } from "../../src/core/interactions.ts";
import { mulberry32 } from "../../src/core/random.ts";
import type { NoiseGrid } from "../../src/models/spec/probes.ts";
import type { Tap } from "../../src/models/spec/taps.ts";
import type { Photograph } from "../../src/probes/collect-features.ts";
import { maskedValues, measureNoise, type ReplicateNoise } from "../../src/probes/noise.ts";
import type { Measured } from "../../src/probes/quality.ts";
import { fullName, otherName, replicatesName } from "./fits.ts";
import { kept } from "./kept.ts";

const KAPPA_FRACTION = 0.04;
/** On which the noise is measured at a finer grid, whose κ hangs on it. */
const FINER_PHOTOGRAPHS = 20;

/** One photograph's effects `[layers]`, the network's output last, by every fit; the output's are the same in all. */
export interface ExplainedPhotograph {
  readonly picture: readonly Effects[];
  readonly replicates: readonly (readonly Effects[])[];
  /** By the fit on the other half. */
  readonly other: readonly Effects[];
  /** `[layers − 1]`: κ as a share of the picture's range of v. */
  readonly kappaShares: readonly number[];
}

/** The noise of the picture's probes on photographs that they were not fitted on, as a manifest tells it. */
export async function noiseOf(
  measured: Measured,
  taps: readonly Tap[],
  photographs: readonly Photograph[],
  grid: NoiseGrid,
  folder: string,
): Promise<ReplicateNoise[]> {
  const layers = taps.map((tap) => ({ probe: fullName(tap), sparse: null, replicates: replicatesName(tap) }));
  return kept(join(folder, "noise"), () =>
    measureNoise(measured, layers, photographs, grid === "3x3" ? 0 : FINER_PHOTOGRAPHS, mulberry32(1), () => undefined),
  );
}

/** Explains v of all masks of a grid, first class, mean baseline, by every fit: κ by the rule `noise`, in nats the picture's for all. */
export async function explainPhotograph(
  measured: Measured,
  taps: readonly Tap[],
  noise: readonly ReplicateNoise[],
  grid: NoiseGrid,
  photograph: Photograph,
): Promise<ExplainedPhotograph> {
  const [rows, cols] = grid.split("x").map(Number) as [number, number];
  const names = taps.flatMap((tap) => [fullName(tap), replicatesName(tap), otherName(tap)]);
  const [output, ...values] = await maskedValues(measured, names, photograph, rows, cols, allMasks(rows * cols));
  const last = explained(output![0]!, { kappaFraction: KAPPA_FRACTION, kappaOf: "noise" });
  const layers = taps.map((_, layer) => {
    const [v, others] = [values[3 * layer]![0]!, [...values[3 * layer + 1]!, values[3 * layer + 2]![0]!]];
    const options: DecomposeOptions = {
      kappaFraction: KAPPA_FRACTION,
      kappaOf: "noise",
      probeNoise: noise[layer]!.noiseShare[grid],
    };
    const kappa = kappaOf(v, options);
    const range = rangeOf(v);
    return {
      share: range === 0 ? 0 : kappa / range,
      effects: [v, ...others].map((of) =>
        explained(of, { kappaFraction: kappa === 0 ? 0 : kappa / rangeOf(of), kappaOf: "range" }),
      ),
    };
  });
  const byFit = layers[0]!.effects.map((_, fit) => [...layers.map(({ effects }) => effects[fit]!), last]);
  return {
    picture: byFit[0]!,
    replicates: byFit.slice(1, -1),
    other: byFit.at(-1)!,
    kappaShares: layers.map(({ share }) => share),
  };
}

const explained = (v: Float64Array, options: DecomposeOptions): Effects => sparse(decompose(v, options));

function rangeOf(v: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of v) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}
