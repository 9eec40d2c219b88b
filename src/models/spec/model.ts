import type { InputSpec } from "./input.ts";
import type { LayerProbe, ProbeChoice, ProbeSet, Quality } from "./probes.ts";
import type { ManifestPlayers } from "./players.ts";
import type { Tap } from "./taps.ts";
import type { ManifestTruth } from "./truth.ts";

/** What a network's scores are; of probabilities the logarithms are taken, which softmax turns into the same again. */
export const SCORE_FORMS = ["logits", "probabilities", "log-probabilities"] as const;
export type ScoreForm = (typeof SCORE_FORMS)[number];

/** The network's own output, always the last layer. */
export interface NetworkOutput extends Quality {
  readonly name: string;
  /** Tensor [batch, network outputs] of the graph, an output of it or one inside, of any type; axes of length 1 do not count. `classMap` picks from it. */
  readonly logits: string;
  /** Left out: logits. */
  readonly form?: ScoreForm | undefined;
  /** Below this energy (`energyOf` of the mapped classes) of a whole image, nats, lies this share of held-out photographs, 0..1: see `measureFamiliarity`. */
  readonly familiar?: { readonly energy: number; readonly share: number } | undefined;
}

/**
 * Everything the pipeline must know about a model beside its bytes: the contents of NAME.json. Four parts of it can be had apart: the
 * network, how an image becomes its input, which tensors are looked into, and the fitted probes.
 */
export interface ModelManifest {
  readonly format: "strata-model";
  readonly version: 2;
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  /** What people call it, where that is not its name. */
  readonly title?: string | undefined;
  /** What it tells apart, and in which images, in a few words. */
  readonly task?: string | undefined;
  /** Of one image through the network, probes aside. */
  readonly multiplyAdds?: number | undefined;
  /** NAME.onnx. */
  readonly network: { readonly sha256: string; readonly bytes: number };
  readonly input: InputSpec;
  /** Mean colour of the data set, red, green, blue, 0..1. */
  readonly meanColour: readonly [number, number, number];
  readonly classes: readonly string[];
  /** Per class the indices of the network's outputs that mean it. */
  readonly classMap: readonly (readonly number[])[];
  readonly output: NetworkOutput;
  /** From the input side to the output. Empty where nothing is looked into, or where it is not known what probes look into (version 1). */
  readonly taps: readonly Tap[];
  /** Null: only the network's own output is there. */
  readonly probes: ProbeSet | null;
  /** Stands in no file: which of the probes these are, where they are not the first ones. See `withProbes`. */
  readonly probeChoice?: Exclude<ProbeChoice, "first">;
  /** Stands in no file: how many replicates of each layer's probe answer beside it; left out where none do. See `withReplicates`. */
  readonly replicateCount?: number;
  /** The players that its images are explained with where nobody says otherwise; left out: a grid of which all cells are. */
  readonly players?: ManifestPlayers | undefined;
  /** How large effects get over many images; changes no answer. */
  readonly largestEffects?: LargestEffects | undefined;
  /** Of a constructed network; it answers no other question than the one its truth is known for. */
  readonly truth?: ManifestTruth | undefined;
  /** What the network was trained on, and under which terms. */
  readonly training: { readonly data: string; readonly terms: string };
}

/** The largest |effect| of any subset over a set of images, by the question that is asked where nobody says otherwise: what τ is of in the paper's appendix M.4. */
export interface LargestEffects {
  /** How many images. */
  readonly images: number;
  /** How many players each was explained with. */
  readonly players: number;
  /** Of every column, nats. */
  readonly effects: readonly number[];
}

/** The probes of a model, from the input side on; none where it has only its own output. */
export function probesOf({ probes }: Pick<ModelManifest, "probes">): readonly LayerProbe[] {
  return probes?.layers ?? [];
}

/** The layers whose probes have replicates at hand, with the graph output [batch, replicates · classes] of these; all layers or none. */
export function replicatesOf({
  probes,
  replicateCount,
}: Pick<ModelManifest, "probes" | "replicateCount">): readonly (LayerProbe & { readonly replicates: string })[] {
  if (replicateCount === undefined) return [];
  return probesOf({ probes }).map((layer) => ({ ...layer, replicates: layer.replicates! }));
}

/** A column of every picture: a layer's probe, or the network's own output, which has no noise floor. */
export type Column = Omit<LayerProbe, "halves" | "replicates">;

/** All that logits come out of, in the order of every run's columns: the probes, then the network's own output. */
export function columnsOf(manifest: Pick<ModelManifest, "probes" | "output">): readonly Column[] {
  return [...probesOf(manifest), { ...manifest.output, noiseFloor: null }];
}
