import type { ModelManifest } from "../../models/manifest.ts";
import { ProbesFileError } from "./errors.ts";

/** What a file of probes holds: a manifest and the files that it names; the network's own bytes are not among them. */
export interface ProbesFile {
  /** What the network is called where the file was written. */
  readonly title: string;
  /** What this set of probes is called; may be empty. */
  readonly name: string;
  readonly manifest: ModelManifest;
  /** As `filesNamedBy` lists them. */
  readonly files: readonly Uint8Array[];
}

/** A file that a manifest names. */
export interface NamedFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The files beside the network that a manifest names: probes, replicates, label probes, as far as there are any. */
export function filesNamedBy({ probes }: Pick<ModelManifest, "probes">): readonly NamedFile[] {
  return [probes, probes?.replicates, probes?.labels]
    .filter((file) => file !== null && file !== undefined)
    .map(({ file, sha256, bytes }) => ({ file, sha256, bytes }));
}

/** How names of such files end. */
export const PROBES_FILE_ENDING = ".strata-probes";

/** Whether a file is one of probes, by its name. */
export const isProbesFileName = (name: string): boolean => name.toLowerCase().endsWith(PROBES_FILE_ENDING);

export const FORMAT = "strata-probes";
export const VERSION = 1;

/** Of the manifest and all else that is said before the files; one of 4096 classes takes a fifth of it. */
export const MAX_HEAD_BYTES = 2 ** 22;

/** Of all that is in a file: twenty replicates of ten large layers with twenty classes fit. */
export const MAX_CONTENT_BYTES = 2 ** 27;

/** Longest title and name, characters. */
export const MAX_TITLE = 200;

/** The error of what takes more than is read or written. */
export const tooLarge = (): ProbesFileError =>
  new ProbesFileError("too-large", { megabytesMax: MAX_CONTENT_BYTES / 2 ** 20 });
