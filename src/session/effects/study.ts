/** Studies out of files: fetched when the first is brought. */
import { checkBytes } from "../../formats/strata-file/limits.ts";
import type { NamedFile } from "../../platform/named-file.ts";
import { MAX_STUDY_BYTES } from "../../study/limits.ts";
import type { Services } from "../services.ts";
import type { OpenStudy } from "../study.ts";

/** What a study's file holds, and the explorations among the files `beside` it. Rejects with FileError, or the signal's reason. */
export async function openStudy(
  { files }: Pick<Services, "files">,
  file: Blob,
  beside: readonly NamedFile[],
  signal: AbortSignal,
): Promise<Pick<OpenStudy, "study" | "findings" | "explorations">> {
  // One that is too large to be read is refused before it fills the memory.
  checkBytes(file.size, MAX_STUDY_BYTES);
  const read = await files.readStudy(new Uint8Array(await file.arrayBuffer()), signal);
  const explorations = beside.flatMap(({ name, file: of }) => {
    const [, stem] = /([^/]+)\.strata$/i.exec(name) ?? [];
    return stem === undefined ? [] : [[stem, of] as const];
  });
  return { ...read, explorations: explorations.length === 0 ? null : Object.fromEntries(explorations) };
}
