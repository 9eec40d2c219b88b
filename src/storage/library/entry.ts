import type { KappaRule } from "../../core/and-or.ts";
import { BASELINES, type BaselineKind } from "../../core/baseline.ts";
import { MAX_PLAYERS } from "../../core/masks.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import type { Question } from "../../exploration/exploration.ts";

/** What the library tells of an exploration without opening it. */
export interface LibraryEntry {
  readonly id: string;
  readonly name: string;
  /** Saved by the person, or recent: saved by the page itself and let go when newer ones come. */
  readonly kind: "saved" | "recent";
  /** Where it came from, if it was not computed in this browser. */
  readonly origin?: "link" | "file";
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** When its payload was last written; another name does not count, so that a list in this order does not jump. */
  readonly changedMs: number;
  readonly model: { readonly name: string; readonly sha256: string };
  /** Label of the class that is explained. */
  readonly target: string;
  readonly rows: number;
  readonly cols: number;
  readonly imageSha256: string;
  /** Which question it answers: see `questionKey`. */
  readonly key: string;
  /** Which picture it is: see `contentOf`. Absent where an earlier page kept it and it cannot be read. */
  readonly content?: string;
  /** The key that an earlier page gave it, which old addresses name. */
  readonly formerKey?: string;
  /** Size of the payload. */
  readonly bytes: number;
  /** A small PNG file, or null. */
  readonly thumbnail: Uint8Array | null;
}

/** What the caller says of an exploration; the library adds the rest. */
export type NewEntry = Omit<LibraryEntry, "id" | "kind" | "createdMs" | "changedMs" | "bytes" | "formerKey">;

/** What an answer depends on besides network and image. */
export interface KeySettings extends Question {
  readonly rows: number;
  readonly cols: number;
  readonly baseline: BaselineKind;
}

/** What an answer depends on. */
export interface KeyParts extends KeySettings {
  readonly modelSha256: string;
  /** What else the network's answers come through: see `setupOf`; null where it is not known. */
  readonly setup: string | null;
  /** Of the pixels that the network saw. */
  readonly imageSha256: string;
}

/** A key, taken apart: of digests their first digits. */
interface KeyRead {
  readonly model: string;
  readonly setup: string | null;
  readonly image: string;
  readonly settings: KeySettings;
}

/** Hexadecimal digits of a digest in a key. Nobody can make two images or networks that share 128 bits in a time that matters; a key still fits an address. */
const KEY_DIGITS = 32;

/** Digits of the content that an address names beside the key, to tell apart the few answers to one question that one browser keeps. */
const ANSWER_DIGITS = 16;

const NUMBER = String.raw`(\d+(?:\.\d+)?(?:e-\d+)?)`;
const QUESTION = String.raw`(\d+)x(\d+)\.([a-z-]+)\.(auto|\d{1,4})\.(range|delta)`;
const KEY = new RegExp(
  String.raw`^([0-9a-f]{32})\.([0-9a-f]{32}|0)\.([0-9a-f]{32})\.${QUESTION}-${NUMBER}\.tau-${NUMBER}$`,
);
/** As pages wrote keys that knew of no other τ, and of no probes. */
const FORMER_KEY = new RegExp(String.raw`^([0-9a-f]{16})()\.([0-9a-f]{16})\.${QUESTION}\.${NUMBER}$`);

const digitsOf = (digest: string): string => digest.slice(0, KEY_DIGITS);

/**
 * The same text for the same question and for no other, of letters, digits, dots and hyphens; `auto` and the class it stands for are two
 * questions. Different answers to one question are told apart by their content.
 */
export function questionKey({
  modelSha256,
  setup,
  imageSha256,
  rows,
  cols,
  baseline,
  target,
  kappaFraction,
  kappaOf,
  tauFraction,
}: KeyParts): string {
  const network = [digitsOf(modelSha256), setup === null ? "0" : digitsOf(setup)];
  return [
    ...network,
    digitsOf(imageSha256),
    `${rows}x${cols}`,
    baseline,
    target,
    `${kappaOf}-${kappaFraction}`,
    `tau-${tauFraction}`,
  ].join(".");
}

/** The digits of an entry's content that tell it from other answers to its question. */
export function answerOf({ content }: Pick<LibraryEntry, "content">): string | undefined {
  return content?.slice(0, ANSWER_DIGITS);
}

/** A key of this page or of an earlier one; null where it is none. */
function readKey(key: string): KeyRead | null {
  const parts = KEY.exec(key) ?? FORMER_KEY.exec(key);
  if (parts === null) return null;
  const [, model = "", setup = "", image = "", rows, cols, name, target, kappaOf, kappa, tau = DEFAULT_TAU_FRACTION] =
    parts;
  const baseline = BASELINES.find((known) => known === name);
  const settings = {
    rows: Number(rows),
    cols: Number(cols),
    target: target === "auto" ? ("auto" as const) : Number(target),
    kappaFraction: Number(kappa),
    kappaOf: kappaOf as KappaRule,
    tauFraction: Number(tau),
  };
  const fits =
    settings.rows >= 1 &&
    settings.cols >= 1 &&
    settings.rows * settings.cols <= MAX_PLAYERS &&
    settings.kappaFraction <= 1 &&
    settings.tauFraction <= 1;
  return baseline === undefined || !fits
    ? null
    : { model, setup: setup.length === KEY_DIGITS ? setup : null, image, settings: { ...settings, baseline } };
}

/** The settings that a key names, or null where it is none. */
export function settingsOfKey(key: string): KeySettings | null {
  return readKey(key)?.settings ?? null;
}

/** The digits by which a key names its image; null where it is none. */
export function imageOfKey(key: string): string | null {
  return readKey(key)?.image ?? null;
}

/** An image as keys name it. */
export const imageDigits = digitsOf;

/** Earlier keys have fewer digits of a digest. */
const sameDigits = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** Whether two keys are of one image. */
export function sameImage(a: string, b: string): boolean {
  const [one, other] = [imageOfKey(a), imageOfKey(b)];
  return one !== null && other !== null && sameDigits(one, other);
}

/** Whether two keys are of one network, its probes aside. */
export function sameNetwork(a: string, b: string): boolean {
  const [one, other] = [readKey(a), readKey(b)];
  return one !== null && other !== null && sameDigits(one.model, other.model);
}

/**
 * Whether the same run of the network answers both questions: they are of the same image, network, patches and baseline. A key of an earlier page
 * knows of no probes; they are taken to be the same.
 */
export function sameMasks(a: string, b: string): boolean {
  const [one, other] = [readKey(a), readKey(b)];
  if (one === null || other === null) return a === b;
  const {
    settings: { rows, cols, baseline },
  } = one;
  return (
    sameDigits(one.model, other.model) &&
    (one.setup === null || other.setup === null || one.setup === other.setup) &&
    sameDigits(one.image, other.image) &&
    rows === other.settings.rows &&
    cols === other.settings.cols &&
    baseline === other.settings.baseline
  );
}
