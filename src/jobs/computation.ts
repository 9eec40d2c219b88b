import type { Priority } from "../platform/priority.ts";

/** What a computation is told, and tells, while it runs. */
export interface JobContext<Progress> {
  /** Aborts when the job is cancelled; a computation stops at its next chance and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** As it is now: it may change while the job runs, so ask again for each piece of work. */
  priority(): Priority;
  /** Tells whoever started the job how far it is; a cancelled job tells nothing more. */
  progress(news: Progress): void;
}

/** A kind of long computation. Adding one touches its own folder and the list of computations that offers it. */
export interface Computation<Input, Output, Progress = never> {
  /** Its kind: "measure", "solve", "verify", … */
  readonly id: string;
  /** All that the answer depends on, as a text: inputs of equal keys have equal answers. */
  key(input: Input): string;
  /** Computes the answer; rejects with the signal's reason when cancelled, else with a coded error. */
  run(input: Input, context: JobContext<Progress>): Promise<Output>;
}
