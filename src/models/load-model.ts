import { assembleModel } from "./assemble.ts";
import { ModelError } from "./errors.ts";
import { parseManifest, type ModelManifest } from "./manifest.ts";
import type { LoadedModel, ModelFiles } from "./model-files.ts";
import { setupOf } from "./setup.ts";
import { sha256 } from "../platform/sha256.ts";

/** SHA-256 of bytes in lower-case hexadecimal digits. */
export type Digest = (bytes: Uint8Array) => Promise<string>;

/**
 * Checks a model's files against its manifest and joins them. Linear in the bytes.
 *
 * Throws a ModelError: "bad-manifest", or "hash-mismatch" when a file is not the one the manifest was written for.
 */
export async function loadModel(files: ModelFiles, digest: Digest = sha256): Promise<LoadedModel> {
  const manifest = parseManifest(files.manifest);
  const { name, network, probes } = manifest;
  await checkFile(`${name}.onnx`, files.backbone, network, digest);
  if (probes !== null) await checkFile(probes.file, files.tail ?? new Uint8Array(), probes, digest);
  return { ...joinModel(manifest, files), setup: await setupOf(manifest) };
}

/** Backbone and probes in one, but for the probes of half the data: they have told the noise floors and need not be run. Linear in the bytes. */
export function joinModel(manifest: ModelManifest, { backbone, tail }: Omit<ModelFiles, "manifest">): LoadedModel {
  const { probes } = manifest;
  return {
    manifest,
    bytes: probes === null || tail === null ? backbone : assembleModel(backbone, tail.subarray(0, probes.halvesFrom)),
  };
}

async function checkFile(
  file: string,
  bytes: Uint8Array,
  expected: { bytes: number; sha256: string },
  digest: Digest,
): Promise<void> {
  if (bytes.length !== expected.bytes) {
    throw new ModelError("hash-mismatch", `${file}: ${bytes.length} bytes instead of ${expected.bytes}`, {
      file,
      expected: expected.bytes,
      actual: bytes.length,
    });
  }
  const actual = await digest(bytes);
  if (actual !== expected.sha256) {
    throw new ModelError("hash-mismatch", `${file}: SHA-256 ${actual} instead of ${expected.sha256}`, {
      file,
      expected: expected.sha256,
      actual,
    });
  }
}
