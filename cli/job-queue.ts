/** The queue that jobs wait in for workers on other machines. What it holds can be lost: files are the truth, and what is missing is added again. */
import { createHash } from "node:crypto";
import {
  createPostgresBackend,
  DelayedError,
  Queue,
  QueueEvents,
  UnrecoverableError,
  Worker,
  type JobsOptions,
  type Processor,
} from "bullmq";
import { randomUUID } from "node:crypto";
import { sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import * as v from "valibot";
import { untilAborted } from "../src/platform/until-aborted.ts";
import { readArguments, type ExplainCommand, type QueueAsked } from "./arguments.ts";
import { describeFailure, InputError } from "./failure.ts";
import type { Surroundings } from "./surroundings.ts";

/** More than any command line of ours. */
const MAX_ARGS = 100;
const shortText = v.pipe(v.string(), v.maxLength(100_000));

/** What a job's data are: plain, and read as if a stranger had written them. */
const queuedSchema = v.object({
  /** The command line that asks for it: `explain`, its folder and its options. */
  args: v.pipe(v.array(shortText), v.maxLength(MAX_ARGS)),
  cwd: shortText,
  folder: shortText,
  fileName: v.pipe(v.string(), v.base64(), v.check(isPlainName, "expected the name of a file in its folder")),
  job: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Workers that could not so much as begin with it. */
  brokenBy: v.exactOptional(v.array(v.string())),
});

/** Whether bytes in base64 name a file, and no folder nor one elsewhere. */
function isPlainName(base64: string): boolean {
  const name = Buffer.from(base64, "base64").toString("latin1");
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name) && (sep === "/" || !name.includes(sep));
}

/** A job in the queue. */
export type Queued = v.InferOutput<typeof queuedSchema>;

const workedSchema = v.variant("state", [
  v.object({ state: v.literal("done"), out: shortText }),
  v.object({ state: v.literal("failed"), reason: shortText }),
]);

/** What a worker answers: where it wrote the result, or why this image has none. */
export type Worked = v.InferOutput<typeof workedSchema>;

/** A worker without its folder or its network, or with no room: the job is for others, or for later. */
export type Unworked =
  { readonly state: "not-here"; readonly reason: string } | { readonly state: "given-back"; readonly reason: string };

const NAME = "strata";

/** A worker that was killed gives a job back; of ten in a row the job is the cause. */
const MAX_STALLED = 10;

/** Nothing of a job that ended stays: it could not be added again. What cannot be written in one place may be in another. */
const JOB: JobsOptions = {
  attempts: 5,
  backoff: { type: "exponential", delay: 1000 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** A job that a worker gives back is not taken again at once, ms. */
const LATER_MS = 3000;

/** A server that has not answered by then, ms, is most likely misnamed. */
const PATIENCE_MS = 10_000;
const MAX_RETRY_MS = 2000;

/** How often a server is asked whether it answers, ms, and after how long without an answer that is said: one that hangs keeps its connections. */
const ASK_MS = 2000;
const SILENT_MS = 5000;

/** What a job is called in the queue: the result's file and the job, neither of which two images share; no digits alone, no colon. */
const idOf = (file: string, job: string): string => `j${createHash("sha256").update(`${file}\n${job}`).digest("hex")}`;

/** The queue as the one sees it that adds jobs. */
export interface JobQueue {
  /** Adds jobs that are not in it. Waits while the server is away; rejects with InputError `queue-full`. */
  add(jobs: readonly (Queued & { readonly file: string })[]): Promise<void>;
  /** The id of a job by its result's file. */
  idOf(file: string, job: string): string;
  /** Which of these jobs are not in it, or no more: neither waiting nor worked on. */
  lost(ids: readonly string[]): Promise<readonly string[]>;
  /** How many workers there are. */
  workers(): Promise<number>;
  /** Hears of every job that ends from now on; a worker's answer, or what it failed for. */
  onEnd(heard: (id: string, answer: Worked) => void): Promise<void>;
  close(): Promise<void>;
}

/** Opens the queue of a server. Throws InputError `queue-unreachable`; what it gives rejects with `queue-refuses` where the server does not do as it is told. */
export async function openQueue(asked: QueueAsked, around: QueueWatch): Promise<JobQueue> {
  const connections = await connect(asked, around);
  const { backend } = connections;
  const queue = new Queue(NAME, connections.next(), backend);
  const events = new QueueEvents(NAME, { ...connections.next(), autorun: false }, backend);
  queue.on("error", connections.failed);
  events.on("error", connections.failed);
  const unwatch = watchServer(queue, connections);
  const refused = (cause: unknown): never => {
    if (!isAnswer(cause)) throw cause;
    throw new InputError("queue-refuses", { server: connections.server, reason: cause.message }, { cause });
  };
  return {
    add: async (jobs) => {
      await queue
        .addBulk(
          jobs.map(({ file, ...data }) => ({ name: "explain", data, opts: { ...JOB, jobId: idOf(file, data.job) } })),
        )
        .catch((cause: unknown) => {
          // Redis's word for having no room.
          if (/^OOM /.test((cause as Error).message))
            throw new InputError("queue-full", { server: connections.server }, { cause });
          refused(cause);
        });
    },
    idOf,
    lost: async (ids) => {
      const isLost = await Promise.all(
        ids.map(async (id) => {
          const job = await queue.getJob(id);
          const state = await job?.getState();
          if (state !== undefined && state !== "unknown" && state !== "failed" && state !== "completed") return false;
          // What ended and yet stayed could not be added again.
          await job?.remove();
          return true;
        }),
      ).catch(refused);
      return ids.filter((_, i) => isLost[i]);
    },
    workers: () => queue.getWorkersCount().catch(refused),
    onEnd: async (heard) => {
      events.on("completed", ({ jobId, returnvalue }) => {
        // What is no answer of ours says nothing: whether there is a result is told by the files.
        const answer = v.safeParse(workedSchema, returnvalue);
        if (answer.success) heard(jobId, answer.output);
      });
      events.on("failed", ({ jobId, failedReason }) => heard(jobId, { state: "failed", reason: failedReason }));
      void events.run().catch(connections.failed);
      await events.waitUntilReady();
    },
    close: async () => {
      unwatch();
      // A server that is away is not waited for.
      await Promise.race([Promise.allSettled([events.close(), queue.close()]), pause(MAX_RETRY_MS)]);
      connections.close();
    },
  };
}

/** The queue as a worker sees it. */
export interface JobWorker {
  /** Takes no more jobs, and ends when what it is at is done. */
  drain(): Promise<void>;
}

/** Takes jobs from a queue, so many at once. Throws InputError `queue-unreachable`. */
export async function openWorker(
  asked: QueueAsked & { readonly atOnce: number },
  work: (queued: Queued, command: ExplainCommand) => Promise<Worked | Unworked>,
  around: QueueWatch,
): Promise<JobWorker> {
  const connections = await connect(asked, around);
  const lockDuration = 1000 * asked.lockSeconds;
  const queue = new Queue(NAME, connections.next(), connections.backend);
  queue.on("error", connections.failed);
  const unwatch = watchServer(queue, connections);
  const me = randomUUID();
  const atWork = new Set<Promise<unknown>>();
  const processor: Processor<Queued, Worked> = async (job, token) => {
    const { queued, command } = checked(job.data, around.strings);
    const working = work(queued, command);
    atWork.add(working);
    const answer = await working.finally(() => atWork.delete(working));
    if (answer.state === "done" || answer.state === "failed") return answer;
    if (answer.state === "not-here") {
      // What no worker has at hand is not there; else it is this one that lacks something.
      const brokenBy = [...new Set([...(queued.brokenBy ?? []), me])];
      if (brokenBy.length >= (await queue.getWorkersCount())) throw new UnrecoverableError(answer.reason);
      await job.updateData({ ...queued, brokenBy });
    }
    await job.moveToDelayed(Date.now() + LATER_MS, token);
    throw new DelayedError();
  };
  const options = {
    ...connections.next(),
    concurrency: asked.atOnce,
    lockDuration,
    stalledInterval: lockDuration,
    maxStalledCount: MAX_STALLED,
    runRetryDelay: MAX_RETRY_MS,
  };
  const worker = new Worker(NAME, processor, options, connections.backend);
  worker.on("error", connections.failed);
  return {
    drain: async () => {
      unwatch();
      const closed = worker.close().then(() => queue.close());
      // Results are files: once they are written, a server that is away is not waited for.
      const written = Promise.allSettled(atWork).then(() => pause(PATIENCE_MS, undefined, { ref: false }));
      await Promise.race([closed, written]);
      connections.close();
    },
  };
}

/** What a job's data ask for; throws UnrecoverableError where they are none of ours. */
function checked(
  data: unknown,
  strings: QueueWatch["strings"],
): { readonly queued: Queued; readonly command: ExplainCommand } {
  try {
    const queued = v.parse(queuedSchema, data);
    const command = readArguments(queued.args);
    if (command.command === "explain") return { queued, command };
  } catch (cause) {
    throw new UnrecoverableError(
      cause instanceof InputError ? describeFailure(cause, strings).line : (cause as Error).message,
    );
  }
  throw new UnrecoverableError("the command is not explain");
}

type QueueWatch = Pick<Surroundings, "strings" | "note" | "signal">;

interface Connections {
  /** Host and port, without user and password. */
  readonly server: string;
  /** What keeps the queue, for each part of it: PostgreSQL; of Redis it is left out, which no type of the library's constructors says in one. */
  readonly backend: typeof createPostgresBackend;
  /** For one more part of the queue. */
  next(): { readonly connection: never };
  /** Says of a server that went away that it is waited for, once until it is back. */
  readonly failed: (error: Error) => void;
  /** The same of one that has not answered for some seconds; and that it answers. */
  silent(): void;
  answers(): void;
  close(): void;
}

/** Looks every other second whether a server answers; what it returns ends that. */
function watchServer(queue: Pick<Queue, "isPaused">, { silent, answers }: Connections): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const timer = setTimeout(silent, SILENT_MS).unref();
      // What it says instead of an answer is told by its connections.
      await untilAborted(queue.isPaused(), signal)
        .then(answers, () => undefined)
        .finally(() => clearTimeout(timer));
      await pause(ASK_MS, undefined, { signal, ref: false });
    }
  };
  void watch().catch(() => undefined);
  return () => stop.abort();
}

/** Connects to a server, and from then on waits for it whenever it goes away. */
async function connect({ url }: QueueAsked, around: QueueWatch): Promise<Connections> {
  const { protocol, host } = new URL(url);
  return protocol.startsWith("redis") ? connectToRedis(url, host, around) : connectToPostgres(url, host, around);
}

async function connectToRedis(
  url: string,
  server: string,
  { strings, note, signal }: QueueWatch,
): Promise<Connections> {
  const all: Redis[] = [];
  let last: Error | null = null;
  const { away, answers, silent } = absence(server, { strings, note });
  const refuses = sayNowAndThen(server, { strings, note });
  const failed = (error: Error): void => {
    last = error;
    if (isAnswer(error) && all[0]?.status === "ready") refuses(error);
    else if (all[0]?.status !== "ready") away(strings.t("cli:queueAway", { server, reason: reasonOf(error) }));
  };
  const one = (): Redis => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(200 * times, MAX_RETRY_MS),
    });
    redis.on("error", failed);
    all.push(redis);
    return redis;
  };
  const close = (): void => all.forEach((redis) => redis.disconnect());
  const first = one();
  // A wrong password is answered, and the next command waits for a right one.
  await reached(canWrite(first), { server, strings, signal }, () => last).catch((error: unknown) => {
    close();
    throw error;
  });
  first.on("ready", answers);
  const next = () => ({ connection: one() as never });
  return { server, backend: undefined as never, next, failed, silent, answers, close };
}

/** Rejects where a server is a replica, or has no such database: it answers all the same. One that is full for now does. */
async function canWrite(redis: Redis): Promise<void> {
  await redis.ping();
  if (redis.options.db) await redis.select(redis.options.db);
  await redis.set(`bull:${NAME}:reached`, "1", "PX", 1).catch((error: Error) => {
    if (!/^OOM /.test(error.message)) throw error;
  });
}

async function connectToPostgres(
  url: string,
  server: string,
  { strings, note, signal }: QueueWatch,
): Promise<Connections> {
  const failed = sayNowAndThen(server, { strings, note });
  // Its tables are made where they are missing.
  const next = () => ({ connection: { connectionString: url, migrate: true } as never });
  const first = new Queue(NAME, next(), createPostgresBackend);
  let last: Error | null = null;
  first.on("error", (error) => (last = error));
  await reached(first.waitUntilReady(), { server, strings, signal }, () => last).finally(
    () => void first.close().catch(() => undefined),
  );
  const { silent, answers } = absence(server, { strings, note });
  return { server, backend: createPostgresBackend, next, failed, silent, answers, close: () => undefined };
}

/** Says what a server says is wrong; not again and again. */
function sayNowAndThen(
  server: string,
  { strings, note }: Pick<QueueWatch, "strings" | "note">,
): (error: Error) => void {
  let saidMs = -Infinity;
  return (error) => {
    if (Date.now() - saidMs < PATIENCE_MS) return;
    saidMs = Date.now();
    note(strings.t("cli:queueSays", { server, reason: reasonOf(error) }));
  };
}

/** Whether Redis is there, and answered that it does not do what it was told. */
const isAnswer = (error: unknown): error is Error => error instanceof Error && error.name === "ReplyError";

/** Says that a server is away, once, and that it is back. */
function absence(
  server: string,
  { strings, note }: Pick<QueueWatch, "strings" | "note">,
): Pick<Connections, "silent" | "answers"> & { away(line: string): void } {
  let isAway = false;
  const away = (line: string): void => {
    if (!isAway) note(line);
    isAway = true;
  };
  return {
    away,
    silent: () => away(strings.t("cli:queueSilent", { server, seconds: SILENT_MS / 1000 })),
    answers: () => {
      if (isAway) note(strings.t("cli:queueBack", { server }));
      isAway = false;
    },
  };
}

/** Waits for a server's first answer. Throws InputError `queue-unreachable`; rejects with the signal's reason. */
async function reached(
  answer: Promise<unknown>,
  { server, strings, signal }: { readonly server: string } & Pick<QueueWatch, "strings" | "signal">,
  last: () => Error | null,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const patience = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(last() ?? new Error(strings.t("cli:noAnswer", { seconds: PATIENCE_MS / 1000 }))),
        PATIENCE_MS,
      );
    });
    await untilAborted(Promise.race([answer, patience]), signal);
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new InputError("queue-unreachable", { server, reason: reasonOf(last() ?? (cause as Error)) }, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** A system's code, or the words of the server. */
const reasonOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.message;
