import { parseArgs } from "node:util";
import { DEFAULT_DECOMPOSE, KAPPA_RULES, type DecomposeOptions, type KappaRule } from "../src/core/and-or.ts";
import { BASELINES, type BaselineKind } from "../src/core/baseline.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import type { Crop } from "../src/core/resize.ts";
import { SHAPIQ_PARTS, type ShapiqPart } from "../src/formats/shapiq.ts";
import { PROBE_TARGETS, type ProbeTarget } from "../src/models/spec/probes.ts";
import { LAYER_TOPICS, readQuestion, type Question } from "./asked.ts";
import { choice } from "./choice.ts";
import { InputError } from "./failure.ts";
import { PLAYER_OPTIONS, readPlayers, type AskedPlayers } from "./players.ts";

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

/** What the command line asks for. */
export type Command =
  { readonly command: "help" | "version" } | ExplainCommand | DecomposeCommand | ShowCommand | PrepareCommand;

/** What an exploration is written as. */
export type Format = (typeof FORMATS)[number];

/** Versions of each photograph that probes are fitted on. */
const DEFAULT_VERSIONS = 16;
const MAX_VERSIONS = 256;
const MAX_THREADS = 256;

const FORMATS = ["json", "strata", "csv"] as const;

const OPTIONS = {
  explain: {
    model: "string",
    ...PLAYER_OPTIONS,
    crop: "string",
    target: "string",
    rather: "string",
    baseline: "string",
    probes: "string",
    certainty: "boolean",
    kappa: "string",
    "kappa-of": "string",
    tau: "string",
    values: "boolean",
    out: "string",
    format: "string",
  },
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
} as const;

/** Reads the arguments behind the program's name; throws InputError. */
export function readArguments(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { command: "help" };
  const [command, ...rest] = args;
  if (command === "--version") return { command: "version" };
  if (command === undefined) throw new InputError("no-command");
  if (!isCommand(command)) throw new InputError("unknown-command", { command });
  const { operand: path, texts, flags } = splitArguments(command, rest);
  if (command === "show") return showCommand(path, { texts, flags });
  if (command === "prepare") return prepareCommand(path, texts);
  const kappa: DecomposeOptions = {
    kappaFraction: fraction("--kappa", texts.get("kappa"), DEFAULT_DECOMPOSE.kappaFraction),
    // Scores of a file come without a probe that could be noisy.
    kappaOf: choice<KappaRule, KappaRule>(
      "--kappa-of",
      texts.get("kappa-of"),
      command === "decompose" ? KAPPA_RULES.filter((rule) => rule !== "noise") : KAPPA_RULES,
      command === "decompose" ? "range" : "noise",
    ),
  };
  if (command === "decompose") return { command, path, ...kappa };
  const out = texts.get("out") ?? null;
  return {
    command,
    path,
    ...kappa,
    crop: readCrop(texts.get("crop")),
    players: readPlayers(texts),
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
  const needed = (name: string): string => {
    const text = texts.get(name);
    if (text === undefined) throw new InputError("needs-option", { command: "prepare", option: `--${name}` });
    return text;
  };
  return {
    command: "prepare",
    path,
    images: needed("images"),
    out: needed("out"),
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
  readonly operand: string;
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
  if (operand === undefined || operands.length > 1)
    throw new InputError("one-operand", { command, count: operands.length });
  return { operand, texts, flags };
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
