import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { untilAborted } from "../src/platform/until-aborted.ts";
import type { BatchCommand } from "./arguments.ts";
import { noteOtherQuestion } from "./asking.ts";
import { finishFolder, jobFor, openFolder, settleAll, type Outcome } from "./explain-folder.ts";
import { InputError, InterruptedFolder } from "./failure.ts";
import { openQueue, type JobQueue, type Queued, type Worked } from "./job-queue.ts";
import { stampOf } from "./output.ts";
import { inputErrorOf } from "./read-input.ts";
import type { Surroundings } from "./surroundings.ts";

/** How often it is looked whether results have come, ms: the queue's word may be lost. */
const LOOK_MS = 1000;
/** How often it is looked whether jobs are in the queue no more, which have no result, ms; what is there already is not added twice. */
const ADD_AGAIN_MS = 5000;
/** Of so many at once, in turns; where one is lost all are added. */
const LOOKED_AT = 100;
/** Jobs that are added at once. */
const CHUNK = 500;
/** A shared disk may show a file some time after it was written, ms. */
const SEEN_WITHIN_MS = 60_000;
/** A result that is there and yet is none is asked for again, so often. */
const ROUNDS = 3;

/** A job that has no result yet. */
interface Awaited extends Queued {
  readonly index: number;
  readonly file: string;
  /** What lies in the result's place by now: nothing, or what is none. */
  readonly before: string | null;
}

/**
 * Has the workers of a queue explain what a folder's command asks for and has no result yet, waits for the results and writes the summary that `explain` would
 * write. Throws InputError as that does, and for a queue that cannot be reached; InterruptedFolder where it is told to stop: the workers go on.
 */
export async function runBatch(
  { explain: command, args, queue: asked }: BatchCommand,
  around: Surroundings,
): Promise<null> {
  const path = resolve(around.cwd, command.path);
  const found = await stat(path).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  if (!found.isDirectory()) throw new InputError("batch-of-folder", { path });
  if (command.crop !== null) throw new InputError("crop-folder");
  const { images, asking, out } = await openFolder(path, command, around);
  const look = { path, command, out: out.path, compute: false };
  try {
    const outcomes = [...(await settleAll(images, look, around))];
    const doneIn = (): number => outcomes.filter(({ state }) => state === "done").length;
    const before = doneIn();
    let queue: JobQueue | null = null;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const missing = outcomes.flatMap((outcome, index) =>
          outcome.state === "missing" ? [{ ...outcome, index }] : [],
        );
        if (missing.length === 0) break;
        queue ??= await openQueue(asked, around);
        const jobs = missing.map(({ index, file, job, before }): Awaited => {
          const { cwd, folder, fileName } = jobFor(images[index]!, look, around.cwd);
          return { args: [...args], cwd, folder, fileName, job, index, file, before };
        });
        const told = await waitFor(jobs, { queue, out: out.path, total: images.length }, around);
        // By what the files say; a worker's word counts where there is none.
        const again = await settleAll(
          missing.map(({ index }) => images[index]!),
          look,
          around,
        );
        for (const [k, { index }] of missing.entries()) {
          const reason = told.get(index);
          outcomes[index] =
            again[k]!.state === "missing" && reason !== undefined ? { state: "untried", reason } : again[k]!;
        }
      }
    } finally {
      await queue?.close();
    }
    const done = doneIn();
    if (done > 0) noteOtherQuestion(asking, around);
    return await finishFolder(images, outcomes satisfies Outcome[], { asking, out, computed: done - before }, around);
  } finally {
    await out.close();
  }
}

/** Adds jobs and waits until each has a result or a reason for none; the reasons by the images' places. */
async function waitFor(
  jobs: readonly Awaited[],
  { queue, out, total }: { readonly queue: JobQueue; readonly out: string; readonly total: number },
  { strings, signal, note, progress }: Surroundings,
): Promise<ReadonlyMap<number, string>> {
  const { t } = strings;
  const pending = new Map(jobs.map((job) => [queue.idOf(job.file, job.job), job]));
  const told = new Map<number, string>();
  // Those that were said to be written, where and until when they are waited for.
  const written = new Map<string, { readonly out: string; readonly untilMs: number }>();
  const heard = (id: string, answer: Worked): void => {
    const job = pending.get(id);
    if (job === undefined) return;
    if (answer.state === "done") {
      written.set(id, { out: answer.out, untilMs: Date.now() + SEEN_WITHIN_MS });
      return;
    }
    told.set(job.index, answer.reason);
    pending.delete(id);
  };
  let [isFull, hasWorkers, lookedMs, looks] = [false, true, -Infinity, 0];
  try {
    await untilAborted(queue.onEnd(heard), signal);
    while (pending.size > 0) {
      const nowMs = Date.now();
      const there = new Set(await readdir(out));
      for (const [id, { index, file, before }] of pending) {
        const stamp = there.has(file) ? stampOf(join(out, file)) : null;
        if (stamp !== null && stamp !== before) pending.delete(id);
        else if (nowMs > (written.get(id)?.untilMs ?? Infinity)) {
          told.set(index, t("cli:writtenElsewhere", { path: written.get(id)!.out }));
          pending.delete(id);
        }
      }
      if (nowMs - lookedMs > ADD_AGAIN_MS) {
        // A server that is away is waited for.
        const waiting = [...pending].filter(([id]) => !written.has(id));
        const every = Math.ceil(waiting.length / LOOKED_AT);
        const some = waiting.filter((_, i) => i % every === looks % every).map(([id]) => id);
        const lost = await untilAborted(queue.lost(some), signal);
        if (lost.length > 0 || isFull)
          isFull = !(await untilAborted(
            add(
              waiting.map(([, job]) => job),
              queue,
            ),
            signal,
          ).then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof InputError) || error.problem !== "queue-full") throw error;
              if (!isFull) note(t("cli:error.queue-full", error.values));
              return false;
            },
          ));
        const workers = await untilAborted(queue.workers(), signal);
        if (workers === 0 && hasWorkers) note(t("cli:noWorkers", { count: pending.size }));
        hasWorkers = workers > 0;
        lookedMs = nowMs;
        looks++;
      }
      progress(t("cli:awaiting", { done: total - pending.size, total }));
      await pause(LOOK_MS, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted && (error as NodeJS.ErrnoException).path === out) throw inputErrorOf(error, out);
    throw signal.aborted ? new InterruptedFolder({ done: total - pending.size, total, path: out }) : error;
  }
  return told;
}

async function add(jobs: readonly Awaited[], queue: JobQueue): Promise<void> {
  for (let from = 0; from < jobs.length; from += CHUNK)
    await queue.add(
      jobs
        .slice(from, from + CHUNK)
        .map(({ args, cwd, folder, fileName, job, file }) => ({ args, cwd, folder, fileName, job, file })),
    );
}
