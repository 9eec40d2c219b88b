import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as v from "valibot";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { Graph } from "../src/models/graph/graph.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import { colour, fileName, label, text } from "../src/models/spec/fields.ts";
import { CHANNELS, inputSchema, LAYOUTS, side, type InputSpec } from "../src/models/spec/input.ts";
import { classFields, summaryFields, trainingSchema } from "../src/models/spec/naming.ts";
import { playersSchema } from "../src/models/spec/players.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { Augment } from "../src/probes/versions.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./json.ts";
import { readInput } from "./read-input.ts";

/** What is known of a network before it has probes. */
export interface Facts {
  /** Without taps, probes and quality. */
  readonly draft: ModelManifest;
  /** Names of tensors to look into; null: nobody says. */
  readonly layers: readonly string[] | null;
  readonly augment: Augment;
}

/** Photographs of things: crops of half the area or more, mirrored. */
const PHOTOGRAPHS: Augment = { crop: 0.5, shift: 0, mirror: true };

const { entries } = inputSchema;

/** A file of facts: what no graph says; what it can say stands only where the graph does not. */
const schema = v.strictObject({
  name: v.optional(fileName),
  description: v.optional(text, ""),
  licence: v.optional(text, ""),
  ...summaryFields,
  players: v.optional(playersSchema),
  input: v.strictObject({
    name: v.optional(label),
    width: v.optional(side),
    height: v.optional(side),
    layout: v.optional(v.picklist(LAYOUTS)),
    channels: v.optional(v.picklist(CHANNELS)),
    resize: v.optional(entries.resize, "centre-crop"),
    range: v.optional(entries.range, [0, 1]),
    mean: entries.mean,
    std: entries.std,
  }),
  meanColour: v.optional(colour),
  classes: classFields.classes,
  classMap: v.optional(classFields.classMap),
  output: v.optional(v.strictObject({ name: v.optional(label), logits: v.optional(label) })),
  layers: v.optional(v.pipe(v.array(label), v.minLength(1))),
  training: v.optional(trainingSchema, { data: "", terms: "" }),
  augment: v.optional(
    v.strictObject({
      crop: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), 1),
      shift: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)), 0),
      mirror: v.optional(v.boolean(), false),
    }),
    { ...PHOTOGRAPHS },
  ),
});
type FactsFile = v.InferOutput<typeof schema>;

/**
 * What is known of the network in `path`: from the file `facts`, or from the manifest beside the network. Throws InputError, and ModelError for a
 * manifest that is none.
 */
export async function readFacts(
  path: string,
  backbone: Uint8Array,
  outline: Graph,
  facts: string | null,
): Promise<Facts> {
  const network = { sha256: await sha256(backbone), bytes: backbone.length };
  if (facts !== null) return fromFile(path, network, outline, facts);
  const manifestPath = path.replace(/\.onnx$/i, ".json");
  if (!existsSync(manifestPath)) throw new InputError("no-facts", { path, manifest: manifestPath });
  const { taps, probes, ...known } = readManifest(parseJson(await readInput(manifestPath), manifestPath));
  const draft: ModelManifest = { ...known, network, output: unmeasured(known.output), taps: [], probes: null };
  const layers = taps.length > 0 ? taps.map(({ tensor }) => tensor) : probes?.layers.map(({ name }) => name);
  return { draft, layers: layers ?? null, augment: PHOTOGRAPHS };
}

async function fromFile(
  path: string,
  network: ModelManifest["network"],
  outline: Graph,
  factsPath: string,
): Promise<Facts> {
  const result = v.safeParse(schema, parseJson(await readInput(factsPath), factsPath), { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw new InputError("bad-facts", {
      path: factsPath,
      field: v.getDotPath(issue) ?? "the top",
      problem: issue.message,
    });
  }
  const file = result.output;
  const input = inputOf(path, outline, file.input);
  const outputs = outline.outputs.map(({ name }) => name);
  const logits = file.output?.logits ?? (outputs.length === 1 ? outputs[0]! : null);
  if (logits === null || !outputs.includes(logits)) throw new InputError("odd-network", { path });
  const { title, task, multiplyAdds, players } = file;
  const draft: ModelManifest = {
    format: "strata-model",
    version: 2,
    name: file.name ?? basename(path).replace(/\.onnx$/i, ""),
    description: file.description,
    licence: file.licence,
    ...(title !== undefined && { title }),
    ...(task !== undefined && { task }),
    ...(multiplyAdds !== undefined && { multiplyAdds }),
    ...(players !== undefined && { players }),
    network,
    input,
    meanColour: file.meanColour ?? blank(input),
    classes: file.classes,
    classMap: file.classMap ?? file.classes.map((_, i) => [i]),
    output: unmeasured({ name: file.output?.name ?? "output", logits }),
    taps: [],
    probes: null,
    training: file.training,
  };
  return { draft, layers: file.layers ?? null, augment: file.augment };
}

const unmeasured = ({ name, logits }: Pick<ModelManifest["output"], "name" | "logits">): ModelManifest["output"] => ({
  name,
  logits,
  accuracy: null,
  accuracyHalfHidden: null,
  scale: null,
  meanAbsVEmpty: null,
});

/** The input of the facts, completed by what the graph says of its own. Throws InputError. */
function inputOf(path: string, { inputs }: Graph, given: FactsFile["input"]): InputSpec {
  const found = given.name === undefined ? inputs : inputs.filter(({ name }) => name === given.name);
  const [input] = found;
  if (input === undefined || found.length > 1) throw new InputError("odd-network", { path });
  const [, first, second, third] = input.dims ?? [];
  const layout = given.layout ?? (first === 1 || first === 3 || (third !== 1 && third !== 3) ? "NCHW" : "NHWC");
  const [channels, height, width] = layout === "NCHW" ? [first, second, third] : [third, first, second];
  const size = (said: number | undefined, fixed: number | string | undefined): number => {
    if (said !== undefined) return said;
    if (typeof fixed !== "number" || fixed < 1) throw new InputError("odd-input", { path, input: input.name });
    return fixed;
  };
  return {
    name: input.name,
    width: size(given.width, width),
    height: size(given.height, height),
    layout,
    channels: given.channels ?? (channels === 1 ? "grey" : "RGB"),
    type: "float32",
    resize: given.resize,
    range: given.range,
    mean: given.mean,
    std: given.std,
  };
}

/** The colour that the network sees as 0: the data set's mean colour, as a rule. */
function blank({ channels, range: [black, white], mean }: InputSpec): readonly [number, number, number] {
  const unit = mean.map((value) => Math.min(1, Math.max(0, (value - black) / (white - black))));
  const [first, second = first, third = first] = unit as [number, number?, number?];
  return channels === "BGR" ? [third, second, first] : [first, second, third];
}
