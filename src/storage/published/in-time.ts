import { untilAborted } from "../../platform/until-aborted.ts";

/** What a promise gives, unless it takes too long or the signal aborts. */
export async function inTime<T>(promise: Promise<T>, patienceMs: number, signal: AbortSignal): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await untilAborted(Promise.race([promise, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}
