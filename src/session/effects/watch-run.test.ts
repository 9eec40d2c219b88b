import type { StrataState } from "../state.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { DEFAULT_SETTINGS, initialState } from "../initial.ts";
import { createSession } from "../session.ts";
import type { Result, Run } from "../shape.ts";
import { watchLayers } from "./watch-run.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

/** A session in which a job solves so many layers. */
function solving(layers: number) {
  const run: Run = { phase: "solving", total: 16, solved: 0, layers, fraction: 0, secondsLeft: null };
  const result = {
    estimated: null,
    opened: null,
    settings: DEFAULT_SETTINGS,
    image: { sha256: "" },
    snapshot: null,
    layers: Array.from({ length: layers }, () => null),
  } as unknown as Result;
  const { store, dispatch } = createSession({
    ...initialState("en", "light"),
    jobs: [{ id: 1, computation: "explore", progress: run, answers: null, lookUp: false }],
    result,
    run,
  });
  let drawings = 0;
  store.subscribe(({ result }, before) => void (drawings += result === before.result ? 0 : 1));
  return {
    watch: watchLayers({ dispatch, job: 1, nowMs: () => performance.now() }, layers),
    stop: () => dispatch({ type: "cancelled" }),
    drawings: () => drawings,
    finish: () =>
      store.setState({
        jobs: [],
        result: { ...result, layers: Array.from({ length: layers }, () => layer) },
        run: { phase: "done" },
      } as unknown as StrataState),
    fail: () =>
      dispatch({
        type: "job-failed",
        job: 1,
        notice: { code: "unopened", values: {}, action: "dismiss" },
        code: "unknown",
      }),
    phase: () => store.getState().run.phase,
    shown: () => store.getState().result!.layers.map((layer) => layer !== null),
  };
}

const layer = {} as SolvedLayer;

it("draws layers together that are solved within moments of each other", () => {
  const { watch, shown, drawings } = solving(5);
  watch.onLayer!(3, layer);
  vi.advanceTimersByTime(399);
  watch.onLayer!(0, layer);
  expect(drawings()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(shown()).toEqual([true, false, false, true, false]);
  watch.onLayer!(1, layer);
  vi.advanceTimersByTime(400);
  expect(shown()).toEqual([true, true, false, true, false]);
  expect(drawings()).toBe(2);
});

it("leaves the last layers to the exploration that they complete", () => {
  const { watch, shown, drawings, finish, phase } = solving(3);
  watch.onLayer!(0, layer);
  vi.advanceTimersByTime(400);
  watch.onLayer!(1, layer);
  watch.onLayer!(2, layer);
  vi.advanceTimersByTime(1000);
  expect(shown()).toEqual([true, false, false]);
  expect(drawings()).toBe(1);
  watch.onLayer!(2, layer);
  finish();
  vi.advanceTimersByTime(1000);
  expect(phase()).toBe("done");
  expect(drawings()).toBe(2);
});

it("draws nothing of a run that failed meanwhile", () => {
  const { watch, fail, phase, drawings } = solving(3);
  watch.onLayer!(0, layer);
  fail();
  vi.advanceTimersByTime(1000);
  expect(phase()).toBe("failed");
  expect(drawings()).toBe(0);
});

it("draws nothing of a run that was stopped", () => {
  const { watch, stop, drawings } = solving(3);
  watch.onLayer!(0, layer);
  stop();
  vi.advanceTimersByTime(1000);
  expect(drawings()).toBe(0);
});
