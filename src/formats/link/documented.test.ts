/** A second reader of links, written from docs/format.md alone and with Node's own means: what it reads, the page's reader must read too. */
import type { Interactions, SparseEffects } from "../../core/interactions.ts";
import { codeOf } from "../../core/masks.ts";
import { playerOfPixel } from "../../core/patches.ts";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Certainty } from "../../core/certainty.ts";
import { pictureTracks, type PictureTrack } from "../../core/tracks.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { decodePng } from "../../images/png.ts";
import { encodeEarlier } from "./earlier.fixture.ts";
import { estimateShapes, linkedEstimate, linkedShapes, linkedSnapshot } from "./linked.fixture.ts";
import { decodePayload, encodePayload } from "./payload.ts";

const documented = readFileSync(new URL("../../../docs/format.md", import.meta.url), "utf8");
const section = documented.slice(documented.indexOf("\n## Links\n"), documented.indexOf("\n## JSON\n"));
const [today, before] = section.split("\n### Earlier links\n") as [string, string];
const fenced = (part: string, language: string): string[] =>
  [...part.matchAll(new RegExp("```" + language + "\n(.*?)```", "gs"))].map(([, text]) => text!);
const example = {
  payload: fenced(before, "payload")[0]!.replaceAll("\n", ""),
  header: JSON.parse(fenced(before, "json")[0]!) as Header,
  effects: JSON.parse(fenced(before, "json")[1]!) as NaiveLayer[],
};
const estimate = {
  payload: fenced(today, "payload")[0]!.replaceAll("\n", ""),
  effects: JSON.parse(fenced(today, "json")[0]!) as NaiveLayer[],
  /** The document's table of bits. */
  bits: [...today.matchAll(/^\| ((?:`[01 ]+` ?)+) \| .* \|$/gm)].map(([, bits]) => bits!.replaceAll(/[` ]/g, "")),
};
const bytesOf = (text: string): number[] => text.split(" ").map((byte) => Number.parseInt(byte, 16));
/** The rows of the document's tables of bytes, first that of the payload, then that of the level block. */
const tabled = [...before.matchAll(/^\| `([0-9a-f]{2}(?: [0-9a-f]{2})*)(?: …)?` \| (.*) \|$/gm)].map(
  ([, bytes, meaning]) => ({ bytes: bytesOf(bytes!), meaning: meaning! }),
);

type Header = readonly [
  model: readonly unknown[],
  image: readonly unknown[],
  grid: readonly [rows: number, cols: number, cells?: readonly number[], others?: string],
  target: readonly unknown[],
  top: readonly unknown[],
  question: readonly unknown[],
  rounding: readonly [steps: number, effectError: number],
  layers: readonly (readonly unknown[])[],
];

/** Effects as the files write them: [mask, nats], masks ascending. */
interface NaiveLayer {
  readonly name: unknown;
  readonly and: (readonly [mask: number | string, effect: number])[];
  readonly or: (readonly [mask: number | string, effect: number])[];
}

interface NaiveLink {
  readonly header: Header;
  readonly layers: readonly NaiveLayer[];
  /** The player of each pixel, n for none; null where players are rectangles. */
  readonly owner: readonly number[] | null;
  /** What each layer says of the sample that it is estimated from, as files have it; null where all masks were looked at. */
  readonly sample: readonly unknown[] | null;
  /** How sure it is, by its picture; null where that is not told. */
  readonly certaintyOf: ((snapshot: Snapshot) => unknown) | null;
  readonly image: { readonly format: string; readonly exact: boolean; readonly bytes: Uint8Array } | null;
}

/** Takes bytes off the front of a list. */
function varint(bytes: number[]): number {
  const byte = bytes.shift()!;
  return byte < 128 ? byte : byte - 128 + 128 * varint(bytes);
}

const byMask = ([a]: readonly [number | string, number], [b]: readonly [number | string, number]): number =>
  BigInt(a) < BigInt(b) ? -1 : 1;

function patchesIn(mask: number): number {
  return mask.toString(2).replaceAll("0", "").length;
}

function placesOf(n: number): { readonly kind: "and" | "or"; readonly mask: number }[] {
  const masks = Array.from({ length: 2 ** n - 1 }, (_, i) => i + 1).sort(
    (a, b) => patchesIn(a) - patchesIn(b) || a - b,
  );
  const several = masks.filter((mask) => patchesIn(mask) >= 2);
  return [
    ...masks.map((mask) => ({ kind: "and", mask }) as const),
    ...several.map((mask) => ({ kind: "or", mask }) as const),
  ];
}

function naiveEarlier(payload: string): NaiveLink & { readonly levelBlock: readonly number[] } {
  const bytes = [...Buffer.from(payload, "base64url")];
  const version = bytes.shift();
  const checksum = bytes.splice(0, 4).reduce((value, byte) => 256 * value + byte, 0);
  expect(crc32(Uint8Array.from(bytes))).toBe(checksum);
  const header = JSON.parse(inflateSync(Uint8Array.from(bytes.splice(0, varint(bytes)))).toString("utf8")) as Header;
  const levelBlock = [...inflateSync(Uint8Array.from(bytes.splice(0, varint(bytes))))];
  const [, , [rows, cols, cells], , , [, , , kappaOf, probes], [steps], rowsOfLayers] = header;
  const certaintyLength = version! >= 4 ? varint(bytes) : 0;
  const certaintyBlock =
    certaintyLength === 0 ? [] : [...inflateSync(Uint8Array.from(bytes.splice(0, certaintyLength)))];
  const isNew = kappaOf === "noise" || certaintyLength > 0 || rowsOfLayers.some((row) => row[17] === true);
  expect(version).toBe(isNew ? 4 : probes !== undefined ? 3 : cells === undefined ? 1 : 2);

  const left = [...levelBlock];
  const places = placesOf(cells?.length ?? rows * cols);
  let place = -1;
  const concepts = Array.from({ length: varint(left) }, () => places[(place += varint(left) + 1)]!);
  const presence = rowsOfLayers.map(() => left.splice(0, Math.ceil(concepts.length / 8)));
  const layers = rowsOfLayers.map((row, l) => {
    const layer: NaiveLayer = { name: row[0], and: [], or: [] };
    const largest = row[14] as number;
    concepts.forEach(({ kind, mask }, i) => {
      const bits = presence[l]![Math.floor(i / 8)]!.toString(2).padStart(8, "0");
      if (bits[7 - (i % 8)] === "0") return;
      const code = varint(left);
      const level = (code % 2 === 1 ? -1 : 1) * (Math.floor(code / 2) + 1);
      layer[kind].push([mask, (level / steps) * largest]);
    });
    for (const kind of ["and", "or"] as const) layer[kind].sort(byMask);
    return layer;
  });
  expect(left).toEqual([]);
  const toldLeft = [...certaintyBlock];
  const source: CertaintySource = {
    number: () => varint(toldLeft),
    bits: (count) => {
      const taken = toldLeft.splice(0, Math.ceil(count / 8));
      return Array.from({ length: count }, (_, i) => Math.floor(taken[Math.floor(i / 8)]! / 2 ** (i % 8)) % 2 === 1);
    },
    end: () => expect(toldLeft).toEqual([]),
  };
  const certaintyOf =
    certaintyBlock.length === 0 ? null : (snapshot: Snapshot): unknown => naiveCertainty(source, snapshot);
  return { header, layers, owner: null, sample: null, levelBlock, certaintyOf, image: naiveImage(bytes) };
}

function naiveImage([kind, ...bytes]: readonly number[]): NaiveLink["image"] {
  return kind === undefined
    ? null
    : { format: kind < 2 ? "webp" : "png", exact: kind % 2 === 1, bytes: Uint8Array.from(bytes) };
}

/** Coded bits, by the document. */
class NaiveBits {
  #low = 0n;
  #high = 2n ** 32n - 1n;
  #value: bigint;
  readonly #left: number[];
  readonly #chances = new Map<string, [zeros: bigint, ones: bigint]>();
  readonly #exponents = new Map<string, number>();
  /** Every bit that was read. */
  trace = "";

  constructor(bytes: readonly number[]) {
    this.#left = [...bytes];
    this.#value = [1, 2, 3, 4].reduce((value) => 256n * value + this.#next(), 0n);
  }

  #next(): bigint {
    return BigInt(this.#left.shift() ?? 0);
  }

  /** Null: an even one. */
  bit(name: string | null): number {
    const counts = name === null ? ([1n, 1n] as [bigint, bigint]) : (this.#chances.get(name) ?? [2n, 2n]);
    const middle = this.#low + ((this.#high - this.#low) * counts[1]) / (counts[0] + counts[1]);
    const bit = this.#value <= middle ? 1 : 0;
    this.trace += bit;
    if (bit === 1) this.#high = middle;
    else this.#low = middle + 1n;
    if (name !== null) {
      counts[bit] += 5n;
      const isFull = counts[0] + counts[1] > 1275n;
      this.#chances.set(name, isFull ? [(counts[0] + 1n) / 2n, (counts[1] + 1n) / 2n] : counts);
    }
    for (const top = 2n ** 24n; this.#low / top === this.#high / top;) {
      this.#low = (this.#low % top) * 256n;
      this.#high = (this.#high % top) * 256n + 255n;
      this.#value = (this.#value % top) * 256n + this.#next();
    }
    return bit;
  }

  even(bits: number): number {
    return Array.from({ length: bits }).reduce<number>((value) => 2 * value + this.bit(null), 0);
  }

  whole(kind: string): number {
    let k = 0;
    while (this.bit(`${kind} longer ${k}`) === 1) k++;
    return k === 0 ? 0 : 2 ** k + this.bit(`${kind} second ${k}`) * 2 ** (k - 1) + this.even(k - 1) - 1;
  }

  signed(kind: string): number {
    const code = this.whole(kind);
    return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
  }

  number(kind: string, digits = 18): number {
    if (this.bit(`${kind} is 0`) === 1) return 0;
    const sign = this.bit(`${kind} is negative`) === 1 ? -1 : 1;
    const exponent = (this.#exponents.get(kind) ?? 0) + this.signed(`${kind} exponent`);
    this.#exponents.set(kind, exponent);
    return sign * (2 ** (digits - 1) + this.even(digits - 1)) * 2 ** (exponent - digits + 1);
  }

  share(kind: string): number | null {
    return this.bit(`${kind} is known`) === 1 ? this.even(14) / 10_000 : null;
  }
}

function naiveLayer(bits: NaiveBits, name: unknown, isSample: boolean): unknown[] {
  const [accuracy, floor, agreement] = ["accuracy", "floor", "agreement"].map((kind) => bits.share(kind));
  const scale = bits.number("scale");
  const from = bits.bit("from") === 1 ? "image" : "dataset";
  const knowsLittle = bits.bit("knows little") === 1;
  const scores = [1, 2, 3].map(() => bits.number("score"));
  const kappa = bits.number("kappa");
  const exponent = kappa === 0 ? 0 : Math.floor(Math.log2(kappa));
  const isNear = !isSample && kappa !== 0 && bits.bit("near") === 1;
  const off = isNear ? kappa + bits.signed("off") * 2 ** (exponent - 17) : kappa;
  const rebuilt = isNear || isSample ? off : bits.number("rebuilt");
  const objective = bits.number("objective");
  const gap = isSample ? Math.sign(objective) : bits.number("gap", 5);
  const method = isSample ? "sampled" : bits.bit("trivial") === 1 ? "trivial" : bits.bit("B") === 1 ? "B" : "A";
  const largest = bits.number("largest");
  const noise = bits.bit("noisy") === 1 ? bits.number("noise", 10) : null;
  const joins = bits.bit("joins") === 1;
  const all = [name, accuracy, floor, scale, from, knowsLittle, ...scores, kappa, rebuilt, objective, gap, method];
  const behind = noise !== null || joins ? [agreement, noise, joins] : agreement === null ? [] : [agreement];
  return [...all, largest, ...behind];
}

function naiveRead(payload: string): NaiveLink & { readonly trace?: string } {
  const bytes = [...Buffer.from(payload, "base64url")];
  const version = bytes[0]!;
  if (version < 6) return naiveEarlier(payload);
  const checksum = bytes
    .splice(0, 5)
    .slice(1)
    .reduce((value, byte) => 256 * value + byte, 0);
  expect(crc32(Uint8Array.from(bytes))).toBe(checksum);
  const text = inflateSync(Uint8Array.from(bytes.splice(0, varint(bytes)))).toString("utf8");
  const [model, image, grid, target, top, question, names] = JSON.parse(text) as NaiveText;
  const bits = new NaiveBits(bytes.splice(0, varint(bytes)));
  const digest = (): string => Array.from({ length: 32 }, () => bits.even(8).toString(16).padStart(2, "0")).join("");
  const isSample = version === 7 || (version === 8 && bits.bit("sample") === 1) || version === 9;
  const isCut = version === 8 || (version === 9 && bits.bit("superpixels") === 1);
  const [network, pixels] = [digest(), digest()];
  const [steps, millionths] = [bits.whole("steps"), bits.whole("steps")];
  const ranked = (one: readonly unknown[]): unknown[] => [...one, bits.number("p")];
  const pair = (one: readonly unknown[]): unknown[] =>
    one.length === 2 ? ranked(one) : [...ranked(one.slice(0, 2)), ...ranked(one.slice(2))];
  const [rankedTarget, rankedTop] = [pair(target), top.map(ranked)];
  const rowsOfLayers = names.map((name) => naiveLayer(bits, name, isSample));
  const [rows, cols, cells] = grid;
  const n = cells?.length ?? rows * cols;
  const owner = isCut ? naivePixels(bits, n, model[2] as [number, number]) : null;
  const next = isSample ? naiveSets(bits, n) : naivePlaces(bits, n);
  const layers = naiveLevels(bits, next, steps, rowsOfLayers);
  const before = new Map<string, number>();
  let bitBefore = 0;
  const sample = isSample ? naiveSample(bits, layers) : null;
  const isTold = (!isSample || version === 9) && bits.bit("certainty is known") === 1;
  const source: CertaintySource = {
    number: (field) => {
      const number = bits.whole(`${field} ${Math.min(4, digitsIn(before.get(field) ?? 0))}`);
      before.set(field, number);
      return number;
    },
    bits: (count) => Array.from({ length: count }, () => (bitBefore = bits.bit(`certainty after ${bitBefore}`)) === 1),
    end: () => undefined,
  };
  return {
    header: [
      [model[0], network, ...model.slice(1)],
      [image[0], pixels, image[1]],
      grid,
      rankedTarget,
      rankedTop,
      question,
      [steps, millionths / 1_000_000],
      rowsOfLayers,
    ],
    layers,
    owner,
    sample,
    trace: bits.trace,
    certaintyOf: isTold ? (snapshot) => naiveCertainty(source, snapshot) : null,
    image: naiveImage(bytes),
  };
}

type NaiveText = readonly [
  model: readonly unknown[],
  image: readonly unknown[],
  grid: Header[2],
  target: readonly unknown[],
  top: readonly (readonly unknown[])[],
  question: readonly unknown[],
  names: readonly unknown[],
];

const digitsIn = (size: number): number => (size === 0 ? 0 : size.toString(2).length);

interface NaiveConcept {
  readonly kind: "and" | "or";
  readonly mask: number | string;
}

/** The player of each pixel, n for none. */
function naivePixels(bits: NaiveBits, n: number, [width, height]: readonly [number, number]): number[] {
  const rows: number[][] = [];
  for (let y = 0; y < height; y++) {
    rows.push([]);
    for (let x = 0; x < width; x++) {
      const of = (right: number, down: number): number => rows[y + down]?.[x + right] ?? -1;
      const pairs = [
        [of(-1, 0), of(0, -1)],
        [of(-1, -1), of(-1, 0)],
        [of(-1, -1), of(0, -1)],
        [of(1, -1), of(0, -1)],
        [of(-2, 0), of(-1, 0)],
        [of(0, -2), of(0, -1)],
        [of(2, -1), of(1, -1)],
      ];
      const seen = pairs.map(([a, b]) => a === b).join(" ");
      const before = [...new Set([of(-1, 0), of(0, -1), of(1, -1)])].filter((player) => player !== -1);
      const found = before.find((_, i) => bits.bit(`pixel ${i} ${seen}`) === 1);
      rows[y]!.push(found ?? Math.min(n, bits.even(digitsIn(n))));
    }
  }
  return rows.flat();
}

function naivePlaces(bits: NaiveBits, n: number): () => NaiveConcept {
  const places = placesOf(n);
  let [place, before] = [-1, "and 1"];
  return () => {
    place += 1 + bits.whole(`places after ${before}`);
    const { kind, mask } = places[place]!;
    before = `${kind} ${Math.min(4, patchesIn(mask))}`;
    return { kind, mask };
  };
}

function naiveSets(bits: NaiveBits, n: number): () => NaiveConcept {
  const groups = [
    ...Array.from({ length: n }, (_, i) => ({ kind: "and", order: i + 1 }) as const),
    ...Array.from({ length: n - 1 }, (_, i) => ({ kind: "or", order: i + 2 }) as const),
  ];
  const length = (n - 1).toString(2).length;
  const patchNumber = (field: string): number => {
    let digits = "";
    while (digits.length < length) digits += bits.bit(`${field} after ${digits}`);
    return Number.parseInt(digits, 2);
  };
  let [group, highest] = [0, 0];
  return () => {
    const further = bits.whole("groups");
    group += further;
    if (further > 0) highest = 0;
    highest += patchNumber("highest");
    const { kind, order } = groups[group]!;
    let [patch, mask] = [highest, 1n << BigInt(highest)];
    for (let i = 1; i < order; i++) {
      patch -= 1 + patchNumber("below");
      mask += 1n << BigInt(patch);
    }
    return { kind, mask: mask < 2n ** 31n ? Number(mask) : `0x${mask.toString(16)}` };
  };
}

/** What is told of a sample, by the document. */
function naiveSample(bits: NaiveBits, layers: readonly NaiveLayer[]): unknown[] {
  const [masks, heldOut, halves] = ["masks", "heldOut", "halves"].map((field) => bits.whole(field));
  const seed = bits.even(32);
  return layers.map((layer) => {
    const [heldOutR2, heldOutR2Whole] = [bits.number("R2"), bits.number("R2")];
    const unseenShare = bits.even(14) / 10_000;
    const ofEach = (one: () => number) => ({ and: layer.and.map(one), or: layer.or.map(one) });
    const errors = ofEach(() => bits.number("error", 5));
    const all = { masks, heldOut, seed, heldOutR2, heldOutR2Whole, unseenShare, errors };
    return halves === 0 ? all : { ...all, halves, frequency: ofEach(() => bits.whole("chosen") / halves!) };
  });
}

function naiveLevels(
  bits: NaiveBits,
  next: () => NaiveConcept,
  steps: number,
  rows: readonly (readonly unknown[])[],
): NaiveLayer[] {
  const layers = rows.map(([name]): NaiveLayer => ({ name, and: [], or: [] }));
  const count = bits.whole("concepts");
  for (let i = 0; i < count; i++) {
    const { kind, mask } = next();
    const levels: number[] = [];
    rows.forEach((row, l) => {
      const [one, two] = [levels[l - 1] ?? 0, levels[l - 2] ?? 0];
      const signs = levels.filter((level) => level !== 0).map(Math.sign);
      const end = l === 0 ? "first" : l === rows.length - 1 ? "last" : "";
      const digits = Math.min(8, digitsIn(Math.abs(one)));
      const isThere =
        (l === rows.length - 1 && signs.length === 0) ||
        bits.bit(`there ${end} ${digits} ${two === 0} ${signs.length === 0}`) === 1;
      if (!isThere) return void levels.push(0);
      const sign = bits.bit(`negative after ${signs.at(-1)}`) === 1 ? -1 : 1;
      levels.push(sign * (bits.whole(`size after ${digits}`) + 1));
      layers[l]![kind].push([mask, (levels[l]! / steps) * (row[14] as number)]);
    });
  }
  for (const layer of layers) for (const kind of ["and", "or"] as const) layer[kind].sort(byMask);
  return layers;
}

/** The numbers and bits of a certainty, one after the other. */
interface CertaintySource {
  number(field: string): number;
  bits(count: number): readonly boolean[];
  end(): void;
}

/** What a link says of the rows that the picture shows, by the document. */
function naiveCertainty(source: CertaintySource, { layers }: Snapshot): unknown {
  const last = layers.length - 1;
  const joined = layers.map(({ joinsNext }) => joinsNext === true);
  const effects = layers.map(({ interactions }) => interactions);
  const replicates = source.number("R");
  const rows = pictureTracks(effects, { joined }).shown;
  const isTold = source.bits(rows.length);
  const told = rows.filter((_, i) => isTold[i]);
  const signed = (field: string): number => {
    const code = source.number(field);
    return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
  };
  const livesAt = (track: PictureTrack, l: number): boolean =>
    track.lives.some(({ first, last: end }) => first <= l && l <= end);
  const above = (counts: readonly number[], count: number): number => Math.max(0, count - Math.max(0, ...counts));
  const alive = told.map((track) =>
    layers.map((_, l) => (livesAt(track, l) ? replicates - source.number("alive") : source.number("alive"))),
  );
  const born = alive.map((counts) => counts.map((count, l) => above(counts.slice(0, l), count) + signed("born")));
  const died = alive.map((counts) => [
    0,
    ...counts.slice(0, last).map((count, l) => above(counts.slice(l + 1), count) + signed("died")),
    counts[last]!,
  ]);
  const lost = alive.map((counts) => above([counts[last]!], counts[0]!) + signed("fates"));
  const against = told.map(({ effects: own }) =>
    layers.map((_, l) => (l < last && own[l] !== 0 ? source.number("against") : 0)),
  );
  const largest = effects.map(({ and, or }) => Math.max(0, ...[...and.effects, ...or.effects].map(Math.abs)));
  const salient = told.map(({ effects: own }) => layers.map((_, l) => Math.abs(own[l]!) > 0.05 * largest[l]!));
  const fragile = [...source.bits(salient.flat().filter(Boolean).length)];
  const robust = salient.map((row) => row.map((is) => (is && !fragile.shift()! ? 1 : 0)));
  const effectSd = told.map(() =>
    layers.map((_, l) => (l === last ? 0 : (source.number("effectSd") / 200) * largest[l]!)),
  );
  source.end();
  return {
    replicates,
    concepts: told.map(({ kind, mask }, i) => {
      const kept = alive[i]![last]!;
      const living = born[i]!.reduce((sum, count) => sum + count, 0);
      const fates = { kept, lost: lost[i]!, transient: living - kept - lost[i]! };
      return {
        ...{ kind, mask, fates, effectSd: effectSd[i], alive: alive[i], against: against[i] },
        ...{ born: born[i], died: died[i], robust: robust[i] },
      };
    }),
  };
}

/** A certainty with lists in place of typed arrays. */
const plain = ({ replicates, concepts }: Certainty): unknown => ({
  replicates,
  concepts: concepts.map((concept) =>
    Object.fromEntries(
      Object.entries(concept).map(([field, value]) => [
        field,
        ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value,
      ]),
    ),
  ),
});

/** A snapshot in the header's order. */
function headerOf(snapshot: Snapshot, steps: number, largest: (layer: number) => unknown): unknown {
  const { model, image, players, target, layers } = snapshot;
  return [
    [model.name, model.sha256, model.address, model.input, model.meanColour],
    [image.name, image.sha256, image.exact],
    players.picked === null
      ? [players.rows, players.cols]
      : [players.rows, players.cols, players.picked.cells, players.picked.others],
    [target.index, target.label, target.p],
    target.top.map(({ index, label, p }) => [index, label, p]),
    [
      snapshot.baseline,
      snapshot.tauFraction,
      snapshot.kappaFraction,
      snapshot.kappaOf,
      ...(snapshot.probes === "first" ? [] : [snapshot.probes]),
    ],
    [steps, snapshot.effectError],
    layers.map((layer, l) => [
      layer.name,
      layer.probeAccuracy,
      layer.noiseFloor,
      layer.scale,
      layer.scaleFrom,
      layer.knowsLittle,
      layer.vEmpty,
      layer.vFull,
      layer.interactions.constant,
      layer.interactions.exactness.kappa,
      layer.interactions.exactness.rebuildMaxAbs,
      layer.interactions.exactness.objective,
      layer.interactions.exactness.gap,
      layer.interactions.exactness.method,
      largest(l),
      ...(layer.joinsNext === true || layer.probeNoise !== undefined
        ? [layer.probeAgreement, layer.probeNoise ?? null, layer.joinsNext === true]
        : layer.probeAgreement === null
          ? []
          : [layer.probeAgreement]),
    ]),
  ];
}

const pairs = ({ masks, effects }: SparseEffects): (readonly [number | string, number])[] =>
  Array.from(masks, (mask, i) => [codeOf(mask), effects[i]!]);

/** What a layer says of its sample, with lists in place of typed arrays. */
function plainSample({ sampled }: Interactions): unknown {
  const { errors, frequency, ...told } = sampled!;
  const lists = ({ and, or }: typeof errors) => ({ and: [...and], or: [...or] });
  return { ...told, errors: lists(errors), ...(frequency && { frequency: lists(frequency) }) };
}

/** Both readers read the same of it. */
async function expectAgreement(payload: string): Promise<ReturnType<typeof naiveRead>> {
  const naive = naiveRead(payload);
  const { snapshot, image } = await decodePayload(payload);
  const [, , , , , , [steps], layers] = naive.header;
  expect(headerOf(snapshot, steps, (l) => layers[l]![14])).toEqual(naive.header);
  expect(
    snapshot.layers.map(({ name, interactions: { and, or } }) => ({ name, and: pairs(and), or: pairs(or) })),
  ).toEqual(naive.layers);
  expect(image).toEqual(naive.image);
  expect(snapshot.players.cut).toBe(naive.owner === null ? undefined : "superpixels");
  if (naive.owner !== null) {
    const { n } = snapshot.players;
    expect(Array.from(playerOfPixel(snapshot.players), (player) => Math.min(n, player))).toEqual(naive.owner);
  }
  const samples = snapshot.layers.flatMap(({ interactions }) =>
    interactions.sampled === undefined ? [] : [plainSample(interactions)],
  );
  expect(samples).toEqual(naive.sample ?? []);
  expect(snapshot.certainty === undefined).toBe(naive.certaintyOf === null);
  if (snapshot.certainty !== undefined) expect(plain(snapshot.certainty)).toEqual(naive.certaintyOf!(snapshot));
  return naive;
}

describe("links as docs/format.md tells them", () => {
  it("the example holds what the document says", async () => {
    const naive = await expectAgreement(example.payload);
    expect(naive.header).toEqual(example.header);
    expect(naive.layers).toEqual(example.effects);
    const pixels = await decodePng(naive.image!.bytes, { width: 2, height: 1 });
    expect(naive.image).toMatchObject({ format: "png", exact: true });
    expect(createHash("sha256").update(pixels.rgb).digest("hex")).toBe(naive.header[1][1]);
  });

  it("the example's tables of bytes are those of the payload", () => {
    const payload = [...Buffer.from(example.payload, "base64url")];
    const { levelBlock, image } = naiveEarlier(example.payload);
    const [version, checksum, headerLength, levelLength, imageBegin, ...levelRows] = tabled;
    const sizes = [headerLength!, levelLength!].map(({ bytes }) => varint([...bytes]));
    let at = 0;
    const expectNext = (bytes: readonly number[], skip = 0): void => {
      expect(payload.slice(at, at + bytes.length)).toEqual(bytes);
      at += bytes.length + skip;
    };
    expectNext(version!.bytes);
    expectNext(checksum!.bytes);
    expect(checksum!.meaning).toContain(` ${payload.length - at} bytes`);
    expectNext(headerLength!.bytes, sizes[0]);
    expectNext(levelLength!.bytes, sizes[1]);
    expect(levelLength!.meaning).toContain(`inflates to ${levelBlock.length} bytes`);
    [headerLength!, levelLength!].forEach(({ meaning }, i) => expect(meaning).toContain(` ${sizes[i]} bytes;`));
    expectNext(imageBegin!.bytes);
    expect(imageBegin!.meaning).toContain(` ${image!.bytes.length} bytes`);
    expect(levelRows.flatMap(({ bytes }) => bytes)).toEqual(levelBlock);
    for (const { bytes, meaning } of levelRows.slice(-6)) {
      const [, code, sign, size] = /^(\d+): level (−?)(\d+) of /.exec(meaning)!;
      expect(varint([...bytes])).toBe(Number(code));
      expect(Number(code)).toBe(2 * (Number(size) - 1) + (sign === "" ? 0 : 1));
    }
  });

  it("the example of an estimate has the bits and the effects that the document says", async () => {
    const { layers, sample, trace } = await expectAgreement(estimate.payload);
    expect(layers).toEqual(estimate.effects);
    expect(estimate.bits.length).toBe(24);
    expect(trace!.slice(-estimate.bits.join("").length)).toBe(estimate.bits.join(""));
    expect(sample).toMatchObject([
      { masks: 60, heldOut: 4, seed: 1, halves: 4, heldOutR2: 0.75, errors: { and: [0.125, 0.25], or: [] } },
      { heldOutR2Whole: 0.625, unseenShare: 0.125, frequency: { and: [0.5], or: [1] } },
    ]);
  });

  it("any other picture is read by the same rules", async () => {
    await fc.assert(
      fc.asyncProperty(linkedShapes, async (shape) => {
        const snapshot = linkedSnapshot(shape);
        await expectAgreement((await encodePayload(snapshot, null)).text);
        await expectAgreement(await encodeEarlier(snapshot));
      }),
      { seed: 20261129, numRuns: 40 },
    );
  });

  it("an estimate is read by the same rules", async () => {
    await fc.assert(
      fc.asyncProperty(estimateShapes, async (shape) => {
        await expectAgreement((await encodePayload(linkedEstimate(shape), null)).text);
      }),
      { seed: 20261202, numRuns: 25 },
    );
  });

  it("how sure a picture is is read by the same rules", async () => {
    await fc.assert(
      fc.asyncProperty(linkedShapes, fc.constantFrom(0, 1, 8, 255), async (shape, replicates) => {
        const snapshot = linkedSnapshot(shape);
        const certainty = madeUpCertainty(snapshot.layers, shape.seed, replicates);
        await expectAgreement((await encodePayload({ ...snapshot, certainty }, null, { budget: Infinity })).text);
        await expectAgreement(await encodeEarlier({ ...snapshot, certainty }));
      }),
      { seed: 20261130, numRuns: 30 },
    );
  });

  it("how sure an estimate is is read by the same rules", async () => {
    await fc.assert(
      fc.asyncProperty(estimateShapes, fc.constantFrom(0, 1, 8, 255), async (shape, replicates) => {
        const snapshot = linkedEstimate(shape);
        const certainty = madeUpCertainty(snapshot.layers, shape.seed, replicates);
        await expectAgreement((await encodePayload({ ...snapshot, certainty }, null, { budget: Infinity })).text);
      }),
      { seed: 20261203, numRuns: 25 },
    );
  });

  it("links of earlier versions are read by the same rules", async () => {
    const file = new URL("../../formats-before/links.json", import.meta.url);
    const links = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
    for (const fragment of Object.values(links))
      await expectAgreement(new URLSearchParams(fragment.slice(1)).get("s")!);
  });
});
