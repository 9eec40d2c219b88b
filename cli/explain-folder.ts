import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { printableJson } from "../src/platform/printable.ts";
import type { ExplainCommand } from "./arguments.ts";
import { describeFailure, InputError, InterruptedFolder, ToldFailure } from "./failure.ts";
import { imagesIn, type FolderImage } from "./folder-images.ts";
import { checkOutFolder, openOutFolder, type OutFolder } from "./output.ts";
import { createPace, paceText } from "./pace.ts";
import { openJobProcesses, type JobProcesses } from "./process-pool.ts";
import { noteOtherQuestion, type Asking } from "./asking.ts";
import { readQuestion } from "./question.ts";
import { createSettler, type Job, type Settled } from "./settle.ts";
import { createSummary } from "./summary.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Explains every image of a folder that has no result in the output folder yet, each into a file of its own (see `resultName`) as soon
 * as it is known, and at the end summary.json, from the files; of a shard only its images, and no summary. What is wrong with one image is said, and the
 * others go on. Throws InputError `some-failed` or `shard-failed` at the end in that case, InterruptedFolder where it is told to stop, and whatever concerns
 * the whole folder.
 */
export async function explainFolder(path: string, command: ExplainCommand, around: Surroundings): Promise<null> {
  const { images, asking, out } = await openFolder(path, command, around);
  const { shard } = command;
  const mine = shard === null ? images : images.filter((_, i) => i % shard.of === shard.part - 1);
  try {
    const outcomes = await settleAll(mine, { path, command, out: out.path, compute: true }, around);
    const failed = outcomes.filter(({ state }) => state !== "done").length;
    if (failed < mine.length) noteOtherQuestion(asking, around);
    const computed = outcomes.filter((outcome) => outcome.state === "done" && outcome.computed).length;
    if (shard === null) return await finishFolder(images, outcomes, { asking, out, computed }, around);
    around.note(
      around.strings.t("cli:shardDone", { ...shard, images: mine.length, total: images.length, path: out.path }),
    );
    if (failed > 0) throw new InputError("shard-failed", { failed, total: mine.length });
    return null;
  } finally {
    await out.close();
  }
}

/** A folder of images and what is asked of them, looked at before the work. */
export interface OpenFolder {
  readonly images: readonly FolderImage[];
  readonly asking: Asking;
  readonly out: OutFolder;
}

/** Reads what a folder's command names. Throws InputError or ModelError. */
export async function openFolder(path: string, command: ExplainCommand, around: Surroundings): Promise<OpenFolder> {
  if (command.out === null) throw new InputError("folder-needs-out");
  const outPath = resolve(around.cwd, command.out);
  checkOutFolder(outPath);
  const images = await imagesIn(path, outPath);
  if (images.length === 0) throw new InputError("no-images", { path });
  const asking = await readQuestion(command, around);
  return { images, asking, out: await openOutFolder(outPath) };
}

/** How an image of a folder fares: as its job, or it was not tried. */
export type Outcome =
  Exclude<Settled, { readonly state: "broken" }> | { readonly state: "untried"; readonly reason: string };

/** What is done with the images of the folder `path`. */
export interface FolderWork {
  readonly path: string;
  readonly command: ExplainCommand;
  /** The folder of results, absolute. */
  readonly out: string;
  readonly compute: boolean;
}

/** The job of an image. */
export function jobFor({ fileName }: FolderImage, { path, command, out, compute }: FolderWork, cwd: string): Job {
  return { command, cwd, folder: path, fileName: fileName.toString("base64"), out, compute };
}

/**
 * Settles the jobs of images in as many processes as the command asks for, and says what fails; the outcomes in the order of the images. Ends with the first
 * full disk: what is left then is not tried. Throws ToldFailure where no image could fare better, InterruptedFolder where it is told to stop.
 */
export async function settleAll(
  images: readonly FolderImage[],
  work: FolderWork,
  around: Surroundings,
): Promise<readonly Outcome[]> {
  const { strings, signal, note, cwd } = around;
  const { t } = strings;
  const size = Math.min(work.command.processes ?? availableParallelism(), images.length);
  const settler = openSettler(size, around);
  const outcomes: Outcome[] = new Array<Outcome>(images.length);
  const pace = createPace(images.length, Date.now());
  const before = new Set(readdirSync(work.out));
  let [next, found] = [0, 0];
  let full: string | null = null;
  const settleSome = async (): Promise<void> => {
    while (next < images.length && full === null) {
      const i = next++;
      const image = images[i]!;
      around.progress(
        t("cli:explaining", { name: image.name, done: next, total: images.length, pace: paceText(pace, t) }),
      );
      const outcome = await settler.settle(jobFor(image, work, cwd));
      if (outcome.state === "broken") throw new ToldFailure(outcome);
      outcomes[i] = outcome;
      if (outcome.state === "done" && !outcome.computed) found++;
      if (outcome.state === "failed") {
        note(outcome.line);
        full ??= outcome.unwritable;
      }
      pace.count(outcome.state === "done" && outcome.computed, Date.now());
    }
  };
  try {
    await Promise.race([Promise.all(Array.from({ length: size }, settleSome)), stopped(signal)]).finally(settler.close);
  } catch (error) {
    if (!signal.aborted) throw error;
    // A process may have written a result that it did not come to tell of.
    const names = new Set(images.map(({ name }) => name));
    const isNew = (file: string): boolean => !before.has(file) && names.has(RESULT.exec(file)?.[1] ?? "");
    const there = existsSync(work.out) ? readdirSync(work.out) : [];
    const done = found + there.filter(isNew).length;
    throw new InterruptedFolder({ done, total: images.length, path: work.out });
  }
  const others = images.filter((_, i) => outcomes[i] === undefined).length;
  if (others > 0) note(t("cli:othersNotTried", { others, reason: full }));
  return images.map((_, i) => outcomes[i] ?? { state: "untried", reason: t("cli:notTried", { reason: full }) });
}

/** Writes the summary of what all images came to, and says where it is, and how many results are new. Throws InputError `no-summary`, or `some-failed` where some were not explained. */
export async function finishFolder(
  images: readonly FolderImage[],
  outcomes: readonly Outcome[],
  { asking, out, computed }: Pick<OpenFolder, "asking" | "out"> & { readonly computed: number },
  { strings, note }: Surroundings,
): Promise<null> {
  const summary = createSummary(strings, asking);
  for (const [i, { name }] of images.entries()) {
    const outcome = outcomes[i]!;
    if (outcome.state === "done") summary.add(name, outcome.file, outcome.numbers);
    else summary.fail(name, outcome.state === "missing" ? strings.t("cli:noResult") : outcome.reason);
  }
  try {
    await out.write("summary.json", printableJson(`${JSON.stringify(summary.finish(), null, 1)}\n`));
  } catch (error) {
    if (!existsSync(out.path)) throw new InputError("not-found", { path: out.path }, { cause: error });
    note(describeFailure(error, strings).line);
    throw new InputError("no-summary", { path: out.path }, { cause: error });
  }
  const failed = outcomes.filter(({ state }) => state !== "done").length;
  if (failed > 0)
    throw new InputError("some-failed", { failed, total: images.length, path: join(out.path, "summary.json") });
  note(strings.t("cli:folderDone", { total: images.length, computed, path: out.path }));
  return null;
}

/** A result's file, and whose it is: see `resultName`. */
const RESULT = /^(.*)\.[0-9a-f]{8}\.(?:json|strata)$/;

/** In `size` processes; of one, in this one. */
function openSettler(
  size: number,
  around: Pick<Surroundings, "strings" | "signal" | "note">,
): JobProcesses<Job, Settled> {
  return size > 1 ? openProcesses(size, around) : { settle: createSettler(around), close: async () => undefined };
}

/** In `size` processes, none of which is this one. */
export function openProcesses(
  size: number,
  around: Pick<Surroundings, "strings" | "note">,
): JobProcesses<Job, Settled> {
  const { t } = around.strings;
  const died = (job: Job): Settled => {
    const reason = t("cli:processDied");
    const path = join(job.folder, Buffer.from(job.fileName, "base64").toString());
    return { state: "failed", line: t("cli:imageFailed", { path, reason }), reason, unwritable: null };
  };
  return openJobProcesses("job-process", { size, died }, around);
}

/** Rejects as soon as the signal does. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
}
