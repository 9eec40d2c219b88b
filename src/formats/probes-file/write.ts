import { compress } from "../../platform/compression.ts";
import { FORMAT, MAX_CONTENT_BYTES, MAX_HEAD_BYTES, tooLarge, VERSION, type ProbesFile } from "./document.ts";

/** A file of probes: gzip of one line of JSON and, behind it, the files one after another. Rejects with ProbesFileError `too-large`. */
export async function writeProbesFile({ title, name, manifest, files }: ProbesFile): Promise<Uint8Array> {
  const head = { format: FORMAT, version: VERSION, title, name, manifest, files: files.map(({ length }) => length) };
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const content = files.reduce((sum, { length }) => sum + length, line.length);
  if (line.length > MAX_HEAD_BYTES || content > MAX_CONTENT_BYTES) throw tooLarge();
  return compress([line, ...files], "gzip");
}
