/** A process of the pool that settles jobs: its argument is the language of what it says. */
import { createCommandLineStrings } from "../src/strings/command-line.ts";
import type { Language } from "../src/strings/index.ts";
import { serve } from "./process-pool.ts";
import { createSettler, type Job, type Settled } from "./settle.ts";

const strings = createCommandLineStrings(process.argv[2] as Language);
// Its owner ends it.
const { signal } = new AbortController();
let say: (line: string) => void = () => undefined;
const settle = createSettler({ strings, signal, note: (line) => say(line) });

serve<Job, Settled>((job, tell) => {
  say = tell;
  return settle(job);
});
