import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { Layer } from "../exploration/exploration.ts";
import { nextTask } from "../inference/next-task.ts";
import { watchRun } from "./run-watch.ts";
import type { StrataState } from "./shape.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

function solving(layers: number) {
  const store = createStore(() => ({ result: { layers: Array.from({ length: layers }, () => null) }, run: { phase: "solving" } }) as unknown as StrataState);
  const stop = new AbortController();
  let drawings = 0;
  store.subscribe(({ result }, before) => void (drawings += result === before.result ? 0 : 1));
  return {
    watch: watchRun(store, { nowMs: () => performance.now() }, stop.signal, 16), stop,
    drawings: () => drawings,
    shown: () => store.getState().result!.layers.map((layer) => layer !== null),
  };
}

const layer = {} as Layer;

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

it("draws the last layers in the next task, and only once", async () => {
  const { watch, shown, drawings } = solving(3);
  watch.onLayer!(0, layer);
  watch.onLayer!(1, layer);
  watch.onLayer!(2, layer);
  await nextTask();
  expect(shown()).toEqual([true, true, true]);
  vi.advanceTimersByTime(1000);
  expect(drawings()).toBe(1);
});

it("draws nothing of a run that was stopped", () => {
  const { watch, stop, drawings } = solving(3);
  watch.onLayer!(0, layer);
  stop.abort();
  vi.advanceTimersByTime(1000);
  expect(drawings()).toBe(0);
});
