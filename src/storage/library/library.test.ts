import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pickedGrids } from "../../core/grids.fixture.ts";
import { imageOfKey, questionKey, sameImage, sameMasks, settingsOfKey, type KeyParts } from "./entry.ts";
import { described, freshName } from "./library.fixture.ts";
import { RECENT_MAX } from "./entry-records.ts";
import { openLibrary, type Library } from "./library.ts";

const opened: Library[] = [];

async function open(name = freshName()): Promise<Library> {
  const library = await openLibrary({ name });
  opened.push(library);
  return library;
}

/** Moves the clock on, so that what follows is newer. */
const later = (ms = 1000): void => void vi.setSystemTime(Date.now() + ms);
const names = async (library: Library): Promise<string[]> => (await library.list()).map(({ name }) => name);
const gone = { name: "StorageError", code: "gone" };

// Only the clock stands still: the database goes on by real timers.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 }));

afterEach(() => {
  for (const library of opened.splice(0)) library.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("Library", () => {
  it("keeps and tells its own tab where the browser has no channel between tabs", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    const library = await open();
    const heard = vi.fn();
    library.onChange(heard);
    await library.add(described("one"), Uint8Array.of(1));
    expect(await names(library)).toEqual(["photo one"]);
    expect(heard).toHaveBeenCalled();
  });

  it("changes a payload, of what was written meanwhile too", async () => {
    const library = await open();
    const { id } = await library.add(described("one"), Uint8Array.of(1));
    let others = 1;
    const done = await library.rewrite(id, async (bytes) => {
      if (others-- > 0) await library.rewrite(id, async () => Uint8Array.of(7));
      return Uint8Array.of(...bytes, 2);
    });
    expect([done, await library.read(id)]).toEqual([true, Uint8Array.of(7, 2)]);
    expect(await library.list()).toMatchObject([{ id, bytes: 2, changedMs: 1_000_000 }]);
    let count = 0;
    const never = await library.rewrite(id, async () => {
      await library.rewrite(id, async () => Uint8Array.of(10 + count++));
      return Uint8Array.of(99);
    });
    expect([never, await library.read(id)]).toEqual([false, Uint8Array.of(12)]);
    await expect(library.rewrite("nothing", async (bytes) => bytes)).rejects.toMatchObject(gone);
  });

  it("keeps entries and their payloads, newest first", async () => {
    const name = freshName();
    const library = await open(name);
    const first = await library.add(described("one"), Uint8Array.of(1, 2, 3));
    later();
    const second = await library.autosave(described("two", { thumbnail: null }), Uint8Array.of(4));
    expect(first).toEqual({
      ...described("one"),
      id: expect.any(String),
      kind: "saved",
      createdMs: 1_000_000,
      changedMs: 1_000_000,
      bytes: 3,
    });
    expect(second).toMatchObject({ kind: "recent", changedMs: 1_001_000, bytes: 1, thumbnail: null });
    expect(await library.list()).toEqual([second, first]);
    library.close();
    const again = await open(name);
    expect(await again.list()).toEqual([second, first]);
    expect(await again.read(first.id)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("copies what it is given, of a part of a buffer only that part", async () => {
    const library = await open();
    const buffer = Uint8Array.from({ length: 100 }, (_, i) => i);
    const thumbnail = buffer.subarray(50, 52);
    const { id } = await library.add(described("one", { thumbnail }), buffer.subarray(10, 13));
    buffer.fill(0);
    const kept = await library.read(id);
    expect(kept).toEqual(Uint8Array.of(10, 11, 12));
    expect(kept.buffer.byteLength).toBe(3);
    expect((await library.list())[0]!.thumbnail).toEqual(Uint8Array.of(50, 51));
  });

  it("finds the newest answer to a question", async () => {
    const library = await open();
    await library.add(described("one", { name: "older" }), new Uint8Array());
    later();
    await library.add(described("one", { name: "newer" }), new Uint8Array());
    await library.add(described("two"), new Uint8Array());
    expect((await library.answers("one")).map(({ name }) => name)).toEqual(["newer", "older"]);
    expect(await library.answers("three")).toEqual([]);
  });

  it("finds a saved answer before a newer recent one, and what was computed here before what was not", async () => {
    const library = await open();
    const saved = await library.add(described("q"), Uint8Array.of(1));
    later();
    await library.autosave(described("q"), Uint8Array.of(2));
    later();
    await library.takeIn(described("q", { origin: "file", content: "c" }), Uint8Array.of(3));
    const answers = await library.answers("q");
    expect(answers[0]).toEqual(saved);
    expect(answers.map(({ kind, origin }) => [kind, origin])).toEqual([
      ["saved", undefined],
      ["recent", undefined],
      ["saved", "file"],
    ]);
  });
  it("keeps every answer to a question, and one picture once, under the name it had", async () => {
    const library = await open();
    const first = await library.autosave(described("q", { content: "a" }), Uint8Array.of(1));
    await library.rename(first.id, "mine");
    later();
    const second = await library.autosave(described("q", { content: "b" }), Uint8Array.of(2));
    later();
    const again = await library.autosave(described("q", { content: "a" }), Uint8Array.of(3));
    expect(again).toEqual({ ...first, name: "mine", changedMs: 1_002_000 });
    expect(await library.list()).toEqual([again, second]);
    expect(await Promise.all([library.read(first.id), library.read(second.id)])).toEqual([
      Uint8Array.of(1),
      Uint8Array.of(2),
    ]);
  });
  it("brings to a kept picture how sure it is, in one payload, and never takes it away", async () => {
    const library = await open();
    const sure = described("q", { content: "a", tellsCertainty: true });
    const first = await library.autosave(described("q", { content: "a" }), Uint8Array.of(1));
    await library.rename(first.id, "mine");
    later();
    const second = await library.autosave(sure, Uint8Array.of(2, 2));
    expect(second).toEqual({ ...first, name: "mine", changedMs: 1_001_000, tellsCertainty: true, bytes: 2 });
    expect(await library.read(first.id)).toEqual(Uint8Array.of(2, 2));
    for (const again of [described("q", { content: "a" }), sure]) {
      await library.autosave(again, Uint8Array.of(3));
      await library.takeIn({ ...again, name: "mine" }, Uint8Array.of(3));
      await library.tellCertainty(again, Uint8Array.of(3));
    }
    expect(await library.list()).toEqual([{ ...second, kind: "saved" }]);
    expect(await library.read(first.id)).toEqual(Uint8Array.of(2, 2));
    expect(await library.duplicate(first.id, "copy")).toMatchObject({ tellsCertainty: true, bytes: 2 });
  });
  it("brings it to every entry of the very picture and to no other, and from elsewhere to what is from elsewhere", async () => {
    const library = await open();
    const own = await library.add(described("q", { content: "a", name: "x" }), Uint8Array.of(1));
    const file = await library.takeIn(described("q", { content: "a", name: "y", origin: "file" }), Uint8Array.of(1));
    const other = await library.add(described("q", { content: "b" }), Uint8Array.of(1));
    expect(file.origin).toBeUndefined();
    const foreign = await library.add(described("p", { content: "c", name: "z", origin: "link" }), Uint8Array.of(1));
    const sure = { content: "a", tellsCertainty: true } as const;
    await library.takeIn(described("q", { ...sure, name: "x", origin: "file" }), Uint8Array.of(2));
    await library.takeIn(described("p", { ...sure, content: "c", name: "z", origin: "file" }), Uint8Array.of(2));
    const payloads = () => Promise.all([own, file, other, foreign].map(async ({ id }) => (await library.read(id))[0]));
    expect(await payloads()).toEqual([1, 1, 1, 2]);
    await library.tellCertainty(described("q", sure), Uint8Array.of(3));
    expect(await payloads()).toEqual([3, 3, 1, 2]);
  });
  it("does not take what others tell of how sure a picture is for what was found here", async () => {
    const library = await open();
    const forged = described("q", { content: "a", origin: "file", tellsCertainty: true });
    const file = await library.takeIn(forged, Uint8Array.of(9, 9));
    // Computed here, not looked at yet: what the file told is gone.
    const own = await library.autosave(described("q", { content: "a" }), Uint8Array.of(1));
    expect(own).toMatchObject({ id: file.id, bytes: 1 });
    expect(own).not.toHaveProperty("origin");
    expect(own).not.toHaveProperty("tellsCertainty");
    expect(await library.read(own.id)).toEqual(Uint8Array.of(1));
    // Under another name it is still the file's.
    const copy = await library.takeIn({ ...forged, name: "its copy" }, Uint8Array.of(9, 9));
    expect(copy).toMatchObject({ origin: "file", tellsCertainty: true });
    await library.tellCertainty(described("q", { content: "a", tellsCertainty: true }), Uint8Array.of(2, 2, 2));
    expect(await Promise.all([own, copy].map(({ id }) => library.read(id)))).toEqual([
      Uint8Array.of(2, 2, 2),
      Uint8Array.of(2, 2, 2),
    ]);
    expect(await library.list()).toEqual(
      expect.arrayContaining([
        { ...own, tellsCertainty: true, bytes: 3 },
        { ...copy, bytes: 3 },
      ]),
    );
    // Both found at once.
    const other = await library.takeIn({ ...forged, content: "b" }, Uint8Array.of(9));
    const both = { content: "b", tellsCertainty: true } as const;
    expect(await library.autosave(described("q", both), Uint8Array.of(3, 3))).toMatchObject({ id: other.id, bytes: 2 });
    expect(await library.read(other.id)).toEqual(Uint8Array.of(3, 3));
  });
  it("no longer says of a picture that it is from elsewhere once it was computed here", async () => {
    const library = await open();
    const file = await library.takeIn(described("q", { origin: "file", content: "a" }), Uint8Array.of(1));
    const other = await library.takeIn(described("q", { origin: "file", content: "b" }), Uint8Array.of(2));
    const own = await library.autosave(described("q", { content: "a" }), Uint8Array.of(3));
    expect({ ...own, origin: "file" }).toEqual(file);
    expect(own).not.toHaveProperty("origin");
    expect(await library.list()).toEqual(expect.arrayContaining([own, other]));
    expect(
      await library.takeIn(described("q", { name: "its copy", origin: "file", content: "a" }), Uint8Array.of(1)),
    ).not.toHaveProperty("origin");
  });
  it("takes a file's explorations in once, and its doubles as often as they are in it", async () => {
    const library = await open();
    const takeInAll = async (): Promise<void> => {
      const taken = new Set<string>();
      for (const name of ["one", "one", "two"])
        taken.add(
          (await library.takeIn(described("q", { name, origin: "file", content: "a" }), Uint8Array.of(1), taken)).id,
        );
    };
    await takeInAll();
    await takeInAll();
    expect((await names(library)).toSorted()).toEqual(["one", "one", "two"]);
    const recent = await library.autosave(described("r", { content: "c", name: "three" }), Uint8Array.of(2));
    expect(
      await library.takeIn(described("r", { content: "c", name: "three", origin: "file" }), Uint8Array.of(2)),
    ).toEqual({ ...recent, kind: "saved" });
  });
  it("gives an entry another key, and finds it by the old one too", async () => {
    const library = await open();
    const entry = await library.add(described("old"), Uint8Array.of(1));
    const rekeyed = await library.rekey(entry.id, { key: "new", content: "c" });
    expect(rekeyed).toEqual({ ...entry, key: "new", content: "c", formerKey: "old" });
    expect([await library.answers("new"), await library.answers("old")]).toEqual([[rekeyed], [rekeyed]]);
    await expect(library.rekey("no such", { key: "a", content: "b" })).rejects.toMatchObject(gone);
  });

  it("lets the oldest recents go and never touches saved ones", async () => {
    const library = await open();
    const saved = await library.add(described("0", { name: "saved" }), Uint8Array.of(0));
    const recents: string[] = [];
    for (let i = 0; i < RECENT_MAX + 2; i++) {
      later();
      recents.push((await library.autosave(described(`${i}`), Uint8Array.of(i))).id);
    }
    expect((await library.list()).map(({ id }) => id)).toEqual([...recents.slice(2).toReversed(), saved.id]);
    await expect(library.read(recents[0]!)).rejects.toMatchObject(gone);
    expect(await library.read(saved.id)).toEqual(Uint8Array.of(0));
  });

  it("keeps what was autosaved last even if the clock went backwards", async () => {
    const library = await open();
    for (let i = 0; i < RECENT_MAX; i++) await library.autosave(described(`${i}`), new Uint8Array());
    later(-5000);
    const { id } = await library.autosave(described("last"), Uint8Array.of(9));
    expect(await library.list()).toHaveLength(RECENT_MAX);
    expect(await library.read(id)).toEqual(Uint8Array.of(9));
  });

  it("renames, keeps and duplicates without moving an entry in the list", async () => {
    const library = await open();
    const recent = await library.autosave(described("one"), Uint8Array.of(1));
    later();
    await library.add(described("two"), Uint8Array.of(2));
    later();
    expect(await library.keep(recent.id)).toEqual({ ...recent, kind: "saved" });
    expect(await library.rename(recent.id, "renamed")).toEqual({ ...recent, kind: "saved", name: "renamed" });
    expect(await names(library)).toEqual(["photo two", "renamed"]);
    const copy = await library.duplicate(recent.id, "copy");
    expect(copy).toEqual({
      ...recent,
      id: copy.id,
      kind: "saved",
      name: "copy",
      createdMs: 1_002_000,
      changedMs: 1_002_000,
    });
    expect(copy.id).not.toBe(recent.id);
    await library.remove(recent.id);
    expect(await library.read(copy.id)).toEqual(Uint8Array.of(1));
  });

  it("makes a kept recent room for another of the same question", async () => {
    const library = await open();
    const { id } = await library.autosave(described("one"), Uint8Array.of(1));
    await library.keep(id);
    await library.autosave(described("one"), Uint8Array.of(2));
    expect(await library.list()).toHaveLength(2);
    expect(await library.read(id)).toEqual(Uint8Array.of(1));
  });

  it("takes an entry out and puts it back as it was, once", async () => {
    const library = await open();
    const entry = await library.add(described("one"), Uint8Array.of(1, 2));
    later();
    const removed = await library.remove(entry.id);
    expect(await library.list()).toEqual([]);
    await expect(library.read(entry.id)).rejects.toMatchObject({ ...gone, context: { id: entry.id } });
    await library.restore(removed);
    expect(await library.list()).toEqual([entry]);
    expect(await library.read(entry.id)).toEqual(Uint8Array.of(1, 2));
    await library.rename(entry.id, "renamed");
    await library.restore(removed);
    expect(await names(library)).toEqual(["renamed"]);
  });

  it("says that an entry is gone", async () => {
    const library = await open();
    const calls = [
      () => library.read("x"),
      () => library.rename("x", "y"),
      () => library.keep("x"),
      () => library.duplicate("x", "y"),
      () => library.remove("x"),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ ...gone, context: { id: "x" } });
    }
    expect(await library.list()).toEqual([]);
  });
});

describe("two tabs", () => {
  it("see each other's changes and never overwrite them", async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : two).add(described(`${i}`), Uint8Array.of(i))),
    );
    expect(await one.list()).toEqual(await two.list());
    expect(await one.list()).toHaveLength(20);
    const { id } = (await one.list())[0]!;
    await Promise.all([one.rename(id, "renamed"), two.keep(id), two.autosave(described("recent"), new Uint8Array())]);
    expect((await two.list()).find((entry) => entry.id === id)).toMatchObject({ name: "renamed", kind: "saved" });
  });

  it("have one recent of a picture that both compute at once", async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    const saved = await Promise.all([
      one.autosave(described("q", { content: "a" }), Uint8Array.of(1)),
      two.autosave(described("q", { content: "a" }), Uint8Array.of(2)),
    ]);
    expect(saved[0].id).toBe(saved[1].id);
    expect(await one.list()).toHaveLength(1);
  });

  it("remove and rename to a clear outcome, whoever comes first", async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    for (const removesFirst of [true, false]) {
      const { id } = await one.add(described("one"), Uint8Array.of(1));
      const remove = () => one.remove(id);
      const rename = () => two.rename(id, "renamed");
      const [removed, renamed] = removesFirst
        ? await Promise.allSettled([remove(), rename()])
        : (await Promise.allSettled([rename(), remove()])).toReversed();
      expect(removed!.status).toBe("fulfilled");
      expect(renamed).toMatchObject(removesFirst ? { status: "rejected", reason: gone } : { status: "fulfilled" });
      expect(await two.list()).toEqual([]);
      await expect(two.read(id)).rejects.toMatchObject(gone);
    }
  });

  it("tell each other of every change, and nobody of a failed one", async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    const told = { one: 0, two: 0 };
    one.onChange(() => told.one++);
    const heard = new Promise<void>((resolve) => two.onChange(resolve));
    const stop = two.onChange(() => told.two++);
    await expect(one.rename("x", "y")).rejects.toMatchObject(gone);
    expect(told).toEqual({ one: 0, two: 0 });
    const { id } = await one.add(described("one"), new Uint8Array());
    expect(told.one).toBe(1);
    await heard;
    expect(told.two).toBe(1);
    stop();
    await two.remove(id);
    expect(told.two).toBe(1);
  });
});

describe("usage", () => {
  it("sums up what is kept, and tells what it does not know", async () => {
    const library = await open();
    await library.add(described("one"), new Uint8Array(100));
    await library.add(described("two", { thumbnail: null }), new Uint8Array(20));
    expect(await library.usage()).toEqual({ usedBytes: 124, quotaBytes: null, persisted: false });
    expect(await library.persist()).toBe(false);
  });

  it("asks the browser for the rest, and takes a refusal for not knowing", async () => {
    const library = await open();
    vi.stubGlobal("navigator", {
      storage: { estimate: async () => ({ quota: 5e9 }), persisted: async () => true, persist: async () => true },
    });
    expect(await library.usage()).toEqual({ usedBytes: 0, quotaBytes: 5e9, persisted: true });
    expect(await library.persist()).toBe(true);
    const refuse = () => Promise.reject(new TypeError("no"));
    vi.stubGlobal("navigator", { storage: { estimate: refuse, persisted: refuse, persist: refuse } });
    expect(await library.usage()).toEqual({ usedBytes: 0, quotaBytes: null, persisted: false });
    expect(await library.persist()).toBe(false);
  });
});

describe("questionKey", () => {
  const parts: KeyParts = {
    modelSha256: "a1".repeat(32),
    setup: "c3".repeat(32),
    imageSha256: "b2".repeat(32),
    rows: 3,
    cols: 4,
    picked: null,
    sample: null,
    baseline: "mean",
    probes: "first",
    target: 2,
    rather: null,
    kappaFraction: 0.04,
    kappaOf: "range",
    tauFraction: 0.05,
  };
  const key = questionKey(parts);

  it("differs for everything that an answer depends on, and for nothing else", () => {
    const others: Partial<KeyParts>[] = [
      { modelSha256: "a2".repeat(32) },
      { setup: null },
      { probes: "labels" },
      { setup: "d".repeat(64) },
      { imageSha256: "bc".repeat(32) },
      { rows: 4, cols: 3 },
      { cols: 5 },
      { rows: 8, cols: 8, sample: { masks: 2000, seed: 1 } },
      { rows: 8, cols: 8, sample: { masks: 4000, seed: 1 } },
      { rows: 8, cols: 8, sample: { masks: 2000, seed: 2 } },
      { sample: { masks: 2000, seed: 1 } },
      { picked: { cells: [0, 1], others: "hidden" } },
      { picked: { cells: [0, 1], others: "shown" } },
      { picked: { cells: [0, 2], others: "hidden" } },
      { picked: { cells: [0, 1, 2], others: "hidden" } },
      { baseline: "zero" },
      { target: "auto" },
      { target: 3 },
      { rather: 0 },
      { rather: 3 },
      { kappaFraction: 0.02 },
      { kappaFraction: 1e-7 },
      { kappaOf: "delta" },
      { kappaOf: "debiased" },
      { tauFraction: 0.5 },
      // Digests that part late are told apart too.
      { imageSha256: `${"b2".repeat(15)}b3${"b2".repeat(16)}` },
    ];
    const keys = [parts, ...others.map((other) => ({ ...parts, ...other }))].map(questionKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(questionKey({ ...parts })).toBe(key);
    expect(key).toBe(`${"a1".repeat(16)}.${"c3".repeat(16)}.${"b2".repeat(16)}.3x4.mean.2.range-0.04.tau-0.05`);
  });
  it("says what was asked, and nothing where it is no key", () => {
    const settings = {
      rows: 3,
      cols: 4,
      picked: null,
      sample: null,
      baseline: "mean",
      probes: "first",
      target: 2,
      rather: null,
      kappaFraction: 0.04,
      kappaOf: "range",
      tauFraction: 0.05,
    };
    expect(settingsOfKey(key)).toEqual(settings);
    for (const news of [
      { target: "auto" as const },
      { kappaFraction: 1e-7 },
      { tauFraction: 1 },
      { kappaFraction: 0, tauFraction: 0 },
      { baseline: "image-mean" as const },
      { probes: "labels" as const },
      { rather: 11 },
      { probes: "labels" as const, rather: 0 },
      { kappaOf: "debiased" as const },
      { cut: "superpixels" as const },
      { cut: "superpixels" as const, picked: { cells: [0, 5], others: "shown" as const } },
      { sample: { masks: 400, seed: 0 } },
      { rows: 16, cols: 16, sample: { masks: 20000, seed: 2 ** 32 - 1 } },
      { rather: 11, rows: 8, cols: 8, sample: { masks: 2000, seed: 1 } },
    ]) {
      expect(settingsOfKey(questionKey({ ...parts, setup: null, ...news }))).toEqual({ ...settings, ...news });
    }
    const spoilt = [
      ["3x4", "5x5"],
      ["3x4", "3x4-hidden-"],
      ["3x4", "3x4-hidden-a1"],
      ["3x4", "3x4-hidden-b1a1"],
      ["3x4", "3x4-hidden-a1a1"],
      ["3x4", "3x4-hidden-a1e1"],
      ["3x4", "3x4-grey-a1b1"],
      ["3x4", "17x4-hidden-a1b1"],
      ["3x4", "1x2-hidden-a1b1"],
      ["3x4", "0x4"],
      // Of so many patches there is no such sample, and no answer without one.
      ["3x4", "8x8"],
      ["tau-0.05", "tau-0.05.masks-4097-1"],
      ["tau-0.05", "tau-0.05.masks-20-1"],
      ["tau-0.05", "tau-0.05.masks-400-4294967296"],
      ["tau-0.05", "tau-0.05.masks-400"],
      ["mean", "grey"],
      ["range", "all"],
      ["0.04", "2"],
      ["0.05", "2"],
      [".2.", ".second."],
      ["tau-0.05", "tau-0.05.probes-first"],
      ["a1", "zz"],
    ] as const;
    for (const [from, to] of spoilt) expect(settingsOfKey(key.replace(from, to)), `${from} → ${to}`).toBeNull();
  });
  it("says which cells were picked", () => {
    fc.assert(
      fc.property(
        pickedGrids(16, 255).filter(({ picked }) => picked !== null),
        (grid) => {
          const isMany = grid.picked!.cells.length > 16;
          const named = questionKey({ ...parts, ...grid, ...(isMany && { sample: { masks: 3000, seed: 1 } }) });
          expect(settingsOfKey(named)).toMatchObject(grid);
          if (isMany) expect(settingsOfKey(questionKey({ ...parts, ...grid }))).toBeNull();
          // As addresses hold keys.
          expect(named).toMatch(/^[\w.-]{1,1500}$/);
          expect(sameMasks(named, key)).toBe(false);
        },
      ),
      { seed: 6 },
    );
    expect(questionKey({ ...parts, rows: 8, cols: 8, picked: { cells: [9, 10, 54], others: "hidden" } })).toContain(
      ".8x8-hidden-b2c2g7.mean.",
    );
  });
  it("is of the same masks for questions that one run answers", () => {
    expect(
      sameMasks(
        key,
        questionKey({ ...parts, target: 3, rather: null, kappaFraction: 0.1, kappaOf: "delta", tauFraction: 0.5 }),
      ),
    ).toBe(true);
    for (const other of [
      { baseline: "blur" as const },
      { rows: 2 },
      { imageSha256: "e".repeat(64) },
      { modelSha256: "e".repeat(64) },
      { setup: "e".repeat(64) },
      // Also where it is not known what the answers come through.
      { setup: null, probes: "labels" as const },
    ]) {
      expect(sameMasks(key, questionKey({ ...parts, ...other }))).toBe(false);
    }
  });
  it("of an earlier page, which knew of no τ and no probes, is read as what it was", () => {
    const former = `${"a1".repeat(8)}.${"b2".repeat(8)}.3x4.mean.2.range.0.04`;
    expect(settingsOfKey(former)).toEqual(settingsOfKey(key));
    expect(imageOfKey(former)).toBe("b2".repeat(8));
    expect([sameMasks(former, key), sameImage(key, former)]).toEqual([true, true]);
    expect(sameImage(former, questionKey({ ...parts, imageSha256: "e".repeat(64) }))).toBe(false);
  });
});
