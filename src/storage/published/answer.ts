import { publicUrl } from "./address.ts";
import { PublishedError } from "./errors.ts";
import { inTime } from "./in-time.ts";
import type { PartialFile } from "../networks/partials.ts";
import { MAX_NETWORK_BYTES, tooLarge, type FetchingWorld } from "./world.ts";

/** A host's answer that goes on with a file, and from which byte. */
export interface Answer {
  readonly response: Response;
  readonly from: number;
  readonly etag: string | null;
  /** Bytes of the whole file; null where the host does not tell. */
  readonly total: number | null;
}

/**
 * Asks for a file, or for what is missing of it where `part` is there already. A host that cannot go on, or whose file is another by now, is asked for
 * all of it. Throws PublishedError for every answer that is not the file's beginning or end, and the signal's reason.
 *
 * @param isChecked whether the whole file's SHA-256 is known, so that a part of another version is found out in the end
 */
export async function askFor(
  address: string,
  part: PartialFile | null,
  isChecked: boolean,
  world: FetchingWorld,
  signal: AbortSignal,
): Promise<Answer> {
  const { host } = new URL(address);
  const from = part?.bytes.length ?? 0;
  if (part !== null && (isChecked || isStrong(part.etag))) {
    const response = await asked(address, world, signal, from).catch(() => null);
    signal.throwIfAborted();
    if (response?.status === 206 && goesOn(response, part, isChecked)) return answerOf(response, host, from);
    // Whatever else it says is not the rest: all of it is asked for.
    await response?.body?.cancel();
  }
  const response = await asked(address, world, signal, 0).catch(async (error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof PublishedError ? error : await silenceOf(address, host, world, error);
  });
  return answerOf(response, host, 0);
}

/** The answer about where a host led, which must not be less private than what was asked for. */
async function asked(address: string, world: FetchingWorld, signal: AbortSignal, from: number): Promise<Response> {
  const response = await inTime(world.ask(address, { signal, from }), world.patienceMs, signal);
  try {
    publicUrl(response.url);
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
  return response;
}

/** Why a host could not be heard: browsers tell a page no more than that it could not. */
async function silenceOf(address: string, host: string, world: FetchingWorld, cause: unknown): Promise<PublishedError> {
  const error = (code: "no-connection" | "no-cors" | "no-answer"): PublishedError =>
    new PublishedError(code, { host }, { cause });
  if (!world.isOnline()) return error("no-connection");
  if (await world.answers(address)) return error("no-cors");
  return error(world.isIsolated() ? "no-answer" : "no-connection");
}

async function answerOf(response: Response, host: string, from: number): Promise<Answer> {
  try {
    checkStatus(response, host, from);
    const length = lengthOf(response.headers);
    const total = length === null ? null : from + length;
    if (total !== null && total > MAX_NETWORK_BYTES) throw tooLarge(host);
    return { response, from, etag: response.headers.get("ETag"), total };
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
}

function checkStatus({ status, headers }: Response, host: string, from: number): void {
  if (status === 404 || status === 410) throw new PublishedError("not-found", { host, status });
  if (status === 401 || status === 403) throw new PublishedError("forbidden", { host, status });
  if (status !== (from > 0 ? 206 : 200)) throw new PublishedError("status", { host, status });
  if (/^text\/html\b/i.test(headers.get("Content-Type") ?? "")) throw new PublishedError("html", { host });
}

/** Of the body as it is sent; null where that is not said. */
function lengthOf(headers: Headers): number | null {
  const text = headers.get("Content-Length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A weak tag stands for files that only mean the same. */
const isStrong = (etag: string | null): boolean => etag !== null && !etag.startsWith("W/");

/** Whether an answer is the rest of what came before, as far as the host lets it be seen. */
function goesOn({ headers }: Response, { etag, bytes }: PartialFile, isChecked: boolean): boolean {
  const now = headers.get("ETag");
  if (now === null || etag === null ? !isChecked : now !== etag) return false;
  const range = headers.get("Content-Range");
  return range === null || range.startsWith(`bytes ${bytes.length}-`);
}
