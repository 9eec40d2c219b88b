import type { SampleBudget } from "../src/exploration/estimator.ts";
import { createHash } from "node:crypto";
import { printable } from "../src/platform/printable.ts";
import type { Grid } from "../src/core/patches.ts";
import type { Crop } from "../src/core/resize.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { asVersion1 } from "../src/models/spec/as-version-1.ts";
import type { ExplainCommand } from "./arguments.ts";

/** What is asked of an image, the network apart. */
export interface ResultQuestion
  extends
    Grid,
    Pick<ExplainCommand, "baseline" | "kappaFraction" | "kappaOf" | "tauFraction" | "certainty" | "values"> {
  /** The masks that the answer is estimated from; null: all of them are run. */
  readonly sample: SampleBudget | null;
  /** "auto" or a class index. */
  readonly target: "auto" | number;
  /** Another class that it is held against; null: all others. */
  readonly rather: number | null;
  /** The part of the image that is asked about; null: what the network takes of any image. */
  readonly crop: Crop | null;
}

/** What a name may have in most file systems, in bytes. */
const MAX_NAME_BYTES = 255;

/** Of a job; enough to tell a person's questions apart, and each result is looked into besides. */
const HASH_DIGITS = 8;

/** Of the hash of a name that cannot be kept whole; enough to tell any names apart. */
const NAME_DIGITS = 16;

/** The longest ending is ".strata". */
const LONGEST_ENDING = `.${"0".repeat(HASH_DIGITS)}.strata`.length;

/**
 * A job, one question about one image by one network, is called by the SHA-256 of all that its answer follows from, 64 hexadecimal digits: the bytes of the
 * image's file, the network's manifest (which has the digests of its files; as version 1 said it, where that could) and the question. The same image under
 * another name is the same job.
 */
export function jobOf(image: Uint8Array, manifest: ModelManifest, question: ResultQuestion): string {
  const { rows, cols, picked, cut, sample, target, rather, baseline, kappaFraction, kappaOf, tauFraction } = question;
  const { certainty, values, crop } = question;
  const all = JSON.stringify([
    "strata-result",
    1,
    digestOf(image),
    asVersion1(manifest) ?? manifest,
    rows,
    cols,
    target,
    baseline,
    kappaFraction,
    kappaOf,
    tauFraction,
    values,
    ...(picked === null ? [] : [picked.cells, picked.others]),
    ...(cut === undefined ? [] : ["cut", cut]),
    ...(certainty ? ["certainty"] : []),
    ...(rather === null ? [] : ["rather", rather]),
    ...(sample === null ? [] : ["sample", sample.masks, sample.seed]),
    ...(sample?.halves === undefined ? [] : ["halves", sample.halves]),
    ...(crop === null ? [] : ["crop", crop.x, crop.y, crop.size]),
  ]);
  return digestOf(all);
}

/**
 * What a job's result is called, without its ending: `a.png.1f2e3d4c`, the whole name of the image's file and the job's first eight digits. So two images,
 * networks or questions never share a name, and the same ones always do.
 *
 * A file's name that is too long for that, no UTF-8, or not fit for a terminal is cleaned and cut, and 16 digits of the SHA-256 of its
 * bytes stand behind it after a tilde: `a_.png~0123456789abcdef.1f2e3d4c`.
 *
 * @param fileName the name as the file system has it, without a folder.
 */
export function resultName(fileName: Buffer, job: string): string {
  return `${stemOf(fileName)}.${job.slice(0, HASH_DIGITS)}`;
}

function stemOf(fileName: Buffer): string {
  const text = fileName.toString();
  const isPlain =
    fileName.length <= MAX_NAME_BYTES - LONGEST_ENDING &&
    Buffer.from(text).equals(fileName) &&
    printable(text) === text;
  if (isPlain) return text;
  return marked(printable(text).replaceAll("\ufffd", "_"), fileName, MAX_NAME_BYTES - LONGEST_ENDING);
}

/** A name for a file, with its ending: as it is where file systems take one of that length, else its beginning, with 16 digits of the SHA-256 of all of it after a tilde. */
export function fittingName(stem: string, ending: string): string {
  const most = MAX_NAME_BYTES - Buffer.byteLength(ending);
  return (Buffer.byteLength(stem) <= most ? stem : marked(stem, stem, most)) + ending;
}

/** As much of a text as fits into so many bytes before a mark that tells which name it stands for. */
function marked(text: string, name: string | Uint8Array, maxBytes: number): string {
  const mark = `~${digestOf(name).slice(0, NAME_DIGITS)}`;
  return cut(text, maxBytes - mark.length) + mark;
}

/** As many of a text's first characters as take at most `maxBytes` in UTF-8. */
function cut(text: string, maxBytes: number): string {
  let [bytes, kept] = [0, ""];
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

const digestOf = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
