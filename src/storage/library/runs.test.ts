import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { evaluateMasks } from "../../exploration/evaluate-masks.ts";
import { fakeEvaluator, request } from "../../exploration/fake-engine.fixture.ts";
import { createCheckpointer } from "./checkpointer.ts";
import { freshName, openRaw } from "./library.fixture.ts";
import { openLibrary } from "./library.ts";
import { fakeBrowserLocks, type FakeTab } from "./locks.fixture.ts";
import type { NewRun, RunProgress } from "./run-record.ts";
import { keptRuns, openRuns, RUNS_BYTES_MAX, RUNS_MAX, SILENCE_MS, type Runs } from "./runs.ts";
import { SCHEMA_VERSION } from "./schema.ts";

const opened: Runs[] = [];

/** Runs as a tab sees them; null: a browser without Web Locks. */
async function open(name: string, tab: FakeTab | null): Promise<Runs> {
  vi.stubGlobal("navigator", { locks: tab?.locks });
  const runs = await openRuns({ name });
  opened.push(runs);
  return runs;
}

const later = (ms = 1000): void => void vi.setSystemTime(Date.now() + ms);
const newRun = (key: string): NewRun => ({
  key,
  total: 16,
  recipe: { model: "glass-box", image: new Blob([key]), settings: { rows: 2 } },
  thumbnail: Uint8Array.of(1, 2),
});
const keys = async (runs: Runs): Promise<string[]> => (await runs.list()).map(({ key }) => key);
const gone = { name: "StorageError", code: "gone" };

/** All records of all stores that hold runs. */
async function left(name: string): Promise<unknown[]> {
  const database = await openRaw(name, SCHEMA_VERSION);
  const all = ["runs", "origins", "chunks"].map(
    (store) =>
      new Promise<unknown[]>((resolve) => {
        const reading = database.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result);
      }),
  );
  const records = (await Promise.all(all)).flat();
  database.close();
  return records;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 }));

afterEach(async () => {
  for (const runs of opened.splice(0)) await runs.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("Runs", () => {
  it("keep chunks to the bit, in order, and how far a run is", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const tab = newTab();
    const runs = await open(name, tab);
    const { id, ...begun } = await runs.begin(newRun("a"));
    expect(begun).toEqual({ ...newRun("a"), startedMs: 1_000_000, changedMs: 1_000_000, done: 0, chunks: 0, bytes: 0 });
    // Bit patterns that a detour through decimal numbers would lose.
    const bits = Uint32Array.from(
      { length: 12 },
      (_, i) => [0x00000001, 0x80000000, 0x7f7fffff, 0xc0490fdb][i % 4]! + (i >> 2),
    );
    const logits = new Float32Array(bits.buffer);
    later();
    for (let i = 0; i < 12; i++) await runs.append(id, Uint32Array.of(i), logits.subarray(i, i + 1));
    const chunks = await runs.read(id);
    expect(chunks.map(({ masks }) => [...masks])).toEqual(Array.from({ length: 12 }, (_, i) => [i]));
    expect(chunks.map((chunk) => new Uint32Array(chunk.logits.buffer)[0])).toEqual([...bits]);
    tab.die();
    const [found, ...others] = await (await open(name, newTab())).list();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id,
      key: "a",
      startedMs: 1_000_000,
      changedMs: 1_001_000,
      done: 12,
      total: 16,
      chunks: 12,
      bytes: 96,
      thumbnail: Uint8Array.of(1, 2),
    });
    expect(await (found!.recipe as { image: Blob }).image.text()).toBe("a");
  });

  it("are counted in the library's usage", async () => {
    const name = freshName();
    const runs = await open(name, fakeBrowserLocks()());
    const { id } = await runs.begin(newRun("a"));
    await runs.append(id, Uint32Array.of(1), new Float32Array(9));
    const library = await openLibrary({ name });
    expect(await library.usage()).toMatchObject({ usedBytes: 40 });
    library.close();
  });

  it("leave nothing behind at their end", async () => {
    const name = freshName();
    const runs = await open(name, fakeBrowserLocks()());
    const [ended, other] = [await runs.begin(newRun("a")), await runs.begin(newRun("b"))];
    for (const { id } of [ended, other, ended]) await runs.append(id, Uint32Array.of(1, 2), new Float32Array(18));
    await runs.end(ended.id);
    await runs.end(ended.id);
    for (const call of [
      () => runs.append(ended.id, Uint32Array.of(1), new Float32Array(9)),
      () => runs.read(ended.id),
      () => runs.take(ended.id),
    ]) {
      await expect(call()).rejects.toMatchObject({ ...gone, context: { id: ended.id } });
    }
    expect(await runs.read(other.id)).toHaveLength(1);
    await runs.end(other.id);
    expect(await left(name)).toEqual([]);
  });

  it("are offered once their tab is gone, and belong to the one that takes them", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const [tab, two, three] = [newTab(), newTab(), newTab()];
    const first = await open(name, tab);
    const [second, third] = [await open(name, two), await open(name, three)];
    const { id } = await first.begin(newRun("a"));
    expect(await keys(second)).toEqual([]);
    expect(await second.take(id)).toBeNull();
    tab.die();
    expect(await keys(second)).toEqual(["a"]);
    later();
    const taken = await Promise.all([second.take(id), third.take(id)]);
    expect(taken.map((record) => record?.id).toSorted()).toEqual([id, undefined]);
    expect(taken.find((record) => record !== null)).toMatchObject({
      ...newRun("a"),
      startedMs: 1_000_000,
      changedMs: 1_001_000,
    });
    expect(await keys(third)).toEqual([]);
  });

  it("are offered again when their tab gives them up or closes", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const [one, two] = [await open(name, newTab()), await open(name, newTab())];
    const a = await one.begin(newRun("a"));
    later();
    await one.begin(newRun("b"));
    await one.release(a.id);
    expect(await keys(two)).toEqual(["a"]);
    expect(await two.take(a.id)).not.toBeNull();
    await one.close();
    expect(await keys(two)).toEqual(["b"]);
  });

  it("that were interrupted are dropped beyond thirty, of fewest masks first, those that go on never", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const [one, two] = [await open(name, newTab()), await open(name, newTab())];
    const living = await one.begin(newRun("living"));
    for (let i = 0; i <= RUNS_MAX; i++) {
      later();
      const { id } = await two.begin(newRun(`${i}`));
      // The first has the most masks, that of 7 the fewest.
      const masks = Uint32Array.from({ length: i === 0 ? 5 : i === 7 ? 1 : 2 }, (_, mask) => mask);
      await two.append(id, masks, new Float32Array(9 * masks.length));
      await two.release(id);
    }
    const expected = Array.from({ length: RUNS_MAX + 1 }, (_, i) => `${RUNS_MAX - i}`).filter((key) => key !== "7");
    expect(await keys(two)).toEqual(expected);
    later();
    await two.begin(newRun("last"));
    const kept = await left(name);
    // The interrupted ones with a chunk each, and two that go on.
    expect(kept).toHaveLength(RUNS_MAX * 3 + 2 * 2);
    expect(await keys(two)).toEqual(expected);
    expect(await one.read(living.id)).toEqual([]);
  });

  it("are kept by masks within what they may take together, but for the last, which is kept anyway", () => {
    const run = (key: string, done: number, bytes: number) => ({ key, done, bytes }) as RunProgress;
    const kept = (runs: readonly RunProgress[]): string[] => keptRuns(runs).map(({ key }) => key);
    const half = RUNS_BYTES_MAX / 2;
    expect(kept([])).toEqual([]);
    // 22,464 masks stay where three small runs were begun after them.
    expect(kept([run("c", 90, 1e5), run("b", 80, 1e5), run("a", 70, 1e5), run("big", 22_464, 9e6)])).toEqual([
      "c",
      "b",
      "a",
      "big",
    ]);
    expect(kept([run("last", 1, 4), run("x", 5, half), run("y", 9, half - 4), run("z", 7, 4)])).toEqual([
      "last",
      "y",
      "z",
    ]);
    expect(kept([run("last", 1, 2 * RUNS_BYTES_MAX), run("x", 5, 4)])).toEqual(["last"]);
    // Of as many masks the older one goes.
    expect(kept([run("last", 1, half), run("new", 5, half), run("old", 5, half)])).toEqual(["last", "new"]);
  });

  it("that another tab has just taken are not dropped", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const one = await open(name, newTab());
    const ids: string[] = [];
    for (let i = 0; i <= RUNS_MAX; i++) ids.push((await one.begin(newRun(`${i}`))).id);
    const tab = newTab();
    // What this tab was told of the others' locks is out of date.
    const two = await open(name, {
      ...tab,
      locks: { request: tab.locks.request, query: async () => ({ held: [] }) } as unknown as LockManager,
    });
    await two.begin(newRun("last"));
    for (const id of ids) expect(await one.read(id)).toEqual([]);
  });

  it("that cannot be written are given up at once", async () => {
    const [name, tab] = [freshName(), fakeBrowserLocks()()];
    const runs = await open(name, tab);
    const uncloneable = { ...newRun("a"), recipe: () => undefined };
    await expect(runs.begin(uncloneable)).rejects.toMatchObject({
      code: "failed",
      context: { name: "DataCloneError" },
    });
    expect((await tab.locks.query()).held).toEqual([]);
    expect(await left(name)).toEqual([]);
  });

  it("say that the disk is full, and keep what they had", async () => {
    const runs = await open(freshName(), fakeBrowserLocks()());
    const { id } = await runs.begin(newRun("a"));
    await runs.append(id, Uint32Array.of(1), new Float32Array(9));
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    await expect(runs.append(id, Uint32Array.of(2), new Float32Array(9))).rejects.toMatchObject({ code: "full" });
    vi.restoreAllMocks();
    await runs.append(id, Uint32Array.of(3), new Float32Array(9));
    expect((await runs.read(id)).map(({ masks }) => [...masks])).toEqual([[1], [3]]);
  });

  it("say so where the browser refuses its locks", async () => {
    const refuse = () => Promise.reject(new DOMException("no", "SecurityError"));
    const runs = await open(freshName(), {
      locks: { request: refuse, query: refuse } as unknown as LockManager,
      die: () => undefined,
    });
    for (const call of [() => runs.list(), () => runs.take("x"), () => runs.begin(newRun("a"))])
      await expect(call()).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("Runs without Web Locks", () => {
  it("are offered after a silence, and to one tab only", async () => {
    const name = freshName();
    const [one, two, three] = [await open(name, null), await open(name, null), await open(name, null)];
    const { id } = await one.begin(newRun("a"));
    later(SILENCE_MS);
    expect(await two.list()).toEqual([]);
    await one.append(id, Uint32Array.of(1), new Float32Array(9));
    later(SILENCE_MS);
    expect(await two.list()).toEqual([]);
    expect(await two.take(id)).toBeNull();
    later(1);
    expect(await keys(two)).toEqual(["a"]);
    const taken = await Promise.all([two.take(id), three.take(id)]);
    expect(taken.map((record) => record?.done).toSorted()).toEqual([1, undefined]);
    expect(await three.list()).toEqual([]);
  });
});

describe("a run taken up", () => {
  it("ends with the result of an uninterrupted one", async () => {
    const [name, newTab] = [freshName(), fakeBrowserLocks()];
    const tab = newTab();
    const scores = (mask: number, layer: number, target: number): number => Math.sin(mask + 17 * layer + 31 * target);
    const { logits } = await evaluateMasks(request, fakeEvaluator(scores));
    const first = await open(name, tab);
    const { id } = await first.begin(newRun("a"));
    const failures: unknown[] = [];
    const checkpointer = createCheckpointer(first, id, { nowMs: () => 0, onError: (error) => failures.push(error) });
    const crash = new AbortController();
    await expect(
      evaluateMasks(request, fakeEvaluator(scores), {
        signal: crash.signal,
        onLogits: (masks, rows) => {
          checkpointer.add(masks, rows);
          if (masks.includes(15)) crash.abort();
        },
      }),
    ).rejects.toMatchObject({ name: "AbortError" });
    await checkpointer.flush();
    tab.die();
    const second = await open(name, newTab());
    expect(await second.take(id)).toMatchObject({ done: 8 });
    const known = await second.read(id);
    const rest = fakeEvaluator(scores);
    expect(new Uint32Array((await evaluateMasks({ ...request, known }, rest)).logits.buffer)).toEqual(
      new Uint32Array(logits.buffer),
    );
    expect(rest.runs()).toBe(2);
    expect(failures).toEqual([]);
  });
});
