import { expect, it } from "vitest";
import { freshReport, type EngineReport, type BackendChoice } from "../backends/engine-report.ts";
import { startedStore, testWorld } from "./world.fixture.ts";

function world() {
  const chosen: BackendChoice[] = [];
  let tell = (_: EngineReport | null): void => undefined;
  const { services } = testWorld();
  services.backend = {
    choice: () => "wasm",
    choose: (choice) => void chosen.push(choice),
    watch: (listener) => void (tell = listener),
  };
  return { ...startedStore({ ...testWorld(), services }), chosen, tell: (report: EngineReport | null) => tell(report) };
}

it("begins with the choice of an earlier visit and shows what the engine reports", () => {
  const { store, tell } = world();
  expect(store.getState().engine).toEqual({ choice: "wasm", report: null });
  const report = freshReport("wasm", 2, true);
  tell(report);
  expect(store.getState().engine.report).toBe(report);
  tell(null);
  expect(store.getState().engine.report).toBeNull();
});

it("hands a choice on, and opens its dialog", () => {
  const { store, actions, chosen } = world();
  actions.openEngineDialog();
  expect(store.getState().dialog).toBe("engine");
  actions.chooseBackend("webgpu");
  expect(store.getState().engine.choice).toBe("webgpu");
  expect(chosen).toEqual(["webgpu"]);
});
