import { describe, expect, it } from "vitest";
import { NOTHING_KEPT, type OfflineStatus } from "../storage/offline.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

/** A test world whose browser keeps files, and what the page asked of it. */
function keepingWorld() {
  const world = testWorld();
  const asked = { watched: 0, starts: 0, updates: 0, signals: [] as AbortSignal[] };
  let tell: (status: OfflineStatus) => void = () => undefined;
  const turn = gate();
  const services = {
    ...world.services,
    offline: {
      watch: (listener: typeof tell) => {
        asked.watched++;
        tell = listener;
      },
      keepStart: () => void asked.starts++,
      cacheAll: async (onProgress: (done: number, total: number) => void, signal: AbortSignal) => {
        asked.signals.push(signal);
        onProgress(3, 12);
        await turn.opened;
        signal.throwIfAborted();
        onProgress(12, 12);
      },
      applyUpdate: () => void asked.updates++,
    },
  };
  return {
    world: { ...world, services },
    asked,
    turn,
    tell: (news: Partial<OfflineStatus>) => tell({ ...NOTHING_KEPT, ...news }),
  };
}

describe("working without a network", () => {
  it("is begun once, when the first run is over", async () => {
    const { world, asked } = keepingWorld();
    const { actions, phase } = startedStore(world);
    actions.start();
    await phase("running");
    expect(asked.watched).toBe(0);
    await phase("done");
    actions.setGrid(2, 2);
    await phase("running");
    await phase("done");
    expect([asked.watched, asked.starts]).toEqual([1, 1]);
  });

  it("keeps no network for who only opened a picture from elsewhere, until it runs", async () => {
    const { world, asked } = keepingWorld();
    const { store, actions, phase } = startedStore(world);
    store.setState({ run: { phase: "opened", from: "link", total: 512 } });
    expect([asked.watched, asked.starts]).toEqual([1, 0]);
    actions.start();
    await phase("done");
    expect([asked.watched, asked.starts]).toEqual([1, 1]);
  });

  it("is begun after a run that was stopped, too", async () => {
    const { world, asked } = keepingWorld();
    const { actions, phase } = startedStore(world);
    actions.start();
    await phase("running");
    actions.cancel();
    expect(asked.watched).toBe(1);
  });

  it("shows what the browser says, and keeps the wish apart from it", async () => {
    const { world, turn, tell } = keepingWorld();
    const { store, actions, phase, until } = startedStore(world);
    actions.start();
    await phase("done");
    tell({ phase: "ready", missingBytes: 12 });
    actions.makeAllAvailableOffline();
    expect(store.getState().offline).toMatchObject({
      phase: "ready",
      missingBytes: 12,
      keeping: { phase: "running", doneBytes: 3, totalBytes: 12 },
    });
    tell({ phase: "ready", missingBytes: 5 });
    expect(store.getState().offline).toMatchObject({ missingBytes: 5, keeping: { phase: "running" } });
    turn.open();
    await until(({ offline }) => offline.keeping.phase === "idle");
  });

  it("takes a second wish for the first, and can be stopped", async () => {
    const { world, asked, turn } = keepingWorld();
    const { actions, until } = startedStore(world);
    actions.makeAllAvailableOffline();
    actions.makeAllAvailableOffline();
    expect(asked.signals).toHaveLength(1);
    actions.stopMakingAvailable();
    turn.open();
    await until(({ offline }) => offline.keeping.phase === "idle");
    actions.makeAllAvailableOffline();
    expect(asked.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it("owns up to what could not be kept", async () => {
    const { world } = keepingWorld();
    world.services.offline.cacheAll = () => Promise.reject(new TypeError("no network"));
    const { actions, until } = startedStore(world);
    actions.makeAllAvailableOffline();
    await until(({ offline }) => offline.keeping.phase === "failed");
  });
});

describe("a newer version", () => {
  it("is never reloaded into while a run is under way", async () => {
    const { world, asked } = keepingWorld();
    const { actions, phase } = startedStore(world);
    actions.start();
    for (const busy of ["loading", "running", "solving"] as const) {
      await phase(busy);
      actions.applyUpdate();
    }
    expect(asked.updates).toBe(0);
    await phase("done");
    actions.applyUpdate();
    expect(asked.updates).toBe(1);
  });
});
