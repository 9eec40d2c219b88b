/** A process of a pool that dies the first times that it is asked; how often it was, a file counts. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { serve } from "./process-pool.ts";

serve<readonly [tries: string, diesFor: number], string>(async ([tries, diesFor], say) => {
  say("trying");
  const before = existsSync(tries) ? readFileSync(tries, "utf8").length : 0;
  appendFileSync(tries, "x");
  if (before < diesFor) {
    // What was said is on its way.
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(process.pid, "SIGKILL");
    await new Promise(() => undefined);
  }
  return `after ${before}`;
});
