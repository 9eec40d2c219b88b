import { existsSync } from "node:fs";
import * as v from "valibot";
import type { ModelManifest } from "../src/models/manifest.ts";
import { imageInput } from "../src/models/graph/find-inputs.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import { colour, fileName, label, tensorName, text } from "../src/models/spec/fields.ts";
import { CHANNELS, inputSchema, LAYOUTS, side, type InputSpec } from "../src/models/spec/input.ts";
import { SCORE_FORMS } from "../src/models/spec/model.ts";
import { classFields, summaryFields, trainingSchema } from "../src/models/spec/naming.ts";
import { playersSchema } from "../src/models/spec/players.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { Augment } from "../src/probes/versions.ts";
import { blank, plainName, unmeasured } from "./draft.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./json.ts";
import { readInput } from "./read-input.ts";
import type { NetworkFile } from "./read-network.ts";

/** What is known of a network before it has probes. */
export interface Facts {
  /** Without taps, probes and quality. */
  readonly draft: ModelManifest;
  /** Names of tensors to look into; null: nobody says. */
  readonly layers: readonly string[] | null;
  readonly augment: Augment;
}

/** Photographs of things: crops of half the area or more, mirrored. */
export const PHOTOGRAPHS: Augment = { crop: 0.5, shift: 0, mirror: true };

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
  output: v.optional(
    v.strictObject({
      name: v.optional(label),
      logits: v.optional(tensorName),
      form: v.optional(v.picklist(SCORE_FORMS)),
    }),
  ),
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
 * What is known of a network: from the file `facts`, or from the manifest beside the network; null where there is neither. Throws InputError, and
 * ModelError for a manifest that is none.
 */
export async function readFacts(file: NetworkFile, facts: string | null): Promise<Facts | null> {
  const network = { sha256: await sha256(file.bytes), bytes: file.bytes.length };
  if (facts !== null) return fromFile(file, network, facts);
  const manifestPath = file.path.replace(/\.onnx$/i, ".json");
  if (!existsSync(manifestPath)) return null;
  const { taps, probes, ...known } = readManifest(parseJson(await readInput(manifestPath), manifestPath));
  const draft: ModelManifest = { ...known, network, output: unmeasured(known.output), taps: [], probes: null };
  const layers = taps.length > 0 ? taps.map(({ tensor }) => tensor) : probes?.layers.map(({ name }) => name);
  return { draft, layers: layers ?? null, augment: PHOTOGRAPHS };
}

async function fromFile(
  { path, graph, bytes }: NetworkFile,
  network: ModelManifest["network"],
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
  const input = inputOf({ path, graph, bytes }, file.input);
  const outputs = graph.outputs.map(({ name }) => name);
  const logits = file.output?.logits ?? (outputs.length === 1 ? outputs[0]! : null);
  const isThere = graph.nodes.some((node) => node.outputs.includes(logits ?? ""));
  if (logits === null || !isThere) throw new InputError("odd-network", { path });
  const { title, task, multiplyAdds, players } = file;
  const draft: ModelManifest = {
    format: "strata-model",
    version: 2,
    name: file.name ?? plainName(path),
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
    output: unmeasured({ ...file.output, name: file.output?.name ?? "output", logits }),
    taps: [],
    probes: null,
    training: file.training,
  };
  return { draft, layers: file.layers ?? null, augment: file.augment };
}

/** The input of the facts, completed by what the graph says of its own. Throws InputError. */
function inputOf({ path, graph }: NetworkFile, given: FactsFile["input"]): InputSpec {
  const [input, ...others] =
    given.name === undefined ? graph.inputs : graph.inputs.filter(({ name }) => name === given.name);
  if (input === undefined || others.length > 0) throw new InputError("odd-network", { path });
  const found = imageInput(graph, input);
  const [, ...sizes] = input.dims ?? [];
  const layout = given.layout ?? found?.layout ?? "NCHW";
  const [channels, height, width] = layout === "NCHW" ? sizes : [sizes[2], sizes[0], sizes[1]];
  const size = (said: number | undefined, fixed: number | string | undefined): number => {
    if (said !== undefined) return said;
    if (typeof fixed !== "number") throw new InputError("odd-input", { path, input: input.name });
    return fixed;
  };
  return {
    name: input.name,
    width: size(given.width, width),
    height: size(given.height, height),
    layout,
    channels: given.channels ?? ((found?.channelCount ?? channels) === 1 ? "grey" : "RGB"),
    type: found?.type ?? "float32",
    resize: given.resize,
    range: given.range,
    mean: given.mean,
    std: given.std,
  };
}
