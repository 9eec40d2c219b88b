import { existsSync, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, parse, resolve } from "node:path";
import type { i18n } from "i18next";
import type { Pixels } from "../src/core/resize.ts";
import { analyse } from "../src/exploration/analyse.ts";
import type { AnalyseRequest, Engine } from "../src/exploration/events.ts";
import type { Exploration } from "../src/exploration/exploration.ts";
import type { ModelManifest } from "../src/model/manifest.ts";
import type { ExplainCommand, Format } from "./arguments.ts";
import { decodeFile } from "./decode-file.ts";
import { contentOf } from "./exploration-content.ts";
import { InputError } from "./failure.ts";
import { readModel } from "./model-source.ts";
import { checkOutFile, checkOutFolder, writeFolder, writeWhole } from "./output.ts";
import { inputErrorOf } from "./read-input.ts";
import { openEngine } from "./runtime.ts";
import { createSummary } from "./summary.ts";

/** What a command needs of the world around it. */
export interface Surroundings {
  /** Paths are relative to this folder. */
  readonly cwd: string;
  readonly strings: i18n;
  readonly signal: AbortSignal;
  /** Says a line on standard error. */
  note(line: string): void;
  /** Shows how far a long run is, on a terminal only. */
  progress(line: string): void;
}

const IMAGE_NAMES = /\.(png|jpe?g|webp|avif|gif)$/i;

/** Runs `explain`; the text to print, or null when it was written to files. Throws InputError, ImageError, ModelError, InferenceError or FileError. */
export async function runExplain(command: ExplainCommand, around: Surroundings): Promise<string | null> {
  const path = resolve(around.cwd, command.path);
  const found = await stat(path).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  return found.isDirectory() ? explainFolder(path, command, around) : explainFile(path, command, around);
}

async function explainFile(path: string, command: ExplainCommand, around: Surroundings): Promise<string | null> {
  if (command.out === null && command.format === "strata") throw new InputError("strata-needs-out");
  const out = command.out === null ? null : outFile(resolve(around.cwd, command.out), path, command);
  if (out !== null) checkOutFile(out, path);
  const { model, question } = await readQuestion(command, around);
  const image = await decodeFile(path, model.manifest.input.width, model.manifest.input.height);
  const engine = await openEngine(model, noteFallback(around));
  const exploration = await explainImage(image, question, engine, around);
  const content = await contentOf({ name: basename(path), image, exploration, manifest: model.manifest }, command);
  if (out === null && typeof content === "string") return content;
  await writeWhole(out!, content);
  return null;
}

async function explainFolder(path: string, command: ExplainCommand, around: Surroundings): Promise<null> {
  if (command.out === null) throw new InputError("folder-needs-out");
  const out = resolve(around.cwd, command.out);
  checkOutFolder(out);
  const names = (await readdir(path)).filter((name) => IMAGE_NAMES.test(name) && !name.startsWith(".")).sort();
  if (names.length === 0) throw new InputError("no-images", { path });
  const { model, question } = await readQuestion(command, around);
  const { width, height } = model.manifest.input;
  // All are decoded before any is run: a bad one is found in seconds, not after an hour.
  const images: Pixels[] = [];
  for (const name of names) images.push(await decodeFile(join(path, name), width, height));
  const engine = await openEngine(model, noteFallback(around));
  const summary = createSummary(around.strings);
  const files = outNames(names, command.format);
  await writeFolder(out, async (write) => {
    for (const [i, image] of images.entries()) {
      around.progress(around.strings.t("cli:explaining", { name: names[i]!, done: i + 1, total: names.length }));
      const exploration = await explainImage(image, question, engine, around);
      summary.add(names[i]!, exploration);
      await write(files[i]!, await contentOf({ name: names[i]!, image, exploration, manifest: model.manifest }, command));
    }
    await write("summary.json", `${JSON.stringify(summary.finish(), null, 1)}\n`);
  });
  return null;
}

type RequestButImage = Omit<AnalyseRequest, "image">;

async function readQuestion(command: ExplainCommand, { cwd }: Surroundings) {
  const model = await readModel(command.model, cwd);
  const { manifest } = model;
  const { rows, cols, baseline, kappaFraction, kappaOf, tauFraction } = command;
  const { width, height } = manifest.input;
  if (rows > height || cols > width) throw new InputError("grid-too-fine", { value: `${rows}x${cols}`, width, height, model: manifest.name });
  const target = readTarget(command.target, manifest);
  const question: RequestButImage = { model: manifest, rows, cols, target, baseline, kappaFraction, kappaOf, tauFraction };
  return { model, question };
}

function readTarget(text: string, { name, classes }: ModelManifest): number | "auto" {
  if (text === "auto") return "auto";
  const index = /^\d+$/.test(text) ? Number(text) : classes.findIndex((label) => label.toLowerCase() === text.toLowerCase());
  if (index < 0 || index >= classes.length) {
    throw new InputError("bad-target", { value: text, model: name, last: classes.length - 1, classes: classes.join(", ") });
  }
  return index;
}

function explainImage(image: Pixels, question: RequestButImage, engine: Engine, { signal }: Surroundings): Promise<Exploration> {
  return analyse({ ...question, image }, engine, { signal });
}

function noteFallback({ strings, note }: Surroundings): (reason: string) => void {
  return (reason) => note(strings.t("cli:wasmFallback", { reason: reason.split("\n")[0]! }));
}

/** `out` itself, or in it when it is, or is written as, a folder. */
function outFile(out: string, image: string, { out: typed, format }: ExplainCommand): string {
  const isFolder = /[\\/]$/.test(typed ?? "") || (existsSync(out) && statSync(out).isDirectory());
  return isFolder ? join(out, `${parse(image).name}.${format}`) : out;
}

/** NAME.json for NAME.png; NAME.png.json where two images, or an image and the summary, would share a name. */
function outNames(names: readonly string[], format: Format): string[] {
  const stems = names.map((name) => parse(name).name.toLowerCase());
  return names.map((name, i) => {
    const shared = stems[i] === "summary" || stems.filter((stem) => stem === stems[i]).length > 1;
    return `${shared ? name : parse(name).name}.${format}`;
  });
}
