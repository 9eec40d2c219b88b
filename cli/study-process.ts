/** A process of the pool that does jobs of studies: its argument is the language of what it says. */
import { createCommandLineStrings } from "../src/strings/command-line.ts";
import type { Language } from "../src/strings/index.ts";
import { serve } from "./process-pool.ts";
import { createStudySettler, type StudyDone, type StudyJob } from "./study/job.ts";

const strings = createCommandLineStrings(process.argv[2] as Language);
// Its owner ends it.
const { signal } = new AbortController();
let say: (line: string) => void = () => undefined;
const settle = createStudySettler({ strings, signal, note: (line) => say(line) });

serve<StudyJob, StudyDone>((job, tell) => {
  say = tell;
  return settle(job);
});
