import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../../platform/sha256.ts";
import { openNetworks } from "../networks/kept-networks.ts";
import { contents, freshName } from "../networks/networks.fixture.ts";
import { openPartials, type Partials } from "../networks/partials.ts";
import type { PublishedErrorCode } from "./errors.ts";
import { fetchNetwork, type FetchedNetwork, type NetworkRequest } from "./fetch-network.ts";
import { Hosts, type HostOptions } from "./host.fixture.ts";
import { MAX_NETWORK_BYTES, type FetchingWorld, type FetchProgress } from "./world.ts";

const ADDRESS = "https://raw.githubusercontent.com/org/repo/155b5ee/a.onnx";
const LFS_ADDRESS = "https://media.githubusercontent.com/media/org/repo/155b5ee/a.onnx";
const file = Uint8Array.from({ length: 5_000_123 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const digest = await sha256(file);
const EXPECTED = { sha256: digest, bytes: file.length };

let hosts: Hosts;
let name: string;
let partials: Partials;

beforeEach(async () => {
  hosts = new Hosts();
  name = freshName();
  partials = await openPartials(name);
});
afterEach(() => {
  partials.close();
  vi.restoreAllMocks();
});

/** Fetches as the worker does. */
function get(
  request: Partial<NetworkRequest> = {},
  world: Partial<FetchingWorld> & {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: FetchProgress) => void;
  } = {},
): Promise<FetchedNetwork> {
  const { signal = new AbortController().signal, onProgress = () => undefined, ...rest } = world;
  return fetchNetwork(
    { address: ADDRESS, lfsAddress: LFS_ADDRESS, title: "a.onnx", expected: null, ...request },
    {
      world: {
        ask: hosts.ask,
        answers: async () => false,
        keeping: partials,
        isOnline: () => true,
        isIsolated: () => true,
        patienceMs: 60_000,
        ...rest,
      },
      signal,
      onProgress,
    },
  );
}

const refused = (asking: Promise<unknown>, code: PublishedErrorCode, context: object = {}): Promise<void> =>
  expect(asking).rejects.toMatchObject({ name: "PublishedError", code, context });

/** Fetches until the connection is lost after so many bytes. */
async function brokenAfter(breaksAfter: number, options: Partial<HostOptions> = {}, expected = true): Promise<void> {
  hosts.set(ADDRESS, { bytes: file, breaksAfter, ...options });
  await refused(get({ expected: expected ? EXPECTED : null }), "broken-off", { host: "raw.githubusercontent.com" });
}

describe("fetchNetwork", () => {
  it("gets a network, keeps it, and asks nobody the next time", async () => {
    hosts.set(ADDRESS, { bytes: file });
    const progress: FetchProgress[] = [];
    const fetched = await get({ expected: EXPECTED }, { onProgress: (each) => progress.push(each) });
    expect(fetched).toMatchObject({ sha256: digest, kept: true, fromKept: false });
    expect(await sha256(fetched.bytes)).toBe(digest);
    expect(progress[0]).toEqual({ loaded: 0, total: file.length, resumedFrom: 0 });
    expect(progress.at(-1)).toEqual({ loaded: file.length, total: file.length, resumedFrom: 0 });
    expect(await contents(name)).toEqual({ networks: 1, setups: 0, files: 1, partials: 0, chunks: 3 });
    const networks = await openNetworks({ name });
    expect(await networks.list()).toMatchObject([
      { sha256: digest, title: "a.onnx", origin: { kind: "address", address: ADDRESS }, hasWeights: true },
    ]);
    expect(await sha256(await networks.files.get(digest))).toBe(digest);
    networks.close();
    hosts.set(ADDRESS, { bytes: file, status: 500 });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest, fromKept: true });
    expect(await get()).toMatchObject({ sha256: digest, fromKept: true });
    expect(hosts.asked).toHaveLength(1);
  });

  it("goes on from where the connection was lost, more than once", async () => {
    await brokenAfter(3_000_000);
    await brokenAfter(1_000_000);
    hosts.set(ADDRESS, { bytes: file });
    const progress: FetchProgress[] = [];
    expect(await get({ expected: EXPECTED }, { onProgress: (each) => progress.push(each) })).toMatchObject({
      sha256: digest,
      kept: true,
    });
    expect(hosts.asked.map(({ from }) => from)).toEqual([0, 3_000_000, 4_000_000]);
    expect(progress[0]).toEqual({ loaded: 4_000_000, total: file.length, resumedFrom: 4_000_000 });
    expect(hosts.sent).toBe(file.length);
  });

  it("takes an end that comes before the host said so for a lost connection", async () => {
    hosts.set(ADDRESS, {
      bytes: file.subarray(0, 3_000_000),
      tellsLength: false,
      headers: { "Content-Length": String(file.length) },
    });
    await refused(get({ expected: EXPECTED }), "broken-off");
    hosts.set(ADDRESS, { bytes: file });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest });
    expect(hosts.asked[1]!.from).toBe(3_000_000);
  });

  it("goes on after it was cancelled, with all that had come", async () => {
    hosts.set(ADDRESS, { bytes: file });
    const controller = new AbortController();
    const cancelled = get(
      { expected: EXPECTED },
      { signal: controller.signal, onProgress: ({ loaded }) => loaded > 2_500_000 && controller.abort() },
    );
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect((await partials.find(ADDRESS))!.bytes.length).toBeGreaterThan(2_500_000);
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest });
    expect(hosts.asked[1]!.from).toBeGreaterThan(2_500_000);
  });

  it("needs no host where all had come before the tab was closed", async () => {
    await partials.begin(ADDRESS, { etag: null, total: null });
    await partials.append(ADDRESS, file);
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest, kept: true });
    expect(hosts.asked).toEqual([]);
  });

  it("of a file that nobody has listed goes on only where the host says that it is the same one", async () => {
    for (const [before, after, from] of [
      ['"v1"', '"v1"', 3_000_000],
      ['"v1"', '"v2"', 0],
      ['W/"v1"', 'W/"v1"', 0],
      [undefined, undefined, 0],
    ] as const) {
      await brokenAfter(3_000_000, before === undefined ? {} : { etag: before }, false);
      hosts.set(ADDRESS, { bytes: file, ...(after !== undefined && { etag: after }) });
      const { sha256: got } = await get();
      expect([before, after, got, hosts.asked.at(-1)!.from]).toEqual([before, after, digest, from]);
      const networks = await openNetworks({ name });
      await networks.remove(digest);
      networks.close();
    }
  });

  it("begins anew where the host sends no parts, refuses to, or has another version by now", async () => {
    await brokenAfter(3_000_000);
    hosts.set(ADDRESS, { bytes: file, ranges: false });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest, kept: true });
    const networks = await openNetworks({ name });
    await networks.remove(digest);

    await brokenAfter(3_000_000);
    hosts.set(ADDRESS, { bytes: file });
    const ask: FetchingWorld["ask"] = async (address, options) => {
      if ((options.from ?? 0) > 0) throw new TypeError("preflight");
      return hosts.ask(address, options);
    };
    expect(await get({ expected: EXPECTED }, { ask })).toMatchObject({ sha256: digest });
    await networks.remove(digest);

    // What came first was of another version, and the host does not tell.
    await brokenAfter(3_000_000, { bytes: file.map((byte) => 255 - byte) });
    hosts.asked.length = 0;
    hosts.set(ADDRESS, { bytes: file });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest });
    expect(hosts.asked.map(({ from }) => from)).toEqual([3_000_000, 0]);
    networks.close();
  });

  it("refuses another file than the listed one, and keeps nothing of it", async () => {
    for (const bytes of [file.map((byte) => byte ^ 1), file.subarray(1), new Uint8Array(file.length + 1)]) {
      hosts.set(ADDRESS, { bytes });
      await refused(get({ expected: EXPECTED }), "wrong-hash", { host: "raw.githubusercontent.com" });
      expect(await contents(name)).toEqual({ networks: 0, setups: 0, files: 0, partials: 0, chunks: 0 });
    }
  });

  it.each([
    [404, "not-found"],
    [410, "not-found"],
    [401, "forbidden"],
    [403, "forbidden"],
    [429, "status"],
    [503, "status"],
    [204, "status"],
  ] as const)("tells what status %i means", async (status, code) => {
    const bodiless = status === 204;
    hosts.set(ADDRESS, { bytes: file, status });
    const ask: FetchingWorld["ask"] = async () =>
      Object.defineProperty(new Response(null, { status }), "url", { value: ADDRESS });
    await refused(get({}, bodiless ? { ask } : {}), code, { host: "raw.githubusercontent.com", status });
  });

  it("tells a page from a network, by its type or its first bytes", async () => {
    hosts.set(ADDRESS, { bytes: file, headers: { "Content-Type": "text/html; charset=utf-8" } });
    await refused(get(), "html");
    for (const text of [
      "<!DOCTYPE html><title>x</title>",
      "\n <HTML lang=en>",
      "<!-- x --> <html>",
      "\uFEFF<!doctype html>",
    ]) {
      hosts.set(ADDRESS, { bytes: new TextEncoder().encode(text) });
      await refused(get(), "html");
    }
    expect(await contents(name)).toMatchObject({ files: 0, partials: 0, chunks: 0 });
  });

  it("follows a pointer of Git LFS to the file, whose digest it says", async () => {
    const pointer = (sha: string): Uint8Array =>
      new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${sha}\nsize ${file.length}\n`);
    hosts.set(ADDRESS, { bytes: pointer(digest) });
    hosts.set(LFS_ADDRESS, { bytes: file });
    expect(await get()).toMatchObject({ sha256: digest, kept: true });
    expect(hosts.asked.map(({ address }) => address)).toEqual([ADDRESS, LFS_ADDRESS]);
    // By the address that a person knows.
    expect(await get()).toMatchObject({ fromKept: true });

    const networks = await openNetworks({ name });
    await networks.remove(digest);
    networks.close();
    hosts.set(ADDRESS, { bytes: pointer("0".repeat(64)) });
    await refused(get(), "wrong-hash", { host: "media.githubusercontent.com" });
    await refused(get({ lfsAddress: null }), "lfs-pointer");
    hosts.set(ADDRESS, { bytes: new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n") });
    await refused(get(), "lfs-pointer");
  });

  it("takes nothing that is too large, whatever the host says of its size", async () => {
    await refused(get({ expected: { ...EXPECTED, bytes: MAX_NETWORK_BYTES + 1 } }), "too-large");
    expect(hosts.asked).toEqual([]);
    hosts.set(ADDRESS, {
      bytes: file,
      tellsLength: false,
      headers: { "Content-Length": String(MAX_NETWORK_BYTES + 1) },
    });
    await refused(get(), "too-large", { megabytesMax: 200 });
    expect(hosts.sent).toBeLessThanOrEqual(2000);
    const endless: FetchingWorld["ask"] = async () => {
      const piece = new Uint8Array(2 ** 24);
      const body = new ReadableStream({ pull: (controller) => controller.enqueue(piece) });
      return Object.defineProperty(new Response(body), "url", { value: ADDRESS });
    };
    await refused(get({}, { ask: endless, keeping: null }), "too-large");
  });

  it("tells no connection from a host that does not let pages read, as far as the browser does", async () => {
    await refused(get({}, { isOnline: () => false }), "no-connection", { host: "raw.githubusercontent.com" });
    await refused(get({}, { answers: async () => true }), "no-cors");
    await refused(get({}, { isIsolated: () => false }), "no-connection");
    await refused(get(), "no-answer");
  });

  it("goes where it is led, however long that address is", async () => {
    hosts.set(ADDRESS, { bytes: file, leadsTo: `https://cdn.example.com/a?signature=${"a".repeat(4000)}` });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest });
  });

  it("uses nothing of where it was led without encryption, or to a private address", async () => {
    for (const [leadsTo, code] of [
      ["http://example.com/a.onnx", "not-https"],
      ["https://192.168.0.1/a.onnx", "private-address"],
      ["https://localhost:8443/a.onnx", "private-address"],
    ] as const) {
      hosts.set(ADDRESS, { bytes: file, leadsTo });
      await refused(get({ expected: EXPECTED }), code);
      expect(hosts.sent).toBeLessThanOrEqual(6000);
    }
    expect(await contents(name)).toMatchObject({ networks: 0, files: 0, partials: 0 });
  });

  it("gives a host that falls silent up, and goes on from there later", async () => {
    hosts.set(ADDRESS, { bytes: file, stallsAfter: 10_000 });
    await refused(get({ expected: EXPECTED }, { patienceMs: 50 }), "broken-off");
    hosts.set(ADDRESS, { bytes: file });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest });
    expect(hosts.asked[1]!.from).toBe(10_000);
  });

  it("brings the network where the browser has no room or keeps nothing, and says so", async () => {
    hosts.set(ADDRESS, { bytes: file });
    expect(await get({}, { keeping: null })).toMatchObject({ sha256: digest, kept: "unavailable" });
    const { put } = IDBObjectStore.prototype;
    let chunks = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === "chunks" && ++chunks === 2) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, args);
    });
    expect(await get()).toMatchObject({ sha256: digest, kept: "full" });
    expect(await contents(name)).toEqual({ networks: 0, setups: 0, files: 0, partials: 0, chunks: 0 });
  });

  it("fetches anew what is kept and damaged", async () => {
    hosts.set(ADDRESS, { bytes: file });
    await get({ expected: EXPECTED });
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    const store = database.transaction("chunks", "readwrite").objectStore("chunks");
    const [key] = await new Promise<IDBValidKey[]>((resolve) => {
      const request = store.getAllKeys();
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise((resolve) => (store.put(new Uint8Array(2 ** 21), key!).onsuccess = resolve));
    database.close();
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest, fromKept: false, kept: true });
    expect(await get({ expected: EXPECTED })).toMatchObject({ sha256: digest, fromKept: true });
  });
});

describe("what is on its way", () => {
  it("is let go a week after anybody went on with it", async () => {
    await brokenAfter(3_000_000);
    const week = 7 * 24 * 3600 * 1000;
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + week - 60_000);
    (await openPartials(name)).close();
    expect(await contents(name)).toMatchObject({ partials: 1 });
    vi.spyOn(Date, "now").mockReturnValue(now + week + 60_000);
    (await openPartials(name)).close();
    expect(await contents(name)).toMatchObject({ partials: 0, chunks: 0 });
  });
});
