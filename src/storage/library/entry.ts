import type { KappaRule } from "../../core/and-or.ts";
import { BASELINES, type BaselineKind } from "../../core/baseline.ts";
import { MAX_ENUMERABLE } from "../../core/masks.ts";
import {
  cellNamed,
  isPicked,
  MAX_GRID_SIDE,
  patchName,
  playerCount,
  sameGrid,
  type Grid,
  type Others,
} from "../../core/patches.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import type { SampleBudget } from "../../exploration/estimator.ts";
import { isBudget, sameSample, type Question } from "../../exploration/exploration.ts";
import type { ProbeChoice } from "../../models/spec/probes.ts";

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
  /** That of the class that it is held against, where that is one. */
  readonly rather?: string;
  readonly rows: number;
  readonly cols: number;
  /** How many of the cells are players, where not all are. */
  readonly picked?: number;
  readonly cut?: Grid["cut"];
  readonly imageSha256: string;
  /** Which question it answers: see `questionKey`. */
  readonly key: string;
  /** Which picture it is: see `contentOf`. Absent where an earlier page kept it and it cannot be read. */
  readonly content?: string;
  /** Whether its payload tells how sure the picture is. */
  readonly tellsCertainty?: true;
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
export interface KeySettings extends Question, Grid {
  /** The masks that it is estimated from; null where it is of all. */
  readonly sample: SampleBudget | null;
  readonly baseline: BaselineKind;
  readonly probes: ProbeChoice;
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
const GRID = String.raw`(\d+)x(\d+)(?:-(superpixels))?(?:-(hidden|shown)-([a-p0-9]+))?`;
const QUESTION = String.raw`${GRID}\.([a-z-]+)\.(auto|\d{1,4})\.(noise|range|delta|debiased)`;
const KEY = new RegExp(
  String.raw`^([0-9a-f]{32})\.([0-9a-f]{32}|0)\.([0-9a-f]{32})\.${QUESTION}-${NUMBER}\.tau-${NUMBER}(?:\.probes-(labels))?(?:\.rather-(\d{1,4}))?(?:\.masks-(\d{1,5})-(\d{1,10})(?:-(\d{1,3}))?)?$`,
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
  baseline,
  target,
  rather,
  kappaFraction,
  kappaOf,
  tauFraction,
  probes,
  sample,
  ...grid
}: KeyParts): string {
  const network = [digitsOf(modelSha256), setup === null ? "0" : digitsOf(setup)];
  return [
    ...network,
    digitsOf(imageSha256),
    gridText(grid),
    baseline,
    target,
    `${kappaOf}-${kappaFraction}`,
    `tau-${tauFraction}`,
    ...(probes === "first" ? [] : [`probes-${probes}`]),
    ...(rather === null ? [] : [`rather-${rather}`]),
    ...(sample === null
      ? []
      : [`masks-${[sample.masks, sample.seed, ...(sample.halves === undefined ? [] : [sample.halves])].join("-")}`]),
  ].join(".");
}

/** `8x8-hidden-b2c2d3`, of a grid that is players throughout `3x3`, of superpixels `3x3-superpixels`. */
function gridText({ rows, cols, picked, cut }: Grid): string {
  const sides = `${rows}x${cols}${cut === undefined ? "" : `-${cut}`}`;
  if (picked === null) return sides;
  return `${sides}-${picked.others}-${picked.cells.map((cell) => patchName(cell, cols)).join("")}`;
}

/** The grid of such a text's parts; null where it is none, or of more players than all masks of whom can be run, and there is no sample of them. */
function readGrid(
  rows: number,
  cols: number,
  cut: Grid["cut"],
  others: string | undefined,
  names: string | undefined,
  isSampled: boolean,
): Grid | null {
  if (rows < 1 || cols < 1) return null;
  const sides = { rows, cols, ...(cut !== undefined && { cut }) };
  if (others === undefined || names === undefined) {
    const fits = isSampled ? rows <= MAX_GRID_SIDE && cols <= MAX_GRID_SIDE : rows * cols <= MAX_ENUMERABLE;
    return fits ? { ...sides, picked: null } : null;
  }
  const cells = (names.match(/[a-z]\d*/g) ?? []).map((name) => cellNamed(name, { rows, cols }) ?? -1);
  const picked = { cells, others: others as Others };
  const fits = isPicked(rows, cols, picked) && (isSampled || cells.length <= MAX_ENUMERABLE);
  return fits ? { ...sides, picked } : null;
}

/** The digits of an entry's content that tell it from other answers to its question. */
export function answerOf({ content }: Pick<LibraryEntry, "content">): string | undefined {
  return content?.slice(0, ANSWER_DIGITS);
}

/** A key of this page or of an earlier one; null where it is none. */
function readKey(key: string): KeyRead | null {
  const parts = KEY.exec(key) ?? FORMER_KEY.exec(key);
  if (parts === null) return null;
  const [, model = "", setup = "", image = "", rows, cols, cut, others, names, name, ...question] = parts;
  const [target, kappaOf, kappa, tau = DEFAULT_TAU_FRACTION, probes = "first", rather, masks, seed, halves] = question;
  const baseline = BASELINES.find((known) => known === name);
  const sample =
    masks === undefined
      ? null
      : { masks: Number(masks), seed: Number(seed), ...(halves !== undefined && { halves: Number(halves) }) };
  const grid = readGrid(Number(rows), Number(cols), cut as Grid["cut"], others, names, sample !== null);
  const settings = {
    target: target === "auto" ? ("auto" as const) : Number(target),
    rather: rather === undefined ? null : Number(rather),
    kappaFraction: Number(kappa),
    kappaOf: kappaOf as KappaRule,
    tauFraction: Number(tau),
  };
  const isSample = grid === null || sample === null || isBudget(playerCount(grid), sample);
  return baseline === undefined || grid === null || !isSample || settings.kappaFraction > 1 || settings.tauFraction > 1
    ? null
    : {
        model,
        setup: setup.length === KEY_DIGITS ? setup : null,
        image,
        settings: { ...settings, ...grid, sample, baseline, probes: probes as ProbeChoice },
      };
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
 * Whether the same run of the network answers both questions: they are of the same image, network, patches, baseline and sample. A key of an earlier page
 * knows of no probes; they are taken to be the same.
 */
export function sameMasks(a: string, b: string): boolean {
  const [one, other] = [readKey(a), readKey(b)];
  if (one === null || other === null) return a === b;
  return (
    sameDigits(one.model, other.model) &&
    (one.setup === null || other.setup === null || one.setup === other.setup) &&
    sameDigits(one.image, other.image) &&
    sameGrid(one.settings, other.settings) &&
    sameSample(one.settings.sample, other.settings.sample) &&
    one.settings.baseline === other.settings.baseline &&
    one.settings.probes === other.settings.probes
  );
}
