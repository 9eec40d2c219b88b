/** What a promise gives, waited for no longer than until the signal aborts, whose reason it then rejects with. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  // Nobody may be left to hear of its failure.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let abort = (): void => undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => signal.addEventListener("abort", (abort = () => reject(signal.reason)))),
    ]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
