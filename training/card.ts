import { featureCount } from "../src/models/spec/taps.ts";
import type { LayerProbe, NoiseGrid, ProbeSet } from "../src/models/spec/probes.ts";
import type { ModelManifest } from "../src/models/spec/model.ts";

/** What `export.py` writes of a network, results/NAME.json. */
export interface TrainingResult {
  readonly params: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly epochs: number;
  readonly cpuMinutes: number;
  readonly seed: number;
  /** What divided the logits. */
  readonly temperature: number;
  readonly holdout: {
    readonly accuracy: number;
    readonly accuracyHalfHidden: number;
    readonly calibrationError: number;
    readonly calibrationErrorHalfHidden: number;
  };
}

/** What `npm run bench -- networks` found on validation images, results/NAME.judged.json. */
export interface Judged {
  readonly photographs: number;
  /** Median v of the whole image, nats, of those that the network gets right. */
  readonly medianV: number;
  /** Share of the output's strength that ORs of five and more patches hold, and on how many images. */
  readonly largeOrs: number;
  readonly decomposed: number;
  /** Area under the curve of the energy: validation images against `foreign` ones. */
  readonly auroc: number;
  readonly foreign: string;
  /** Shares that are said to be unlike anything it was trained on: of the validation images, and of the foreign ones. */
  readonly markedFamiliar: number;
  readonly markedForeign: number;
  /** On all validation images, by `train.py`'s own measure, where it was taken. */
  readonly calibrationError?: number;
  readonly calibrationErrorHalfHidden?: number;
}

/** Probes of other penalties, results/NAME.trade-off.json: lists go with `penalties`, strongest first. */
export interface TradeOff {
  readonly of: string;
  /** What else was tried, and what was decided, Markdown. */
  readonly found: string;
  readonly penalties: readonly number[];
  readonly layers: Readonly<
    Record<string, { readonly accuracy: readonly number[]; readonly probeAgreement: readonly number[] }>
  >;
}

/** What `npm run bench -- certainty` found, results/NAME.certainty.json. */
export interface CertaintyResult {
  readonly photographs: number;
  /** Of each photograph that probes were fitted on. */
  readonly versions: number;
  readonly kinds: readonly {
    readonly kind: string;
    /** Statements by the number of replicates that bear them out, and the share of them that is true. */
    readonly reliability: readonly { readonly count: number; readonly isTrue: number | null }[];
    /** Mean difference of what is said and what is true, as replicates say it and calibrated. */
    readonly rawError: number;
    readonly calibratedError: number;
  }[];
  /** Of the statements that all replicates bear out, the share that is true. */
  readonly firmTrue: number;
  /** Shares of the rows that are firm. */
  readonly rows: { readonly fate: number; readonly birth: number; readonly isFirm: number };
}

/** What a card is written from, beside the manifest. */
export interface Papers {
  readonly result: TrainingResult;
  readonly judged: Judged | null;
  readonly tradeOff: TradeOff | null;
  readonly certainty: CertaintyResult | null;
}

/** What a data set's networks cannot do, and with which terms they come. */
interface Bounds {
  readonly limits: readonly string[];
  /** What the validation images are. */
  readonly validation: string;
}

const BOUNDS: Readonly<Record<string, Bounds>> = {
  imagenette: {
    validation: "2,944 of the publisher's 3,925 validation photographs",
    limits: [
      "64 px: small things in a photograph are lost. Photographs whose subject is not in the centre square lose it.",
      "Photographs from Flickr of about 2010, collected by web search for English words; biased accordingly. People appear in many; the network has learnt nothing about who they are, but it may use them as evidence (a person holding a tench).",
    ],
  },
  cifar: {
    validation: "1,000 of CIFAR-10's test images",
    limits: [
      "32 px: a thumbnail. A photograph that is dropped on the page is reduced to that first.",
      "It saw 18,000 of CIFAR-10's 50,000 training images; networks that see all of them are several points better.",
    ],
  },
  mnist: {
    validation: "2,000 of MNIST's test digits, none of them trained on",
    limits: [
      "One bright digit on black, centred, as MNIST has it. A dark digit on white paper is nothing it knows.",
      "It saw 5,400 digits, not MNIST's 60,000.",
    ],
  },
};

const boundsOf = (name: string): Bounds => {
  const bounds = BOUNDS[name.split("-")[0]!];
  if (bounds === undefined) throw new RangeError(`${name}: nothing is written down of its data set`);
  return bounds;
};

const percent = (share: number | null): string => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);
const three = (value: number | null | undefined): string =>
  value === null || value === undefined ? "-" : value.toFixed(3);
const millions = (count: number): string => `${(count / 1e6).toFixed(1)} million`;
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** The model card of a trained network, Markdown: all figures are its manifest's and its training's. Throws RangeError where it has no probes. */
export function cardOf(manifest: ModelManifest, { result, judged, tradeOff, certainty }: Papers): string {
  const { name, title, probes, classes, description, training, licence } = manifest;
  if (probes === null) throw new RangeError(`${name} has no probes`);
  const { limits } = boundsOf(name);
  return `${[
    `# ${title ?? name}: model card`,
    `\`public/models/${name}.onnx\`. Written by \`npx tsx training/write-cards.ts\` out of the manifest and \`results/${name}.json\`.`,
    `## What it is`,
    `${description} Classes: ${classes.join(", ")}.`,
    factsOf(manifest, result),
    `Preprocessing is not in the graph: centre square, area averaging to the input's size in sRGB values, rounded to 8 bits, then normalised as above.`,
    `## Accuracy`,
    accuracyOf(manifest, result, judged),
    `Its logits were divided by ${three(result.temperature)}, the temperature of least cross-entropy on the hold-out, whole and half hidden together. Calibration error: the expected one, of fifteen bins of confidence.`,
    judged === null ? "" : judgedText(judged),
    `## Probes`,
    probeTable(manifest, probes),
    probes.labels === undefined ? "" : labelTable(probes.labels),
    certainty === null ? "" : certaintyText(certainty),
    tradeOff === null ? "" : tradeOffText(tradeOff),
    `## Data and terms`,
    `${training.data} ${training.terms} ${licence}`,
    `## Training`,
    `The recipe of [README.md](../README.md): ${result.epochs} epochs, ${result.cpuMinutes.toFixed(result.cpuMinutes < 10 ? 1 : 0)} minutes of a processor core, seed ${result.seed}. No label smoothing, no pasted images, no teacher. The weights are a moving average, taken at the end of the schedule; no checkpoint was picked by its score.`,
    `**Hidden patches.** In half of the training images patches were hidden, on grids and in rectangles of many kinds, by all of the page's baselines. The page asks the network about images of which only some patches are visible: v(S) is its output when only the set S is left. A network that has seen whole images only has never met such ones; what it answers is then an accident of how it extrapolates, and so is every effect computed from it.`,
    `## Limits`,
    [
      `Ten classes. Anything else is called one of them, often with confidence.`,
      ...limits,
      `A demonstration. Do not decide anything that matters with it.`,
    ]
      .map((line) => `- ${line}`)
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function factsOf({ input, output, taps, network }: ModelManifest, { params, multiplyAdds }: TrainingResult): string {
  const channels = input.channels === "grey" ? 1 : 3;
  return table(
    ["", ""],
    [
      ["parameters", params.toLocaleString("en")],
      ["multiply-adds of one image", millions(multiplyAdds)],
      ["file", `${network.bytes.toLocaleString("en")} bytes, ONNX, float32`],
      [
        "input",
        `\`${input.name}\`, float32 [batch, ${channels}, ${input.height}, ${input.width}] = (value / 255 - mean) / std`,
      ],
      ["mean", input.mean.map((value) => value.toFixed(6)).join(", ")],
      ["std", input.std.map((value) => value.toFixed(6)).join(", ")],
      ["output", `\`${output.logits}\`, float32 [batch, 10], before softmax`],
      ["layers", taps.map((tap) => `\`${tap.name}\` (${featureCount(tap)} features)`).join(", ")],
      ["sha256", `\`${network.sha256}\``],
    ],
  );
}

function accuracyOf({ name, output }: ModelManifest, { holdout }: TrainingResult, judged: Judged | null): string {
  return table(
    ["", "nothing hidden", "a random 8 of 16 patches hidden", "calibration error", "the same, half hidden"],
    [
      [
        `validation: ${boundsOf(name).validation}`,
        percent(output.accuracy),
        percent(output.accuracyHalfHidden),
        three(judged?.calibrationError),
        three(judged?.calibrationErrorHalfHidden),
      ],
      [
        "hold-out: what decided the temperature and the probes' penalties",
        percent(holdout.accuracy),
        percent(holdout.accuracyHalfHidden),
        three(holdout.calibrationError),
        three(holdout.calibrationErrorHalfHidden),
      ],
    ],
  );
}

function judgedText(judged: Judged): string {
  const { photographs, medianV, largeOrs, decomposed, auroc, foreign, markedFamiliar, markedForeign } = judged;
  return `On ${photographs} validation images (\`npm run bench -- networks\`): the median of v with everything shown is ${medianV.toFixed(1)} nats where it is right; ORs of five and more patches hold ${largeOrs.toFixed(3)} of the output's strength (${decomposed} images, default players and κ). Its energy tells them from ${foreign} with an area under the curve of ${three(auroc)}. Below the manifest's threshold an image is said to be unlike anything it was trained on: so are ${percent(markedForeign)} of the foreign ones, and ${percent(markedFamiliar)} of these. An image without that mark may be as foreign.`;
}

function certaintyText({ photographs, kinds, firmTrue, rows }: CertaintyResult): string {
  const lines = kinds.map(({ kind, reliability, rawError, calibratedError }) => {
    const { count, isTrue } = reliability.at(-1)!;
    return [kind, count.toLocaleString("en"), three(isTrue), three(rawError), three(calibratedError)];
  });
  return `How sure a picture is, on ${photographs} validation images (\`npm run bench -- certainty\`; 3x3 patches): probe and replicates are fitted on one half of the training images, what they say is looked up in a probe of the other half. ${percent(firmTrue)} of what all replicates bear out (*firm*) is true there. Firm are the fates of ${percent(rows.fate)} of the rows shown, the births of ${percent(rows.birth)}, fate and signs of ${percent(rows.isFirm)}; that a concept is kept, the output alone says: this is firm, and not in the table. *Error*: the mean difference between what is said and what is true, by the share of the replicates, and calibrated on the other images.

${table(["statement", "firm", "of these true", "error of the share", "calibrated"], lines)}`;
}

function tradeOffText({ of, penalties, layers, found }: TradeOff): string {
  const rows = Object.entries(layers).map(([name, { accuracy, probeAgreement }]) => [
    `\`${name}\``,
    ...penalties.map((_, i) =>
      accuracy[i] === undefined ? "" : `${percent(accuracy[i]!)} / ${probeAgreement[i]!.toFixed(2)}`,
    ),
  ]);
  return `What a penalty trades, accuracy against probe agreement, ${of}:

${table(["layer", ...penalties.map((penalty) => `penalty ${penalty}`)], rows)}

${found}`;
}

const GRIDS: readonly NoiseGrid[] = ["3x3", "3x4", "4x4"];

const qualityCells = ({ accuracy, accuracyHalfHidden, agreement, scale, meanAbsVEmpty }: LayerProbe): string[] => [
  percent(accuracy),
  percent(accuracyHalfHidden),
  percent(agreement ?? null),
  three(scale),
  three(meanAbsVEmpty),
];

const QUALITY_HEAD = ["right", "half hidden", "agrees with the network", "scale, nats", "mean \\|v(∅)\\|, nats"];

function probeTable({ output }: ModelManifest, { fitted, replicates, layers }: ProbeSet): string {
  const lines = layers.map((layer) => [
    `\`${layer.name}\``,
    ...qualityCells(layer),
    three(layer.probeAgreement),
    ...GRIDS.map((grid) => three(layer.noiseShare?.[grid])),
  ]);
  const last = [
    "output",
    ...qualityCells({ ...output, logits: output.logits, halves: null, noiseFloor: null }),
    ...["", "", "", ""],
  ];
  return `Fitted to the ${fitted?.target === "labels" ? "labels" : "network's own answers"}: ${fitted?.data ?? ""} *Probe agreement* is the mean Jaccard index of the salient concepts of two of ${replicates?.count ?? 0} replicates (κ 4 %, 3x3 patches); *noise* the root mean square of the replicates' v around the probe's, over the span of its v. Neither is on images that probes were fitted on.

${table(["layer", ...QUALITY_HEAD, "probe agreement", ...GRIDS.map((grid) => `noise ${grid}`)], [...lines, last])}`;
}

function labelTable({ fitted, layers }: NonNullable<ProbeSet["labels"]>): string {
  return `Fitted to the labels, as in the paper (${fitted?.data ?? ""}):

${table(
  ["layer", ...QUALITY_HEAD],
  layers.map((layer) => [`\`${layer.name}\``, ...qualityCells(layer)]),
)}`;
}
