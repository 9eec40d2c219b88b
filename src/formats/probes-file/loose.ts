import { withoutProbes } from "../../models/covered.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { readManifest } from "../../models/read-manifest.ts";
import type { NamedFile } from "../../platform/named-file.ts";
import { sha256 } from "../../platform/sha256.ts";
import { createJsonGuard, parseJson } from "../strata-file/bounded-json.ts";
import { filesNamedBy, MAX_HEAD_BYTES, type ProbesFile } from "./document.ts";

/** What was found among files that came together. */
export interface LooseProbes {
  /** Null where none of them is a manifest. */
  readonly probes: ProbesFile | null;
  /** The files that are no part of it. */
  readonly rest: readonly NamedFile[];
}

/**
 * Sorts out a manifest and the files that it names, as `strata prepare` writes them beside a network; where some of these are missing, the manifest says how
 * the network is asked, and has no probes. Rejects with ModelError "bad-manifest" where a manifest is not what it should be.
 */
export async function looseProbes(files: readonly NamedFile[]): Promise<LooseProbes> {
  for (const file of files) {
    const manifest = await manifestIn(file);
    if (manifest === null) continue;
    const others = files.filter((other) => other !== file);
    const parts = await Promise.all(
      filesNamedBy(manifest).map(async ({ sha256: digest, bytes }) => partOf(others, digest, bytes)),
    );
    const isWhole = parts.every((part) => part !== null);
    const used = new Set(parts.map((part) => part?.file));
    return {
      probes: {
        title: manifest.title ?? manifest.name,
        name: "",
        manifest: isWhole ? manifest : { ...withoutProbes(manifest), taps: [] },
        files: isWhole ? parts.map((part) => part!.bytes) : [],
      },
      rest: others.filter((other) => !used.has(other)),
    };
  }
  return { probes: null, rest: files };
}

/** The manifest that a file is; null where it is something else. */
async function manifestIn({ name, file }: NamedFile): Promise<ModelManifest | null> {
  if (!/\.json$/i.test(name) || file.size > MAX_HEAD_BYTES) return null;
  let json: unknown;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    createJsonGuard()(bytes);
    json = parseJson(bytes);
  } catch {
    return null;
  }
  return (json as { readonly format?: unknown } | null)?.format === "strata-model" ? readManifest(json) : null;
}

async function partOf(
  files: readonly NamedFile[],
  digest: string,
  size: number,
): Promise<{ readonly file: NamedFile; readonly bytes: Uint8Array } | null> {
  for (const file of files) {
    if (file.file.size !== size) continue;
    const bytes = new Uint8Array(await file.file.arrayBuffer());
    if ((await sha256(bytes)) === digest) return { file, bytes };
  }
  return null;
}
