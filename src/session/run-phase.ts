import type { StrataState } from "./state.ts";
import { sampleOf } from "../exploration/exploration.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { totalMasks } from "./budget.ts";
import type { BusyRun, OpenedFrom, Run } from "./shape.ts";

/** Whether there is something to cancel in a run. */
export function isBusy(run: Run): run is BusyRun {
  return run.phase === "loading" || run.phase === "running" || run.phase === "solving";
}

/** Whether the page computes something, or something is on its way to it: Cancel stops it, and a reload would break it off. */
export function isUnderWay({ run, load }: Pick<StrataState, "run" | "load">): boolean {
  return load !== null || isBusy(run);
}

/** An opened picture of which nothing is asked now. */
export function openedRun(from: OpenedFrom, snapshot: Snapshot): Run {
  return { phase: "opened", from, total: totalMasks({ ...snapshot.players, sample: sampleOf(snapshot.layers) }) };
}

/** What is left of a run that a person stopped. */
export function cancelledRun(run: BusyRun): Run {
  const { done, total } =
    run.phase === "running"
      ? run
      : run.phase === "solving"
        ? { done: run.total, total: run.total }
        : (run.kept ?? { done: 0, total: 0 });
  return { phase: "cancelled", during: run.phase, done, total };
}
