/** `.study` files: what came out of a study, as gzipped JSON (docs/format.md). */
import * as v from "valibot";
import { nextTask } from "../platform/next-task.ts";
import { compress, decompress } from "../platform/compression.ts";
import { asUtf8 } from "../platform/json-text.ts";
import { createJsonGuard, parseJson } from "../formats/strata-file/bounded-json.ts";
import { badField, FileError } from "../formats/strata-file/file-error.ts";
import { isGzip, MAX_NAME_LENGTH } from "../formats/strata-file/limits.ts";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import { checkNoise, checkStudy } from "./check-study.ts";
import { MAX_STUDY_BYTES } from "./limits.ts";
import { cellFindings, noiseFindings, pairFindings, type Finding } from "./findings.ts";
import type { NoiseRow } from "./numbers.ts";
import { OWN_PLAYERS, PlanError, gridOf, readPlan, type StudyPlan } from "./plan.ts";
import {
  CELL_COLUMNS,
  NOISE_COLUMNS,
  PAIR_COLUMNS,
  shapeOf,
  type Cell,
  type Columns,
  type ColumnSpec,
  type NoiseCell,
  type Pair,
  type Sizes,
  type Study,
} from "./study.ts";

export const STUDY_VERSION = 1;

/** Of the JSON in a file. */
const MAX_JSON_BYTES = 2 ** 28;

/** A list of small numbers takes up to this many times its text once it is parsed: "0," becomes eight bytes. */
const MAX_LIST_RATIO = 4;

const MAX_IMAGES = 1e6;
const MAX_RECORDS = 10_000;
const MAX_LAYERS = 257;
/** Base64 of a picture of 64 pixels a side. */
const MAX_THUMBNAIL = 2 ** 16;

/** Base64 of the first bytes of a JPEG and of a PNG. */
const PICTURES = /^(\/9j\/|iVBORw0KGgo)[A-Za-z0-9+/]*={0,2}$/;

/** A column as JSON has it. */
type JsonColumn = readonly (number | null)[];

const column = v.custom<JsonColumn>(
  (input) =>
    Array.isArray(input) &&
    input.every((value) => value === null || (typeof value === "number" && value >= 0 && value < 1e40)),
  "expected a list of numbers of 0 or more, or null",
);
const columnsSchema = <Spec extends Record<string, unknown>>(spec: Spec) =>
  v.object(
    Object.fromEntries(Object.keys(spec).map((name) => [name, column])) as { [Name in keyof Spec]: typeof column },
  );

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const text = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));
/** A list whose length is looked at before its items. */
const listOf = <const S extends v.GenericSchema>(item: S, min: number, max: number) =>
  v.pipe(
    v.custom<unknown[]>(
      (input) => Array.isArray(input) && input.length >= min && input.length <= max,
      `expected a list of ${min} to ${max}`,
    ),
    v.array(item),
  );

const network = v.object({
  name: text,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits")),
});
const layers = listOf(v.object({ name: text, accuracy: v.nullable(share) }), 1, MAX_LAYERS);
const asked = {
  experiment: text,
  grid: text,
  question: text,
  n: whole(1, MAX_ENUMERABLE),
  images: listOf(whole(0, MAX_IMAGES), 0, MAX_IMAGES),
  missing: whole(0, MAX_IMAGES),
};
const cellSchema = v.object({
  ...asked,
  network,
  layers,
  largestEffects: v.nullable(listOf(v.pipe(v.number(), v.minValue(0), v.maxValue(1e40)), 1, MAX_LAYERS)),
  explorations: listOf(
    v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, "expected 32 lower-case hexadecimal digits")),
    0,
    MAX_IMAGES,
  ),
  numbers: columnsSchema(CELL_COLUMNS),
});
const pairSchema = v.object({
  ...asked,
  networks: v.tuple([network, network]),
  depths: listOf(v.tuple([whole(0, MAX_LAYERS), whole(0, MAX_LAYERS)]), 1, MAX_LAYERS),
  differing: whole(0, MAX_IMAGES),
  numbers: columnsSchema(PAIR_COLUMNS),
});
const noiseNumbers = columnsSchema(NOISE_COLUMNS);
const noiseSchema = v.object({
  ...asked,
  network,
  layers,
  sigma: share,
  draws: whole(2, MAX_IMAGES),
  seed: whole(0, 0xffffffff),
  numbers: noiseNumbers,
});
const studySchema = v.object({
  plan: v.unknown(),
  images: listOf(
    v.object({
      set: text,
      name: text,
      label: v.nullable(text),
      thumbnail: v.nullable(
        v.pipe(v.string(), v.maxLength(MAX_THUMBNAIL), v.regex(PICTURES, "expected a JPEG or PNG in base64")),
      ),
    }),
    0,
    MAX_IMAGES,
  ),
  cells: listOf(cellSchema, 0, MAX_RECORDS),
  pairs: listOf(pairSchema, 0, MAX_RECORDS),
  noise: listOf(noiseSchema, 0, MAX_RECORDS),
});

/** The file of a study, with its findings for other readers. The same study gives the same bytes on one platform. Rejects with FileError `too-large` where nobody could read it. */
export async function writeStudyFile({ plan, images, cells, pairs, noise }: Study): Promise<Uint8Array> {
  function* json(): Iterable<string> {
    yield `{"format":"strata-study","version":${STUDY_VERSION},"plan":${JSON.stringify(plan)},"images":`;
    yield* listJson(images, function* (image) {
      yield JSON.stringify(image);
    });
    yield ',"cells":';
    yield* listJson(cells, (cell) => recordJson(cell, cellFindings(cell, plan)));
    yield ',"pairs":';
    yield* listJson(pairs, (pair) => recordJson(pair, pairFindings(pair)));
    yield ',"noise":';
    yield* listJson(noise, (cell) => recordJson(cell, noiseFindings(cell)));
    yield "}";
  }
  const bytes = await compress(checked(json()), "gzip");
  if (bytes.length > MAX_STUDY_BYTES) throw tooLarge(MAX_STUDY_BYTES);
  return bytes;
}

/** Texts as bytes that can be read, as they come. Throws FileError `too-large`. */
function* checked(texts: Iterable<string>): Iterable<Uint8Array> {
  const guard = createJsonGuard({ maxListRatio: MAX_LIST_RATIO });
  const encoder = new TextEncoder();
  let length = 0;
  for (const text of together(texts)) {
    const bytes = encoder.encode(text);
    length += bytes.length;
    if (length > MAX_JSON_BYTES) throw tooLarge(MAX_JSON_BYTES);
    guard(bytes);
    yield bytes;
  }
}

/** The same text in parts that are worth a step each. */
function* together(texts: Iterable<string>): Iterable<string> {
  let held = "";
  for (const text of texts) {
    held += text;
    if (held.length < PART_LENGTH) continue;
    yield held;
    held = "";
  }
  yield held;
}

function* listJson<T>(items: readonly T[], json: (item: T) => Iterable<string>): Iterable<string> {
  yield "[";
  for (const [i, item] of items.entries()) {
    if (i > 0) yield ",";
    yield* json(item);
  }
  yield "]";
}

/** A cell, a pair or a noise record with its findings, its numbers some at a time. */
function* recordJson({ numbers, ...record }: Cell | Pair | NoiseCell, findings: readonly Finding[]): Iterable<string> {
  yield `${JSON.stringify(record).slice(0, -1)},"numbers":{`;
  for (const [i, [name, values]] of Object.entries<Float64Array>(numbers).entries()) {
    yield `${i > 0 ? "," : ""}${JSON.stringify(name)}:[`;
    for (let from = 0; from < values.length; from += NUMBERS_AT_ONCE)
      // JSON has no NaN: it writes null.
      yield `${from > 0 ? "," : ""}${JSON.stringify([...values.subarray(from, from + NUMBERS_AT_ONCE)]).slice(1, -1)}`;
    yield "]";
  }
  yield `},"findings":${JSON.stringify(findingsJson(findings))}}`;
}

const NUMBERS_AT_ONCE = 4096;
/** UTF-16 units. */
const PART_LENGTH = 2 ** 16;

/** Findings without the numbers of each image, which follow from the others. */
const findingsJson = (findings: readonly Finding[]) =>
  findings.map(({ evidence, ...finding }) => ({
    ...finding,
    evidence: evidence.map(({ values: _values, ...of }) => of),
  }));

/**
 * The study in a file; what follows from its numbers, the findings, is not read. The bytes may be hostile. Rejects with FileError, and with MissingPart where the
 * browser cannot read any.
 */
export async function readStudyFile(bytes: Uint8Array): Promise<Study> {
  const document = await parsed(bytes);
  const { format, version } = (typeof document === "object" && document !== null ? document : {}) as Record<
    string,
    unknown
  >;
  if (format !== "strata-study") throw new FileError("not-strata");
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1)
    throw badField("version", "expected a whole number of 1 or more");
  if (version > STUDY_VERSION) throw new FileError("newer-version", { format, version, newest: STUDY_VERSION });
  const result = v.safeParse(studySchema, document, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw badField(v.getDotPath(issue) ?? "the top", issue.message);
  }
  const plan = planOf(result.output.plan);
  const { images } = result.output;
  const pause = nextTask;
  const cells: Cell[] = [];
  for (const [i, cell] of result.output.cells.entries()) {
    await pause();
    checkAsked(cell, plan, images.length, `cells.${i}`);
    if (cell.largestEffects !== null && cell.largestEffects.length !== cell.layers.length)
      throw badField(`cells.${i}.largestEffects`, "expected a number a layer");
    if (cell.explorations.length !== cell.images.length)
      throw badField(`cells.${i}.explorations`, "expected a name an image");
    cells.push({ ...cell, numbers: fromJson(CELL_COLUMNS, cell, `cells.${i}.numbers`) });
  }
  const pairs = result.output.pairs.map((pair, i): Pair => {
    checkAsked(pair, plan, images.length, `pairs.${i}`);
    return { ...pair, numbers: fromJson(PAIR_COLUMNS, pair, `pairs.${i}.numbers`) };
  });
  const noise = result.output.noise.map((cell, i): NoiseCell => {
    checkAsked(cell, plan, images.length, `noise.${i}`);
    return { ...cell, numbers: fromJson(NOISE_COLUMNS, cell, `noise.${i}.numbers`) };
  });
  const study = { plan, images, cells, pairs, noise };
  checkStudy(study);
  return study;
}

/** The numbers of one image under noise out of parsed JSON that may be damaged, checked as those of a study are; null where they are none. */
export function noiseRowIn(json: unknown, sizes: Pick<NoiseCell, "n" | "layers">): NoiseRow | null {
  const read = v.safeParse(noiseNumbers, json, { abortEarly: true });
  if (!read.success) return null;
  const record = { ...sizes, images: [0] };
  try {
    const numbers = fromJson(NOISE_COLUMNS, { ...record, numbers: read.output }, "noise");
    checkNoise({ ...record, numbers }, "noise");
    return numbers;
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}

/** The document in a file, of the size and shape that it may have. Rejects with FileError. */
async function parsed(bytes: Uint8Array): Promise<unknown> {
  if (bytes.length === 0) throw new FileError("empty");
  if (bytes.length > MAX_STUDY_BYTES) throw tooLarge(MAX_STUDY_BYTES);
  if (!isGzip(bytes)) throw new FileError("not-strata");
  const guard = createJsonGuard({ maxListRatio: MAX_LIST_RATIO });
  let problem: unknown = null;
  const json = await decompress(bytes, "gzip", MAX_JSON_BYTES, (piece) => {
    try {
      guard(piece);
      return true;
    } catch (cause) {
      problem = cause;
      return false;
    }
  });
  if (json === "too-large") throw tooLarge(MAX_JSON_BYTES);
  if (problem instanceof FileError) throw problem;
  if (json === "damaged") throw new FileError("damaged", {}, problem === null ? undefined : { cause: problem });
  try {
    return parseJson(asUtf8(json));
  } catch (cause) {
    throw new FileError("damaged", {}, { cause });
  }
}

const tooLarge = (most: number): FileError => new FileError("too-large", { megabytesMax: Math.round(most / 2 ** 20) });

function planOf(json: unknown): StudyPlan {
  try {
    return readPlan(json);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw badField(`plan.${error.field}`, error.problem);
  }
}

/** Throws FileError unless a record speaks of the plan's experiments and of images that are there, each once. */
function checkAsked(
  { experiment, grid, question, n, images }: Pick<Cell, "experiment" | "grid" | "question" | "n" | "images">,
  plan: StudyPlan,
  imageCount: number,
  at: string,
): void {
  const found = plan.experiments.find(({ name }) => name === experiment);
  if (found === undefined) throw badField(`${at}.experiment`, "expected one of the plan's");
  if (!found.grids.includes(grid)) throw badField(`${at}.grid`, "expected one of the experiment's");
  const sides = gridOf(grid);
  if (grid !== OWN_PLAYERS && n !== sides!.rows * sides!.cols)
    throw badField(`${at}.n`, `expected the patches of ${grid}`);
  if (found.questions.every(({ name }) => name !== question))
    throw badField(`${at}.question`, "expected one of the experiment's");
  if (images.some((image) => image >= imageCount) || new Set(images).size !== images.length)
    throw badField(`${at}.images`, `expected different numbers below ${imageCount}`);
}

/** Columns of the lengths that follow from the rest, with numbers of the right kind. */
function fromJson<Spec extends Readonly<Record<string, ColumnSpec>>>(
  specs: Spec,
  record: Sizes & { readonly images: readonly number[]; readonly numbers: Readonly<Record<keyof Spec, JsonColumn>> },
  at: string,
): Columns<Spec> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const values = record.numbers[name]!;
      const length = shapeOf(spec, record).reduce((product, one) => product * one, record.images.length);
      if (values.length !== length) throw badField(`${at}.${name}`, `expected ${length} numbers`);
      const wrong = values.find((value) => !fits(value, spec));
      if (wrong !== undefined) throw badField(`${at}.${name}`, `${wrong} is ${EXPECTED[spec.of]}`);
      return [name, Float64Array.from(values, (value) => value ?? NaN)];
    }),
  ) as Columns<Spec>;
}

const EXPECTED = { share: "no share of 1", amount: "no amount", count: "no count", flag: "neither 0 nor 1" } as const;

function fits(value: number | null, { of, nullable }: ColumnSpec): boolean {
  if (value === null) return nullable;
  switch (of) {
    case "amount":
      return true;
    case "share":
      return value <= 1;
    case "count":
      return Number.isInteger(value);
    case "flag":
      return value === 0 || value === 1;
  }
}
