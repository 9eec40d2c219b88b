import { ImageError } from "../images/errors.ts";
import { saysNoWebAssembly, wordsOf } from "../platform/words.ts";
import { CodedError, type ErrorContext } from "../platform/coded-error.ts";
import { MissingPart } from "../platform/missing-part.ts";
import { printable } from "../platform/printable.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { InferenceError } from "../backends/errors.ts";
import { ModelError, type ModelErrorCode, type ModelPart } from "../models/errors.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ProbesFileError } from "../formats/probes-file/errors.ts";
import { FileError } from "../formats/strata-file/file-error.ts";
import { StorageError } from "../storage/library/errors.ts";
import { LinkError } from "../formats/link/errors.ts";
import { NoSuchClass } from "../exploration/other-network.ts";
import { ShippedError } from "./shipped.ts";
import type { Notice, NoticeCode } from "./notice.ts";
import type { Refusal } from "./own-network.ts";
import type { InquiryKind, LoadRequest } from "./pending.ts";
import type { RunFailure, Settings } from "./shape.ts";

/** Messages about a model other than that it is damaged. */
const MODEL_NOTICES: { readonly [Code in ModelErrorCode]?: NoticeCode } = {
  "not-found": "model-missing",
  "not-here": "model-not-here",
  retired: "model-retired",
  unlisted: "model-unknown",
};

/** What went wrong with a network, or with a part of it that it runs without: that is called by its own name. */
function modelNoticeCode({ code, context }: ModelError): NoticeCode {
  const { part } = context as { readonly part?: ModelPart };
  const of = MODEL_NOTICES[code] ?? "model-damaged";
  if (part === undefined || (of !== "model-missing" && of !== "model-damaged")) return of;
  return `${part}-${of === "model-missing" ? "missing" : "damaged"}`;
}

/** What is said of a network that is none of those that ship: another one can be chosen. */
const NOT_AMONG_THEM: ReadonlySet<ModelErrorCode> = new Set(["not-here", "retired", "unlisted"]);

/** What a notice puts into its sentence: names and words from foreign files are only text there. */
function valuesOf(values: ErrorContext): ErrorContext {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? printable(value) : value]),
  );
}

/** What browsers say of a part of the page that cannot be fetched. */
const PART_MISSING = /dynamically imported module|importing a module script|module script failed/i;

/** What this browser, or the frame that the page stands in, lacks for what failed; null where that was not the reason. */
function lackNotice(error: unknown, action: "open-again" | "run-again"): Notice | null {
  const words = wordsOf(error);
  const code = error instanceof InferenceError || error instanceof WorkerError ? error.code : null;
  const notice = (of: NoticeCode): Notice => ({ code: of, values: {}, action });
  // A sandbox takes a frame's origin away, and with it the right to its own files and workers.
  if (globalThis.origin === "null") return notice("sandboxed");
  // Hashing needs a secure context, which plain HTTP from another machine is not.
  if (globalThis.isSecureContext === false && !(error instanceof ModelError || error instanceof ShippedError))
    return notice("insecure-page");
  if (code === "no-webassembly" || saysNoWebAssembly(words)) return notice("no-webassembly");
  if (code === "no-workers") return notice("no-workers");
  if (error instanceof MissingPart) return lackingNotice(error);
  if (error instanceof ImageError && error.code === "decoder-missing") return notice("part-missing");
  return PART_MISSING.test(words) ? notice("part-missing") : null;
}

/** What is said where the browser lacks a part that the page is made with. */
const lackingNotice = ({ context }: MissingPart): Notice => ({
  code: "lacking",
  values: valuesOf(context),
  action: "dismiss",
});

const RUN_FAILURES = ["session-failed", "unknown-operator", "out-of-memory", "non-finite", "worker-died"] as const;

/** Why a run stopped, from what it threw. */
export function runFailureOf(error: unknown): RunFailure {
  const code = error instanceof InferenceError || error instanceof WorkerError ? error.code : null;
  return RUN_FAILURES.find((known) => known === code) ?? "unknown";
}

/** The message for a run that stopped; it may be tried again. */
export function runNotice(error: unknown): Notice {
  const lack = lackNotice(error, "run-again");
  if (lack !== null) return lack;
  const { layer, operator } = error instanceof InferenceError ? error.context : {};
  return {
    code: `run-${runFailureOf(error)}`,
    values: valuesOf({ ...(layer !== undefined && { layer }), ...(operator !== undefined && { operator }) }),
    action: "run-again",
  };
}

/** The message where it could not be told how sure the picture is; the picture is as good as it was. */
export function certaintyNotice(error: unknown, name: string): Notice {
  if (error instanceof ModelError || lackNotice(error, "open-again") !== null)
    return { ...openingNotice(error, { what: "model", name }), action: "dismiss" };
  return { code: "certainty-failed", values: valuesOf({ message: wordsOf(error) }), action: "dismiss" };
}

/** The message where it could not be told whether a concept could be said otherwise; the picture is as good as it was. */
export const uniquenessNotice = (error: unknown): Notice => aboutPicture(error, "uniqueness-failed");

/** The message where something could not be looked into beside the picture, which is as good as it was; `network` is the one that was asked, `image` the picture's, by their names. */
export function inquiryNotice(
  kind: InquiryKind,
  error: unknown,
  { network, image }: { readonly network: string; readonly image: string },
): Notice {
  if (error instanceof NoSuchClass)
    return { code: "across-no-class", values: valuesOf({ label: error.label }), action: "dismiss" };
  if (error instanceof ModelError || error instanceof ImageError) {
    const [what, name] = error instanceof ModelError ? (["model", network] as const) : (["image", image] as const);
    return { ...openingNotice(error, { what, name }), action: "dismiss" };
  }
  return aboutPicture(error, `${kind}-failed`);
}

function aboutPicture(error: unknown, code: "uniqueness-failed" | `${InquiryKind}-failed`): Notice {
  const notice = lackNotice(error, "open-again");
  return notice === null
    ? { code, values: valuesOf({ message: wordsOf(error) }), action: "dismiss" }
    : { ...notice, action: "dismiss" };
}

/** The message where the network has other probes than those that the picture came through. */
export function otherProbesNotice(name: string): Notice {
  return { code: "certainty-other-probes", values: valuesOf({ name }), action: "dismiss" };
}

/** The message for a link that cannot be opened; only one that was read and found wanting is called damaged. */
export function linkNotice(error: unknown): Notice {
  if (error instanceof LinkError) return { code: `link-${error.code}`, values: {}, action: "choose-file" };
  return (
    lackNotice(error, "open-again") ?? {
      code: "link-unopened",
      values: valuesOf({ message: wordsOf(error) }),
      action: "open-again",
    }
  );
}

/** The message for a file of explorations that cannot be opened. */
export function fileNotice(error: unknown, name: string): Notice {
  const values = valuesOf({ name });
  if (error instanceof FileError)
    return { code: `file-${error.code}`, values: { ...valuesOf(error.context), ...values }, action: "choose-file" };
  // A reader that died did so over the file.
  if (error instanceof WorkerError && error.code === "worker-died")
    return { code: "file-too-large", values, action: "choose-file" };
  if (error instanceof DOMException) return { code: "unreadable", values, action: "choose-file" };
  return (
    lackNotice(error, "open-again") ?? {
      code: "unopened",
      values: valuesOf({ name, message: wordsOf(error) }),
      action: "open-again",
    }
  );
}

/** What was not kept: the finished picture on the page, a run that goes on, with it the image itself, or a change that a person asked for. */
export type Unkept = "picture" | "run" | "image" | "change";

/** The message for what the browser did not keep; null where nobody asked it to keep anything, and it never does. */
export function storageNotice(error: unknown, unkept: Unkept): Notice | null {
  if (error instanceof MissingPart) return lackingNotice(error);
  const code = error instanceof StorageError ? error.code : "failed";
  if (code === "unavailable") return null;
  if (code === "full")
    return {
      code: unkept === "change" ? "storage-full" : `storage-full-${unkept}`,
      values: {},
      action: "open-library",
    };
  if (code === "failed" && (unkept === "run" || unkept === "image"))
    return { code: "storage-failed-run", values: {}, action: "dismiss" };
  return { code: `storage-${code}`, values: {}, action: "dismiss" };
}

/** The same for what a person asked to be kept or found. */
export function wantedStorageNotice(error: unknown): Notice {
  const reason = error instanceof StorageError ? error.context["reason"] : undefined;
  return (
    storageNotice(error, "change") ?? {
      code: reason === "blocked" || reason === "embedded" ? `storage-${reason}` : "storage-none",
      values: {},
      action: "dismiss",
    }
  );
}

/** The message for a file of probes that cannot be opened, written or kept. */
export function probesNotice(error: unknown, name: string): Notice {
  // Only this class is known by its name: it is fetched with what throws it.
  if (error instanceof CodedError && error.name === "ProbesFileError") {
    const code = `probes-${(error as ProbesFileError).code}` as const;
    return { code, values: { ...valuesOf(error.context), ...valuesOf({ name }) }, action: "choose-file" };
  }
  return error instanceof StorageError ? wantedStorageNotice(error) : fileNotice(error, name);
}

/** The message for what this browser keeps under an address and cannot show; an Error of `gone` says that nothing is kept there. */
export function keptNotice(error: unknown, isGone: boolean): Notice {
  if (isGone) return { code: "kept-gone", values: {}, action: "choose-file" };
  if (error instanceof StorageError) return wantedStorageNotice(error);
  return (
    lackNotice(error, "open-again") ?? {
      code: "kept-unopened",
      values: valuesOf({ message: wordsOf(error) }),
      action: "dismiss",
    }
  );
}

/** The message for a question that a network does not take, and for what it was asked instead. */
export function lockedNotice(name: string, { rows, cols }: Pick<Settings, "rows" | "cols">): Notice {
  return { code: "question-locked", values: { name, rows, cols }, action: "dismiss" };
}

/** The message for classes, by their indices, that an address asks about and a network does not have. */
export function noClassNotice(name: string, indices: readonly number[]): Notice {
  return { code: "address-no-class", values: valuesOf({ name, classes: indices.join(", ") }), action: "dismiss" };
}

/** The message for patches or layers that an address speaks of and the picture does not have. */
export const NO_PLACE: Notice = { code: "address-no-place", values: {}, action: "dismiss" };

/** The message where probes of the labels are asked for that a network does not have, or that did not come with it. */
export function noLabelProbes(name: string, { probes }: Pick<ModelManifest, "probes">): Notice {
  const code = probes?.labels === undefined ? "no-label-probes" : "labels-instead";
  return { code, values: valuesOf({ name }), action: "dismiss" };
}

/** Why a network that was brought is not taken; what nobody foresaw is told in the words of whoever threw it. */
export function ownRefusal(error: unknown): Refusal {
  const lack = lackNotice(error, "open-again");
  const by = "network";
  if (lack !== null)
    return { by, code: lack.code === "part-missing" ? "part-missing" : "lacking", values: lack.values };
  const values = { message: printable(wordsOf(error)), ...(error instanceof CodedError && valuesOf(error.context)) };
  if (error instanceof ModelError || error instanceof InferenceError || error instanceof WorkerError)
    return { by, code: error.code, values };
  // Of what goes wrong on the way here only this class is known by its name: it is fetched with what throws it.
  if (error instanceof CodedError && error.name === "PublishedError")
    return { by: "address", code: error.code, values };
  if (error instanceof CodedError && error.name === "ProbesFileError") return { by, code: "bad-probes", values };
  if (error instanceof DOMException) return { by, code: "unreadable", values: {} };
  // Sets of images and fits have sentences of their own.
  return { by, code: error instanceof CodedError ? error.code : "unopened", values };
}

/** The message for a model or image that could not be opened; errors know what they are about, which need not be what was wished for. */
export function openingNotice(error: unknown, { name }: Pick<LoadRequest, "what" | "name">): Notice {
  const values = (context: ErrorContext): ErrorContext => valuesOf({ name, ...context });
  if (error instanceof ImageError)
    return {
      code: error.code,
      values: values(error.context),
      action: error.code === "decoder-missing" ? "open-again" : "choose-file",
    };
  const lack = lackNotice(error, "open-again");
  if (lack !== null) return lack;
  if (error instanceof ModelError)
    return {
      code: modelNoticeCode(error),
      values: values(error.context),
      action: !NOT_AMONG_THEM.has(error.code)
        ? "open-again"
        : error.context["where"]
          ? "fetch-network"
          : "choose-network",
    };
  if (error instanceof ShippedError)
    return {
      code: error.what === "sample" ? "sample-missing" : `list-${error.code}`,
      values: values({ file: error.file }),
      action: "open-again",
    };
  return { code: "unopened", values: values({ message: wordsOf(error) }), action: "open-again" };
}
