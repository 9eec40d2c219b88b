/** One job of many: the result there is, or a new one, as a file. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Engine } from "../src/exploration/events.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { ImageError } from "../src/images/errors.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { effectsCsv } from "../src/formats/effects-csv.ts";
import { InferenceError } from "../src/backends/errors.ts";
import { ModelError } from "../src/models/errors.ts";
import { printable } from "../src/platform/printable.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { ExplainCommand } from "./arguments.ts";
import { decodeImage } from "./decode-file.ts";
import { contentOf } from "./exploration-content.ts";
import { describeFailure, InputError } from "./failure.ts";
import { imageOf } from "./folder-images.ts";
import { stampOf, writeWhole } from "./output.ts";
import { explainImage, questionAbout, type Asking } from "./asking.ts";
import { engineOf, readQuestion } from "./question.ts";
import { readInput } from "./read-input.ts";
import { jobOf, resultName } from "./result-name.ts";
import { storedResult } from "./stored-result.ts";
import { numbersOf, type ImageNumbers } from "./summary.ts";
import type { Surroundings } from "./surroundings.ts";

/** An image of a folder, a network and a question: plain data, which may travel to other machines that see the same disks. */
export interface Job {
  /** What is asked; its paths are relative to `cwd`. */
  readonly command: ExplainCommand;
  readonly cwd: string;
  readonly folder: string;
  /** Base64 of the bytes of the file's name, which need not be UTF-8. */
  readonly fileName: string;
  /** The folder of results. */
  readonly out: string;
  /** Whether what is missing is computed. */
  readonly compute: boolean;
  /** What the job was when it was asked for, where that is some time ago: see `jobOf`. */
  readonly expected?: string;
}

/** How a job stands. */
export type Settled =
  | {
      readonly state: "done";
      readonly job: string;
      readonly file: string;
      readonly computed: boolean;
      readonly numbers: ImageNumbers;
    }
  /** Has no result, and was not to be computed. */
  | {
      readonly state: "missing";
      readonly job: string;
      readonly file: string;
      /** What lay in its place when it was looked at: see `stampOf`. */
      readonly before: string | null;
    }
  /** This image cannot be explained: what to say of it, and the same for a summary, which may lie anywhere, with names instead of paths. */
  | { readonly state: "failed"; readonly line: string; readonly reason: string; readonly unwritable: string | null }
  /** No image can. */
  | { readonly state: "broken"; readonly line: string; readonly exitCode: number };

/** What keeps one result from its place, a folder of that name say; anything else would keep out all others, after the work. */
const ONLY_THIS = ["EISDIR", "EEXIST", "ENOTEMPTY", "ENAMETOOLONG", "EILSEQ", "EINVAL"];

/** A network and what is asked, opened when they are first needed. */
interface Opened {
  readonly asking: Asking;
  engine(): Promise<Engine>;
}

/**
 * Settles jobs one after the other; the network of the last one is kept open for the next. Rejects with the signal's reason alone: whatever else goes wrong
 * is an answer.
 */
export function createSettler(
  around: Pick<Surroundings, "strings" | "signal" | "note">,
): (job: Job) => Promise<Settled> {
  let last: { readonly asked: string; readonly opened: Promise<Opened> } | null = null;
  const openedFor = ({ command, cwd }: Job): Promise<Opened> => {
    const asked = JSON.stringify([command, cwd]);
    if (last?.asked !== asked) last = { asked, opened: openFor(command, cwd, around) };
    return last.opened;
  };
  return async (job) => {
    around.signal.throwIfAborted();
    try {
      return await settle(job, await openedFor(job), around.signal);
    } catch (error) {
      if (around.signal.aborted) throw error;
      if (!existsSync(job.folder))
        return {
          state: "broken",
          ...describeFailure(new InputError("not-found", { path: job.folder }), around.strings),
        };
      if (concernsAll(error)) {
        last = null;
        return { state: "broken", ...describeFailure(error instanceof NotAsked ? error.cause : error, around.strings) };
      }
      const { path } = imageOf(job.folder, Buffer.from(job.fileName, "base64"));
      return {
        state: "failed",
        line: lineOf(error, path, around),
        reason: reasonOf(error, around),
        unwritable: unwritable(error),
      };
    }
  };
}

async function openFor(
  command: ExplainCommand,
  cwd: string,
  around: Pick<Surroundings, "strings" | "signal" | "note">,
): Promise<Opened> {
  const asking = await readQuestion(command, { ...around, cwd, progress: () => undefined }).catch((cause: unknown) => {
    throw new NotAsked("", { cause });
  });
  let engine: Promise<Engine> | null = null;
  // One thread: as many processes compute as there are cores, and a result must not hang on how many did.
  return { asking, engine: () => (engine ??= engineOf(asking, around, { threads: 1 })) };
}

/** Read from its file in either case, so that a second run tells the same. */
async function settle(
  { command, folder, fileName, out, compute, expected }: Job,
  { asking, engine }: Opened,
  signal: AbortSignal,
): Promise<Settled> {
  const { manifest } = asking.model;
  const { path, name, fileName: bytesOfName } = imageOf(folder, Buffer.from(fileName, "base64"));
  const bytes = await readInput(path);
  const image = await decodeImage(bytes, String(path), manifest.input);
  const question = questionAbout(image, asking);
  const job = jobOf(bytes, manifest, question);
  if (expected !== undefined && job !== expected) throw new InputError("job-changed", { path: String(path) });
  const stem = resultName(bytesOfName, job);
  // A table has not all that a summary needs: it is made from the JSON beside it.
  const format = command.format === "csv" ? "json" : command.format;
  const file = `${stem}.${format}`;
  const asked = { manifest, pixelsSha256: await sha256(image.rgb), question, job };
  const stored = (): Promise<Snapshot | null> => storedResult(join(out, file), asked);
  const before = stampOf(join(out, file));
  let snapshot = await stored();
  const computed = snapshot === null;
  if (snapshot === null) {
    if (!compute) return { state: "missing", job, file, before };
    const exploration = await explainImage(image, question, asking, await engine(), { signal });
    // Somebody else may have been given the same job since, and have written the same.
    if ((await stored()) === null)
      await writeWhole(
        join(out, file),
        await contentOf({ name, image, exploration, manifest, job }, { format, values: command.values }),
      );
    snapshot = await stored();
    if (snapshot === null) throw new InputError("not-read-back", { path: join(out, file) });
  }
  if (command.format === "csv") await writeTable(join(out, `${stem}.csv`), effectsCsv(snapshot));
  return { state: "done", job, file, computed, numbers: numbersOf(snapshot) };
}

async function writeTable(path: string, table: string): Promise<void> {
  const before = await readInput(path).catch(() => null);
  if (before === null || !Buffer.from(table).equals(before)) await writeWhole(path, table);
}

/** The network, or what is asked of it, does not do. */
class NotAsked extends Error {}

/** Whether no other image would fare better. */
function concernsAll(error: unknown): boolean {
  return (
    error instanceof NotAsked ||
    error instanceof ModelError ||
    (error instanceof InferenceError && error.code !== "non-finite")
  );
}

/** The system's word for a folder of results that takes nothing more: it is full, locked or gone; null for other errors. */
export function unwritable(error: unknown): string | null {
  if (!(error instanceof InputError) || error.problem !== "out-not-writable") return null;
  const reason = String(error.values["reason"]);
  return ONLY_THIS.includes(reason) ? null : reason;
}

/** What to say of an image that failed: with its path, whether the error tells it or not. */
function lineOf(error: unknown, path: Buffer, { strings }: Pick<Surroundings, "strings">): string {
  const { line } = describeFailure(error, strings);
  return pathOf(error) !== null
    ? line
    : strings.t("cli:imageFailed", { path: String(path), reason: line.replace(PROGRAM, "") });
}

/** The same with names instead of paths. */
function reasonOf(error: unknown, { strings }: Pick<Surroundings, "strings">): string {
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
