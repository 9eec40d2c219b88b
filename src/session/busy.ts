import type { Run, StrataState } from "./shape.ts";

/** A run in a phase in which there is something to cancel. */
export type BusyRun = Extract<Run, { phase: "loading" | "running" | "solving" }>;

export function isBusy(run: Run): run is BusyRun {
  return run.phase === "loading" || run.phase === "running" || run.phase === "solving";
}

/** Whether the page computes something, or something is on its way to it: Cancel stops it, and a reload would break it off. */
export function isUnderWay({ run, opening }: Pick<StrataState, "run" | "opening">): boolean {
  return opening !== null || isBusy(run);
}
