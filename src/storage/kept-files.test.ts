import { describe, expect, it } from "vitest";
import { KeptFiles, type KeepingWorld } from "./kept-files.ts";
import type { FileGroup, ShippedFile } from "./offline-messages.ts";

const SCOPE = "https://example.org/strata/";

/** A build's file whose content doubles as its digest. */
const file = (path: string, content: string, group: FileGroup): ShippedFile => ({
  path,
  bytes: content.length,
  integrity: content,
  group,
});

const FIRST = [
  file("index.html", "page 1", "shell"),
  file("assets/app-1.js", "app 1", "shell"),
  file("models/net.onnx", "net 1", "start"),
  file("assets/runtime-1.wasm", "runtime 1", "start"),
  file("models/other.onnx", "other 1", "more"),
  file("models/third.onnx", "third 1", "more"),
];
const SECOND = [
  file("index.html", "page 2", "shell"),
  file("assets/app-2.js", "app 2", "shell"),
  file("models/net.onnx", "net 2", "start"),
  file("assets/runtime-2.wasm", "runtime 2", "start"),
  file("models/other.onnx", "other 2", "more"),
  file("models/third.onnx", "third 2", "more"),
];

/** A browser with a cache and a host; `host` is null while there is no network. */
class Browser implements KeepingWorld {
  readonly scope = SCOPE;
  readonly kept = new Map<string, string>();
  readonly asked: string[] = [];
  full = false;
  host: ReadonlyMap<string, string> | null = new Map();

  serve(files: readonly ShippedFile[]): void {
    this.host = new Map(files.map(({ path, integrity }) => [path, integrity]));
  }

  readonly fetch = (async (input: string | Request, options: RequestInit = {}) => {
    const path =
      (typeof input === "string" ? input : input.url).slice(SCOPE.length).replace(/[?#].*/, "") || "index.html";
    if (this.host === null) throw new TypeError("no network");
    this.asked.push(path);
    const content = this.host.get(path);
    if (options.integrity !== undefined && content !== undefined && content !== options.integrity)
      throw new TypeError("not the digest asked for");
    return new Response(content ?? "nothing here", { status: content === undefined ? 404 : 200 });
  }) as typeof fetch;

  readonly openCache: KeepingWorld["openCache"] = async () => ({
    match: async (key, { ignoreSearch = false } = {}) => {
      const bare = (address: string): string => (ignoreSearch ? address.replace(/\?.*/, "") : address);
      const found = [...this.kept].find(([known]) => bare(known) === bare(key as string));
      return found && new Response(found[1]);
    },
    put: async (key, response) => {
      if (this.full) throw new DOMException("no room", "QuotaExceededError");
      this.kept.set(key as string, await response.text());
    },
    keys: async () => [...this.kept.keys()].map((url) => new Request(url)),
    delete: async (key) => this.kept.delete((key as Request).url),
  });
}

const get = async (files: KeptFiles, path: string): Promise<string> =>
  (await files.answer(new Request(SCOPE + path))).text();
const contents = (browser: Browser): string[] => [...browser.kept.values()].sort();

async function visited(...paths: string[]): Promise<{ browser: Browser; files: KeptFiles }> {
  const browser = new Browser();
  browser.serve(FIRST);
  const files = new KeptFiles(FIRST, browser);
  await files.install();
  for (const path of paths) await get(files, path);
  return { browser, files };
}

describe("the first version", () => {
  it("keeps its shell, and what the page fetches", async () => {
    const { browser, files } = await visited();
    expect(contents(browser)).toEqual(["app 1", "page 1"]);
    await get(files, "models/other.onnx");
    expect(contents(browser)).toEqual(["app 1", "other 1", "page 1"]);
    expect((await files.missing()).map(({ path }) => path)).toEqual([
      "models/net.onnx",
      "assets/runtime-1.wasm",
      "models/third.onnx",
    ]);
  });

  it("keeps what it is asked for by its head alone, and sends no body to be thrown away", async () => {
    const { browser, files } = await visited();
    const answer = await files.answer(new Request(`${SCOPE}models/net.onnx`, { method: "HEAD" }));
    expect(answer.status).toBe(200);
    expect(answer.body).toBeNull();
    expect(answer.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect(contents(browser)).toEqual(["app 1", "net 1", "page 1"]);
    browser.host = new Map();
    expect((await files.answer(new Request(`${SCOPE}models/other.onnx`, { method: "HEAD" }))).status).toBe(404);
  });

  it("answers without a network, whatever the page's address asks for", async () => {
    const { browser, files } = await visited("models/net.onnx");
    browser.host = null;
    for (const address of ["", "index.html", "?embed&layer=3", "?a#b"])
      expect(await get(files, address)).toBe("page 1");
    expect(await get(files, "models/net.onnx")).toBe("net 1");
    await expect(get(files, "models/other.onnx")).rejects.toThrow("no network");
  });

  it("passes on what is none of its files, an error of the host as well", async () => {
    const { browser, files } = await visited();
    browser.host = new Map([["elsewhere.html", "another page"]]);
    expect(await get(files, "elsewhere.html")).toBe("another page");
    expect((await files.answer(new Request(`${SCOPE}models/other.onnx`))).status).toBe(404);
    expect(contents(browser)).toEqual(["app 1", "page 1"]);
  });

  it("gives its own files the page's headers, kept or not, and others' none", async () => {
    const { files } = await visited();
    const headers = async (path: string): Promise<Headers> => (await files.answer(new Request(SCOPE + path))).headers;
    for (const path of ["", "index.html?embed", "models/other.onnx"]) {
      expect((await headers(path)).get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
      expect((await headers(path)).get("Content-Security-Policy")).toContain("default-src 'none'");
    }
    expect([...(await headers("blog/index.html")).keys()]).toEqual(["content-type"]);
  });

  it("goes on without room", async () => {
    const { browser, files } = await visited();
    browser.full = true;
    expect(await get(files, "models/net.onnx")).toBe("net 1");
    expect((await files.missing()).map(({ path }) => path)).toContain("models/net.onnx");
  });
});

describe("another version on the host", () => {
  it("is handed on, but never kept as this one's", async () => {
    const { browser, files } = await visited();
    browser.serve(SECOND);
    expect(await get(files, "models/net.onnx")).toBe("net 2");
    expect(contents(browser)).toEqual(["app 1", "page 1"]);
  });

  it("keeps a half-exchanged host from installing", async () => {
    const { browser } = await visited();
    browser.serve([...SECOND.slice(0, 1), ...FIRST.slice(1)]);
    await expect(new KeptFiles(SECOND, browser).install()).rejects.toThrow();
    expect(await get(new KeptFiles(FIRST, browser), "")).toBe("page 1");
  });
});

describe("the next version", () => {
  it("brings anew all that the one before kept, and fetches nothing that it did not", async () => {
    const { browser } = await visited("models/net.onnx", "assets/runtime-1.wasm", "models/other.onnx");
    browser.serve(SECOND);
    browser.asked.length = 0;
    await new KeptFiles(SECOND, browser).install();
    expect(browser.asked.sort()).toEqual([
      "assets/app-2.js",
      "assets/runtime-2.wasm",
      "index.html",
      "models/net.onnx",
      "models/other.onnx",
    ]);
  });

  it("does not fetch again what has not changed", async () => {
    const { browser } = await visited("models/net.onnx");
    browser.asked.length = 0;
    await new KeptFiles(FIRST, browser).install();
    expect(browser.asked).toEqual(["assets/runtime-1.wasm"]);
  });

  it("never answers with the earlier version of its own files, but still serves the earlier version's parts", async () => {
    const { browser } = await visited("models/net.onnx");
    browser.serve(SECOND);
    const next = new KeptFiles(SECOND, browser);
    await next.install();
    expect(await get(next, "")).toBe("page 2");
    expect(await get(next, "models/net.onnx")).toBe("net 2");
    expect(await get(next, "assets/app-1.js")).toBe("app 1");
  });

  it("drops the earlier version when it tidies", async () => {
    const { browser } = await visited("models/net.onnx");
    browser.serve(SECOND);
    const next = new KeptFiles(SECOND, browser);
    await next.install();
    await next.tidy();
    expect(contents(browser)).toEqual(["app 2", "net 2", "page 2", "runtime 2"]);
  });
});
