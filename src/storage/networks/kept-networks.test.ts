import { deleteDB } from "idb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadModel } from "../../models/load-model.ts";
import { withReplicates } from "../../models/probe-choice.ts";
import { setupOf } from "../../models/setup.ts";
import { sha256 } from "../../platform/sha256.ts";
import { openNetworks } from "./kept-networks.ts";
import {
  contents,
  files,
  freshName,
  labels,
  manifest,
  network,
  probes,
  replicates,
  weights,
  fewerLayers,
  withoutProbes,
} from "./networks.fixture.ts";

afterEach(() => vi.restoreAllMocks());

const EMPTY = { networks: 0, setups: 0, files: 0, partials: 0, chunks: 0 };

describe("KeptNetworks", () => {
  it("keeps a network with its probes, which then run as those that ship do", async () => {
    const kept = await openNetworks({ name: freshName() });
    await kept.keep(network);
    const setup = await kept.keepSetup(manifest, [labels, probes, replicates], "All digits");
    expect(setup).toBe(await setupOf(manifest));
    expect(await kept.find(network.sha256)).toMatchObject({
      ...network,
      hasWeights: false,
      setups: [{ setup, name: "All digits", hasProbes: true }],
    });
    await kept.keepWeights(network.sha256, weights);
    const read = await kept.manifest(network.sha256, setup);
    expect(read).toEqual(manifest);
    const model = await loadModel(withReplicates(read), kept.files);
    expect(model.bytes.length).toBe(weights.length + probes.length + replicates.length);
    expect(await sha256(model.bytes.subarray(0, weights.length))).toBe(network.sha256);
    const [listed] = await kept.list();
    const jsonBytes = JSON.stringify(manifest).length;
    expect(listed!.keptBytes).toBe(weights.length + probes.length + replicates.length + labels.length + jsonBytes);
    expect((await kept.usage()).usedBytes).toBe(listed!.keptBytes - jsonBytes);
    kept.close();
  });

  it("keeps several setups of one network, and lets go of what none of them needs", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    await kept.keep(network);
    const all = await kept.keepSetup(manifest, files, "with labels");
    const first = await kept.keepSetup(fewerLayers, [probes, replicates], "first");
    const none = await kept.keepSetup(withoutProbes, [], "");
    expect(new Set([all, first, none]).size).toBe(3);
    expect((await kept.find(network.sha256))!.setups.map(({ setup }) => setup).sort()).toEqual(
      [all, first, none].sort(),
    );
    expect(await contents(name)).toMatchObject({ setups: 3, files: 3 });
    await kept.removeSetup(network.sha256, all);
    await expect(kept.files.get(manifest.probes!.labels!.sha256)).rejects.toMatchObject({ code: "not-found" });
    expect(await kept.files.get(manifest.probes!.sha256)).toEqual(probes);
    await kept.removeSetup(network.sha256, first);
    expect(await contents(name)).toMatchObject({ networks: 1, setups: 1, files: 0, chunks: 0 });
    await expect(kept.manifest(network.sha256, first)).rejects.toMatchObject({ name: "StorageError", code: "gone" });
    kept.close();
  });

  it("puts the same setup in the former's place, and gives it another name", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    await kept.keep(network);
    const setup = await kept.keepSetup(manifest, files, "one");
    expect(await kept.keepSetup(manifest, files, "two")).toBe(setup);
    expect((await kept.find(network.sha256))!.setups.map((each) => each.name)).toEqual(["two"]);
    await kept.renameSetup(network.sha256, setup, "three");
    expect((await kept.find(network.sha256))!.setups.map((each) => each.name)).toEqual(["three"]);
    expect(await contents(name)).toMatchObject({ setups: 1, files: 3, chunks: 3 });
    kept.close();
  });

  it("keeps title and origin of a network that comes again, until it is renamed, but learns its address", async () => {
    const kept = await openNetworks({ name: freshName() });
    const [first, second] = ["a", "b"].map((file) => ({
      ...network,
      title: "other",
      origin: { kind: "address", address: `https://example.com/${file}.onnx` } as const,
    }));
    await kept.keep(network);
    await kept.keep({ ...network, origin: { kind: "file", fileName: "other.onnx" } });
    expect(await kept.list()).toMatchObject([{ title: network.title, origin: network.origin }]);
    for (const again of [first!, second!, network]) await kept.keep(again);
    expect(await kept.list()).toMatchObject([{ title: network.title, origin: first!.origin }]);
    await kept.rename(network.sha256, "x".repeat(300));
    expect((await kept.list())[0]!.title).toBe("x".repeat(200));
    kept.close();
  });

  it("removes all of a network and nothing of another", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    const other = { ...network, sha256: await sha256(Uint8Array.of(1)), bytes: 1 };
    await kept.keep(network);
    await kept.keep(other);
    await kept.keepWeights(network.sha256, weights);
    await kept.keepWeights(other.sha256, Uint8Array.of(1));
    await kept.keepSetup(manifest, files, "");
    await kept.remove(network.sha256);
    expect(await kept.list()).toMatchObject([{ sha256: other.sha256, hasWeights: true }]);
    expect(await kept.files.get(other.sha256)).toEqual(Uint8Array.of(1));
    await kept.remove(other.sha256);
    expect(await contents(name)).toEqual(EMPTY);
    kept.close();
  });

  it("takes weights for a network that is kept, of its own digest, in chunks that come back whole", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    const large = new Uint8Array(2 ** 22 * 2 + 5).map((_, i) => i % 251);
    const digest = await sha256(large);
    await expect(kept.keepWeights(digest, large)).rejects.toMatchObject({ code: "gone" });
    expect(await contents(name)).toEqual(EMPTY);
    await kept.keep({ ...network, sha256: digest, bytes: large.length });
    await expect(kept.keepWeights(digest, weights)).rejects.toMatchObject({ code: "hash-mismatch" });
    await kept.keepWeights(digest, large);
    await kept.keepWeights(digest, large);
    expect(await contents(name)).toMatchObject({ files: 1, chunks: 3 });
    expect(await sha256(await kept.files.get(digest))).toBe(digest);
    await kept.dropWeights(digest);
    expect(await contents(name)).toMatchObject({ networks: 1, files: 0, chunks: 0 });
    kept.close();
  });

  it("refuses a setup without one of its files, or of a network that is not kept, and leaves nothing of it", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    await expect(kept.keepSetup(manifest, files, "")).rejects.toMatchObject({ code: "gone" });
    await kept.keep(network);
    await expect(kept.keepSetup(manifest, [probes, labels], "")).rejects.toMatchObject({ code: "not-found" });
    expect(await contents(name)).toEqual({ ...EMPTY, networks: 1 });
    kept.close();
  });

  it("writes all of a change or nothing when the disk is full", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    await kept.keep(network);
    await kept.keepSetup(fewerLayers, [probes, replicates], "first");
    const before = await contents(name);
    const { put } = IDBObjectStore.prototype;
    let left = 2;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === "chunks" && left-- === 0) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, args);
    });
    await expect(kept.keepSetup(manifest, files, "all")).rejects.toMatchObject({ name: "StorageError", code: "full" });
    vi.restoreAllMocks();
    expect(await contents(name)).toEqual(before);
    // What the failed change would have replaced is there.
    expect(await kept.files.get(manifest.probes!.sha256)).toEqual(probes);
    kept.close();
  });

  it("tells this tab and others of every change", async () => {
    const name = freshName();
    const [one, other] = [await openNetworks({ name }), await openNetworks({ name })];
    const heard = { one: 0, other: 0 };
    one.onChange(() => heard.one++);
    const told = new Promise<void>((resolve) => {
      other.onChange(() => {
        heard.other++;
        resolve();
      });
    });
    await one.keep(network);
    await told;
    expect(heard).toEqual({ one: 1, other: 1 });
    expect(await other.list()).toMatchObject([{ sha256: network.sha256 }]);
    one.close();
    other.close();
  });

  it("goes on when everything is deleted under the page", async () => {
    const name = freshName();
    const kept = await openNetworks({ name });
    await kept.keep(network);
    let lost = 0;
    kept.onLoss(() => lost++);
    await deleteDB(name);
    expect(lost).toBe(1);
    expect(await kept.list()).toEqual([]);
    await expect(kept.keepSetup(manifest, files, "")).rejects.toMatchObject({ code: "gone" });
    await kept.keep(network);
    await kept.keepSetup(manifest, files, "");
    expect(await kept.list()).toHaveLength(1);
    kept.close();
  });

  it("hands over for a file what the manifest names, in its order", async () => {
    const kept = await openNetworks({ name: freshName() });
    await kept.keep(network);
    const setup = await kept.keepSetup(manifest, [labels, replicates, probes], "mine");
    expect(await kept.exported(network.sha256, setup)).toEqual({ title: network.title, name: "mine", manifest, files });
    kept.close();
  });
});
