import { vi } from "vitest";

/** Longer than anything takes on a slow machine that does other things besides, ms. */
const PATIENCE_MS = 60_000;

/** Waits until a check no longer throws, and gives what it gives; how long that takes says nothing. */
export const eventually = <T>(check: () => T | Promise<T>, intervalMs = 10): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: intervalMs });

/** Lets all that is due happen, and what follows from it: turns of the event loop, however long they take. */
export async function turns(count = 1000): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
