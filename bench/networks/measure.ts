import { meanOf, type Mean } from "../../src/study/statistics.ts";
import { DEFAULT_PLAYERS } from "../../cli/players.ts";
import { explainImage, questionAbout, type Asking } from "../../cli/asking.ts";
import { openEngine } from "../../cli/runtime.ts";
import { DEFAULT_DECOMPOSE } from "../../src/core/and-or.ts";
import { orderStrengths } from "../../src/core/metrics.ts";
import { playerCount } from "../../src/core/patches.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { fitImage } from "../../src/core/resize.ts";
import { DEFAULT_TAU_FRACTION } from "../../src/core/salience.ts";
import { softmax } from "../../src/core/value.ts";
import type { LayerProbe, ModelManifest } from "../../src/models/manifest.ts";
import type { LabelledPhotograph } from "../../src/probes/collect-features.ts";
import { energiesOf } from "../../src/probes/familiarity.ts";
import { measureNoise } from "../../src/probes/noise.ts";
import { firstClasses, qualitiesOf, scoresOf, versionLogits, type ProbeQuality } from "../../src/probes/quality.ts";
import type { VersionLogits } from "../../src/probes/quality.ts";
import type { ProbeTools } from "../../src/probes/tools.ts";
import type { NetworkFiles } from "./files.ts";
import type { Sample } from "./photographs.ts";
import { areaUnderCurve, type Answer } from "./statistics.ts";

/** Of what is drawn: which half of a photograph is hidden. */
const SEED = 1;

/** What was measured of a layer's probe, or of the output, beside what the manifest states of it. */
export interface LayerFigures {
  readonly stated: Omit<LayerProbe, "halves">;
  readonly quality: ProbeQuality;
  /** Of `quality`, with their standard errors. */
  readonly scale: Mean;
  readonly meanAbsVEmpty: Mean;
}

/** Probes of one kind, from the input side on, and the output last. */
export interface Layers {
  readonly figures: readonly LayerFigures[];
  /** The output's. */
  readonly logits: VersionLogits;
}

/** Measures probes, none or all of one kind, and the output on all photographs. Three runs a photograph. */
export async function measureLayers(
  model: Uint8Array,
  manifest: ModelManifest,
  probes: readonly LayerProbe[],
  photographs: readonly LabelledPhotograph[],
  tools: ProbeTools,
): Promise<Layers> {
  const runner = await tools.open(model, manifest.input);
  const names = probes.map(({ logits }) => logits);
  const logits = await versionLogits({ runner, manifest }, names, photographs, mulberry32(SEED));
  await runner.close();
  const labels = photographs.map(({ label }) => label);
  const classes = manifest.classMap.length;
  const qualities = qualitiesOf(logits, labels, classes);
  const columns = [...probes, { ...manifest.output, noiseFloor: null }];
  return {
    logits: logits.at(-1)!,
    figures: columns.map((stated, i) => {
      const full = scoresOf(logits[i]!.whole, labels, classes);
      const empty = scoresOf(logits[i]!.hidden, labels, classes);
      return {
        stated,
        quality: qualities[i]!,
        scale: meanOf(full.map((v, photograph) => Math.abs(v - empty[photograph]!))),
        meanAbsVEmpty: meanOf(empty.map(Math.abs)),
      };
    }),
  };
}

/** How sure the network is of its first class on each photograph, [photographs · classes] of logits, and whether it is right. */
export function answersOf(logits: Float32Array, photographs: readonly LabelledPhotograph[], classes: number): Answer[] {
  const first = firstClasses(logits, classes);
  return photographs.map(({ label }, i) => ({
    p: softmax(logits, i * classes, classes)[first[i]!]!,
    isRight: first[i] === label,
  }));
}

/** Agreement of a layer's replicates and their noise with 3x3 patches, over photographs. */
export interface NoiseFigures {
  readonly probeAgreement: Mean;
  readonly noiseShare: Mean;
}

/** Measures the noise of every layer, photograph by photograph, so that it has an error; null where the probes have no replicates. */
export async function measureLayerNoise(
  { manifest, probed }: NetworkFiles,
  photographs: readonly LabelledPhotograph[],
  tools: ProbeTools,
): Promise<NoiseFigures[] | null> {
  const layers = (manifest.probes?.layers ?? []).flatMap(({ logits, replicates }) =>
    replicates === undefined ? [] : [{ probe: logits, replicates, sparse: null }],
  );
  if (probed === null || layers.length === 0) return null;
  const runner = await tools.open(probed, manifest.input);
  const each: Awaited<ReturnType<typeof measureNoise>>[] = [];
  for (const photograph of photographs)
    each.push(await measureNoise({ runner, manifest }, layers, [photograph], 0, mulberry32(SEED), () => undefined));
  await runner.close();
  return layers.map((_, layer) => ({
    probeAgreement: meanOf(each.map((noise) => noise[layer]!.probeAgreement)),
    noiseShare: meanOf(each.map((noise) => noise[layer]!.noiseShare["3x3"])),
  }));
}

/** From this many patches on an OR says "any patch will do". */
export const HIGH_ORDER = 5;

/** Multiply-adds that may be spent on the strength of ORs, and what a network takes of which nobody says it. */
const STRENGTH_BUDGET = 2.4e12;
const USUAL_MULTIPLY_ADDS = 5e7;

/** The share of the output's strength that ORs of HIGH_ORDER patches or more hold, by the question that the page asks first; of as many photographs as the budget lets through. */
export async function measureHighOrs(
  { manifest, network }: NetworkFiles,
  photographs: readonly LabelledPhotograph[],
): Promise<Mean> {
  const players = manifest.players ?? DEFAULT_PLAYERS;
  const model = { manifest: { ...manifest, probes: null }, bytes: network };
  const question = {
    target: "auto",
    rather: null,
    sample: null,
    crop: null,
    baseline: "mean",
    tauFraction: DEFAULT_TAU_FRACTION,
    certainty: false,
    values: false,
  } as const;
  const asking: Asking = { model, players, question: { ...question, ...DEFAULT_DECOMPOSE } };
  const n = "pick" in players ? players.count : playerCount(players);
  const most = STRENGTH_BUDGET / (2 ** n * (manifest.multiplyAdds ?? USUAL_MULTIPLY_ADDS));
  const engine = await openEngine(model, (reason) => console.log(`without native ONNX Runtime: ${reason}`));
  const { signal } = new AbortController();
  const shares: (number | null)[] = [];
  for (const photograph of photographs.slice(0, Math.max(1, Math.floor(most)))) {
    const { rgba, width, height } = await photograph.read();
    const image = fitImage(rgba, width, height, manifest.input);
    const { layers } = await explainImage(image, questionAbout(image, asking), asking, engine, { signal });
    const { interactions, scale } = layers.at(-1)!;
    const rows = orderStrengths([interactions], [scale], DEFAULT_TAU_FRACTION);
    const sum = (of: typeof rows): number => of.reduce((total, { all }) => total + all, 0);
    const all = sum(rows);
    shares.push(all === 0 ? null : sum(rows.filter(({ kind, order }) => kind === "or" && order >= HIGH_ORDER)) / all);
  }
  engine.evaluator.dispose();
  return meanOf(shares);
}

/** How well the energy tells photographs of known things from foreign ones, and the share of either below the manifest's threshold. */
export interface FamiliarityFigures {
  readonly area: number;
  /** Null where the manifest states no threshold. */
  readonly marked: { readonly known: number; readonly foreign: number } | null;
  readonly foreign: number;
}

/** One run a photograph. Null where the network's scores tell no energy, or there is nothing foreign. */
export async function measureEnergy(
  { manifest, network }: NetworkFiles,
  { photographs, foreign }: Sample,
  tools: ProbeTools,
): Promise<FamiliarityFigures | null> {
  if (foreign.length === 0) return null;
  const runner = await tools.open(network, manifest.input);
  const known = await energiesOf({ runner, manifest }, photographs);
  const others = await energiesOf({ runner, manifest }, foreign);
  await runner.close();
  if (known === null || others === null) return null;
  const { familiar } = manifest.output;
  const below = (energies: Float64Array): number =>
    energies.filter((energy) => energy < familiar!.energy).length / energies.length;
  return {
    area: areaUnderCurve(known, others),
    marked: familiar === undefined ? null : { known: below(known), foreign: below(others) },
    foreign: foreign.length,
  };
}
