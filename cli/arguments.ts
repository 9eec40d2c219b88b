import type { SampleBudget } from "../src/exploration/estimator.ts";
import { parseArgs } from "node:util";
import { DEFAULT_DECOMPOSE, KAPPA_RULES, type DecomposeOptions, type KappaRule } from "../src/core/and-or.ts";
import { BASELINES, type BaselineKind } from "../src/core/baseline.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import type { Crop } from "../src/core/resize.ts";
import { MAX_HALVES, MAX_SAMPLE } from "../src/exploration/exploration.ts";
import { SHAPIQ_PARTS, type ShapiqPart } from "../src/formats/shapiq.ts";
import { PROBE_TARGETS, type ProbeTarget } from "../src/models/spec/probes.ts";
import { PAGE_SEED } from "../src/session/budget.ts";
import { LAYER_TOPICS, readQuestion, type Question } from "./asked.ts";
import { choice } from "./choice.ts";
import { InputError } from "./failure.ts";
import { MAX_SEED, PLAYER_OPTIONS, readPlayers, type AskedPlayers } from "./players.ts";

/** `explain`, as asked for; paths as typed. */
export interface ExplainCommand extends DecomposeOptions {
  readonly command: "explain";
  readonly path: string;
  /** The part of the image that the network is shown; null: what it takes of any image. */
  readonly crop: Crop | null;
  /** null: the first shipped model. */
  readonly model: string | null;
  /** null: the network's own where it has some, else 3x3. */
  readonly players: AskedPlayers | null;
  /** The masks that the answer is estimated from; null: all of them are run. */
  readonly sample: SampleBudget | null;
  /** "auto", an index or a label. */
  readonly target: string;
  /** A class that the target is held against; null: all others. */
  readonly rather: string | null;
  readonly baseline: BaselineKind;
  /** What the probes were fitted to; null: the network's first ones, whatever they are. */
  readonly probes: ProbeTarget | null;
  /** Whether it is to be said how sure the answer is. */
  readonly certainty: boolean;
  readonly tauFraction: number;
  readonly values: boolean;
  /** null: standard output. */
  readonly out: string | null;
  readonly format: Format;
  /** How many compute at once, of a folder; null: as many as there are cores. */
  readonly processes: number | null;
  /** The part of a folder's images that is taken; null: all. */
  readonly shard: Shard | null;
}

/** Every `of`th image, beginning with number `part`, from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** `batch`, as asked for: `explain` of a folder, by whoever takes jobs from the queue. */
export interface BatchCommand {
  readonly command: "batch";
  readonly explain: ExplainCommand;
  /** The same as a command line of `explain`, which a worker reads; without the folder of results, and whatever belongs to the queue. */
  readonly args: readonly string[];
  readonly queue: QueueAsked;
}

/** `work`, as asked for. */
export interface WorkCommand {
  readonly command: "work";
  readonly queue: QueueAsked;
  readonly out: string;
  /** null: as many as there are cores. */
  readonly processes: number | null;
}

/** A queue's server, and after how many seconds without a sign of life a job is given to another worker. */
export interface QueueAsked {
  readonly url: string;
  readonly lockSeconds: number;
}

/** `decompose`, as asked for. */
export interface DecomposeCommand extends DecomposeOptions {
  readonly command: "decompose";
  readonly path: string;
}

/** `show`, as asked for. */
export interface ShowCommand {
  readonly command: "show";
  readonly path: string;
  readonly csv: boolean;
  /** Which exploration of the file, as typed: a number from 1; null: all. */
  readonly only: string | null;
  /** What of a layer is printed as JSON of shapiq; null: nothing. */
  readonly shapiq: ShapiqPart | null;
  /** That layer, as typed: its name or a number from 0; null: the output. */
  readonly layer: string | null;
  /** A question of the page, whose table is printed; null: none. */
  readonly question: Question | null;
}

/** `prepare`, as asked for; paths as typed. */
export interface PrepareCommand {
  readonly command: "prepare";
  readonly path: string;
  readonly images: string;
  readonly out: string;
  /** Names of tensors; null: those that the facts, the manifest or the graph suggest. */
  readonly layers: readonly string[] | null;
  readonly target: ProbeTarget;
  /** null: the manifest beside the network says it all. */
  readonly facts: string | null;
  /** File that lists the held-out images; null: they are drawn. */
  readonly holdout: string | null;
  /** Split that accuracy is measured on; null: the held-out images. */
  readonly measure: string | null;
  readonly versions: number;
  readonly threads: number;
}

/** `study`, as asked for; paths as typed. */
export interface StudyCommand {
  readonly command: "study";
  readonly path: string;
  /** The folder that the plan's folders of images are relative to; null: the plan's own. */
  readonly images: string | null;
  readonly out: string;
  /** How many compute at once; null: as many as there are cores. */
  readonly processes: number | null;
  /** The part of the images that is taken; null: all. */
  readonly shard: Shard | null;
  readonly format: TableFormat;
  /** Whether nothing is computed: tables are made of what is there. */
  readonly tablesOnly: boolean;
}

/** What a study's tables are written as. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

const TABLE_FORMATS = ["csv", "parquet"] as const;

/** What the command line asks for. */
export type Command =
  | { readonly command: "help" | "version" }
  | ExplainCommand
  | BatchCommand
  | WorkCommand
  | DecomposeCommand
  | ShowCommand
  | PrepareCommand
  | StudyCommand;

/** What an exploration is written as. */
export type Format = (typeof FORMATS)[number];

/** Versions of each photograph that probes are fitted on. */
const DEFAULT_VERSIONS = 16;
const MAX_VERSIONS = 256;
const MAX_THREADS = 256;

const MAX_PROCESSES = 1024;
const MAX_SHARDS = 1_000_000;
/** Longer than a busy machine keeps silent. */
const DEFAULT_LOCK_SECONDS = 30;
const MAX_LOCK_SECONDS = 3600;

const FORMATS = ["json", "strata", "csv"] as const;

/** The paper's, whose κ `--kappa-of` rules; or the debiased one, which is a rule of its own. */
const ESTIMATORS = ["paper", "debiased"] as const;

const EXPLAIN_OPTIONS = {
  model: "string",
  ...PLAYER_OPTIONS,
  masks: "string",
  halves: "string",
  crop: "string",
  target: "string",
  rather: "string",
  baseline: "string",
  probes: "string",
  certainty: "boolean",
  estimator: "string",
  kappa: "string",
  "kappa-of": "string",
  tau: "string",
  values: "boolean",
  out: "string",
  format: "string",
  processes: "string",
} as const;

const OPTIONS = {
  explain: { ...EXPLAIN_OPTIONS, shard: "string" },
  batch: { ...EXPLAIN_OPTIONS, queue: "string", lock: "string" },
  work: { queue: "string", lock: "string", out: "string", processes: "string" },
  decompose: { kappa: "string", "kappa-of": "string" },
  show: {
    csv: "boolean",
    only: "string",
    shapiq: "string",
    layer: "string",
    ask: "string",
    painted: "string",
    with: "string",
    kappas: "boolean",
  },
  prepare: {
    images: "string",
    out: "string",
    layers: "string",
    target: "string",
    facts: "string",
    holdout: "string",
    measure: "string",
    versions: "string",
    threads: "string",
  },
  study: { images: "string", out: "string", processes: "string", shard: "string", format: "string", tables: "boolean" },
} as const;

/** Reads the arguments behind the program's name; throws InputError. */
export function readArguments(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { command: "help" };
  const [command, ...rest] = args;
  if (command === "--version") return { command: "version" };
  if (command === undefined) throw new InputError("no-command");
  if (!isCommand(command)) throw new InputError("unknown-command", { command });
  const { operand, texts, flags } = splitArguments(command, rest);
  if (command === "work")
    return {
      command,
      queue: readQueue(command, texts),
      out: needed(command, texts, "out"),
      processes: readProcesses(texts),
    };
  const path = operand!;
  if (command === "show") return showCommand(path, { texts, flags });
  if (command === "prepare") return prepareCommand(path, texts);
  if (command === "study")
    return {
      command,
      path,
      images: texts.get("images") ?? null,
      out: needed(command, texts, "out"),
      processes: readProcesses(texts),
      shard: readShard(texts.get("shard")),
      format: choice("--format", texts.get("format"), TABLE_FORMATS, "csv"),
      tablesOnly: flags.has("tables"),
    };
  const kappa: DecomposeOptions = {
    kappaFraction: fraction("--kappa", texts.get("kappa"), DEFAULT_DECOMPOSE.kappaFraction),
    // Scores of a file come without a probe that could be noisy.
    kappaOf: readKappaRule(command, texts),
  };
  if (command === "decompose") return { command, path, ...kappa };
  const sample = readSample(texts);
  if (sample !== null && (texts.has("kappa") || texts.has("kappa-of"))) throw new InputError("kappa-of-sample");
  const out = texts.get("out") ?? null;
  const explain: ExplainCommand = {
    command: "explain",
    path,
    ...kappa,
    crop: readCrop(texts.get("crop")),
    players: readPlayers(texts, flags),
    sample,
    model: texts.get("model") ?? null,
    target: texts.get("target") ?? "auto",
    rather: texts.get("rather") ?? null,
    baseline: choice("--baseline", texts.get("baseline"), BASELINES, "mean"),
    probes: choice("--probes", texts.get("probes"), PROBE_TARGETS, null),
    certainty: flags.has("certainty"),
    tauFraction: fraction("--tau", texts.get("tau"), DEFAULT_TAU_FRACTION),
    values: flags.has("values"),
    out,
    format: choice(
      "--format",
      texts.get("format"),
      FORMATS,
      FORMATS.find((format) => out?.toLowerCase().endsWith(`.${format}`)) ?? "json",
    ),
    processes: readProcesses(texts),
    shard: readShard(texts.get("shard")),
  };
  if (command === "explain") return explain;
  const options = [...texts]
    .filter(([name]) => !ABOUT_THE_RUN.includes(name))
    .flatMap(([name, text]) => [`--${name}`, text]);
  const line = [
    "explain",
    ...options,
    ...[...flags].map((name) => `--${name}`),
    "--format",
    explain.format,
    "--",
    path,
  ];
  return { command, explain, args: line, queue: readQueue(command, texts) };
}

/** Options of `batch` that change no answer, and the queue's address, which may hold a password; the format is told apart. */
const ABOUT_THE_RUN = ["queue", "lock", "out", "processes", "format"];

/** `--processes N`. */
const readProcesses = (texts: SplitArguments["texts"]): number | null =>
  texts.has("processes") ? wholeNumber("--processes", texts.get("processes"), 1, MAX_PROCESSES) : null;

/** `--estimator`, and of the paper's `--kappa-of`. */
function readKappaRule(command: string, texts: ReadonlyMap<string, string>): KappaRule {
  const rules = KAPPA_RULES.filter((rule) => rule !== "debiased" && (rule !== "noise" || command !== "decompose"));
  const otherwise = command === "decompose" ? "range" : "noise";
  if (choice("--estimator", texts.get("estimator"), ESTIMATORS, "paper") === "paper")
    return choice<KappaRule, KappaRule>("--kappa-of", texts.get("kappa-of"), rules, otherwise);
  if (texts.has("kappa-of")) throw new InputError("no-kappa-rule");
  return "debiased";
}

/** `--shard i/k`. */
function readShard(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const [part = 0, of = 0] = /^(\d{1,7})\/(\d{1,7})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (part < 1 || part > of || of > MAX_SHARDS) throw new InputError("bad-shard", { value: text });
  return { part, of };
}

/** `--queue URL` and `--lock SECONDS`. */
function readQueue(command: string, texts: SplitArguments["texts"]): QueueAsked {
  const url = needed(command, texts, "queue");
  if (!isQueue(url)) throw new InputError("bad-queue", {});
  return { url, lockSeconds: wholeNumber("--lock", texts.get("lock"), DEFAULT_LOCK_SECONDS, MAX_LOCK_SECONDS) };
}

/** Redis's databases are numbers; what else its address may hold, such as a prefix, would be an option of the library that connects. */
function isQueue(url: string): boolean {
  if (!URL.canParse(url) || !/^(rediss?|postgres(ql)?):\/\/[^/]/.test(url)) return false;
  const { protocol, pathname, search, hash } = new URL(url);
  return protocol.startsWith("postgres") || (/^(?:\/\d{0,5})?$/.test(pathname) && search === "" && hash === "");
}

/** The value of an option that a command cannot do without; throws InputError. */
function needed(command: string, texts: SplitArguments["texts"], name: string): string {
  const text = texts.get(name);
  if (text === undefined) throw new InputError("needs-option", { command, option: `--${name}` });
  return text;
}

/** `--masks N` with `--seed N` and `--halves N`; whether the players allow so few or so many is seen once they are known. */
function readSample(texts: SplitArguments["texts"]): SampleBudget | null {
  if (!texts.has("masks")) {
    if (texts.has("halves")) throw new InputError("halves-need-masks", {});
    return null;
  }
  const seed = texts.get("seed") ?? String(PAGE_SEED);
  if (!(/^\d{1,10}$/.test(seed) && Number(seed) <= MAX_SEED))
    throw new InputError("bad-seed", { value: seed, most: MAX_SEED });
  const halves = wholeNumber("--halves", texts.get("halves"), 0, MAX_HALVES);
  return {
    masks: wholeNumber("--masks", texts.get("masks"), 1, MAX_SAMPLE),
    seed: Number(seed),
    ...(halves > 0 && { halves }),
  };
}

/** `--crop x,y,size` in pixels of the image as it is turned; whether it lies in it is seen once that is read. */
function readCrop(text: string | undefined): Crop | null {
  if (text === undefined) return null;
  const [x, y, size] = /^(\d{1,9}),(\d{1,9}),([1-9]\d{0,8})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (x === undefined || y === undefined || size === undefined) throw new InputError("bad-crop", { value: text });
  return { x, y, size };
}

const isCommand = (text: string): text is keyof typeof OPTIONS => Object.hasOwn(OPTIONS, text);

function showCommand(path: string, { texts, flags }: Omit<SplitArguments, "operand">): ShowCommand {
  const csv = flags.has("csv");
  const shapiq = choice("--shapiq", texts.get("shapiq"), SHAPIQ_PARTS, null);
  const layer = texts.get("layer") ?? null;
  const question = readQuestion(texts, flags);
  if (Number(csv) + Number(shapiq !== null) + Number(question !== null) > 1) throw new InputError("one-form");
  const isOfLayer = shapiq !== null || LAYER_TOPICS.some((topic) => topic === question?.topic);
  if (layer !== null && !isOfLayer)
    throw new InputError("needs-topic", {
      option: "--layer",
      topics: ["--shapiq", ...LAYER_TOPICS.map((topic) => `--ask ${topic}`)].join(", "),
    });
  return { command: "show", path, csv, only: texts.get("only") ?? null, shapiq, layer, question };
}

function prepareCommand(path: string, texts: SplitArguments["texts"]): PrepareCommand {
  return {
    command: "prepare",
    path,
    images: needed("prepare", texts, "images"),
    out: needed("prepare", texts, "out"),
    layers: texts.get("layers")?.split(",") ?? null,
    target: choice("--target", texts.get("target"), PROBE_TARGETS, "network"),
    facts: texts.get("facts") ?? null,
    holdout: texts.get("holdout") ?? null,
    measure: texts.get("measure") ?? null,
    versions: wholeNumber("--versions", texts.get("versions"), DEFAULT_VERSIONS, MAX_VERSIONS),
    threads: wholeNumber("--threads", texts.get("threads"), 1, MAX_THREADS),
  };
}

interface SplitArguments {
  /** Null of the one command that takes none. */
  readonly operand: string | null;
  readonly texts: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

/** Tells options from operands. Not strict: its own complaints are neither one line nor in the person's language. */
function splitArguments(command: keyof typeof OPTIONS, args: readonly string[]): SplitArguments {
  const known: Readonly<Record<string, "string" | "boolean">> = OPTIONS[command];
  const options = Object.fromEntries(Object.entries(known).map(([name, type]) => [name, { type }]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const operands: string[] = [];
  const texts = new Map<string, string>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName: option, value } = token;
    const type = Object.hasOwn(known, name) ? known[name] : undefined;
    if (type === undefined) throw new InputError("unknown-option", { command, option });
    if (type === "boolean") {
      if (value !== undefined) throw new InputError("unwanted-value", { option });
      flags.add(name);
    } else {
      if (value === undefined || value === "" || value.startsWith("--"))
        throw new InputError("missing-value", { option });
      texts.set(name, value);
    }
  }
  const [operand] = operands;
  if (command === "work") {
    if (operand !== undefined) throw new InputError("no-operand", { command, value: operand });
  } else if (operand === undefined || operands.length > 1)
    throw new InputError("one-operand", { command, count: operands.length });
  return { operand: operand ?? null, texts, flags };
}

/** Digits with a point among or before them, and a power of ten: no hexadecimal, no sign, no blank, no comma. */
const DECIMAL = /^(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i;

function fraction(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!DECIMAL.test(text) || value > 1) throw new InputError("bad-fraction", { option, value: text });
  return value;
}

function wholeNumber(option: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < 1 || value > most)
    throw new InputError("bad-count", { option, value: text, most });
  return value;
}
