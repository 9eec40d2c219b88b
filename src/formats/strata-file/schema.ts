import * as v from "valibot";
import { KAPPA_RULES } from "../../core/and-or.ts";
import { BASELINES } from "../../core/baseline.ts";
import { compareMasks, maskOfCode, MAX_ENUMERABLE, MAX_PLAYERS, NOBODY, type MaskCode } from "../../core/masks.ts";
import { MAX_GRID_SIDE, MIN_PICKED, OTHERS, type Patch } from "../../core/patches.ts";
import { KINDS, METHODS } from "../../core/interactions.ts";
import { MAX_REPLICATES } from "../certainty.ts";
import { SAMPLED, type SparseEffect } from "../codec.ts";
import { MAX_HALVES, MAX_SAMPLE } from "../../exploration/exploration.ts";
import { MAX_CONCEPT_NAME, MAX_NAMED } from "../../exploration/concept-names.ts";
import { maxPngBytes } from "../../images/png.ts";
import { badField } from "./file-error.ts";
import { MAX_NAME_LENGTH } from "./limits.ts";

/** The longest label of a class or layer; manifests stop at 200. */
const MAX_TEXT = 1000;
const MAX_ADDRESS = 2048;
/** The longest ISO date has 24 to 30 characters. */
const MAX_DATE = 40;
const MAX_EXPLORATIONS = 10_000;
/** As many as a manifest may name, and the output. */
const MAX_LAYERS = 257;
/** As in manifests, of images and of class indices. */
const MAX_SIDE = 1024;
const MAX_CLASS = 0xffff;
const MAX_MASKS = 2 ** MAX_ENUMERABLE;
/** Logits are single precision, below 4e38; sums and squares of such numbers still fit a double. */
const MAX_NATS = 1e40;
/** Finer than single-precision logits can differ; an effect divided by it still fits a double. */
const MIN_SCALE = 1e-60;
const MAX_BASE64 = Math.ceil(maxPngBytes(MAX_SIDE, MAX_SIDE) / 3) * 4;

/** A list whose length is looked at before its items, which may be many. */
const list = <const S extends v.GenericSchema>(item: S, min: number, max: number) =>
  v.pipe(
    v.custom<unknown[]>(
      (input) => Array.isArray(input) && input.length >= min && input.length <= max,
      `expected a list of ${min} to ${max}`,
    ),
    v.array(item),
  );

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const textOf = (max: number) => v.pipe(v.string(), v.maxLength(max));

const text = textOf(MAX_TEXT);
const unit = between(0, 1);
const share = v.nullable(unit);
const nats = between(-MAX_NATS, MAX_NATS);
const natsFrom0 = between(0, MAX_NATS);
const side = whole(1, MAX_SIDE);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits"));
const rankedClass = { index: whole(0, MAX_CLASS), label: text, p: unit };

/** What follows from the rest is made anew, not read. */
const derived = v.optional(v.custom<unknown[]>(Array.isArray, "expected a list"));

const isPlace = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_SIDE;

const isRect = (rect: unknown): boolean => Array.isArray(rect) && rect.length === 4 && rect.every(isPlace);

const isNats = (value: unknown): boolean => typeof value === "number" && Math.abs(value) <= MAX_NATS;

/** By hand, since there may be a million of them: a schema for each would take seconds. */
const sparseEffects = v.custom<readonly SparseEffect[]>((input) => {
  if (!Array.isArray(input) || input.length >= MAX_MASKS) return false;
  let last = NOBODY;
  return input.every((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) return false;
    const [code, effect] = pair as readonly unknown[];
    const mask = maskOfCode(code);
    if (mask === null || compareMasks(mask, last) <= 0 || !isNats(effect) || effect === 0) return false;
    last = mask;
    return true;
  });
}, "expected [mask, effect] pairs, masks ascending from 1, as numbers below 2^31 or in hexadecimal digits after 0x, effects finite and not 0");

const concept = v.custom<MaskCode>(
  (input) => input !== 0 && maskOfCode(input) !== null,
  "expected a mask that shows a patch",
);

const values = v.custom<readonly number[]>(
  (input) => Array.isArray(input) && input.length <= MAX_MASKS && input.every(isNats),
  `expected at most ${MAX_MASKS} finite numbers`,
);

const errors = v.custom<readonly number[]>(
  (input) => Array.isArray(input) && input.length < MAX_MASKS && input.every((error) => isNats(error) && error >= 0),
  "expected numbers of 0 or more",
);

const frequencies = v.custom<readonly number[]>(
  (input) =>
    Array.isArray(input) &&
    input.length < MAX_MASKS &&
    input.every((share) => typeof share === "number" && share >= 0 && share <= 1),
  "expected numbers from 0 to 1",
);

/** A number a layer, of one kind; by hand, since there are some fifty for each row of a picture. */
const numbers = (isOne: (value: unknown) => boolean, expected: string) =>
  v.custom<readonly number[]>(
    (input) => Array.isArray(input) && input.length <= MAX_LAYERS + 1 && input.every(isOne),
    `expected ${expected}, one a layer`,
  );
const counts = numbers(
  (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_REPLICATES,
  "numbers of replicates",
);

const certainty = v.object({
  replicates: whole(0, MAX_REPLICATES),
  tracks: list(
    v.object({
      kind: v.picklist(KINDS),
      mask: concept,
      effectSd: numbers((value) => isNats(value) && (value as number) >= 0, "numbers of 0 or more"),
      alive: counts,
      against: counts,
      born: counts,
      died: counts,
      fateProbabilities: v.nullable(v.object({ kept: unit, lost: unit, transient: unit })),
      robust: numbers((value) => value === 0 || value === 1, "1 or 0"),
    }),
    0,
    2 * MAX_MASKS,
  ),
});

const layer = v.object({
  name: text,
  probeAccuracy: share,
  noiseFloor: share,
  probeAgreement: v.exactOptional(unit),
  noiseShare: v.exactOptional(v.nullable(natsFrom0)),
  replicateAgreement: v.exactOptional(v.nullable(unit)),
  joinsNext: v.exactOptional(v.literal(true)),
  probeNoise: v.exactOptional(natsFrom0),
  scale: between(MIN_SCALE, MAX_NATS),
  scaleFrom: v.picklist(["dataset", "image"]),
  knowsLittle: v.boolean(),
  vEmpty: nats,
  vFull: nats,
  constant: nats,
  kappa: natsFrom0,
  tau: natsFrom0,
  objective: natsFrom0,
  bound: natsFrom0,
  gap: unit,
  method: v.picklist(METHODS),
  rebuildMaxAbs: natsFrom0,
  estimator: v.exactOptional(v.literal(SAMPLED)),
  masks: v.exactOptional(whole(1, MAX_SAMPLE)),
  heldOut: v.exactOptional(whole(0, MAX_SAMPLE)),
  seed: v.exactOptional(whole(0, 2 ** 32 - 1)),
  heldOutR2: v.exactOptional(between(-MAX_NATS, 1)),
  heldOutR2Whole: v.exactOptional(between(-MAX_NATS, 1)),
  unseenShare: v.exactOptional(unit),
  errors: v.exactOptional(v.object({ and: errors, or: errors })),
  halves: v.exactOptional(whole(1, MAX_HALVES)),
  frequency: v.exactOptional(v.object({ and: frequencies, or: frequencies })),
  and: sparseEffects,
  or: sparseEffects,
  values: v.optional(values),
});

/** By hand, since a superpixel may have as many rectangles as pixels. */
const patch = v.custom<Patch>(
  (input) => Array.isArray(input) && input.length >= 1 && input.length <= MAX_SIDE ** 2 && input.every(isRect),
  "expected rectangles of pixels",
);

const schema = v.object({
  name: textOf(MAX_NAME_LENGTH),
  created: v.pipe(
    textOf(MAX_DATE),
    v.isoTimestamp(),
    v.check((date) => Number.isFinite(Date.parse(date)), "expected a date that exists"),
  ),
  job: v.exactOptional(sha256),
  model: v.object({
    name: text,
    sha256,
    setup: v.exactOptional(sha256),
    input: v.strictTuple([side, side]),
    meanColour: v.strictTuple([unit, unit, unit]),
    address: v.nullable(v.pipe(textOf(MAX_ADDRESS), v.check(isHttps, "expected an https address without a password"))),
  }),
  image: v.object({
    name: textOf(MAX_NAME_LENGTH),
    sha256,
    width: side,
    height: side,
    exact: v.boolean(),
    png: v.nullable(textOf(MAX_BASE64)),
  }),
  target: v.object({
    ...rankedClass,
    top: list(v.object(rankedClass), 0, 3),
    rather: v.exactOptional(v.object(rankedClass)),
    energy: v.exactOptional(nats),
  }),
  players: v.object({
    n: whole(1, MAX_PLAYERS),
    rows: whole(1, MAX_GRID_SIDE),
    cols: whole(1, MAX_GRID_SIDE),
    picked: v.exactOptional(
      v.object({
        cells: list(whole(0, MAX_GRID_SIDE ** 2 - 1), MIN_PICKED, MAX_PLAYERS),
        others: v.picklist(OTHERS),
      }),
    ),
    cut: v.exactOptional(v.literal("superpixels")),
    patches: list(patch, 1, MAX_PLAYERS),
  }),
  baseline: v.picklist(BASELINES),
  probes: v.exactOptional(v.picklist(["labels", "on-image"])),
  tauFraction: unit,
  kappaFraction: unit,
  kappaOf: v.picklist(KAPPA_RULES),
  effectError: unit,
  layers: list(layer, 1, MAX_LAYERS),
  tracks: derived,
  orders: derived,
  completeness: derived,
  redundancy: derived,
  shapley: derived,
  certainty: v.exactOptional(certainty),
  names: v.exactOptional(
    list(v.object({ kind: v.picklist(KINDS), mask: concept, name: textOf(MAX_CONCEPT_NAME) }), 0, MAX_NAMED),
  ),
});

const documentSchema = v.object({ explorations: list(v.unknown(), 0, MAX_EXPLORATIONS) });

/** An exploration of a file in which every field is of its kind and within bounds, though they may contradict each other. */
export type CheckedExploration = v.InferOutput<typeof schema>;

/** How sure its picture is. */
export type CheckedCertainty = NonNullable<CheckedExploration["certainty"]>;

/** That of one row. */
export type CheckedConcept = CheckedCertainty["tracks"][number];

/** One layer of it. */
export type CheckedLayer = CheckedExploration["layers"][number];

/** The explorations of a migrated document, none looked at yet; throws FileError `damaged`. */
export function explorationsOf(document: unknown): readonly unknown[] {
  return checked(documentSchema, document, "").explorations;
}

/** Checks every field of one exploration; `path` says where it stands. Throws FileError `damaged` that names the first wrong field. */
export function checkFields(exploration: unknown, path: string): CheckedExploration {
  return checked(schema, exploration, `${path}.`);
}

function checked<const S extends v.GenericSchema>(of: S, input: unknown, path: string): v.InferOutput<S> {
  const result = v.safeParse(of, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  // What was found instead may be anything, and of any length.
  throw badField(path + (v.getDotPath(issue) ?? ""), issue.message.replace(/ (but|and) received [^]*$/, ""));
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "";
}
