/** All of a link but the effects, as JSON: lists by place instead of objects, since names would take a third of it. */
import * as v from "valibot";
import { KAPPA_RULES } from "../../core/and-or.ts";
import { BASELINES } from "../../core/baseline.ts";
import { METHODS } from "../../core/interactions.ts";
import { MAX_ENUMERABLE, MAX_PLAYERS } from "../../core/masks.ts";
import { isPicked, MAX_GRID_SIDE, MIN_PICKED, OTHERS, playerCount, type Grid } from "../../core/patches.ts";
import { sampleOf, type RankedClass, type SolvedLayer } from "../../exploration/exploration.ts";
import { MAX_EFFECT_ERROR, type Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { SHARE_STEPS, toDigits, toDigitsNear } from "./coded-numbers.ts";

/** Characters of an image's name that a link keeps. */
export const MAX_IMAGE_NAME = 80;

/** The longest name of a network, a class or a layer: as in manifests. */
const MAX_LABEL = 200;
const MAX_ADDRESS = 2048;
/** As in manifests, of images and of class indices. */
const MAX_SIDE = 1024;
const MAX_CLASS = 0xffff;
const MAX_LAYERS = 64;
const MAX_TOP = 3;
/** Layers times masks, 2^n of them, where all were looked at: effects of both kinds take at most 24 bytes each, 48 MiB in all. */
const MAX_MASKS = 2 ** 21;
/** Steps of the largest effect: finer than any effect is known. */
const MAX_COUNT = 1_000_000;
/** Logits are single precision, below 4e38; sums and squares of such numbers still fit a double. */
export const MAX_NATS = 1e40;
/** Finer than single-precision logits can differ; an effect divided by it still fits a double. */
const MIN_SCALE = 1e-60;

/** Binary digits of a probe's noise, and of the proven gap, of which only the size is of interest. */
export const NOISE_DIGITS = 10;
export const GAP_DIGITS = 5;
/** Steps of 1 in which it is told how far effects may be off. */
export const ERROR_STEPS = 1_000_000;

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

const label = v.pipe(v.string(), v.maxLength(MAX_LABEL));
const unit = between(0, 1);
const nats = between(-MAX_NATS, MAX_NATS);
const natsFrom0 = between(0, MAX_NATS);
const side = whole(1, MAX_SIDE);
const gridSide = whole(1, MAX_GRID_SIDE);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const address = v.nullable(v.pipe(v.string(), v.maxLength(MAX_ADDRESS), v.check(isHttps)));
/** Index, label, p. */
const classIndex = whole(0, MAX_CLASS);
const rankedFields = [classIndex, label, unit] as const;
const ranked = v.strictTuple(rankedFields);

const layerFields = [
  /* name, probeAccuracy, noiseFloor */ label,
  v.nullable(unit),
  v.nullable(unit),
  /* scale, scaleFrom, knowsLittle */ between(MIN_SCALE, MAX_NATS),
  v.picklist(["dataset", "image"]),
  v.boolean(),
  /* vEmpty, vFull, constant */ nats,
  nats,
  nats,
  /* kappa, rebuildMaxAbs, objective, gap */ natsFrom0,
  natsFrom0,
  natsFrom0,
  unit,
  /* method, largest |effect| */ v.picklist(METHODS),
  natsFrom0,
] as const;
const questionFields = [v.picklist(BASELINES), unit, unit, v.picklist(KAPPA_RULES)] as const;

/** Behind them the probe agreement, where it is known; from version 4 on it, the probe's noise share by the rule `noise`, and whether the layer is steadied together with the next. */
const layer = v.union([
  v.strictTuple(layerFields),
  v.strictTuple([...layerFields, unit]),
  v.strictTuple([...layerFields, v.nullable(unit), v.nullable(natsFrom0), v.boolean()]),
]);

const size = v.strictTuple([side, side]);
const colour = v.strictTuple([unit, unit, unit]);
const imageName = v.pipe(v.string(), v.maxLength(MAX_IMAGE_NAME));
/** rows, cols; the picked cells and what the others are */
const gridPlace = v.union([
  v.strictTuple([gridSide, gridSide]),
  v.strictTuple([
    gridSide,
    gridSide,
    v.pipe(v.array(whole(0, MAX_GRID_SIDE ** 2 - 1)), v.minLength(MIN_PICKED), v.maxLength(MAX_PLAYERS)),
    v.picklist(OTHERS),
  ]),
]);
/** baseline, tauFraction, kappaFraction, kappaOf; the probes where they are not the first ones */
const question = v.union([
  v.strictTuple(questionFields),
  v.strictTuple([...questionFields, v.picklist(["labels", "on-image"])]),
]);

const schema = v.strictTuple([
  /* model: name, sha256, address, input, meanColour */ v.strictTuple([label, sha256, address, size, colour]),
  /* image: name, sha256, exact */ v.strictTuple([imageName, sha256, v.boolean()]),
  gridPlace,
  /* target, and behind it the class that it is held against, if there is one; its top */ v.union([
    ranked,
    v.strictTuple([...rankedFields, ...rankedFields]),
  ]),
  v.pipe(v.array(ranked), v.maxLength(MAX_TOP)),
  question,
  /* steps of the largest effect, effectError */ v.strictTuple([whole(1, MAX_COUNT), unit]),
  v.pipe(v.array(layer), v.minLength(1), v.maxLength(MAX_LAYERS)),
]);

/** The header's fields, each of its kind and within bounds, together of a size that memory can hold; they may contradict each other. */
export type Header = v.InferOutput<typeof schema>;

/** One layer of it. */
export type HeaderLayer = Header[7][number];

/** What effects became: how many steps their largest has, the error of that and of all before, and each layer's largest, nats. */
export interface Steps {
  readonly count: number;
  readonly effectError: number;
  readonly largest: readonly number[];
}

/** What of a header is text or hardly a number; beside it the numbers are coded, see `codeHeader`. */
const textSchema = v.strictTuple([
  /* model: name, address, input, meanColour */ v.strictTuple([label, address, size, colour]),
  /* image: name, exact */ v.strictTuple([imageName, v.boolean()]),
  gridPlace,
  /* target, and behind it the class that it is held against, if there is one; its top: index, label */ v.union([
    v.strictTuple([classIndex, label]),
    v.strictTuple([classIndex, label, classIndex, label]),
  ]),
  v.pipe(v.array(v.strictTuple([classIndex, label])), v.maxLength(MAX_TOP)),
  question,
  /* the layers' names */ v.pipe(v.array(label), v.minLength(1), v.maxLength(MAX_LAYERS)),
]);

export type HeaderText = v.InferOutput<typeof textSchema>;

/** A picture's header, its numbers rounded; LinkError `too-long` where the snapshot holds more than links do. */
export function headerOf(
  { model, image, players, target, baseline, probes, tauFraction, kappaFraction, kappaOf, layers }: Snapshot,
  steps: Steps,
): Header {
  const header: Header = [
    [model.name, model.sha256, model.address, [...model.input], [...model.meanColour]],
    [shortName(image.name), image.sha256, image.exact],
    gridRow(players),
    target.rather === undefined ? rankedRow(target) : [...rankedRow(target), ...rankedRow(target.rather)],
    target.top.map(rankedRow),
    probes === "first"
      ? [baseline, tauFraction, kappaFraction, kappaOf]
      : [baseline, tauFraction, kappaFraction, kappaOf, probes],
    [steps.count, steps.effectError],
    layers.map((solved, l) => layerRow(solved, steps.largest[l]!)),
  ];
  if (!isHeader(header, sampleOf(layers) !== null)) throw new LinkError("too-long", { problem: "header" });
  return header;
}

/** The text of a header. */
export function textOf([model, image, grid, target, top, asked, , layers]: Header): HeaderText {
  const [name, , address, input, meanColour] = model;
  return [
    [name, address, input, meanColour],
    [image[0], image[2]],
    grid,
    target.length === 3 ? [target[0], target[1]] : [target[0], target[1], target[3], target[4]],
    top.map(([place, called]) => [place, called]),
    asked,
    layers.map(([layer]) => layer),
  ];
}

/** JSON of the text of a header. */
export function packText(text: HeaderText): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(text));
}

/** The text of a header in bytes that may be hostile; LinkError `damaged` where it is none. */
export function unpackText(bytes: Uint8Array): HeaderText {
  const text = v.safeParse(textSchema, parsed(bytes), { abortEarly: true });
  if (!text.success) throw new LinkError("damaged", { problem: "header" });
  return text.output;
}

/** The header in bytes of versions before 6 that may be hostile; LinkError as `checkedHeader`. */
export function unpackHeader(bytes: Uint8Array): Header {
  return checkedHeader(parsed(bytes), false);
}

/** What may be a header of an estimate or of another picture; LinkError `damaged` where it is none, `too-coarse` where its effects tell too little. */
export function checkedHeader(header: unknown, isEstimate: boolean): Header {
  if (!isHeader(header, isEstimate)) throw new LinkError("damaged", { problem: "header" });
  const [, effectError] = header[6];
  if (effectError > MAX_EFFECT_ERROR) throw new LinkError("too-coarse", { percent: 100 * effectError });
  return header;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new LinkError("damaged", { problem: "header" }, { cause });
  }
}

function isHeader(value: unknown, isEstimate: boolean): value is Header {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) return false;
  const [
    {
      3: [width, height],
    },
    ,
    row,
    ,
    ,
    { 3: kappaOf },
    ,
    layers,
  ] = result.output;
  const grid = gridOf(row);
  const { rows, cols, picked } = grid;
  const n = playerCount(grid);
  return (
    (picked === null || isPicked(rows, cols, picked)) &&
    rows <= height &&
    cols <= width &&
    layers.every((layer) => (layer[13] === "sampled") === isEstimate) &&
    (isEstimate
      ? n <= MAX_PLAYERS && kappaOf !== "debiased"
      : n <= MAX_ENUMERABLE && layers.length * 2 ** n <= MAX_MASKS)
  );
}

function gridRow({ rows, cols, picked }: Grid): Header[2] {
  return picked === null ? [rows, cols] : [rows, cols, [...picked.cells], picked.others];
}

/** The grid of a header's place 2. */
export function gridOf(row: Header[2]): Grid {
  const [rows, cols, cells, others] = row;
  return { rows, cols, picked: cells === undefined || others === undefined ? null : { cells, others } };
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "";
}

function rankedRow({ index, label, p }: RankedClass): Header[4][number] {
  return [index, label, toDigits(p)];
}

function layerRow(solved: SolvedLayer, largest: number): HeaderLayer {
  const { name, probeAccuracy, noiseFloor, probeAgreement, probeNoise, joinsNext } = solved;
  const { scale, scaleFrom, knowsLittle, vEmpty, vFull } = solved;
  const { constant, exactness } = solved.interactions;
  const { objective, gap, method, rebuildMaxAbs } = exactness;
  const kappa = toDigits(exactness.kappa);
  return [
    name,
    toShare(probeAccuracy),
    toShare(noiseFloor),
    toDigits(scale),
    scaleFrom,
    knowsLittle,
    toDigits(vEmpty),
    toDigits(vFull),
    toDigits(constant),
    kappa,
    // What the effects leave of v comes up to κ nearly everywhere.
    toDigitsNear(rebuildMaxAbs, kappa),
    toDigits(objective),
    toDigits(gap, GAP_DIGITS),
    method,
    largest,
    toShare(probeAgreement),
    probeNoise === undefined ? null : toDigits(probeNoise, NOISE_DIGITS),
    joinsNext === true,
  ];
}

function toShare(share: number | null): number | null {
  return share === null ? null : Math.round(share * SHARE_STEPS) / SHARE_STEPS;
}

/** Its beginning, without half a character at the end. */
function shortName(name: string): string {
  return name.slice(0, MAX_IMAGE_NAME).replace(/[\uD800-\uDBFF]$/, "");
}
