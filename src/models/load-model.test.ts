import { expect, it } from "vitest";
import { sha256 } from "../platform/sha256.ts";
import type { ModelError } from "./errors.ts";
import { loadModel } from "./load-model.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { createMemoryStore } from "./memory-store.fixture.ts";
import { withProbes, withReplicates } from "./probe-choice.ts";
import { createFileStore, createRecentFiles, fetchedAhead, filesOf, listedModel } from "./store.ts";

const backbone = Uint8Array.of(1, 2, 3);
const tail = Uint8Array.of(4, 5, 6, 7);
const manifest = {
  ...manifestFixture,
  network: { sha256: await sha256(backbone), bytes: 3 },
  probes: { ...manifestFixture.probes!, sha256: await sha256(tail) },
};
const store = await createMemoryStore(backbone, tail);
const named = filesOf(listedModel(manifest, "0".repeat(64)));

it("finds the files of replicates and of probes of the labels, where there are any", () => {
  const file = { file: "toy.replicates.onnx", sha256: "1".repeat(64), bytes: 9 };
  const labels = { ...file, sha256: "2".repeat(64), fitted: null, layers: manifest.probes.layers };
  const probes = { ...manifest.probes, replicates: { ...file, count: 8 }, labels };
  const files = filesOf(listedModel({ ...manifest, probes }, "0".repeat(64)));
  expect([...files.values()].sort()).toEqual([...named.values(), "toy.replicates.onnx", "toy.labels.tail.onnx"].sort());
  expect(files.get("1".repeat(64))).toBe("toy.replicates.onnx");
});

it("hashes as the standard's example does", async () => {
  expect(await sha256(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("joins backbone and tail", async () => {
  const model = await loadModel(manifest, store);
  expect(model.bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  expect(model.manifest).toEqual(manifest);
});

it("leaves the probes of half the data out", async () => {
  const model = await loadModel({ ...manifest, probes: { ...manifest.probes, halvesFrom: 1 } }, store);
  expect(model.bytes).toEqual(Uint8Array.of(1, 2, 3, 4));
});

it("appends the replicates where they are to answer, and else does not ask for them", async () => {
  const replicates = Uint8Array.of(8, 9);
  const file = { file: "toy.replicates.onnx", sha256: await sha256(replicates), bytes: 2, count: 8 };
  const sampled = { ...manifest, probes: { ...manifest.probes, halvesFrom: 3, replicates: file } };
  expect((await loadModel(sampled, store)).bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  const all = await createMemoryStore(backbone, tail, replicates);
  const model = await loadModel(withReplicates(sampled), all);
  expect(model.bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 8, 9));
  // What an answer comes through is the same.
  expect(model.setup).toBe((await loadModel(sampled, all)).setup);
});

it("is the network alone where there are no probes, and asks for nothing else", async () => {
  const model = await loadModel({ ...manifest, taps: [], probes: null }, await createMemoryStore(backbone));
  expect(model.bytes).toEqual(backbone);
});

it.each([
  ["toy.onnx", { "toy.onnx": Uint8Array.of(1, 2, 4), "toy.tail.onnx": tail }],
  ["toy.onnx", { "toy.onnx": Uint8Array.of(1, 2), "toy.tail.onnx": tail }],
  ["toy.tail.onnx", { "toy.onnx": backbone, "toy.tail.onnx": Uint8Array.of(4, 5, 6, 8) }],
])("refuses another %s than the manifest's", async (file, files: Record<string, Uint8Array>) => {
  const other = createFileStore(named, async (name) => files[name]!);
  await expect(loadModel(manifest, other)).rejects.toMatchObject({ code: "hash-mismatch", context: { file } });
});

it("takes another digest", async () => {
  const files: Record<string, Uint8Array> = { "toy.onnx": backbone, "toy.tail.onnx": tail };
  const other = createFileStore(
    named,
    async (name) => files[name]!,
    async () => "0".repeat(64),
  );
  await expect(loadModel(manifest, other)).rejects.toMatchObject({ code: "hash-mismatch" });
});

it("says of a file that no store has that it is not found", async () => {
  await expect(loadModel(manifest, await createMemoryStore(backbone))).rejects.toMatchObject({ code: "not-found" });
  const gone = createFileStore(new Map(), async () => tail);
  await expect(loadModel(manifest, gone)).rejects.toMatchObject({ code: "not-found" });
});

it("asks a store ahead, once, and lets whoever needs a file hear why it does not come", async () => {
  const asked: string[] = [];
  const counting = {
    get: async (digest: string) => {
      asked.push(digest);
      return store.get(digest);
    },
  };
  const ahead = fetchedAhead(counting, [manifest.network.sha256, "f".repeat(64)]);
  expect(asked).toEqual([manifest.network.sha256, "f".repeat(64)]);
  await loadModel(manifest, ahead);
  expect(asked).toEqual([manifest.network.sha256, "f".repeat(64), manifest.probes.sha256]);
  await expect(ahead.get("f".repeat(64))).rejects.toMatchObject({ code: "not-found" });
});

it("says which part does not come, of those that the network runs without", async () => {
  const file = { file: "toy.part.onnx", sha256: "1".repeat(64), bytes: 2 };
  const labels = { ...file, fitted: null, layers: manifest.probes.layers };
  const replicates = { ...file, count: 8 };
  const all = { ...manifest, probes: { ...manifest.probes, labels, replicates } };
  const refused = async (of: typeof all | ReturnType<typeof withProbes>, from = store) =>
    loadModel(of, from).then(
      () => null,
      (error: unknown) => (error as ModelError).context["part"],
    );
  const none = await createMemoryStore();
  expect(await refused(all)).toBeNull();
  expect(await refused(withProbes(all, "labels"))).toBe("labels");
  expect(await refused(withReplicates(all))).toBe("replicates");
  expect(await refused(all, none)).toBeUndefined();
  // Where the network itself does not come, that is what is said.
  expect(await refused(withProbes(all, "labels"), none)).toBeUndefined();
});

it("does not ask again for what came of the same network, as long as no other one is asked for", async () => {
  const asked: string[] = [];
  const counting = {
    get: async (digest: string) => {
      asked.push(digest);
      return store.get(digest);
    },
  };
  const recent = createRecentFiles();
  const other = recent("other", { get: async () => backbone });
  await loadModel(manifest, recent("toy", counting));
  expect((await loadModel(manifest, recent("toy", counting))).bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  expect(asked).toEqual([manifest.network.sha256, manifest.probes.sha256]);
  // What did not come is asked for again.
  for (let twice = 0; twice < 2; twice++)
    await expect(recent("toy", counting).get("f".repeat(64))).rejects.toMatchObject({ code: "not-found" });
  expect(asked.slice(2)).toEqual(["f".repeat(64), "f".repeat(64)]);
  await other.get("e".repeat(64));
  await recent("toy", counting).get(manifest.network.sha256);
  expect(asked).toHaveLength(5);
});
