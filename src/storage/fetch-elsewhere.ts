/**
 * Asks a host other than the page's own for a file, without a cookie, a password or a word of who asks or from where. Only the worker that fetches
 * may use it (lint keeps it so), after the person's yes; that worker's script has a policy of its own, which lets it ask any host by https.
 *
 * The browser follows where the host leads, and its policy stops it there as well, should that be no https; where it ended, `url` of the answer says.
 * Rejects with a TypeError as fetch does, and with the signal's reason.
 *
 * @param from the first byte that is wanted, where those before it are there already
 */
export function fetchElsewhere(
  address: string,
  { signal, from = 0 }: { readonly signal?: AbortSignal; readonly from?: number } = {},
): Promise<Response> {
  return fetch(address, {
    ...ANONYMOUS,
    mode: "cors",
    // A range from one byte on is a header that needs no asking beforehand; what "If-Range" would say needs it, and most hosts refuse that.
    ...(from > 0 && { headers: { Range: `bytes=${from}-` } }),
    ...(signal && { signal }),
  });
}

/** Whether a host answers at all, though nothing of its answer may be read. Never rejects. */
export async function answersElsewhere(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(address, { ...ANONYMOUS, mode: "no-cors", method: "HEAD", signal });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** Longest wait for a host that gave no readable answer before, ms. */
const PATIENCE_MS = 10_000;

const ANONYMOUS = {
  credentials: "omit",
  referrerPolicy: "no-referrer",
  redirect: "follow",
  // What is kept is kept by the worker, where a person finds and removes it.
  cache: "no-store",
} as const satisfies RequestInit;
