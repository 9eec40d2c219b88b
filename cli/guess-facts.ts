import { fitImage } from "../src/core/resize.ts";
import { assembleModel } from "../src/models/assemble.ts";
import { findNetwork } from "../src/models/graph/find-network.ts";
import type { FoundNetwork, FoundOutput } from "../src/models/graph/found.ts";
import { guessClasses, type ClassGuess } from "../src/models/graph/guess-classes.ts";
import { guessInputs, inputSpecOf, type InputGuess } from "../src/models/graph/guess-input.ts";
import { rankGuesses } from "../src/models/graph/rank-guesses.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { writeTail } from "../src/models/onnx.ts";
import { toTensor } from "../src/models/preprocessing.ts";
import { inputSize, type InputSpec } from "../src/models/spec/input.ts";
import { printable } from "../src/platform/printable.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { ProbeTools } from "../src/probes/tools.ts";
import type { Decoded } from "../src/probes/versions.ts";
import { blank, plainName, unmeasured } from "./draft.ts";
import { readSideFiles, type NetworkFile } from "./read-network.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is at hand to guess with. */
export interface GuessingBy {
  /** Images that the guesses of the input are tried on. */
  readonly images: readonly Decoded[];
  /** Folders that the images lie in, in their order. */
  readonly folders: readonly string[];
  readonly tools: Pick<ProbeTools, "open">;
}

/** Fewer images than this say little of how a network is fed. */
const LEAST_IMAGES = 4;

/**
 * The manifest that a network is taken for of which nobody says anything, without taps and probes: guesses what no graph says, by its own file, files beside it and how certain it is of images, and says on standard error what was guessed
 * and by what. Throws ModelError, or InferenceError where the network cannot be run.
 */
export async function guessFacts(file: NetworkFile, by: GuessingBy, around: Surroundings): Promise<ModelManifest> {
  const { path, bytes, graph } = file;
  const network = findNetwork(graph);
  const output = network.outputs[0]!;
  const files = await readSideFiles(path);
  const guesses = guessInputs(network, graph, bytes, files);
  const { order, count, images } = await tried(file, network, guesses, by, around.signal);
  const [best, next] = order.map((index) => guesses[index]!);
  const [classes] = await guessClasses(count, network, graph, files, by.folders);
  const input = inputSpecOf(network.inputs[0]!, best!) as InputSpec;
  const draft: ModelManifest = {
    format: "strata-model",
    version: 2,
    name: plainName(path),
    description: "",
    licence: "",
    network: { sha256: await sha256(bytes), bytes: bytes.length },
    input,
    meanColour: blank(input),
    classes: classes!.names,
    classMap: classes!.names.map((_, i) => [i]),
    output: unmeasured({
      name: "output",
      logits: output.scores,
      ...(output.form !== "logits" && { form: output.form }),
    }),
    taps: [],
    probes: null,
    training: { data: "", terms: "" },
  };
  say(draft, { best: best!, next, images, classes: classes!, output }, around);
  return draft;
}

interface Tried {
  /** Guesses, the best first. */
  readonly order: readonly number[];
  /** Scores that the network gives. */
  readonly count: number;
  /** Images that they were tried on; 0: they were not. */
  readonly images: number;
}

/** Runs the images through every guess. */
async function tried(
  { bytes, graph }: NetworkFile,
  network: FoundNetwork,
  guesses: readonly InputGuess[],
  { images, tools }: GuessingBy,
  signal: AbortSignal,
): Promise<Tried> {
  const { scores, count, form } = network.outputs[0]!;
  const given = [...guesses.keys()];
  const isSaid = ["config", "metadata"].includes(guesses[0]!.reason);
  const enough = images.length >= LEAST_IMAGES && guesses.length > 1 && !isSaid;
  if (!enough && count !== null) return { order: given, count, images: 0 };
  const isGiven = graph.outputs.some(({ name }) => name === scores);
  const tail = { outputs: isGiven ? [] : [{ name: scores, dims: null, type: null }], nodes: [], initializers: [] };
  const whole = assembleModel(bytes, writeTail(tail));
  const inputs = guesses.map((guess) => inputSpecOf(network.inputs[0]!, guess) as InputSpec);
  const shown = enough ? images : images.slice(0, 1);
  const answers: Float32Array[] = [];
  // Guesses differ in numbers, not in shape: one open network answers all of them.
  const runner = await tools.open(whole, inputs[0]!);
  try {
    for (const input of enough ? inputs : inputs.slice(0, 1)) {
      signal.throwIfAborted();
      const batch = batchOf(shown, { ...input, width: inputs[0]!.width, height: inputs[0]!.height });
      const [answer] = await runner.run(batch, Math.max(1, shown.length), [scores]);
      answers.push(form === "probabilities" ? answer!.values.map(logarithm) : answer!.values);
    }
  } finally {
    await runner.close();
  }
  const found = answers[0]!.length / Math.max(1, shown.length);
  const order = enough ? rankGuesses(answers, found).map(({ index }) => index) : given;
  return { order, count: found, images: enough ? images.length : 0 };
}

/** Of a probability; of 0 a very small one. */
const logarithm = (share: number): number => Math.log(Math.max(share, 2 ** -126));

/** Images as an input takes them, one behind the other; an empty one where there are none. */
function batchOf(images: readonly Decoded[], input: InputSpec): Float32Array {
  const size = inputSize(input);
  const batch = new Float32Array(Math.max(1, images.length) * size);
  images.forEach(({ rgba, width, height }, i) =>
    batch.set(toTensor(fitImage(rgba, width, height, input).rgb, input), i * size),
  );
  return batch;
}

interface Said {
  readonly best: InputGuess;
  readonly next: InputGuess | undefined;
  /** Images that the guesses were tried on; 0: they were not. */
  readonly images: number;
  readonly classes: ClassGuess;
  readonly output: FoundOutput;
}

/** Says what was guessed, so that a wrong guess is seen. */
function say(
  { name }: ModelManifest,
  { best, next, images, classes, output }: Said,
  { strings: { t }, note }: Surroundings,
): void {
  const words = ({ preparation, channels, width, height, resize }: InputGuess): string =>
    t("cli:guess.input", {
      preparation: t(`cli:guess.preparation.${preparation}`),
      ...{ channels, width, height, resize },
    });
  const reason = images > 0 ? t("cli:guess.tried", { count: images }) : t(`cli:guess.reason.${best.reason}`);
  note(t("cli:guess.fed", { name, input: words(best), reason }));
  if (next !== undefined) note(t("cli:guess.next", { input: words(next) }));
  const { names, reason: whence, from } = classes;
  note(
    t(`cli:guess.classes.${whence}`, {
      from: printable(from),
      count: names.length,
      names: printable(names.slice(0, 3).join(", ")),
    }),
  );
  if (output.doubt !== null) note(t("cli:guess.doubt", { name, output: printable(output.name) }));
}
