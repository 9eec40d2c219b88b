import { describe, expect, it } from "vitest";
import { turns } from "../platform/eventually.fixture.ts";
import { freshReport, type EngineReport, type RoadChoice } from "../backends/engine-report.ts";
import { createEngineCache } from "./engine-cache.ts";
import type { OpenEngine } from "./services.ts";
import { gate, startedStore, testModel, testWorld } from "./world.fixture.ts";

function world() {
  const chosen: RoadChoice[] = [];
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

it("hands out an engine only once it is ready", async () => {
  const { opened, open } = gate();
  const engine = { ready: () => opened } as OpenEngine;
  const cache = createEngineCache({ createEngine: async () => engine });
  let taken = false;
  const taking = cache.take(testModel("glass-box")).then((got) => {
    taken = true;
    return got;
  });
  await turns();
  expect(taken).toBe(false);
  open();
  expect(await taking).toBe(engine);
});

describe("an engine that is expected", () => {
  const [one, other] = [testModel("glass-box"), testModel("imagenette64")];
  const engineOf = (disposed: string[], name: string): OpenEngine =>
    ({ ready: async () => undefined, dispose: () => disposed.push(name) }) as unknown as OpenEngine;

  it("is opened at once, and handed out without opening another", async () => {
    const asked: string[] = [];
    const engine = engineOf([], "one");
    const cache = createEngineCache({ createEngine: async ({ manifest }) => (asked.push(manifest.name), engine) });
    cache.expect(one);
    expect(asked).toEqual(["glass-box"]);
    expect(await cache.take(one)).toBe(engine);
    expect(asked).toEqual(["glass-box"]);
  });

  it("takes no other's place, which may yet be needed", async () => {
    const disposed: string[] = [];
    const cache = createEngineCache({ createEngine: async ({ manifest }) => engineOf(disposed, manifest.name) });
    const engine = await cache.take(one);
    cache.expect(other);
    expect(disposed).toEqual([]);
    expect(await cache.take(one)).toBe(engine);
    await cache.take(other);
    expect(disposed).toEqual(["glass-box"]);
  });

  it("that cannot be opened is told of when it is taken, not before, and tried anew each time", async () => {
    let tries = 0;
    const engine = engineOf([], "one");
    const cache = createEngineCache({
      createEngine: async () => {
        if (++tries < 3) throw new Error("no room");
        return engine;
      },
    });
    cache.expect(one);
    await turns();
    await expect(cache.take(one)).rejects.toThrow("no room");
    expect(await cache.take(one)).toBe(engine);
  });
});
