import { expect } from "vitest";

/** Not a measure of speed: a hundred times what it takes on this much input, so that nothing that grows without bound slips by. */
const MAX_MS = 2000;
const MAX_BYTES = 2 ** 28;

const bytesHeld = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** What reading some input gives or throws, within a bound of time and memory whatever the input is. */
export async function boundedly<T>(
  read: () => T | Promise<T>,
): Promise<{ readonly result: T } | { readonly error: unknown }> {
  const [startMs, before] = [performance.now(), bytesHeld()];
  let outcome: { readonly result: T } | { readonly error: unknown };
  try {
    outcome = { result: await read() };
  } catch (error) {
    outcome = { error };
  }
  expect(performance.now() - startMs).toBeLessThan(MAX_MS);
  expect(bytesHeld() - before).toBeLessThan(MAX_BYTES);
  return outcome;
}
