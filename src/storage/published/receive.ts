import { joined } from "../../platform/joined.ts";
import type { Answer } from "./answer.ts";
import { PublishedError } from "./errors.ts";
import { inTime } from "./in-time.ts";
import { LOOK_BYTES, looksLikePage } from "./looks.ts";
import type { PieceKeeper } from "./piece-keeper.ts";
import { MAX_NETWORK_BYTES, tooLarge, type FetchProgress } from "./world.ts";

/** Between two tellings of progress, bytes. */
const TELL_BYTES = 2 ** 18;

/** What is known and wanted of a file while it comes. */
export interface Reception {
  readonly host: string;
  /** What came before, to go on from; empty where all of it comes. */
  readonly before: Uint8Array;
  /** Size of the file that is wanted; null where any will do. */
  readonly expectedBytes: number | null;
  readonly keeper: PieceKeeper;
  readonly patienceMs: number;
  onProgress(progress: FetchProgress): void;
}

/**
 * Reads an answer to its end, no further than the largest network, and keeps it as it comes. Throws PublishedError `html`, `too-large`, `wrong-hash` for
 * a file that is larger than the one that is wanted, `broken-off` where the connection is lost or nothing comes for too long; and the signal's reason.
 */
export async function receive(
  { response, total: told }: Answer,
  { host, before, expectedBytes, keeper, patienceMs, onProgress }: Reception,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [before];
  let loaded = before.length;
  let toldAt = -Infinity;
  const tell = (): void => {
    toldAt = loaded;
    const total = expectedBytes ?? told;
    // What is packed on its way is longer here than the host says.
    onProgress({ loaded, total: total !== null && loaded > total ? null : total, resumedFrom: before.length });
  };
  tell();
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader!.read(), patienceMs, signal);
      if (done) break;
      loaded += value.length;
      if (loaded > MAX_NETWORK_BYTES) throw tooLarge(host);
      if (expectedBytes !== null && loaded > expectedBytes) throw new PublishedError("wrong-hash", { host });
      pieces.push(value);
      if (loaded - value.length < LOOK_BYTES && looksLikePage(joined(pieces)))
        throw new PublishedError("html", { host });
      await keeper.add(value);
      if (loaded - toldAt >= TELL_BYTES) tell();
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    if (error instanceof PublishedError) {
      // What came is no part of a network.
      await keeper.drop();
      throw error;
    }
    await keeper.flush();
    signal.throwIfAborted();
    throw new PublishedError("broken-off", { host, loaded }, { cause: error });
  }
  await keeper.flush();
  // A connection that is lost can look like an end.
  if (told !== null && loaded < told) throw new PublishedError("broken-off", { host, loaded });
  tell();
  return joined(pieces);
}
