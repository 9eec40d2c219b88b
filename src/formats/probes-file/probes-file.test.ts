import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { withoutProbes } from "../../models/covered.ts";
import { readManifest } from "../../models/read-manifest.ts";
import { sha256 } from "../../platform/sha256.ts";
import { filesNamedBy, isProbesFileName, MAX_HEAD_BYTES, type ProbesFile } from "./document.ts";
import { ProbesFileError, type ProbesFileErrorCode } from "./errors.ts";
import { looseProbes } from "./loose.ts";
import { readProbesFile } from "./read.ts";
import { writeProbesFile } from "./write.ts";

const shipped = (file: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../public/models/${file}`, import.meta.url)));
const manifest = readManifest(JSON.parse(new TextDecoder().decode(shipped("mnist-mlp7.json"))));
const sample: ProbesFile = {
  title: "Digits",
  name: "two thousand",
  manifest,
  files: ["", ".replicates", ".labels"].map((part) =>
    shipped(`mnist-mlp7${part === ".replicates" ? ".replicates" : `${part}.tail`}.onnx`),
  ),
};

const written = await writeProbesFile(sample);
const content = new Uint8Array(gunzipSync(written));
const newline = content.indexOf(0x0a);
const head = JSON.parse(new TextDecoder().decode(content.subarray(0, newline))) as Record<string, unknown>;

/** A file with other first line or other bytes behind it. */
const forged = (line: unknown, behind = content.subarray(newline + 1)): Uint8Array =>
  new Uint8Array(gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), behind])));

const refused = (bytes: Uint8Array, code: ProbesFileErrorCode): Promise<void> =>
  expect(readProbesFile(bytes)).rejects.toMatchObject({ name: "ProbesFileError", code });

describe("a file of probes", () => {
  it("comes back as it was written", async () => {
    expect(await readProbesFile(written)).toEqual(sample);
    const plain = { ...sample, name: "", manifest: withoutProbes(manifest), files: [] };
    expect(await readProbesFile(await writeProbesFile(plain))).toEqual(plain);
  });

  it("is what docs/format.md says: a line of JSON and the files behind it, each with the digest of the manifest", async () => {
    expect(head).toMatchObject({ format: "strata-probes", version: 1, title: "Digits", name: "two thousand" });
    let at = newline + 1;
    for (const { sha256: digest, bytes } of filesNamedBy(manifest))
      expect(await sha256(content.slice(at, (at += bytes)))).toBe(digest);
    expect(at).toBe(content.length);
  });

  it("is told by its name's ending", () => {
    expect(["a.strata-probes", "A.STRATA-PROBES"].every(isProbesFileName)).toBe(true);
    expect(["a.strata", "strata-probes", "a.strata-probes.txt"].some(isProbesFileName)).toBe(false);
  });
});

describe("a manifest and its files beside a network", () => {
  const named = (name: string, bytes: Uint8Array) => ({ name, file: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
  const json = named("mnist-mlp7.json", shipped("mnist-mlp7.json"));
  const parts = sample.files.map((bytes, i) => named(`part${i}.onnx`, bytes));
  const network = named("net.onnx", new Uint8Array([1, 2, 3]));
  const labels = named("labels.txt", new Uint8Array([65]));
  it("are found by what is in them, and the rest is left", async () => {
    const { probes, rest } = await looseProbes([labels, ...parts.toReversed(), network, json]);
    expect(probes).toEqual({ ...sample, title: manifest.title, name: "" });
    expect(rest).toEqual([labels, network]);
  });
  it("say how the network is asked where a part of the probes is missing or another", async () => {
    const other = named(
      "part0.onnx",
      sample.files[0]!.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
    );
    for (const given of [parts.slice(1), [other, ...parts.slice(1)]]) {
      const { probes, rest } = await looseProbes([json, network, ...given]);
      expect(probes!.manifest).toMatchObject({ input: manifest.input, probes: null, taps: [] });
      expect(probes!.files).toEqual([]);
      expect(rest).toEqual(given.filter((part) => part === other).length === 0 ? [network] : [network, other]);
    }
  });
  it("are none where nothing is a manifest, and a damaged one is named", async () => {
    const files = [network, labels, named("config.json", new TextEncoder().encode('{"id2label":{}}')), ...parts];
    expect(await looseProbes(files)).toEqual({ probes: null, rest: files });
    const wrong = named("x.json", new TextEncoder().encode(JSON.stringify({ ...manifest, classes: 3 })));
    await expect(looseProbes([wrong, network])).rejects.toMatchObject({ name: "ModelError", code: "bad-manifest" });
  });
});

describe("what is no such file", () => {
  it("is refused by name", async () => {
    await refused(new Uint8Array(0), "empty");
    await refused(shipped("mnist-mlp7.tail.onnx"), "not-probes");
    await refused(new Uint8Array(gzipSync('{"format":"strata","version":1}\n')), "not-probes");
    await refused(new Uint8Array(gzipSync("{}")), "not-probes");
    await refused(new Uint8Array(gzipSync("")), "not-probes");
    await refused(forged({ ...head, version: 2 }), "newer-version");
    for (const version of [0, -1, 1.5, "1", null]) await refused(forged({ ...head, version }), "damaged");
  });

  it("is refused where it contradicts itself", async () => {
    const lengths = head["files"] as readonly number[];
    const probes = manifest.probes!;
    const wrong: readonly Record<string, unknown>[] = [
      { title: 1 },
      { title: "x".repeat(201) },
      { manifest: null },
      { manifest: { ...manifest, classes: [] } },
      { manifest: { ...manifest, probes: { ...probes, sha256: "0".repeat(64) } } },
      { manifest: { ...manifest, probes: { ...probes, file: "../x.onnx" } } },
      { manifest: { ...manifest, probes: null } },
      { files: lengths.slice(1) },
      { files: [lengths[1], lengths[0], lengths[2]] },
      { files: [2 ** 31, ...lengths.slice(1)] },
      { files: "1" },
    ];
    for (const field of wrong) await refused(forged({ ...head, ...field }), "damaged");
    await refused(forged(head, content.subarray(newline + 1, content.length - 1)), "damaged");
    await refused(forged(head, Buffer.concat([content.subarray(newline + 1), Buffer.alloc(1)])), "damaged");
    const twice = `{"format":"strata-probes","version":1,"version":1}\n`;
    await refused(new Uint8Array(gzipSync(twice)), "damaged");
  });

  it("takes no more room and time than a file may", async () => {
    const began = process.cpuUsage();
    const beginning = Buffer.from('{"format":"strata-probes","version":1,');
    // A line that never ends, a bomb behind a good line, brackets that nest.
    await refused(new Uint8Array(gzipSync(Buffer.concat([beginning, Buffer.alloc(MAX_HEAD_BYTES, 0x20)]))), "damaged");
    await refused(forged(head, Buffer.alloc(2 ** 27)), "too-large");
    await refused(new Uint8Array(gzipSync(Buffer.alloc(2 ** 28))), "not-probes");
    const nested = Buffer.from(`${'"a":['.padEnd(2 ** 21, "[")}\n`);
    await refused(new Uint8Array(gzipSync(Buffer.concat([beginning, nested]))), "damaged");
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
    await expect(writeProbesFile({ ...sample, files: [new Uint8Array(2 ** 27)] })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  it("is refused with a sentence's code, cut or changed anywhere", async () => {
    const random = mulberry32(16);
    const packs: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
      (bytes) => bytes,
      (bytes) => new Uint8Array(gzipSync(bytes, { level: 1 })),
    ];
    for (let round = 0; round < 150; round++) {
      // Half of them are damaged inside the gzip stream, where its own checksum says nothing.
      const pack = packs[round % 2]!;
      const bytes = (round % 2 === 0 ? written : content).slice();
      if (round % 3 === 0) {
        const cut = Math.floor(random() * bytes.length);
        await expectRefusal(pack(bytes.subarray(0, cut)));
        continue;
      }
      const first = round % 3 === 1 ? Math.min(bytes.length, newline) : bytes.length;
      for (let change = 0; change < 1 + (round % 4); change++)
        bytes[Math.floor(random() * first)]! ^= 1 << Math.floor(random() * 8);
      await expectRefusal(pack(bytes));
    }
  }, 300_000);
});

/** A damaged file is refused with a ProbesFileError, or is as good as the sound one: texts for people may change unseen. */
async function expectRefusal(bytes: Uint8Array): Promise<void> {
  try {
    const { files, manifest: read } = await readProbesFile(bytes);
    expect(files).toEqual(sample.files);
    expect(read.probes!.sha256).toBe(manifest.probes!.sha256);
  } catch (error) {
    expect(error).toBeInstanceOf(ProbesFileError);
  }
}
