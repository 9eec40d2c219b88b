import { rmSync } from "node:fs";
import { join } from "node:path";
import { assembleModel } from "../../src/models/assemble.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { featureCount, type Tap } from "../../src/models/spec/taps.ts";
import { collectFeatures, type CollectedFeatures, type Photograph } from "../../src/probes/collect-features.ts";
import { fitLayer, type FitPlan, type LayerFit, type RawProbe } from "../../src/probes/fit-layer.ts";
import { MARGIN, REPLICATES } from "../../src/probes/preparation.ts";
import { moreProbes, probeTail, replicatesName, replicatesTail } from "../../src/probes/probe-tail.ts";
import type { ProbeTools } from "../../src/probes/tools.ts";
import type { Augment } from "../../src/probes/versions.ts";
import { kept, keptStore } from "./kept.ts";

/** Of the versions of the photographs and of the replicates' samples. */
const SEED = 1;

/** What is fitted, and on which photographs. */
export interface HalvesPlan {
  readonly network: Uint8Array;
  /** With its taps. */
  readonly manifest: ModelManifest;
  /** Photographs of training, in an order of chance; the first half is the picture's. */
  readonly training: readonly Photograph[];
  /** Penalties are chosen on these. */
  readonly heldOut: readonly Photograph[];
  readonly augment: Augment;
  readonly versions: number;
}

/** A layer's probe and its replicates, fitted on one half of the photographs, and a probe of the same penalty, fitted on the other half. */
export interface HalfFits extends Pick<LayerFit, "replicates" | "standardisation"> {
  readonly l2: number;
  readonly full: RawProbe;
  readonly other: RawProbe;
}

/** Fits every layer as `strata prepare` does. What is done is kept in `folder`, where a later run goes on. */
export async function fitHalves(
  { network, manifest, training, heldOut, augment, versions }: HalvesPlan,
  folder: string,
  tools: ProbeTools,
): Promise<HalfFits[]> {
  const { taps, classes } = manifest;
  const widths = taps.map(featureCount);
  const half = Math.floor(training.length / 2);
  const collected = (name: string, of: readonly Photograph[], seed: number): Promise<CollectedFeatures> =>
    keptFeatures(join(folder, name), widths, (store) =>
      collectFeatures(
        network,
        manifest,
        of,
        { name, versions, augment, seed },
        { ...tools, store },
        (done) => done % 1000 === 0 && console.log(`${name}: ${done} of ${of.length} photographs`),
      ),
    );
  const fits: HalfFits[] = [];
  for (const [layer, tap] of taps.entries()) {
    const fit = await kept(join(folder, `${tap.name}.fit`), async () => {
      const one = await collected("one", training.slice(0, half), SEED);
      const two = await collected("two", training.slice(half), SEED + 1);
      const held = await collected("held-out", heldOut, SEED + 2);
      const plan: Omit<FitPlan, "targets"> = {
        classes: classes.length,
        margin: MARGIN,
        replicates: REPLICATES,
        versions,
        seed: SEED + 3,
      };
      const fitOn = async (rows: CollectedFeatures, changes: Partial<FitPlan>): Promise<LayerFit> =>
        fitLayer(
          {
            features: widths[layer]!,
            training: await rows.store.read(layer, 0, rows.rows),
            heldOut: await held.store.read(layer, 0, held.rows),
          },
          {
            ...plan,
            targets: [
              { name: "network", training: { shares: rows.probabilities }, heldOut: { shares: held.probabilities } },
            ],
            ...changes,
          },
          tools,
        );
      const began = performance.now();
      const { fits: full, replicates, standardisation } = await fitOn(one, {});
      const { probe, l2 } = full.get("network")!;
      const other = await fitOn(two, { penalties: [l2], replicates: 0 });
      console.log(`${tap.name}: penalty ${l2}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
      return { l2, full: probe, replicates, standardisation, other: other.fits.get("network")!.probe };
    });
    fits.push(fit);
  }
  for (const name of ["one", "two", "held-out"]) rmSync(join(folder, name), { recursive: true, force: true });
  return fits;
}

/** Features that are collected unless an earlier run has collected all of them. */
async function keptFeatures(
  folder: string,
  widths: readonly number[],
  collect: (store: ProbeTools["store"]) => Promise<CollectedFeatures>,
): Promise<CollectedFeatures> {
  const rest = await kept(`${folder}.collected`, async () => {
    const { rows, probabilities, labels } = await collect(async (_, features) => keptStore(folder, features, true));
    return { rows, probabilities, labels };
  });
  return { ...rest, store: keptStore(folder, widths, false) };
}

/** Names of the graph outputs of a tap's fits. */
export const fullName = (tap: Tap): string => `${tap.name}_probe`;
export const otherName = (tap: Tap): string => `${tap.name}_other`;
export { replicatesName };

/** The network with all of the fits. */
export function withFits(network: Uint8Array, taps: readonly Tap[], fits: readonly HalfFits[]): Uint8Array {
  const full = probeTail(taps.map((tap, i) => ({ tap, probe: { logits: fullName(tap), ...fits[i]!.full } })));
  const replicates = replicatesTail(
    taps.map((tap, i) => ({
      tap,
      probes: fits[i]!.replicates,
      sizes: Float32Array.from(fits[i]!.standardisation.spread),
      means: fits[i]!.standardisation.mean,
    })),
  );
  const other = moreProbes(taps.map((tap, i) => ({ tap, probe: { logits: otherName(tap), ...fits[i]!.other } })));
  return [full, replicates, other].reduce(assembleModel, network);
}
