import { ImageError } from "../src/images/errors.ts";
import { basename, join, resolve } from "node:path";
import { effectsCsv } from "../src/formats/effects-csv.ts";
import type { Engine } from "../src/exploration/events.ts";
import { printable, printableJson } from "../src/platform/printable.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { InferenceError } from "../src/backends/errors.ts";
import { ModelError } from "../src/models/errors.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { ExplainCommand } from "./arguments.ts";
import { explainImage, noteOtherQuestion, questionAbout, type Asking } from "./asking.ts";
import { decodeImage } from "./decode-file.ts";
import { contentOf } from "./exploration-content.ts";
import { describeFailure, InputError, InterruptedFolder } from "./failure.ts";
import { imagesIn, type FolderImage } from "./folder-images.ts";
import { checkOutFolder, openOutFolder, type OutFolder } from "./output.ts";
import { engineOf, readQuestion } from "./question.ts";
import { readInput } from "./read-input.ts";
import { resultName } from "./result-name.ts";
import { storedResult } from "./stored-result.ts";
import { createSummary, type Summary } from "./summary.ts";
import type { Surroundings } from "./surroundings.ts";

/** What one image came to: its result's file and what is in it. */
interface Explained {
  readonly file: string;
  readonly snapshot: Snapshot;
}

/** What a full or locked disk answers: it would answer the same to every other image, after the work. */
const NOTHING_CAN_BE_WRITTEN = ["ENOSPC", "EDQUOT", "EROFS"];

/**
 * Explains every image of a folder that has no result in the output folder yet, each into a file of its own (see `resultName`) as soon
 * as it is known, and at the end summary.json, from the files. What is wrong with one image is said, and the others go on. Throws
 * InputError `some-failed` at the end in that case, InterruptedFolder where it is told to stop, and whatever concerns the whole folder.
 */
export async function explainFolder(path: string, command: ExplainCommand, around: Surroundings): Promise<null> {
  if (command.out === null) throw new InputError("folder-needs-out");
  const outPath = resolve(around.cwd, command.out);
  checkOutFolder(outPath);
  const images = await imagesIn(path, outPath);
  if (images.length === 0) throw new InputError("no-images", { path });
  const asking = await readQuestion(command, around);
  const out = await openOutFolder(outPath);
  const summary = createSummary(around.strings, asking);
  try {
    const failed = await explainAll(images, { asking, command, around, out, summary });
    if (failed < images.length) noteOtherQuestion(asking, around);
    await writeSummary(summary, out, around);
    if (failed > 0)
      throw new InputError("some-failed", { failed, total: images.length, path: join(outPath, "summary.json") });
    return null;
  } finally {
    await out.close();
  }
}

async function writeSummary(summary: Summary, out: OutFolder, { note, strings }: Surroundings): Promise<void> {
  try {
    await out.write("summary.json", printableJson(`${JSON.stringify(summary.finish(), null, 1)}\n`));
  } catch (error) {
    note(describeFailure(error, strings).line);
    throw new InputError("no-summary", { path: out.path }, { cause: error });
  }
}

interface Work {
  readonly asking: Asking;
  readonly command: ExplainCommand;
  readonly around: Surroundings;
  readonly out: OutFolder;
  readonly summary: Summary;
}

/** How many failed. */
async function explainAll(images: readonly FolderImage[], work: Work): Promise<number> {
  const { asking, around, out, summary } = work;
  const {
    strings: { t },
    signal,
    note,
  } = around;
  let engine: Promise<Engine> | null = null;
  let [done, failed] = [0, 0];
  for (const [i, image] of images.entries()) {
    around.progress(t("cli:explaining", { name: image.name, done: i + 1, total: images.length }));
    try {
      signal.throwIfAborted();
      // Opened for the first image that needs it: a folder that is done needs none.
      const { file, snapshot } = await explainOne(image, () => (engine ??= engineOf(asking, around)), work);
      summary.add(image.name, file, snapshot);
      done++;
    } catch (error) {
      if (signal.aborted) throw new InterruptedFolder({ done, total: images.length, path: out.path });
      if (concernsAll(error)) throw error;
      failed++;
      note(lineOf(error, image, around));
      summary.fail(image.name, reasonOf(error, around));
      const full = fullDisk(error);
      if (full === null) continue;
      const others = images.slice(i + 1);
      for (const { name } of others) summary.fail(name, t("cli:notTried", { reason: full }));
      if (others.length > 0) note(t("cli:othersNotTried", { others: others.length, reason: full }));
      return failed + others.length;
    }
  }
  return failed;
}

/** The result of one image: the one there is, or a new one; read from its file in either case, so that a second run tells the same. */
async function explainOne(
  { fileName, name, path }: FolderImage,
  openEngine: () => Promise<Engine>,
  { asking, command, around, out }: Work,
): Promise<Explained> {
  const { manifest } = asking.model;
  const bytes = await readInput(path);
  const image = await decodeImage(bytes, String(path), manifest.input);
  const question = questionAbout(image, asking);
  const stem = resultName(fileName, bytes, manifest, question);
  // A table has not all that the summary needs: it is made from the JSON beside it.
  const format = command.format === "csv" ? "json" : command.format;
  const file = `${stem}.${format}`;
  const asked = { manifest, pixelsSha256: await sha256(image.rgb), question };
  const stored = (): Promise<Snapshot | null> => storedResult(join(out.path, file), asked);
  const before = await stored();
  if (before === null) {
    const exploration = await explainImage(image, question, asking, await openEngine(), around);
    await out.write(file, await contentOf({ name, image, exploration, manifest }, { format, values: command.values }));
  }
  const snapshot = before ?? (await stored());
  if (snapshot === null) throw new InputError("not-read-back", { path: join(out.path, file) });
  if (command.format === "csv") await writeTable(out, `${stem}.csv`, effectsCsv(snapshot));
  return { file, snapshot };
}

async function writeTable(out: OutFolder, name: string, table: string): Promise<void> {
  const before = await readInput(join(out.path, name)).catch(() => null);
  if (before === null || !Buffer.from(table).equals(before)) await out.write(name, table);
}

/** Whether no other image would fare better. */
function concernsAll(error: unknown): boolean {
  return error instanceof ModelError || (error instanceof InferenceError && error.code !== "non-finite");
}

/** The system's word for a disk that takes nothing more, after which other images would be worked on in vain; null for other errors. */
function fullDisk(error: unknown): string | null {
  if (!(error instanceof InputError) || error.problem !== "out-not-writable") return null;
  return NOTHING_CAN_BE_WRITTEN.find((code) => code === error.values["reason"]) ?? null;
}

/** What to say of an image that failed: with its path, whether the error tells it or not. */
function lineOf(error: unknown, { path }: FolderImage, around: Surroundings): string {
  const { line } = describeFailure(error, around.strings);
  return pathOf(error) !== null
    ? line
    : around.strings.t("cli:imageFailed", { path: String(path), reason: line.replace(PROGRAM, "") });
}

/** The same for the summary, which may lie anywhere: names instead of paths. */
function reasonOf(error: unknown, { strings }: Surroundings): string {
  return printable(describeFailure(withName(error), strings).line.replace(PROGRAM, ""));
}

/** What every line begins with. */
const PROGRAM = /^strata[:：]\s*/;

function pathOf(error: unknown): string | null {
  const path =
    error instanceof InputError
      ? error.values["path"]
      : error instanceof ImageError || error instanceof FileError
        ? error.context["path"]
        : undefined;
  return path === undefined ? null : String(path);
}

function withName(error: unknown): unknown {
  const path = basename(pathOf(error) ?? "");
  if (pathOf(error) === null) return error;
  if (error instanceof InputError) return new InputError(error.problem, { ...error.values, path });
  if (error instanceof ImageError) return new ImageError(error.code, { ...error.context, path });
  return error instanceof FileError ? new FileError(error.code, { ...error.context, path }) : error;
}
