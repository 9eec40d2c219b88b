import { expect, it } from "vitest";
import { freshReport, type EngineReport, type BackendChoice } from "../backends/engine-report.ts";
import { createBackendPreference } from "./backend-preference.ts";

function world() {
  const remembered: BackendChoice[] = [];
  const told: (EngineReport | null)[] = [];
  const preference = createBackendPreference("auto", (choice) => remembered.push(choice));
  preference.watch((report) => told.push(report));
  const chosen: string[] = [];
  const open = async (name: string, opened: Promise<void> = Promise.resolve()) => {
    let say = (_: EngineReport): void => undefined;
    const engine = await preference.open(async (choice, onReport) => {
      chosen.push(`${name} opened for ${choice}`);
      say = onReport;
      await opened;
      return {
        ready: async () => undefined,
        rest: () => void chosen.push(`${name} rests`),
        choose: (wish: BackendChoice) => void chosen.push(`${name} told ${wish}`),
        dispose: () => void chosen.push(`${name} disposed`),
      };
    });
    return { engine, say: (workers: number) => say(freshReport("auto", workers, true)) };
  };
  return { preference, remembered, told, chosen, open };
}

it("hands the choice to the engine that is open and to those to come, and keeps it", async () => {
  const { preference, remembered, chosen, open } = world();
  await open("first");
  preference.choose("wasm");
  await open("second");
  preference.choose("webgpu");
  expect(chosen).toEqual([
    "first opened for auto",
    "first told wasm",
    "first rests",
    "second opened for wasm",
    "second told webgpu",
  ]);
  expect([remembered, preference.choice()]).toEqual([["wasm", "webgpu"], "webgpu"]);
});

it("hands on a choice that was made while the engine was being opened", async () => {
  const { preference, chosen, open } = world();
  let go = (): void => undefined;
  const opening = open("slow", new Promise((resolve) => (go = resolve)));
  preference.choose("wasm");
  go();
  await opening;
  expect(chosen).toEqual(["slow opened for auto", "slow told wasm"]);
});

it("tells of the engine opened last only, and when it is gone", async () => {
  const { told, open } = world();
  const first = await open("first");
  first.say(1);
  const second = await open("second");
  first.say(2);
  second.say(3);
  first.engine.dispose();
  second.engine.dispose();
  expect(told.map((report) => report?.workers ?? null)).toEqual([1, 3, null]);
});

it("lets the engine speak that is used again, as of its last report, and tells it what was chosen meanwhile", async () => {
  const { preference, told, chosen, open } = world();
  const first = await open("first");
  first.say(1);
  const second = await open("second");
  second.say(2);
  preference.choose("wasm");
  chosen.length = 0;
  await first.engine.ready();
  first.say(3);
  second.say(4);
  await first.engine.ready();
  expect(told.map((report) => report?.workers ?? null)).toEqual([1, 2, 1, 3]);
  expect(chosen).toEqual(["second rests", "first told wasm"]);
});
