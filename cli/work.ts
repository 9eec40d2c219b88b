import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { WorkCommand } from "./arguments.ts";
import { openProcesses } from "./explain-folder.ts";
import { InputError } from "./failure.ts";
import { openWorker } from "./job-queue.ts";
import { checkOutFolder, openOutFolder } from "./output.ts";
import type { Surroundings } from "./surroundings.ts";

/** Takes jobs from a queue and writes their results to a folder, until it is told to stop: then it ends what it is at. Throws InputError. */
export async function runWork({ queue, out: typed, processes }: WorkCommand, around: Surroundings): Promise<null> {
  const { strings, signal, note, progress, cwd } = around;
  const path = resolve(cwd, typed);
  checkOutFolder(path);
  const out = await openOutFolder(path);
  const atOnce = processes ?? availableParallelism();
  // Never in this process, which has to say that it lives while they compute.
  const settler = openProcesses(atOnce, around);
  let done = 0;
  let stopFor: (reason: string) => void = () => undefined;
  const disk = new Promise<string>((stop) => (stopFor = stop));
  try {
    const worker = await openWorker(
      { ...queue, atOnce },
      async ({ cwd: from, folder, fileName, job }, command) => {
        const settled = await settler.settle({
          command,
          cwd: from,
          folder,
          fileName,
          out: path,
          compute: true,
          expected: job,
        });
        switch (settled.state) {
          case "done":
            progress(strings.t("cli:worked", { file: settled.file, count: ++done }));
            return { state: "done", out: path };
          case "failed":
            note(settled.line);
            if (settled.unwritable === null) return { state: "failed", reason: settled.reason };
            stopFor(settled.unwritable);
            return { state: "given-back", reason: settled.reason };
          case "broken":
            note(settled.line);
            return { state: "not-here", reason: settled.line };
          case "missing":
            throw new Error(settled.state);
        }
      },
      around,
    );
    note(strings.t("cli:working", { server: new URL(queue.url).host, count: atOnce, path }));
    const stopped = new Promise<null>((resolve) =>
      signal.addEventListener("abort", () => resolve(null), { once: true }),
    );
    const full = await Promise.race([signal.aborted ? null : stopped, disk]);
    if (full === null) note(strings.t("cli:draining"));
    await worker.drain();
    if (full !== null) throw new InputError("out-not-writable", { path, reason: full });
    return null;
  } finally {
    await settler.close();
    await out.close();
  }
}
