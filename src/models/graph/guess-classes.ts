import * as v from "valibot";
import { CIFAR10, CIFAR100, DIGITS, FASHION } from "./class-sets.ts";
import type { FoundNetwork } from "./found.ts";
import type { Graph } from "./graph.ts";
import { printable } from "../../platform/printable.ts";
import { parsed, sideJson, sideText, type SideFiles } from "./side-files.ts";

/** Where names of classes come from; "numbers": nowhere, so that each is called by its number. */
export type ClassGuessReason = "labels" | "config" | "metadata" | "folders" | "known-set" | "numbers";

/** Names for a network's scores. */
export interface ClassGuess {
  /** As many as there are scores, no two alike, in the order of the scores. */
  readonly names: readonly string[];
  readonly reason: ClassGuessReason;
  /** The file, the metadata's key, or the data set that they come from; "" for none. */
  readonly from: string;
}

const MOST_CHARACTERS = 100;

/** What TensorFlow's ImageNet networks call the class before the first. */
const BACKGROUND = "background";

/**
 * Names for a network's scores, the best first; the last are numbers. A file that somebody put beside the network comes before what the network says
 * itself, and both before what its count suggests.
 *
 * @param count of the network's scores.
 * @param files beside it, by name: labels as text, CSV or JSON, config.json.
 * @param folders that the images lie in, in their order, where they lie in some.
 */
export async function guessClasses(
  count: number,
  network: Pick<FoundNetwork, "inputs">,
  graph: Pick<Graph, "metadata">,
  files: SideFiles,
  folders: readonly string[] = [],
): Promise<ClassGuess[]> {
  const from = (reason: ClassGuessReason, source: string, names: readonly string[] | null): ClassGuess[] => {
    const fitted = names === null ? null : fitTo(count, names);
    return fitted === null ? [] : [{ names: distinct(fitted), reason, from: source }];
  };
  const inFiles = [...files].flatMap(([name, bytes]) =>
    from("labels", name, isLabels(name) ? labelsIn(name, bytes) : null),
  );
  const inMetadata = [...graph.metadata].flatMap(([key, text]) =>
    from(
      "metadata",
      key,
      /^(names|classes|class_names|labels|id2label|idx_to_class)$/i.test(key) ? namesIn(text) : null,
    ),
  );
  const config = sideJson(files, "config.json", configSchema);
  const sets = await knownSets(count, network.inputs[0]?.channelCount === 1);
  return [
    ...inFiles,
    ...from("config", "config.json", config === null ? null : namesOf(config.id2label ?? config.label_names)),
    ...inMetadata,
    ...from("folders", "", folders.length === count ? folders : null),
    ...sets.flatMap(({ name, names }) => from("known-set", name, names)),
    { names: Array.from({ length: count }, (_, i) => `class ${i}`), reason: "numbers", from: "" },
  ];
}

/** A file of names that is not of these scores: how many it has, 0 where none can be read. */
export interface UnfitNames {
  readonly from: string;
  readonly count: number;
}

/** Files beside a network that are called like ones of names and cannot name its scores. */
export function unfitNames(count: number, files: SideFiles): UnfitNames[] {
  return [...files].flatMap(([from, bytes]): UnfitNames[] => {
    const names = isLabels(from) ? labelsIn(from, bytes) : null;
    // JSON may be about anything.
    const isNames = names !== null || (isLabels(from) && !/\.json$/i.test(from));
    return isNames && (names === null || fitTo(count, names) === null) ? [{ from, count: names?.length ?? 0 }] : [];
  });
}

/** Hugging Face's id2label, or timm's label_names. */
const configSchema = v.object({
  id2label: v.optional(v.record(v.string(), v.string())),
  label_names: v.optional(v.array(v.string())),
});

const isLabels = (name: string): boolean =>
  /\.(txt|csv|names)$/i.test(name) || (/\.json$/i.test(name) && !/^(config|preprocessor_config)\.json$/i.test(name));

function labelsIn(name: string, bytes: Uint8Array): readonly string[] | null {
  const text = sideText(bytes);
  if (text === null) return null;
  return /\.json$/i.test(name) ? namesOf(parsed(text)) : namesIn(text);
}

/** Names in a text: JSON, or what Python prints of a list or a dictionary, or a class a line. */
function namesIn(text: string): readonly string[] | null {
  if (/^\s*[[{]/.test(text)) return namesOf(parsed(text)) ?? fromPython(text);
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const filled = lines.filter((line) => line !== "");
  if (filled.length === 1) return filled[0]!.includes(",") ? filled[0]!.split(",").map((name) => name.trim()) : null;
  const names = numbered(filled) ?? tabled(filled);
  // Numbers that leave some out are of another list.
  return names ?? (filled.every((line) => /^"?\d{1,7}"?\s*[:,;\t]/.test(line)) ? null : filled);
}

/** What Python prints: ['a', "b"] or {0: 'a', 1: 'b'}. */
function fromPython(text: string): readonly string[] | null {
  const found = [...text.matchAll(/(?:(\d{1,7})\s*:\s*)?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g)].map(
    ([, index, single, double]) => ({ index, name: (single ?? double ?? "").replace(/\\(.)/g, "$1") }),
  );
  if (found.length === 0) return null;
  if (found.every(({ index }) => index === undefined)) return found.map(({ name }) => name);
  return byIndex(found.map(({ index, name }) => [Number(index ?? -1), name]));
}

/** Objects within objects that names are looked for in. */
const MOST_WITHIN = 8;

/** A list of names, an object of them under their numbers, or of numbers under the names; WordNet's numbers before them are left out. */
function namesOf(json: unknown, within = 0): readonly string[] | null {
  if (within > MOST_WITHIN) return null;
  if (Array.isArray(json)) {
    const names = json.map((one: unknown) => (Array.isArray(one) ? (one as unknown[]).at(-1) : one));
    return names.every((name) => typeof name === "string") ? names : null;
  }
  if (typeof json !== "object" || json === null) return null;
  const entries = Object.entries(json);
  if (entries.length === 1) return namesOf(entries[0]![1], within + 1);
  if (entries.every(([key]) => /^\d{1,7}$/.test(key))) {
    const named = entries.map(([key, value]: [string, unknown]): [number, unknown] => [
      Number(key),
      Array.isArray(value) ? (value as unknown[]).at(-1) : value,
    ]);
    return named.every((entry): entry is [number, string] => typeof entry[1] === "string") ? byIndex(named) : null;
  }
  if (entries.every(([, value]) => typeof value === "number"))
    return byIndex(entries.map(([key, value]) => [value as number, key]));
  const listed: unknown =
    "names" in json ? json.names : "classes" in json ? json.classes : "labels" in json ? json.labels : null;
  return listed === null ? null : namesOf(listed, within + 1);
}

/** Lines such as "0: name", "0 name" and "0,name", all of them numbered; else null. */
function numbered(lines: readonly string[]): readonly string[] | null {
  const found = lines.map((line) => /^"?(\d{1,7})"?\s*[:,;\t ]\s*(\S.*)$/.exec(line));
  const entries = found.flatMap((match): [number, string][] =>
    match === null ? [] : [[Number(match[1]), unquoted(match[2]!)]],
  );
  if (entries.length === lines.length) return byIndex(entries);
  // A table has a head.
  return entries.length === lines.length - 1 && found[0] === null ? byIndex(entries) : null;
}

/** Lines of WordNet's numbers and names behind them; else null. */
function tabled(lines: readonly string[]): readonly string[] | null {
  const found = lines.map((line) => /^n\d{8}[\s,]+(\S.*)$/.exec(line)?.[1]);
  return found.every((name) => name !== undefined) ? found : null;
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1,?$/, "$2");

/** Names in the order of their numbers, which count from 0 or 1 without a gap; else null. */
function byIndex(entries: readonly (readonly [number, string])[]): readonly string[] | null {
  const names = new Map(entries);
  const first = names.has(0) ? 0 : 1;
  if (names.size !== entries.length) return null;
  const row = Array.from({ length: names.size }, (_, i) => names.get(first + i));
  return row.every((name) => name !== undefined) ? row : null;
}

/** As many names as there are scores: with one for the background before them, or without it. */
function fitTo(count: number, names: readonly string[]): readonly string[] | null {
  if (names.length === count) return names;
  if (names.length === count - 1 && count === 1001) return [BACKGROUND, ...names];
  return names.length === count + 1 && /^(background|dummy)$/i.test(names[0]!) ? names.slice(1) : null;
}

/** Names as they are shown: the first of several that mean the same, short, and no two alike. */
function distinct(names: readonly string[]): readonly string[] {
  const short = names.map((name, i) => {
    // Whoever wrote them may want them read otherwise than they are written; what is cut may leave half a pair.
    const whole = printable(name.trim().slice(0, MOST_CHARACTERS));
    return whole === "" ? `class ${i}` : whole;
  });
  const seen = new Map<string, number>();
  for (const name of short) seen.set(name, (seen.get(name) ?? 0) + 1);
  const taken = new Set(short.filter((name) => seen.get(name) === 1));
  const free = (name: string, i: number): string => {
    const numbered = `${name} (${i})`;
    if (taken.has(numbered)) return free(numbered, i);
    taken.add(numbered);
    return numbered;
  };
  return short.map((name, i) => (seen.get(name)! > 1 ? free(name, i) : name));
}

interface KnownSet {
  readonly name: string;
  readonly names: readonly string[];
}

/** The data sets that have so many classes, the likeliest first. */
async function knownSets(count: number, grey: boolean): Promise<readonly KnownSet[]> {
  switch (count) {
    case 10: {
      const [cifar, digits, fashion] = [
        { name: "CIFAR-10", names: CIFAR10 },
        { name: grey ? "MNIST" : "SVHN", names: DIGITS },
        { name: "Fashion-MNIST", names: FASHION },
      ];
      return grey ? [digits, fashion] : [cifar, digits];
    }
    case 100:
      return [{ name: "CIFAR-100", names: CIFAR100 }];
    case 1000:
    case 1001: {
      const { IMAGENET_NAMES } = await import("./imagenet-names.ts");
      return [{ name: "ImageNet", names: IMAGENET_NAMES }];
    }
    default:
      return [];
  }
}
