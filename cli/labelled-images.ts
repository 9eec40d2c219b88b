import { existsSync } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { mulberry32 } from "../src/core/random.ts";
import { ImageError } from "../src/images/errors.ts";
import { readImage } from "../src/images/read-image.ts";
import { decodingErrorOf } from "./fitted.ts";
import type { LabelledPhotograph, Photograph } from "../src/probes/collect-features.ts";
import { codecs } from "./codecs.ts";
import { InputError } from "./failure.ts";
import { imagesIn } from "./folder-images.ts";
import { parseJson } from "./json.ts";
import { inputErrorOf, readInput } from "./read-input.ts";

/** Labelled photographs, as a folder holds them: its parts, each a list. */
export interface LabelledImages {
  readonly splits: ReadonlyMap<string, readonly LabelledPhotograph[]>;
}

/** The part that probes are fitted on where there are several. */
const TRAINING = "train";

/** Of every class, unless the held-out photographs are listed. */
const HELD_OUT_SHARE = 0.1;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const indexSchema = v.object({
  classes: v.optional(v.array(v.string())),
  splits: v.record(
    v.string(),
    v.object({
      file: v.pipe(v.string(), v.regex(/^[^/\\]+$/, "expected the name of a file beside it")),
      offsets: v.array(whole),
      labels: v.array(whole),
      names: v.array(v.string()),
    }),
  ),
});

/**
 * The photographs of a folder: index.json beside packed files, or a folder of each class, in the folder itself or in its folders "train", "val" … Folders
 * of classes are those that `classes` names, or as many in the order of their names. Throws InputError.
 */
export async function readLabelled(folder: string, classes: readonly string[]): Promise<LabelledImages> {
  const index = join(folder, "index.json");
  if (existsSync(index)) return readPacked(folder, index, classes);
  const names = await foldersIn(folder);
  const splits = new Map<string, readonly LabelledPhotograph[]>();
  for (const split of names.includes(TRAINING) ? names : [null]) {
    const root = split === null ? folder : join(folder, split);
    const inside = await foldersIn(root);
    if (inside.length === 0) continue;
    const order = orderOf(root, inside, classes);
    const photographs: LabelledPhotograph[] = [];
    for (const [i, name] of inside.entries()) {
      const path = join(root, name);
      for (const image of await imagesIn(path, ""))
        photographs.push({
          name: image.name,
          label: order[i]!,
          read: async () => decoded(await readInput(image.path), join(path, image.name)),
        });
    }
    splits.set(split ?? TRAINING, photographs);
  }
  if ((splits.get(TRAINING)?.length ?? 0) === 0) throw new InputError("no-photographs", { path: folder });
  return { splits };
}

/** The photographs that lie in a folder itself, whatever they show; null where it holds folders or an index.json, which say more. Throws InputError. */
export async function readUnlabelled(folder: string): Promise<readonly Photograph[] | null> {
  if (existsSync(join(folder, "index.json")) || (await foldersIn(folder)).length > 0) return null;
  return (await imagesIn(folder, "")).map(({ name, path }) => ({
    name,
    label: null,
    read: async () => decoded(await readInput(path), join(folder, name)),
  }));
}

/** Names of classes that a folder of photographs has, and some of the photographs, of all classes alike. Throws InputError. */
export async function sampleOf(
  folder: string,
  most: number,
): Promise<{ readonly folders: readonly string[]; readonly photographs: readonly Photograph[] }> {
  const unlabelled = await readUnlabelled(folder);
  if (unlabelled !== null) return { folders: [], photographs: unlabelled.slice(0, most) };
  const folders = await classesOf(folder);
  const { splits } = await readLabelled(folder, folders);
  const turns = new Map<number, number>();
  const inTurn = (splits.get(TRAINING) ?? []).map((photograph) => {
    const turn = turns.get(photograph.label) ?? 0;
    turns.set(photograph.label, turn + 1);
    return { photograph, turn };
  });
  const photographs = inTurn.sort((a, b) => a.turn - b.turn).map(({ photograph }) => photograph);
  return { folders, photographs: photographs.slice(0, most) };
}

/** The classes that a folder names, in their order there. Throws InputError. */
async function classesOf(folder: string): Promise<readonly string[]> {
  const index = join(folder, "index.json");
  if (existsSync(index)) {
    const found = v.safeParse(indexSchema, parseJson(await readInput(index), index));
    return found.success ? (found.output.classes ?? []) : [];
  }
  const names = await foldersIn(folder);
  return names.includes(TRAINING) ? foldersIn(join(folder, TRAINING)) : names;
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

async function readPacked(folder: string, index: string, classes: readonly string[]): Promise<LabelledImages> {
  const bad = (field: string, problem: string): InputError =>
    new InputError("bad-index", { path: index, field, problem });
  const result = v.safeParse(indexSchema, parseJson(await readInput(index), index), { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw bad(v.getDotPath(issue) ?? "the top", issue.message);
  }
  const { classes: found, splits } = result.output;
  const order = found === undefined ? null : orderOf(index, found, classes);
  const lists = new Map<string, readonly LabelledPhotograph[]>();
  for (const [split, { file, offsets, labels, names }] of Object.entries(splits)) {
    const field = `splits.${split}`;
    if (labels.length !== names.length || offsets.length !== names.length + 1)
      throw bad(field, `expected as many labels as names, ${names.length}, and one offset more`);
    const wrong = labels.findIndex((label) => label >= (found ?? classes).length);
    if (wrong !== -1) throw bad(`${field}.labels.${wrong}`, `expected one of ${(found ?? classes).length} classes`);
    const path = join(folder, file);
    const { size } = await stat(path).catch((cause: unknown) => {
      throw inputErrorOf(cause, path);
    });
    if (offsets.some((at, i) => at > (offsets[i + 1] ?? size)))
      throw bad(`${field}.offsets`, `expected ascending numbers up to the ${size} bytes of ${file}`);
    lists.set(
      split,
      names.map((name, i) => ({
        name,
        label: order?.[labels[i]!] ?? labels[i]!,
        read: async () => decoded(await readPart(path, offsets[i]!, offsets[i + 1]!), `${path}: ${name}`),
      })),
    );
  }
  if ((lists.get(TRAINING)?.length ?? 0) === 0)
    throw new InputError("no-split", { path: index, split: TRAINING, splits: [...lists.keys()].join(", ") });
  return { splits: lists };
}

async function readPart(path: string, from: number, to: number): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  try {
    const bytes = new Uint8Array(to - from);
    await file.read(bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    await file.close();
  }
}

async function decoded(bytes: Uint8Array, path: string): ReturnType<LabelledPhotograph["read"]> {
  try {
    return await readImage(bytes, codecs);
  } catch (error) {
    throw error instanceof ImageError ? decodingErrorOf(error, path) : error;
  }
}

/** For each class of the data its index among the `classes` of the facts: by name, or in the same order where no name is known. */
function orderOf(path: string, found: readonly string[], classes: readonly string[]): number[] {
  const order = found.map((name) => classes.indexOf(name));
  if (order.every((index) => index !== -1)) return order;
  if (found.length === classes.length && order.every((index) => index === -1)) return found.map((_, i) => i);
  throw new InputError("other-classes", {
    path,
    found: found.length,
    names: `${found.slice(0, 5).join(", ")}${found.length > 5 ? " …" : ""}`,
    classes: classes.length,
  });
}

/** The photographs to fit on and those held out: the ones that `names` lists, or else a tenth of every class, drawn. Throws InputError. */
export function holdOut(
  photographs: readonly LabelledPhotograph[],
  listed: { readonly names: readonly string[]; readonly path: string } | null,
  seed: number,
): { readonly training: readonly LabelledPhotograph[]; readonly heldOut: readonly LabelledPhotograph[] } {
  const held = listed === null ? drawn(photographs, seed) : new Set(listed.names);
  const heldOut = photographs.filter(({ name }) => held.has(name));
  if (heldOut.length < held.size && listed !== null)
    throw new InputError("not-held-out", {
      path: listed.path,
      missing: held.size - heldOut.length,
      count: held.size,
    });
  return { training: photographs.filter(({ name }) => !held.has(name)), heldOut };
}

/** Names of a tenth of every class. */
function drawn(photographs: readonly LabelledPhotograph[], seed: number): ReadonlySet<string> {
  const random = mulberry32(seed);
  const byClass = new Map<number, { name: string; at: number }[]>();
  for (const { label, name } of photographs) {
    const those = byClass.get(label) ?? [];
    those.push({ name, at: random() });
    byClass.set(label, those);
  }
  return new Set(
    [...byClass.values()].flatMap((those) =>
      those
        .sort((a, b) => a.at - b.at)
        .slice(0, Math.round(HELD_OUT_SHARE * those.length))
        .map(({ name }) => name),
    ),
  );
}
