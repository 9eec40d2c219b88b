import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCheckpointer } from "./checkpointer.ts";
import { StorageError } from "./errors.ts";

const full = new StorageError("full");

/** A checkpointer of run "a" over writes that take `writeMs`, and what came of it. */
function started({ writeMs = 10, fail = () => false }: { writeMs?: number; fail?: () => boolean } = {}) {
  const written: { masks: number[]; logits: number[]; ms: number }[] = [];
  const errors: unknown[] = [];
  const counts = { underWay: 0, most: 0 };
  const append = async (id: string, masks: Uint32Array, logits: Float32Array): Promise<void> => {
    expect(id).toBe("a");
    const ms = Date.now();
    counts.most = Math.max(counts.most, ++counts.underWay);
    await new Promise((resolve) => setTimeout(resolve, writeMs));
    counts.underWay--;
    if (fail()) throw full;
    written.push({ masks: [...masks], logits: [...logits], ms });
  };
  const checkpointer = createCheckpointer({ append }, "a", {
    everyMs: 2000,
    nowMs: () => Date.now(),
    onError: (error) => errors.push(error),
  });
  const add = (mask: number): void => checkpointer.add(Uint32Array.of(mask), Float32Array.of(mask, -mask));
  return { checkpointer, add, written, errors, counts };
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

describe("createCheckpointer", () => {
  it("writes several batches at once, every two seconds", async () => {
    const { add, written } = started();
    for (let mask = 0; mask < 50; mask++) {
      add(mask);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(written.map(({ ms, masks }) => [ms, masks.length])).toEqual([
      [2000, 20],
      [4000, 20],
    ]);
    expect(written[0]!.masks).toEqual(Array.from({ length: 20 }, (_, mask) => mask));
    expect(written[0]!.logits.slice(0, 6)).toEqual([0, -0, 1, -1, 2, -2]);
  });

  it("writes the last batch even if no other follows it, and nothing when there is nothing", async () => {
    const { add, written } = started();
    add(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toMatchObject([{ masks: [1], ms: 2000 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("writes at once what comes after a long time", async () => {
    const { add, written } = started();
    await vi.advanceTimersByTimeAsync(9000);
    add(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(written).toMatchObject([{ masks: [1], ms: 9000 }]);
  });

  it("keeps copies of what it is given", async () => {
    const { checkpointer, written } = started();
    const [masks, logits] = [Uint32Array.of(7), Float32Array.of(0.5)];
    checkpointer.add(masks, logits);
    masks[0] = 0;
    logits[0] = 0;
    await Promise.all([checkpointer.flush(), vi.advanceTimersByTimeAsync(10)]);
    expect(written).toMatchObject([{ masks: [7], logits: [0.5] }]);
  });

  it("has one write under way at a time, however slow", async () => {
    const { checkpointer, add, written, counts } = started({ writeMs: 5000 });
    for (let mask = 0; mask < 10; mask++) {
      add(mask);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await vi.advanceTimersByTimeAsync(20_000);
    expect(written.flatMap(({ masks }) => masks)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(written.map(({ ms }) => ms)).toEqual([2000, 7000, 12_000]);
    add(10);
    await Promise.all([checkpointer.flush(), checkpointer.flush(), vi.advanceTimersByTimeAsync(20_000)]);
    expect(written.at(-1)!.masks).toEqual([10]);
    expect(counts.most).toBe(1);
  });

  it("flushes at once what waits", async () => {
    const { checkpointer, add, written } = started();
    add(1);
    add(2);
    await Promise.all([checkpointer.flush(), vi.advanceTimersByTimeAsync(10)]);
    expect(written).toMatchObject([{ masks: [1, 2], ms: 0 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells the first error once and writes nothing after it", async () => {
    let fails = 0;
    const { checkpointer, add, written, errors } = started({ fail: () => ++fails > 0 });
    for (let mask = 0; mask < 5; mask++) {
      add(mask);
      await vi.advanceTimersByTimeAsync(3000);
    }
    await checkpointer.flush();
    expect(errors).toEqual([full]);
    expect(fails).toBe(1);
    expect(written).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stops without a word, after the write that is under way", async () => {
    const { checkpointer, add, written, errors, counts } = started({ writeMs: 500, fail: () => true });
    add(1);
    await vi.advanceTimersByTimeAsync(2100);
    add(2);
    const stopped = checkpointer.stop().then(() => counts.underWay);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await stopped).toBe(0);
    add(3);
    await checkpointer.flush();
    expect([written, errors]).toEqual([[], []]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
