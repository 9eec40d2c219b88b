/**
 * Loaded before the command line by `--import`: brings a fault where a result is written, as often as STRATA_FAULTS says, `KIND TIMES FILE` and others
 * behind commas; the file counts them, over all processes. `before`, `during`, `after` kill the process and the one that began it; `stop` stops both before the write.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const faults = (process.env["STRATA_FAULTS"] ?? "").split(",").map((fault) => fault.split(" "));

async function fault(at: string): Promise<void> {
  const [kind, times, counter] = faults.find(([one]) => one === at) ?? [];
  if (counter === undefined || process.ppid === 1) return;
  const before = existsSync(counter) ? readFileSync(counter, "utf8").length : 0;
  if (before >= Number(times)) return;
  appendFileSync(counter, "x");
  const signal = kind === "stop" ? "SIGSTOP" : "SIGKILL";
  process.kill(process.ppid, signal);
  process.kill(process.pid, signal);
  // The signal comes at once, and a stopped process goes on here.
  await new Promise((resolve) => setTimeout(resolve, 50));
}

const { open, rename } = promises;
// The processes that compute have somebody to tell.
if (process.send !== undefined) {
  promises.open = async (path, ...how) => {
    if (String(path).endsWith(".unfinished")) {
      await fault("before");
      await fault("stop");
    }
    return open(path, ...how);
  };
  promises.rename = async (from, to) => {
    await fault("during");
    await rename(from, to);
    await fault("after");
  };
  syncBuiltinESMExports();
}
