import { ModelError } from "./errors.ts";
import { checkWhole, parseManifest, type ModelManifest } from "./manifest.ts";
import { badField } from "./spec/fields.ts";
import { fromVersion1, nameInVersion1 } from "./spec/version-1.ts";

/** Checks a manifest that people bring, of this version or an earlier one; throws a ModelError "bad-manifest" that names the first wrong field. */
export function readManifest(json: unknown): ModelManifest {
  if ((json as { version?: unknown } | null | undefined)?.version !== 1) return parseManifest(json);
  const manifest = fromVersion1(json);
  try {
    checkWhole(manifest);
    return manifest;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { field, problem } = error.context as { field: string; problem: string };
    throw badField(nameInVersion1(field), problem);
  }
}
