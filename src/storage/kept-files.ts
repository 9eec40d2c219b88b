import type { ShippedFile } from "./offline-messages.ts";
import { pageHeaders } from "./page-headers.ts";

/** What keeping files needs of a service worker. */
export interface KeepingWorld {
  /** The folder that the page lives in, an absolute address that ends with a slash. */
  readonly scope: string;
  openCache(): Promise<Pick<Cache, "match" | "put" | "keys" | "delete">>;
  readonly fetch: typeof fetch;
}

/** The same file with the page's headers, for hosts that send none. A page is isolated from the first load that passes through here. */
function dressed(response: Response, address: URL): Response {
  // An answer to be followed by the browser itself; it has no readable parts.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(pageHeaders(address))) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/**
 * The files of one build, in a cache that outlives the build. Each is kept under its path and its digest, and taken from the network only
 * if it has that digest: whatever a host serves in the middle of an update, no page meets another version's model or script.
 */
export class KeptFiles {
  readonly #files: ReadonlyMap<string, ShippedFile>;
  readonly #world: KeepingWorld;

  constructor(files: readonly ShippedFile[], world: KeepingWorld) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#world = world;
  }

  /**
   * Keeps the shell, and all that an earlier version kept, so that an update takes nothing away from a page without a network.
   * Rejects when any of it cannot be had; the earlier version then stays in charge.
   */
  async install(): Promise<void> {
    const cache = await this.#world.openCache();
    const had = new Set((await cache.keys()).map(({ url }) => this.#pathOf(url)));
    const files = [...this.#files.values()];
    const startHad = files.some(({ group, path }) => group === "start" && had.has(path));
    const wanted = files.filter(
      ({ group, path }) => group === "shell" || had.has(path) || (group === "start" && startHad),
    );
    await Promise.all(
      wanted.map(async (file) => ((await cache.match(this.#key(file))) === undefined ? this.#keep(file) : undefined)),
    );
  }

  /**
   * The answer to a page's GET: what is kept, else what the network gives, kept on the way if it is one of this build's files. A HEAD has the file
   * kept as well, and sends no body that the page would only throw away.
   */
  async answer(request: Request): Promise<Response> {
    const answer = await this.#answer(request);
    if (request.method !== "HEAD") return answer;
    return new Response(null, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
  }

  async #answer(request: Request): Promise<Response> {
    const cache = await this.#world.openCache();
    const address = new URL(request.url);
    const file = this.#files.get(this.#pathOf(request.url));
    if (file === undefined) {
      // A page of an earlier version may be open still and want a part of its own. What is nobody's here is none of our business: others'
      // pages may live beside or below this one.
      const earlier = await cache.match(request.url, { ignoreSearch: true });
      return earlier === undefined ? this.#world.fetch(request) : dressed(earlier, address);
    }
    // Without room, or with another version on the host, the page still gets what there is.
    const kept =
      (await cache.match(this.#key(file))) ??
      (await this.#keep(file).then(
        () => cache.match(this.#key(file)),
        () => undefined,
      ));
    return dressed(kept ?? (await this.#world.fetch(request)), address);
  }

  /** The files that are not kept. */
  async missing(): Promise<ShippedFile[]> {
    const keys = new Set((await (await this.#world.openCache()).keys()).map(({ url }) => url));
    return [...this.#files.values()].filter((file) => !keys.has(this.#key(file)));
  }

  /** Drops what belongs to other versions only. */
  async tidy(): Promise<void> {
    const cache = await this.#world.openCache();
    const keys = new Set([...this.#files.values()].map((file) => this.#key(file)));
    await Promise.all((await cache.keys()).filter(({ url }) => !keys.has(url)).map((request) => cache.delete(request)));
  }

  /** Keeps a whole file or rejects; a page that loses interest meanwhile has no part in it. */
  async #keep(file: ShippedFile): Promise<void> {
    // The page has mostly just fetched it: asking whether it has changed costs a few bytes, fetching it again would cost all of them.
    const response = await this.#world.fetch(this.#world.scope + file.path, {
      integrity: file.integrity,
      cache: "no-cache",
    });
    if (!response.ok) throw new TypeError(`${file.path}: status ${response.status}`);
    await (await this.#world.openCache()).put(this.#key(file), response);
  }

  #key({ path, integrity }: ShippedFile): string {
    return `${this.#world.scope}${path}?${encodeURIComponent(integrity)}`;
  }

  /** A file's path from the address of a request or of a key; the folder itself is its index. */
  #pathOf(address: string): string {
    const { origin, pathname } = new URL(address);
    const { scope } = this.#world;
    const path = origin + pathname;
    return path === scope ? "index.html" : path.startsWith(scope) ? path.slice(scope.length) : "";
  }
}
