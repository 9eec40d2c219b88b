import type { FetchingWorld } from "./world.ts";

/** How a host of a test answers. */
export interface HostOptions {
  readonly bytes: Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it sends a part when it is asked for one. */
  readonly ranges?: boolean;
  /** What it calls this version, if it lets pages see that. */
  readonly etag?: string;
  /** Whether it says how long the file is. */
  readonly tellsLength?: boolean;
  /** After so many bytes of an answer the connection is lost. */
  readonly breaksAfter?: number;
  /** After so many bytes of an answer nothing comes any more. */
  readonly stallsAfter?: number;
  /** Where it leads before it answers. */
  readonly leadsTo?: string;
}

const PIECE_BYTES = 1000;

/** Hosts by address, and what they were asked. */
export class Hosts {
  readonly asked: { readonly address: string; readonly from: number }[] = [];
  /** Bytes that were sent, all in all. */
  sent = 0;
  readonly #hosts = new Map<string, HostOptions>();

  set(address: string, options: HostOptions): void {
    this.#hosts.set(address, options);
  }

  /** As a browser would ask them; an address without a host is one that nobody reads. */
  readonly ask: FetchingWorld["ask"] = async (address, { signal, from = 0 }) => {
    signal.throwIfAborted();
    this.asked.push({ address, from });
    const host = this.#hosts.get(address);
    if (host === undefined) throw new TypeError("Failed to fetch");
    const { bytes, status = 200, ranges = true, etag, tellsLength = true, leadsTo = address } = host;
    const part = ranges && from > 0 && status === 200;
    const body = part ? bytes.subarray(from) : bytes;
    const headers = new Headers(host.headers);
    if (tellsLength) headers.set("Content-Length", String(body.length));
    if (etag !== undefined) headers.set("ETag", etag);
    if (part) headers.set("Content-Range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    const response = new Response(this.#stream(body, host, signal), { status: part ? 206 : status, headers });
    Object.defineProperty(response, "url", { value: leadsTo });
    return response;
  };

  #stream(
    body: Uint8Array,
    { breaksAfter, stallsAfter }: HostOptions,
    signal: AbortSignal,
  ): ReadableStream<Uint8Array> {
    let at = 0;
    return new ReadableStream({
      pull: async (controller) => {
        if (signal.aborted) return controller.error(signal.reason);
        if (breaksAfter !== undefined && at >= breaksAfter) return controller.error(new TypeError("network error"));
        if (stallsAfter !== undefined && at >= stallsAfter) return new Promise(() => undefined);
        if (at >= body.length) return controller.close();
        const piece = body.slice(at, at + PIECE_BYTES);
        at += piece.length;
        this.sent += piece.length;
        controller.enqueue(piece);
      },
    });
  }
}
