import * as v from "valibot";
import { badField, digest, fileName, finite, label, outputIndex, positive, share, size, text } from "./fields.ts";

/** How good a layer's probe, or the network itself, is. */
export interface Quality {
  /** Share of validation images that it gets right, 0..1; null for a constructed one. */
  readonly accuracy: number | null;
  /** The same with a random half of a 4x4 grid hidden. */
  readonly accuracyHalfHidden: number | null;
  /** Mean |v(all shown) − v(none shown)| over images, nats (the paper's footnote 8). */
  readonly scale: number | null;
  /** Mean |v(none shown)| over images, nats. */
  readonly meanAbsVEmpty: number | null;
}

/** The probe of a layer. */
export interface LayerProbe extends Quality {
  /** The layer's name, which its tap has too, where taps are known. */
  readonly name: string;
  /** Graph output [batch, classes]. */
  readonly logits: string;
  /** Graph outputs of two probes fitted on disjoint halves of the data, or null where there are none. */
  readonly halves: readonly [string, string] | null;
  /** Mean Jaccard index of the salient concepts of the two half-data probes, 0..1. */
  readonly noiseFloor: number | null;
  /** Share of images, shown whole, on which its first class is the network's. */
  readonly agreement?: number | undefined;
  /** Mean Jaccard index of the salient concepts of two replicates, over pairs and images: what it says instead of a noise floor. */
  readonly probeAgreement?: number | undefined;
  /** Mean Jaccard index of its salient concepts and the next layer's, 0..1, over images; of layers before another with a probe. */
  readonly nextAgreement?: number | undefined;
  /** By grid: root mean square of the replicates' v around this probe's, over the span of its v; mean over images. */
  readonly noiseShare?: Readonly<Record<NoiseGrid, number>> | undefined;
  /** Graph output [batch, replicates · classes] of its replicates, one after another, in their file. */
  readonly replicates?: string | undefined;
  /** What it is worth, see `verdictOf`; where it was judged. */
  readonly verdict?: ProbeVerdict | undefined;
}

/**
 * What a layer's probe is worth. `follows` of the `held` photographs have the network's first class as its own first class too. `near-chance`: hardly more than
 * always naming the class that the network names most often, the share `chance`; `few-images`: two fits agree on the share `agreement` of
 * their concepts, and `more` photographs would do (null: that cannot be told); `like-neighbour`: its concepts differ no more from those of the layer
 * before, `neighbour`, than two fits of it do from each other.
 */
export type ProbeVerdict = { readonly follows: number; readonly held: number } & (
  | { readonly code: "follows" }
  | { readonly code: "near-chance"; readonly chance: number }
  | { readonly code: "few-images"; readonly agreement: number; readonly more: number | null }
  | { readonly code: "like-neighbour"; readonly neighbour: string }
);

/** Grids, rows x columns, on which the noise of probes is known. */
export const NOISE_GRIDS = ["3x3", "3x4", "4x4"] as const;
export type NoiseGrid = (typeof NOISE_GRIDS)[number];

/** The grid whose noise is told for n players: the one of the next larger number, else the finest. */
export const noiseGridOf = (n: number): NoiseGrid => (n <= 9 ? "3x3" : n <= 12 ? "3x4" : "4x4");

/** What probes are fitted to: the network's own probabilities of the same masked image, or the classes of the images. */
export const PROBE_TARGETS = ["network", "labels"] as const;
export type ProbeTarget = (typeof PROBE_TARGETS)[number];

/** Which of a network's probes are taken: its first ones, or, where it has some beside these, those of the labels. */
export const PROBE_CHOICES = ["first", "labels"] as const;

/** Through which probes an image was looked at: "on-image": those that were fitted on half of its own masks, which say nothing of any other image. */
export type ProbeChoice = (typeof PROBE_CHOICES)[number] | "on-image";

/** Statements about a concept whose certainty is known. */
export const CALIBRATED_KINDS = ["alive", "sign", "fate", "birth", "death"] as const;
export type CalibratedKind = (typeof CALIBRATED_KINDS)[number];

/**
 * By kind of statement, how likely another fit bears out what k replicates do: `[replicates + 1]`, never falling; and the held-out images that it was
 * fitted on.
 */
export interface Calibration extends Readonly<Record<CalibratedKind, readonly number[]>> {
  readonly photographs: number;
}

/** Fitted probes: a file of their own, whose bytes are appended to the network's. */
export interface ProbeSet {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** From this byte to the end stand the probes of half the data, if there are any. */
  readonly halvesFrom?: number | undefined;
  /** What they were fitted to, and on which data; null where they were not fitted, or where that is not known. */
  readonly fitted: { readonly target: ProbeTarget; readonly data: string } | null;
  /** Probes fitted to samples of the same data, `count` a layer: bytes to be appended to network and probes when they are needed. */
  readonly replicates?:
    { readonly file: string; readonly sha256: string; readonly bytes: number; readonly count: number } | undefined;
  /** By grid, what the replicates' agreement is worth; the other grids' is taken to be that of 3x3. */
  readonly certainty?: Readonly<Partial<Record<NoiseGrid, Calibration>>> | undefined;
  /** Probes of the same layers fitted to the labels instead, to be appended to the network in these probes' place. */
  readonly labels?: AlternativeProbes | undefined;
  /** Ascending indices of the classes that the probes tell from each other; all others they know as one. Left out: all. */
  readonly covers?: readonly number[] | undefined;
  /** From the input side to the output, at least one. */
  readonly layers: readonly LayerProbe[];
}

/** Probes that can be taken instead of a network's first ones. */
export type AlternativeProbes = Omit<ProbeSet, "halvesFrom" | "replicates" | "certainty" | "labels" | "covers">;

const MAX_LAYERS = 256;
const nats = v.nullable(v.pipe(finite, v.minValue(0)));

export const qualityFields = {
  accuracy: share,
  accuracyHalfHidden: share,
  scale: v.nullable(positive),
  meanAbsVEmpty: nats,
};

const layerFields = {
  name: label,
  logits: label,
  ...qualityFields,
  halves: v.nullable(v.tuple([label, label])),
  noiseFloor: share,
};
const layersOf = <const S extends v.GenericSchema>(layer: S) =>
  v.pipe(v.array(layer), v.minLength(1), v.maxLength(MAX_LAYERS));

/** Layers as version 1 has them. */
export const layersSchema = layersOf(v.object(layerFields));

const knownShare = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const familiarSchema = v.object({ energy: finite, share: knownShare });
const noise = v.pipe(finite, v.minValue(0));
const photographs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const judged = { follows: photographs, held: photographs };
const verdictSchema = v.variant("code", [
  v.object({ code: v.literal("follows"), ...judged }),
  v.object({ code: v.literal("near-chance"), ...judged, chance: knownShare }),
  v.object({ code: v.literal("few-images"), ...judged, agreement: knownShare, more: v.nullable(photographs) }),
  v.object({ code: v.literal("like-neighbour"), ...judged, neighbour: label }),
]);

const measuredLayersSchema = layersOf(
  v.object({
    ...layerFields,
    agreement: v.optional(knownShare),
    probeAgreement: v.optional(knownShare),
    nextAgreement: v.optional(knownShare),
    noiseShare: v.optional(v.object({ "3x3": noise, "3x4": noise, "4x4": noise })),
    replicates: v.optional(label),
    verdict: v.optional(verdictSchema),
  }),
);

const fileFields = { file: fileName, sha256: digest, bytes: size };
export const probeFileFields = { ...fileFields, halvesFrom: v.optional(size) };
const fitFields = {
  fitted: v.nullable(v.object({ target: v.picklist(PROBE_TARGETS), data: text })),
  layers: measuredLayersSchema,
};
const count = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(64));

const rising = v.pipe(
  v.array(knownShare),
  v.check(
    (shares) => shares.every((known, k) => k === 0 || known >= shares[k - 1]!),
    "expected numbers that never fall",
  ),
);
const certaintySchema = v.object({
  alive: rising,
  sign: rising,
  fate: rising,
  birth: rising,
  death: rising,
  photographs: size,
});

export const probesSchema = v.object({
  ...probeFileFields,
  replicates: v.optional(v.object({ ...fileFields, count })),
  certainty: v.optional(
    v.object({
      "3x3": v.optional(certaintySchema),
      "3x4": v.optional(certaintySchema),
      "4x4": v.optional(certaintySchema),
    }),
  ),
  labels: v.optional(v.object({ ...fileFields, ...fitFields })),
  covers: v.optional(v.pipe(v.array(outputIndex), v.minLength(1))),
  ...fitFields,
});

/** Checks what only several fields together can show. */
export function checkProbes({ halvesFrom, bytes, replicates, certainty = {}, labels, layers }: ProbeSet): void {
  const unsampled = layers.findIndex((layer) => (layer.replicates === undefined) !== (replicates === undefined));
  if (unsampled !== -1)
    throw badField(
      `probes.layers.${unsampled}.replicates`,
      "expected a name for every layer where there is a file of replicates, and none where there is not",
    );
  for (const grid of NOISE_GRIDS) {
    const known = certainty[grid];
    if (known === undefined) continue;
    const kind = CALIBRATED_KINDS.find((of) => replicates === undefined || known[of].length !== replicates.count + 1);
    if (kind !== undefined)
      throw badField(
        `probes.certainty.${grid}.${kind}`,
        "expected a number for each count of replicates, from none to all",
      );
  }
  if (labels !== undefined && labels.layers.map(({ name }) => name).join() !== layers.map(({ name }) => name).join())
    throw badField("probes.labels.layers", "expected the layers of the other probes");
  if (halvesFrom !== undefined && halvesFrom > bytes)
    throw badField("probes.halvesFrom", `expected at most the file's ${bytes} bytes`);
}
