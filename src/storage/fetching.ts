/** An address that the page may not ask. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly code = "foreign-origin";
  readonly context: { readonly origin: string };

  constructor(origin: string) {
    super(`${origin} is not the page's own origin`);
    this.context = { origin };
  }
}

/**
 * Fetches a file from where the page itself came from. The page resolves its path; a worker, which would resolve it against its own script, is given
 * whole addresses.
 *
 * Everything the page asks of a network goes through this module, and lint keeps it so. Whatever is to ask another origin
 * goes through here too, after the person's yes.
 *
 * Rejects with FetchError for an address elsewhere, and with a TypeError as fetch does, also when the answer leads elsewhere.
 */
export async function fetchOwn(path: string, options: Pick<RequestInit, "signal" | "method"> = {}): Promise<Response> {
  const { href, origin } = new URL(path, globalThis.document?.baseURI);
  if (origin !== location.origin) throw new FetchError(origin);
  return fetch(href, { ...options, mode: "same-origin" });
}
