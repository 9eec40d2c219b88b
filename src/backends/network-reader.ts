/** Reading a network that a person brought, and trying it on an image: for the worker that does it on the page, and for tools. */
import type { Pixels } from "../core/resize.ts";
import { assembleModel } from "../models/assemble.ts";
import { ModelError } from "../models/errors.ts";
import { externalFilesOf } from "../models/graph/constants.ts";
import { inlineWeights } from "../models/graph/external-weights.ts";
import { findNetwork } from "../models/graph/find-network.ts";
import type { FoundNetwork } from "../models/graph/found.ts";
import type { Graph } from "../models/graph/graph.ts";
import { guessClasses, unfitNames } from "../models/graph/guess-classes.ts";
import { guessInputs, type InputGuess } from "../models/graph/guess-input.ts";
import { surest } from "../models/surest.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import type { SideFiles } from "../models/graph/side-files.ts";
import { networkFormatOf } from "../models/network-format.ts";
import { ELEMENT_TYPE } from "../models/onnx-schema.ts";
import { writeTail } from "../models/onnx.ts";
import { inputOf, manifestOf } from "../models/own-manifest.ts";
import type { Outcome, OwnAnswers, OwnFound, OwnOutput, Preparation, Size } from "../models/own-network.ts";
import { toTensor } from "../models/preprocessing.ts";
import { scoredModel } from "../models/scored.ts";
import { MAX_CLASSES, MAX_LABEL } from "../models/spec/fields.ts";
import { MAX_BATCH, MAX_SIDE, MIN_OWN_SIDE } from "../models/spec/input.ts";
import type { NamedFile } from "../platform/named-file.ts";
import { printable } from "../platform/printable.ts";
import { sha256 } from "../platform/sha256.ts";
import type { GraphRunner, ProbeTools } from "../probes/tools.ts";

/** Larger networks than this are the command line's, bytes. */
export const MAX_NETWORK_BYTES = 200e6;

/** What lies beside a network says little in few bytes; what is larger is no such file. */
const MAX_SIDE_BYTES = 2 ** 23;

/** Sides that networks of any size are trained with, pixels. */
const USUAL_SIDES = [32, 64, 96, 128, 160, 192, 224, 240, 256, 299, 384];

/** Classes that are told of an image. */
const TOP = 3;

/** One image, as each preparation would have it. */
export interface TryOut {
  readonly answers: OwnAnswers;
  readonly tries: readonly { readonly preparation: Preparation; readonly pixels: Pixels }[];
}

/** What it says in each of the ways, and which of them it is surest with. */
export interface TriedOut {
  readonly outcomes: readonly Outcome[];
  readonly best: number;
  /** The fastest run of one image by itself. */
  readonly secondsPerImage: number;
}

/** A network that is read. */
export interface ReadNetwork {
  readonly found: OwnFound;
  /** Its bytes, with weights of other files put in. */
  readonly bytes: Uint8Array;
  /** Rejects with InferenceError. */
  tryOut(asked: TryOut): Promise<TriedOut>;
  close(): Promise<void>;
}

/**
 * Reads a network out of the files that a person brought. Linear in the bytes, but for one run where the file does not say its shapes.
 *
 * @param open opens a graph; its runner may run one image at a time.
 * @throws ModelError, InferenceError.
 */
export async function readNetwork(files: readonly NamedFile[], open: ProbeTools["open"]): Promise<ReadNetwork> {
  const file = await networkAmong(files);
  const beside = files.filter((one) => one !== file);
  checkSize(files);
  const bytes = await wholeBytes(await bytesOf(file.file), beside);
  const graph = readGraph(bytes);
  const sides = await sideFiles(beside, externalFilesOf(graph));
  const outlined = findNetwork(graph);
  checkSizes(outlined.inputs[0]!);
  const sized = guessInputs(outlined, graph, bytes, sides);
  const network = isShaped(outlined) ? outlined : findNetwork(graph, await shapesOf(outlined, sized[0]!, bytes, open));
  const preparations = guessInputs(network, graph, bytes, sides);
  const outputs = await outputsOf(network, graph, sides);
  const input = network.inputs[0]!;
  const found: OwnFound = {
    fileName: fileNameOf(file),
    title: titleOf(fileNameOf(file)),
    sha256: await sha256(bytes),
    bytes: bytes.length,
    input,
    sizes: sizesOf(input, preparations),
    outputs,
    preparations,
    isOneByOne: input.batch === 1 || network.rowsDependOnBatch,
    layers: network.layers,
    multiplyAdds: network.multiplyAdds,
  };
  const runners = createRunners(found, bytes, graph, open);
  return {
    found,
    bytes,
    tryOut: async ({ answers, tries }) => {
      const { runner, output } = await runners.for(answers);
      const { count } = found.outputs[answers.output]!;
      const logits: Float32Array[] = [];
      let secondsPerImage = Infinity;
      for (const { preparation, pixels } of tries) {
        const tensor = toTensor(pixels.rgb, inputOf(found, answers, preparation));
        const began = performance.now();
        const [scores] = await runner.run(tensor, 1, [output]);
        secondsPerImage = Math.min(secondsPerImage, (performance.now() - began) / 1000);
        logits.push(scores!.values.slice(0, count));
      }
      return { outcomes: logits.map(topOf), best: surest(logits), secondsPerImage };
    },
    close: runners.close,
  };
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
/** What it is called by its file's name: one line, only text, and no longer than a manifest takes. */
const titleOf = (fileName: string): string =>
  printable((fileName.replace(/\.[^.]*$/, "") || fileName).slice(0, MAX_LABEL));
const fileNameOf = ({ name }: NamedFile): string => name.split(/[\\/]/).at(-1)!;

/** The one network among the files: by its name, or else by what is in it. */
async function networkAmong(files: readonly NamedFile[]): Promise<NamedFile> {
  const named = files.filter(({ name }) => /\.onnx$/i.test(name));
  if (named.length > 1) throw new ModelError("several-networks", `${named.length} networks`, { count: named.length });
  if (named.length === 1) return named[0]!;
  for (const file of files)
    if (networkFormatOf(await bytesOf(file.file.slice(0, FORMAT_BYTES))) === "ONNX") return file;
  throw new ModelError("no-network", "no file is a network");
}
const FORMAT_BYTES = 2 ** 16;

function checkSize(files: readonly NamedFile[]): void {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > MAX_NETWORK_BYTES) throw new ModelError("network-too-large", `${bytes} bytes`, { bytes });
}

/** Whether an image of the size that the graph says can be explored, as many at once as it says. */
function checkSizes({ width, height, batch }: FoundNetwork["inputs"][number]): void {
  const isFit = (side: number | null): boolean => side === null || (side >= MIN_OWN_SIDE && side <= MAX_SIDE);
  if (!isFit(width) || !isFit(height))
    throw new ModelError("image-size", `an image of ${width} x ${height} pixels`, {
      width: width ?? "?",
      height: height ?? "?",
      least: MIN_OWN_SIDE,
      most: MAX_SIDE,
    });
  if (batch !== null && batch > MAX_BATCH)
    throw new ModelError("batch-too-large", `${batch} images at once`, { count: batch, most: MAX_BATCH });
}

/** With the weights in it that it has in other files. What it is not is said before what it lacks. */
async function wholeBytes(bytes: Uint8Array, beside: readonly NamedFile[]): Promise<Uint8Array> {
  const graph = readGraph(bytes);
  const external = externalFilesOf(graph);
  if (external.length === 0) return bytes;
  findNetwork(graph);
  const last = (name: string): string => name.split(/[\\/]/).at(-1)!;
  const wanted = beside.filter(({ name }) => external.some((of) => last(of) === last(name)));
  return inlineWeights(
    bytes,
    new Map(await Promise.all(wanted.map(async ({ name, file }) => [last(name), await bytesOf(file)] as const))),
  );
}

async function sideFiles(beside: readonly NamedFile[], external: readonly string[]): Promise<SideFiles> {
  const names = new Set(external.map((name) => name.split(/[\\/]/).at(-1)));
  const small = beside.filter((file) => file.file.size <= MAX_SIDE_BYTES && !names.has(fileNameOf(file)));
  return new Map(await Promise.all(small.map(async (file) => [fileNameOf(file), await bytesOf(file.file)] as const)));
}

/** Whether the file says all shapes that are needed. */
const isShaped = ({ layers, outputs }: FoundNetwork): boolean =>
  outputs.every(({ count }) => count !== null) && layers.every(({ dims }) => dims !== null);

/** Shapes inside the network, batch included, by running it once on nothing. */
async function shapesOf(
  { inputs, layers, outputs }: FoundNetwork,
  { width, height, ...how }: InputGuess,
  bytes: Uint8Array,
  open: ProbeTools["open"],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const names = [...new Set([...layers.map(({ tensor }) => tensor), ...outputs.map(({ scores }) => scores)])];
  const seen = (index: number): string => `strata_seen_${index}`;
  // Whatever type each of them has.
  const tail = writeTail({
    nodes: names.map((name, i) => ({
      op: "Cast",
      inputs: [name],
      outputs: [seen(i)],
      attributes: { to: ELEMENT_TYPE.float32 },
    })),
    initializers: [],
    outputs: names.map((_, i) => ({ name: seen(i), dims: null })),
  });
  const { name, layout, type, batch, channelCount } = inputs[0]!;
  const spec = { ...how, name, layout, type, width, height, ...(batch !== null && { batch }) };
  const runner = await open(assembleModel(bytes, tail), spec);
  try {
    const results = await runner.run(
      new Float32Array(channelCount * width * height),
      1,
      names.map((_, i) => seen(i)),
    );
    return new Map(results.map(({ dims }, i) => [names[i]!, dims]));
  } finally {
    await runner.close();
  }
}

/** Outputs with a known number of classes, and what these may be called. */
async function outputsOf(network: FoundNetwork, graph: Graph, sides: SideFiles): Promise<OwnOutput[]> {
  const counted = network.outputs.flatMap((output) =>
    output.count === null ? [] : [{ ...output, count: output.count }],
  );
  const usable = counted.filter(({ count }) => count >= 2 && count <= MAX_CLASSES);
  if (usable.length === 0)
    throw counted.some(({ count }) => count > MAX_CLASSES)
      ? new ModelError("too-many-classes", "too many classes", { count: counted[0]!.count, most: MAX_CLASSES })
      : new ModelError("no-class-scores", "no output has a known number of classes", { seems: "other" });
  return Promise.all(
    usable.map(async (output) => ({
      ...output,
      classes: await guessClasses(output.count, network, graph, sides),
      unfit: unfitNames(output.count, sides),
    })),
  );
}

/** The size that the graph says, else the guessed ones and all that are usual. */
function sizesOf({ width, height }: OwnFound["input"], guesses: readonly InputGuess[]): Size[] {
  if (width !== null && height !== null) return [[width, height]];
  const usual = USUAL_SIDES.map((side): Size => [width ?? side, height ?? side]);
  const all = [...guesses.map((guess): Size => [guess.width, guess.height]), ...usual];
  return all.filter((size, i) => all.findIndex((other) => other[0] === size[0] && other[1] === size[1]) === i);
}

/** The network open for one output at one size, and open anew for another. */
function createRunners(found: OwnFound, bytes: Uint8Array, graph: Graph, open: ProbeTools["open"]) {
  interface Held {
    readonly key: string;
    readonly runner: GraphRunner;
    readonly output: string;
  }
  let held: Held | null = null;
  const close = async (): Promise<void> => {
    const { runner } = held ?? {};
    held = null;
    await runner?.close();
  };
  return {
    close,
    for: async (answers: OwnAnswers): Promise<Held> => {
      const key = JSON.stringify([answers.output, answers.size]);
      if (held?.key === key) return held;
      await close();
      // What classes are called, and by whom, makes no number.
      const manifest = manifestOf(found, { ...answers, classes: 0 }, 0, "network");
      const scored = scoredModel({ manifest, bytes }, graph);
      const runner = await open(scored.bytes, scored.manifest.input);
      return (held = { key, runner, output: scored.manifest.output.logits });
    },
  };
}

/** The first classes of logits, with their probabilities; null where they are no numbers. */
function topOf(logits: Float32Array): Outcome {
  if (!logits.every(Number.isFinite)) return null;
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const shares = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares
    .map((share, index) => ({ index, p: share / sum }))
    .toSorted((a, b) => b.p - a.p)
    .slice(0, TOP);
}
