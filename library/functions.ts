import { askingOf, explainImage, questionAbout, type AskedProbes } from "../cli/asking.ts";
import { KAPPA_RULES } from "../src/core/and-or.ts";
import { maskOfCode, patchesOf as playersShown, type MaskCode } from "../src/core/masks.ts";
import { playerName } from "../src/core/patches.ts";
import { snapshotModel, snapshotOf } from "../src/exploration/snapshot.ts";
import { decomposed, type Decomposition } from "../src/formats/decomposition.ts";
import type { FileExploration } from "../src/formats/strata-file/document.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { toFileExploration, writeStrataFile } from "../src/formats/strata-file/write.ts";
import type { LocalEngine } from "../src/backends/local-engine.ts";
import type { Codecs } from "../src/images/codecs.ts";
import { columnsOf } from "../src/models/manifest.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import { wordsOf } from "../src/platform/words.ts";
import { rethrown, StrataError } from "./failure.ts";
import { checkDecompose, checkExplain, checkFile, checkNetwork, isNamed, readScores } from "./given.ts";
import { bytesOf, pixelsOf, type ImageBytes, type ImageInput } from "./image.ts";
import { FIRST_PROBES, Network, readFiles, type NetworkFiles, type ReadNetwork } from "./network.ts";
import { readKappa, readQuestion, type QuestionOptions, type ScoresKappaRule } from "./question.ts";
import type { Sessions } from "./sessions.ts";

/** A question as it was read. */
type Question = ReturnType<typeof readQuestion>;

/** An exploration: one image, network and question, with all that was computed for them, as plain data (docs/format.md, `.strata`). */
export type Exploration = FileExploration;

/** A network: opened, by its files, or in Node a shipped one by its name, or FILE.onnx or FILE.json by its path or file: URL. */
export type NetworkInput = Network | NetworkFiles | string | URL;

/** How far an explanation is: masks that the network has answered, then layers that are solved. */
export interface Progress {
  readonly stage: "masks" | "layers";
  readonly done: number;
  readonly total: number;
}

/** What `explain` takes. */
export interface ExplainOptions extends QuestionOptions {
  readonly image: ImageInput;
  /** Default in Node: the shipped one. Needed in browsers. */
  readonly network?: NetworkInput;
  /** What the image is called in the answer. Default: in Node its file's name, else empty. */
  readonly name?: string;
  /** Stops the work; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What `decompose` takes beside v. */
export interface DecomposeScoresOptions {
  /** The residual's bound as a share of the span, 0 to 1. Default: 0.04. */
  readonly kappa?: number;
  /** That span: "range" max v − min v, or "delta" |v(all) − v(none)|. Default: "range". */
  readonly kappaOf?: ScoresKappaRule;
  readonly signal?: AbortSignal;
}

/** What differs between Node and browsers. */
export interface Host {
  readonly codecs: Codecs;
  /** Opens a model in sessions of a runtime that `sessions` knows of. */
  openEngine(model: LoadedModel, sessions: Sessions): Promise<LocalEngine>;
  /** A file that was named, and what it is called; throws where files have no names. */
  readImage(path: string | URL): Promise<{ readonly bytes: Uint8Array; readonly name: string }>;
  /** A network that was named; null: the default one. Throws where networks have no names. */
  networkAt(path: string | URL | null): ReadNetwork;
}

/** All that other programs get. */
export interface Library {
  /**
   * Explains an image: which AND and OR interactions between its patches the layers of a network encode. Runs the network on all 2^n masks and solves
   * every layer on the calling thread, which it gives back every 30 ms while it solves.
   *
   * @throws StrataError where something is wrong with what was given; the signal's reason.
   */
  explain(options: ExplainOptions): Promise<Exploration>;
  /** Opens a network for more than one question. @throws StrataError */
  openNetwork(network?: Exclude<NetworkInput, Network>): Promise<Network>;
  /**
   * The AND and OR effects of any v: `v[mask]` is the score with the players shown whose bits are set, of all 2^n masks, n from 1 to 16. The same
   * numbers as `strata decompose`. @throws StrataError where v is unfit; the signal's reason.
   */
  decompose(v: ArrayLike<number>, options?: DecomposeScoresOptions): Promise<Decomposition>;
  /** The explorations of a .strata file, or of JSON as `explain` gives it; every number of it is checked. @throws StrataError */
  readStrata(file: Uint8Array | ArrayBuffer | Blob): Promise<readonly Exploration[]>;
  /** Explorations as the bytes of a .strata file, which the page opens; v of every mask is kept where it is there. @throws StrataError */
  writeStrata(explorations: readonly Exploration[]): Promise<Uint8Array>;
}

/** The functions over a host. */
export function createLibrary(host: Host): Library {
  const readNetwork = (network: Exclude<NetworkInput, Network> | undefined): ReadNetwork =>
    network === undefined ? host.networkAt(null) : isNamed(network) ? host.networkAt(network) : readFiles(network);
  const open = async (network: Exclude<NetworkInput, Network> | undefined, asked: AskedProbes): Promise<Network> => {
    const read = readNetwork(network);
    return new Network({ asked, model: await read(asked) }, read, (model, sessions) =>
      host.openEngine(model, sessions),
    );
  };
  const readImage = async (image: ImageInput): Promise<{ readonly bytes: ImageBytes; readonly name: string }> =>
    isNamed(image) ? host.readImage(image) : { bytes: image, name: "" };
  const explainBy = async (
    opened: Network,
    asked: AskedProbes,
    read: { readonly bytes: ImageBytes; readonly name: string },
    question: Question,
    { signal, onProgress }: Pick<ExplainOptions, "signal" | "onProgress">,
  ): Promise<Exploration> =>
    opened.use(asked, async ({ model, engine }) => {
      const { manifest, setup, address } = model;
      const asking = askingOf(question, model);
      const { crop } = question;
      const pixels = await pixelsOf(read.bytes, read.name, { ...manifest.input, ...(crop && { crop }) }, host.codecs);
      const total = columnsOf(manifest).length;
      let done = 0;
      const exploration = await explainImage(pixels, questionAbout(pixels, asking), asking, engine, {
        signal,
        onMasks: (progress) => onProgress?.({ stage: "masks", done: progress.done, total: progress.total }),
        onLayer: () => onProgress?.({ stage: "layers", done: ++done, total }),
      });
      const shown = snapshotModel({ manifest, ...(setup && { setup }), ...(address && { address }) });
      const snapshot = snapshotOf(exploration, shown, { name: read.name, pixels });
      return toFileExploration({ name: read.name, createdMs: Date.now(), snapshot }, question.values);
    });
  const explain = async (options: ExplainOptions): Promise<Exploration> => {
    checkExplain(options);
    const { image, network, name, signal } = options;
    const question = readQuestion(options);
    signal?.throwIfAborted();
    const read = await readImage(image);
    const called = { ...read, name: name ?? read.name };
    signal?.throwIfAborted();
    const asked: AskedProbes = { target: question.probes, replicates: question.certainty };
    if (network instanceof Network) return explainBy(network, asked, called, question, options);
    const opened = await open(network, asked);
    try {
      return await explainBy(opened, asked, called, question, options);
    } finally {
      await opened.close();
    }
  };
  const openNetwork = async (network?: Exclude<NetworkInput, Network>): Promise<Network> => {
    checkNetwork(network);
    return open(network, FIRST_PROBES);
  };
  return {
    explain: (options) => explain(options).catch(rethrown),
    openNetwork: (network) => openNetwork(network).catch(rethrown),
    decompose: (v, options = {}) => decompose(v, options).catch(rethrown),
    readStrata: (file) => readStrata(file).catch(inFile),
    writeStrata: (explorations) => writeStrata(explorations).catch(inFile),
  };
}

async function decompose(v: ArrayLike<number>, options: DecomposeScoresOptions): Promise<Decomposition> {
  checkDecompose(options);
  const scores = readScores(v);
  const asked = readKappa(
    options,
    KAPPA_RULES.filter((rule) => rule !== "noise" && rule !== "debiased"),
    "range",
  );
  try {
    return await decomposed(scores, asked, options.signal);
  } catch (cause) {
    if (cause instanceof RangeError) throw new StrataError("bad-scores", `v: ${cause.message}.`, { cause });
    throw cause;
  }
}

async function readStrata(file: Uint8Array | ArrayBuffer | Blob): Promise<readonly Exploration[]> {
  checkFile(file);
  const entries = await readStrataFile(await bytesOf(file));
  return Promise.all(entries.map((entry) => toFileExploration(entry, true)));
}

/** Through the reader, so that what is written is sound. */
async function writeStrata(explorations: readonly Exploration[]): Promise<Uint8Array> {
  const document = jsonOf({ format: "strata", version: 1, explorations });
  return writeStrataFile(await readStrataFile(new TextEncoder().encode(document)), { values: true });
}

function jsonOf(document: object): string {
  try {
    return JSON.stringify(document);
  } catch (cause) {
    throw new StrataError("bad-explorations", `explorations cannot be written as JSON: ${wordsOf(cause)}.`, { cause });
  }
}

/** Names the file in what is wrong with it. */
const inFile = (error: unknown): never =>
  rethrown(
    error instanceof FileError
      ? new FileError(error.code, { path: "the file", ...error.context }, { cause: error })
      : error,
  );

/**
 * The patches of a mask, ascending: bit i stands for patch i; of sets beyond 31 patches the bits stand in hexadecimal digits.
 *
 * @throws RangeError for what is no mask.
 */
export function patchesOf(mask: MaskCode): number[] {
  const set = maskOfCode(mask);
  if (set === null)
    throw new RangeError(`mask must be an integer from 0 to 2^31 - 1, or "0x" with hexadecimal digits, got ${mask}`);
  return playersShown(set);
}

/** What a patch of an exploration is called: its cell's column letter and row number, such as "b3". */
export const patchName = (patch: number, { cols, picked }: Exploration["players"]): string =>
  playerName(patch, { cols, picked: picked ?? null });
