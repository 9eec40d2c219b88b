import { ModelError } from "../errors.ts";
import { constantsOf, numberIn } from "./constants.ts";
import { tensorsTold, type Flow } from "./flow.ts";
import type { ScoreForm } from "../spec/model.ts";
import type { FoundOutput } from "./found.ts";
import type { Graph, GraphNode, GraphValue, TensorHeader } from "./graph.ts";
import { weightsOf, type Shapes } from "./work.ts";

/** What a network without class scores may be. */
export type Seeming = "segmenter" | "detector" | "embedder" | "image" | "one-score" | "other";

/** Operators that put numbers into another shape or type and leave them what they are. */
const SHAPING: ReadonlySet<string> = new Set([
  "Cast",
  "DequantizeLinear",
  "Dropout",
  "Flatten",
  "Identity",
  "QuantizeLinear",
  "Reshape",
  "Squeeze",
  "Transpose",
  "Unsqueeze",
]);

/** Operators that turn logits into what is certain. */
const ENDS: ReadonlyMap<string, ScoreForm> = new Map([
  ["LogSoftmax", "log-probabilities"],
  ["QLinearSigmoid", "probabilities"],
  ["QLinearSoftmax", "probabilities"],
  ["Sigmoid", "probabilities"],
  ["Softmax", "probabilities"],
]);

/** Ends whose input is no list of floats that stands for itself. */
const CLOSED: ReadonlySet<string> = new Set(["QLinearSigmoid", "QLinearSoftmax"]);

/** Operators that pick classes out of their scores. */
const PICKING: ReadonlySet<string> = new Set(["ArgMax", "TopK"]);

/** Operators that pool a map to one number a channel. */
const POOLING: ReadonlySet<string> = new Set([
  "AveragePool",
  "GlobalAveragePool",
  "GlobalMaxPool",
  "QLinearAveragePool",
  "QLinearGlobalAveragePool",
  "ReduceMean",
]);

/** Bends that may stand between a last convolution and the mean of its maps. */
const BENDS: ReadonlySet<string> = new Set(["Clip", "HardSwish", "LeakyRelu", "Relu"]);

/** Numbers of classes of data sets that many networks are trained on. */
const USUAL_COUNTS: ReadonlySet<number> = new Set([10, 100, 200, 1000, 1001, 10450, 11221, 11821, 21841, 21843]);

/** Outputs that are looked at, steps back that are followed from each, and ways that are followed from an operator. */
const MOST_OUTPUTS = 64;
const MOST_STEPS = 64;
const MOST_WAYS = 16;

/**
 * The lists of class scores among a network's outputs, best first, never none. Linear in the graph.
 *
 * @param shapes of tensors, batch included, beside what the file says.
 * @throws ModelError "no-class-scores", which says what the network seems to be.
 */
export function findOutputs(graph: Graph, flow: Flow, input: string, shapes: Shapes): readonly FoundOutput[] {
  const look = lookInto(graph, flow, shapes);
  const told = tensorsTold(flow, input);
  const found = graph.outputs.slice(0, MOST_OUTPUTS).map((output) => readOutput(output, look, told));
  const scores = found.flatMap((one) => (typeof one === "string" ? [] : one));
  const seeming = found.flatMap((one) => (typeof one === "string" ? one : []));
  const detects = isDetector(graph);
  const named = graph.outputs
    .slice(0, 5)
    .map(({ name, dims }) => (dims === null ? name : `${name} [${dims.join(", ")}]`));
  if (scores.length === 0 || detects)
    throw new ModelError("no-class-scores", "no output of the network is a list of class scores", {
      seems: detects ? "detector" : (SEEMINGS.find((one) => seeming.includes(one)) ?? "other"),
      outputs: named.join("; "),
    });
  const rated = scores.map((one) => ({ one, rate: rateOf(one, flow) }));
  return rated.sort((a, b) => b.rate - a.rate).map(({ one }) => one);
}

/** What is said of a network with several outputs, the most telling first. */
const SEEMINGS: readonly Seeming[] = ["detector", "segmenter", "embedder", "image", "one-score"];

/** What is looked up of a graph on the way back from its outputs. */
interface Look {
  readonly maker: (name: string) => GraphNode | undefined;
  readonly constants: ReadonlyMap<string, TensorHeader>;
  readonly dims: (name: string) => readonly (number | string)[] | null;
  readonly type: (name: string) => GraphValue["type"];
}

function lookInto(graph: Graph, flow: Flow, shapes: Shapes): Look {
  const values = new Map([...graph.values.values(), ...graph.outputs].map((value) => [value.name, value]));
  return {
    maker: (name) => flow.nodes[flow.maker.get(name) ?? -1],
    constants: constantsOf(graph),
    dims: (name) => shapes.get(name) ?? values.get(name)?.dims ?? null,
    type: (name) => values.get(name)?.type ?? null,
  };
}

/** An output as a list of scores, or what it seems to be instead. */
function readOutput(output: GraphValue, look: Look, told: ReadonlySet<string>): FoundOutput | Seeming {
  const end = endOf(output.name, look);
  const dims = look.dims(output.name);
  const whole = ["int64", "int32", "bool", "string"].includes(output.type ?? "");
  if (whole && !end.picked) return seemsFrom(dims, output.name, true);
  if (end.picked && dims !== null && dims.length > 2 && dims.slice(2).some((dim) => dim !== 1)) return "segmenter";
  const shape = end.picked ? look.dims(end.scores) : (dims ?? look.dims(end.scores));
  const count = countOf(shape) ?? linearCount(end.scores, look);
  if (shape !== null && !isRow(shape)) return seemsFrom(shape, output.name, false);
  if (shape === null && count === null) return "other";
  if (count === 1) return "one-score";
  if (!told.has(output.name)) return "other";
  const embedding = embeddingOf(output.name, end, count, look);
  if (embedding === "certain") return "embedder";
  return {
    name: output.name,
    scores: end.scores,
    form: end.form,
    type: look.type(end.scores) ?? (end.scores === output.name ? output.type : null),
    count,
    doubt: embedding === "likely" ? "embedding" : null,
  };
}

/** Whether a shape is a row of numbers for each image: all but one of its dimensions behind the batch are 1. */
function isRow(dims: readonly (number | string)[]): boolean {
  return dims.length >= 2 && dims.slice(1).filter((dim) => dim !== 1).length <= 1;
}

/** Numbers in a row; null where they are not said. */
function countOf(dims: readonly (number | string)[] | null): number | null {
  if (dims === null || !isRow(dims)) return null;
  const [long = 1] = dims.slice(1).filter((dim) => dim !== 1);
  return typeof long === "number" ? long : null;
}

/** What an output that is no row of scores seems to be. */
function seemsFrom(dims: readonly (number | string)[] | null, name: string, whole: boolean): Seeming {
  if (dims === null) return "other";
  if (dims.length === 4) {
    const [, first, second, third] = dims;
    if (!whole && [first, third].includes(3) && second !== 1) return "image";
    return "segmenter";
  }
  if (dims.length !== 3) return "other";
  if (whole) return "segmenter";
  // Boxes: many rows of a few numbers, or the other way round.
  const [rows, columns] = dims.slice(1);
  const sizes = [rows, columns].filter((dim) => typeof dim === "number");
  if (rows === columns) return "segmenter";
  return /box|detect|det|pred|output/i.test(name) && sizes.some((size) => size >= 4) && Math.max(...sizes, 0) >= 100
    ? "detector"
    : sizes.some((size) => size >= 1000)
      ? "detector"
      : "embedder";
}

function isDetector({ operators, outputs }: Graph): boolean {
  return (
    ["NonMaxSuppression", "com.microsoft:NonMaxSuppression", "RoiAlign", "TRT:EfficientNMS_TRT"].some((op) =>
      operators.has(op),
    ) || outputs.some(({ name }) => /(^|[^a-z])(pred_)?(bbox|box(es)?|detections?|num_dets)([^a-z]|$)/i.test(name))
  );
}

/** Where a list of scores is read, and what it is there. */
interface End {
  readonly scores: string;
  readonly form: ScoreForm;
  /** Whether the output itself only names the best classes. */
  readonly picked: boolean;
}

/** Goes back over what only reshapes, picks or makes certain, to the logits where they are to be had. */
function endOf(output: string, look: Look): End {
  let scores = output;
  let picked = false;
  for (let at = output, step = 0; step < MOST_STEPS; step++) {
    const node = look.maker(at);
    const from = node?.inputs[0];
    if (node === undefined || from === undefined) break;
    if (PICKING.has(node.op) && !picked) {
      picked = true;
      scores = from;
    } else if (ENDS.has(node.op)) {
      return CLOSED.has(node.op)
        ? { scores, form: ENDS.get(node.op)!, picked }
        : { scores: from, form: "logits", picked };
    } else if (node.op === "Div") {
      const logits = writtenOut(node, look);
      return logits === null ? { scores, form: "logits", picked } : { scores: logits, form: "logits", picked };
    } else if (PASSED_LINEARLY.has(node.op) && comesFromEnd(node, look)) {
      return { scores, form: "probabilities", picked };
    } else if (!SHAPING.has(node.op)) break;
    at = from;
  }
  return { scores: quantised(scores, look), form: "logits", picked };
}

/** Operators behind a Softmax that leave its numbers shares of one, or nearly. */
const PASSED_LINEARLY: ReadonlySet<string> = new Set([
  "Concat",
  "Gather",
  "Mean",
  "Mul",
  "ReduceMean",
  "Slice",
  "Split",
  "Sum",
  "Add",
]);

/** Whether the numbers that an operator takes come from a Softmax. */
function comesFromEnd(node: GraphNode, look: Look): boolean {
  return node.inputs.slice(0, MOST_WAYS).some((name) => {
    for (let at = name, step = 0; step < MOST_STEPS; step++) {
      const made = look.maker(at);
      if (made === undefined) return false;
      if (made.op === "Softmax") return true;
      if (!SHAPING.has(made.op) && !PASSED_LINEARLY.has(made.op)) return false;
      at = made.inputs[0] ?? "";
    }
    return false;
  });
}

/** A Softmax that is written out, exp(x) / Σ exp(x): what goes into it; null for any other quotient. */
function writtenOut({ inputs: [above = "", below = ""] }: GraphNode, look: Look): string | null {
  const exp = look.maker(above);
  const sum = look.maker(below);
  if (exp?.op !== "Exp" || sum?.op !== "ReduceSum" || sum.inputs[0] !== above) return null;
  return exp.inputs[0] ?? null;
}

/** Floats rather than the whole numbers that are made of them at a network's end. */
function quantised(scores: string, look: Look): string {
  const node = look.maker(scores);
  return node?.op === "QuantizeLinear" ? (node.inputs[0] ?? scores) : scores;
}

/** How many numbers the operator with weights gives that makes a list of scores; null where another makes it. */
function linearCount(scores: string, look: Look): number | null {
  const node = linearMaker(scores, look);
  const dims = look.constants.get(weightsOf(node ?? { op: "", inputs: [] }) ?? "")?.dims;
  if (node === null || dims === undefined) return null;
  if (node.op.includes("Conv")) return dims[0] ?? null;
  return (numberIn(node, "transB", 0) === 0 ? dims.at(-1) : dims[0]) ?? null;
}

/** The operator with weights whose sums a list of scores is, but for a constant that is added or multiplied, and the mean over a map; null: another makes it. */
function linearMaker(scores: string, look: Look): GraphNode | null {
  let pooled = false;
  for (let at = scores, step = 0; step < MOST_STEPS; step++) {
    const node = look.maker(at);
    if (node === undefined) return null;
    if (weightsOf(node) !== null) return look.constants.has(weightsOf(node)!) || !isAttention(node, look) ? node : null;
    pooled ||= POOLING.has(node.op);
    const next =
      SHAPING.has(node.op) || POOLING.has(node.op) || (pooled && BENDS.has(node.op))
        ? node.inputs[0]
        : notConstant(node, look);
    if (next === undefined) return null;
    at = next;
  }
  return null;
}

/** Whether two tensors of the image are multiplied, neither of them weights. */
const isAttention = (node: GraphNode, look: Look): boolean =>
  node.inputs.slice(0, MOST_WAYS).filter((name) => !look.constants.has(name)).length > 1;

/** What is added to, or multiplied by, constants; quantised sums are by their scale. */
function notConstant({ op, inputs }: GraphNode, look: Look): string | undefined {
  if (op === "BatchNormalization") return inputs[0];
  if (op !== "Add" && op !== "Mul") return undefined;
  const [first = "", second = ""] = inputs;
  if (look.constants.has(second)) return first;
  if (look.constants.has(first)) return second;
  // A product of sums in whole numbers and of the scales that they were made with.
  return op === "Mul" && look.maker(first)?.op === "Cast" ? first : undefined;
}

/** Whether a list of numbers is features of an image rather than scores of classes. */
function embeddingOf(output: string, end: End, count: number | null, look: Look): "certain" | "likely" | null {
  if (end.picked || end.form !== "logits" || end.scores !== output) return isNamedFeatures(output) ? "likely" : null;
  if (isNormalised(output, look) || isNamedFeatures(output)) return "certain";
  if (USUAL_COUNTS.has(count ?? 0) || isNamedScores(output)) return null;
  const linear = linearMaker(output, look);
  const roundSize = count !== null && count >= 64 && count % 32 === 0;
  if (linear === null) return roundSize ? "certain" : "likely";
  const pooled = linear.op.includes("Conv") && poolsBehind(output, look);
  if (!roundSize) return null;
  return pooled && count >= 256 ? "certain" : "likely";
}

const isNamedFeatures = (name: string): boolean => /embed|feature|descriptor|last_hidden|pooler/i.test(name);
const isNamedScores = (name: string): boolean => /logit|class|score|prob|softmax|predictions/i.test(name);

/** Whether a vector is brought to length one at the end. */
function isNormalised(output: string, look: Look): boolean {
  for (let at = output, step = 0; step < MOST_STEPS; step++) {
    const node = look.maker(at);
    if (node === undefined) return false;
    if (node.op === "LpNormalization") return true;
    if (node.op === "Div") {
      const below = back(node.inputs[1] ?? "", new Set(["Clip", "Expand", "Max", ...SHAPING, "Sqrt", "Add"]), look);
      return (
        ["ReduceL2", "ReduceSumSquare", "ReduceSum", "Norm"].includes(below?.op ?? "") &&
        writtenOut(node, look) === null
      );
    }
    if (!SHAPING.has(node.op)) return false;
    at = node.inputs[0] ?? "";
  }
  return false;
}

/** The first operator before a tensor that is none of these. */
function back(name: string, over: ReadonlySet<string>, look: Look): GraphNode | undefined {
  let node = look.maker(name);
  for (let step = 0; node !== undefined && over.has(node.op) && step < MOST_STEPS; step++)
    node = look.maker(node.inputs[0] ?? "");
  return node;
}

/** Whether the mean over a map stands between an output and the last convolution, with a bend before it. */
function poolsBehind(output: string, look: Look): boolean {
  const pool = back(output, SHAPING, look);
  return pool !== undefined && POOLING.has(pool.op) && BENDS.has(look.maker(pool.inputs[0] ?? "")?.op ?? "");
}

/** Better the more it is like class scores: by its name, by what makes it, and by how late it comes. */
function rateOf(output: FoundOutput, { maker, nodes }: Flow): number {
  const { name, scores, doubt, count } = output;
  const place = (maker.get(scores) ?? 0) / Math.max(1, nodes.length);
  return (
    place +
    (isNamedScores(name) ? 2 : 0) +
    (/aux/i.test(name) ? -3 : 0) +
    (doubt === null ? 1 : -1) +
    (USUAL_COUNTS.has(count ?? 0) ? 0.5 : 0)
  );
}
