import type { ProbesFileErrorCode } from "../formats/probes-file/errors.ts";
import type { FileErrorCode } from "../formats/strata-file/file-error.ts";
import type { LinkErrorCode } from "../formats/link/errors.ts";
import type { ImageErrorCode } from "../images/errors.ts";
import type { ModelPart } from "../models/errors.ts";
import type { StorageErrorCode } from "../storage/library/errors.ts";
import type { RunFailure } from "./shape.ts";

/** A message beside the page: `errors:notice.<code>.{title,body}` with `values` put in, and one thing to do. */
export interface Notice {
  readonly code: NoticeCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly action:
    "choose-file" | "open-again" | "run-again" | "open-library" | "choose-network" | "fetch-network" | "dismiss";
  /** Set where the page says by itself that it could not keep something: it is taken back once that is so no longer. */
  readonly by?: "autosave";
}

/** What a notice is about: a file that cannot be read, a drop that is no file, a model or sample that is missing, a run that broke. */
export type NoticeCode =
  | ImageErrorCode
  | "many-files"
  | "no-file"
  | "no-study"
  | "sandboxed"
  | "no-workers"
  | "no-webassembly"
  | "unopened"
  | "link-unopened"
  | "list-missing"
  | "list-damaged"
  | "insecure-page"
  | "model-not-here"
  | "model-retired"
  | "model-unknown"
  | "model-replaced"
  | "own-replaced"
  | "probes-fitted"
  | "probes-failed"
  | "fit-failed"
  | "probes-kept"
  | "probes-unfit"
  | `probes-${ProbesFileErrorCode}`
  | "model-missing"
  | "model-damaged"
  | `${ModelPart}-${"missing" | "damaged"}`
  | "labels-instead"
  | "sample-missing"
  | "sample-unknown"
  | "address-unreadable"
  | "address-masks"
  | `run-${RunFailure}`
  | `link-${LinkErrorCode}`
  | `file-${FileErrorCode}`
  | "class-not-kept"
  | "estimate-before"
  | "question-locked"
  | "address-no-class"
  | "address-no-place"
  | "no-label-probes"
  | "certainty-failed"
  | "certainty-other-probes"
  | "uniqueness-failed"
  | "baselines-failed"
  | "stability-failed"
  | "kappas-failed"
  | "across-failed"
  | "across-no-class"
  | "kept-gone"
  | "kept-unopened"
  | "lacking"
  | "all-here"
  | "kept-elsewhere"
  | "left-behind"
  | "part-missing"
  | "copy-refused"
  | "storage-none"
  | "storage-blocked"
  | "storage-embedded"
  | `storage-${Exclude<StorageErrorCode, "unavailable">}`
  | "storage-full-picture"
  | "storage-full-run"
  | "storage-full-image"
  | "storage-failed-run";
