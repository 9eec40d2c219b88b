/** Computations in processes of their own, so that a crash, or memory that runs out, ends one computation and not the run. */
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import workerpool from "workerpool";
import type { Surroundings } from "./surroundings.ts";

/** A process ended while it computed, each time that it was tried. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

/** Processes that do one thing. */
export interface ProcessPool<In, Out> {
  /**
   * Has it done by the next free process; again, by a new one, where a process ends in the middle of it, three times in all. Rejects with ProcessDied, or as
   * the process's function does.
   */
  run(input: In): Promise<Out>;
  /** Ends the processes, whatever they are at. */
  close(): Promise<void>;
}

/** How often one computation may lose its process: with other programs gone by then, what ran out of memory may find it. */
const TRIES = 3;

/** Longer than the library takes to end a process that does not hear, ms. */
const CLOSE_MS = 3000;

/** What `serve` listens for. */
const METHOD = "compute";

/** Up to `size` processes that run `entry`, a module that calls `serve`, begun as they are needed with `args`; `onLine` hears what they say. */
export function openProcessPool<In, Out>(
  entry: URL,
  { size, args, onLine }: { readonly size: number; readonly args: readonly string[]; onLine(line: string): void },
): ProcessPool<In, Out> {
  const path = fileURLToPath(entry);
  const pool = workerpool.pool(path, {
    workerType: "process",
    maxWorkers: size,
    forkArgs: [...args],
    // In the repository the entry is TypeScript.
    forkOpts: { serialization: "advanced", execArgv: path.endsWith(".ts") ? ["--import", tsx()] : [] },
  });
  let isClosed = false;
  return {
    run: async (input) => {
      for (let attempt = 1; ; attempt++)
        try {
          if (isClosed) throw new Error("the pool is closed");
          return (await pool.exec(METHOD, [input], { on: (line) => onLine(String(line)) })) as Out;
        } catch (error) {
          if (!(error instanceof workerpool.TerminateError)) throw error;
          if (attempt === TRIES) throw new ProcessDied(undefined, { cause: error });
        }
    },
    close: async () => {
      isClosed = true;
      // The library waits without end for a process that died while it had nothing to do.
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => (timer = setTimeout(resolve, CLOSE_MS)));
      await Promise.race([pool.terminate(true), patience]);
      clearTimeout(timer);
    },
  };
}

/** Does jobs, some at once. */
export interface JobProcesses<Job, Done> {
  settle(job: Job): Promise<Done>;
  close(): Promise<void>;
}

/** In `size` processes of one of the entries beside this module, none of which is this one; a job that ended its process each time comes to what `died` says of it. */
export function openJobProcesses<Job, Done>(
  entry: "job-process" | "study-process",
  { size, died }: { readonly size: number; died(job: Job): Done },
  { strings, note }: Pick<Surroundings, "strings" | "note">,
): JobProcesses<Job, Done> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const pool = openProcessPool<Job, Done>(new URL(`./${entry}.${ending}`, import.meta.url), {
    size,
    args: [strings.language],
    onLine: oncePerLine(note),
  });
  return {
    settle: (job) =>
      pool.run(job).catch((error: unknown) => {
        if (error instanceof ProcessDied) return died(job);
        throw error;
      }),
    close: () => pool.close(),
  };
}

/** Says each line once: every process says of the network what another has said already. */
export function oncePerLine(note: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (!said.has(line)) note(line);
    said.add(line);
  };
}

/** What reads TypeScript, wherever the program is called from. */
const tsx = (): string => pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** In a process of a pool: does what it is given by `compute`, which may say lines. */
export function serve<In, Out>(compute: (input: In, say: (line: string) => void) => Promise<Out>): void {
  // A terminal's Ctrl-C comes to all of them; the one that began them ends them.
  process.on("SIGINT", () => undefined);
  // Where that one was killed, nobody hears an answer.
  process.on("error", () => process.exit(1));
  workerpool.worker({ [METHOD]: (input: In) => compute(input, (line) => workerpool.workerEmit(line)) });
}
