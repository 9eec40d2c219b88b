import { expect, it } from "vitest";
import { loadModel } from "./load-model.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { sha256 } from "../platform/sha256.ts";

const backbone = Uint8Array.of(1, 2, 3);
const tail = Uint8Array.of(4, 5, 6, 7);
const manifest = {
  ...manifestFixture,
  network: { sha256: await sha256(backbone), bytes: 3 },
  probes: { ...manifestFixture.probes!, sha256: await sha256(tail) },
};

it("hashes as the standard's example does", async () => {
  expect(await sha256(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("joins backbone and tail", async () => {
  const model = await loadModel({ manifest, backbone, tail });
  expect(model.bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  expect(model.manifest).toEqual(manifest);
});

it("leaves the probes of half the data out", async () => {
  const model = await loadModel({
    manifest: { ...manifest, probes: { ...manifest.probes, halvesFrom: 1 } },
    backbone,
    tail,
  });
  expect(model.bytes).toEqual(Uint8Array.of(1, 2, 3, 4));
});

it.each([
  ["toy.onnx", { backbone: Uint8Array.of(1, 2, 4), tail }],
  ["toy.onnx", { backbone: Uint8Array.of(1, 2), tail }],
  ["toy.tail.onnx", { backbone, tail: Uint8Array.of(4, 5, 6, 8) }],
  ["toy.tail.onnx", { backbone, tail: null }],
])("refuses another %s than the manifest's", async (file, files) => {
  await expect(loadModel({ manifest, ...files })).rejects.toMatchObject({ code: "hash-mismatch", context: { file } });
});

it("is the network alone where there are no probes", async () => {
  const model = await loadModel({ manifest: { ...manifest, taps: [], probes: null }, backbone, tail: null });
  expect(model.bytes).toEqual(backbone);
});

it("takes another digest", async () => {
  await expect(loadModel({ manifest, backbone, tail }, async () => "0".repeat(64))).rejects.toMatchObject({
    code: "hash-mismatch",
  });
});
