import type { KappaRule } from "../../core/and-or.ts";
import { BASELINES, type BaselineKind } from "../../core/baseline.ts";
import { MAX_PLAYERS } from "../../core/masks.ts";
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
  /** Size of the payload. */
  readonly bytes: number;
  /** A small PNG file, or null. */
  readonly thumbnail: Uint8Array | null;
}

/** What the caller says of an exploration; the library adds the rest. */
export type NewEntry = Omit<LibraryEntry, "id" | "kind" | "createdMs" | "changedMs" | "bytes">;

/** What an answer depends on besides network and image. */
export interface KeySettings {
  readonly rows: number;
  readonly cols: number;
  readonly baseline: BaselineKind;
  readonly target: Question["target"];
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
}

/** What an answer depends on. */
export interface KeyParts extends KeySettings {
  readonly modelSha256: string;
  /** Of the pixels that the network saw. */
  readonly imageSha256: string;
}

/** Hexadecimal digits of a hash in a key: 64 bits tell apart whatever one browser keeps, and a key fits an address. */
const KEY_DIGITS = 16;

/** The same text for the same question and for no other, of letters, digits, dots and hyphens; `auto` and the class it stands for are two questions. */
export function questionKey({ modelSha256, imageSha256, rows, cols, baseline, target, kappaFraction, kappaOf }: KeyParts): string {
  return [modelSha256.slice(0, KEY_DIGITS), imageSha256.slice(0, KEY_DIGITS), `${rows}x${cols}`, baseline, target, kappaOf, kappaFraction].join(".");
}

/** The part of a key that the network's answers depend on: questions that share it are answered by the same masks. */
export function masksOfKey(key: string): string {
  return key.split(".").slice(0, 4).join(".");
}

/** The settings that a key names, or null where it is none. */
export function settingsOfKey(key: string): KeySettings | null {
  const parts = /^[0-9a-f]{16}\.[0-9a-f]{16}\.(\d+)x(\d+)\.([a-z-]+)\.(auto|\d{1,4})\.(range|delta)\.([\d.]+)$/.exec(key);
  if (parts === null) return null;
  const [, rows, cols, name, target, kappaOf, kappa] = parts;
  const baseline = BASELINES.find((known) => known === name);
  const settings = { rows: Number(rows), cols: Number(cols), target: target === "auto" ? "auto" as const : Number(target), kappaFraction: Number(kappa), kappaOf: kappaOf as KappaRule };
  const fits = settings.rows >= 1 && settings.cols >= 1 && settings.rows * settings.cols <= MAX_PLAYERS && settings.kappaFraction >= 0 && settings.kappaFraction <= 1;
  return baseline === undefined || !fits ? null : { ...settings, baseline };
}
