/** Checks what other programs give before anything is done with it: one sentence for what is wrong, which names the field. */
import * as v from "valibot";
import { playersOf } from "../src/core/all-masks.ts";
import { StrataError } from "./failure.ts";
import { Network } from "./network.ts";

/** What kind of object a value is: the same in every realm, as `instanceof` is not. */
export const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether a value is said by a name: a path, a shipped network or a URL. */
export const isNamed = (value: unknown): value is string | URL => typeof value === "string" || kindOf(value) === "URL";

/** A value in a sentence. */
function shown(value: unknown): string {
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (typeof value !== "object" || value === null) return String(value);
  const kind = kindOf(value);
  return kind === "Object" ? "an object" : `of the kind ${kind}`;
}

/** What is said of a value that is not `what`. */
const must =
  (what: string) =>
  ({ input }: { readonly input: unknown }): string =>
    `must be ${what}, and is ${shown(input)}`;

const ofKind = (what: string, ...kinds: string[]) => v.custom((value) => kinds.includes(kindOf(value)), must(what));

const text = v.string(must("a text"));
const number = v.number(must("a number"));
const flag = v.boolean(must("true or false"));
const whole = v.pipe(number, v.integer(must("a whole number")));
const fromOne = v.pipe(whole, v.minValue(1, must("a whole number from 1 on")));

const BYTE_KINDS = ["Uint8Array", "ArrayBuffer", "Blob", "File"];
const fileBytes = ofKind("a file's bytes (Uint8Array, ArrayBuffer or Blob)", ...BYTE_KINDS);

const rawImage = v.pipe(
  v.object({
    width: fromOne,
    height: fromOne,
    data: ofKind("a Uint8Array or Uint8ClampedArray, one byte a colour", "Uint8Array", "Uint8ClampedArray"),
  }),
  v.check(
    ({ width, height, data }) => [3, 4].includes((data as Uint8Array).length / (width * height)),
    ({ input: { width, height, data } }) =>
      `must have 3 or 4 bytes in data for each of ${width} x ${height} pixels, and has ${(data as Uint8Array).length}`,
  ),
);
const image = v.lazy((value) =>
  typeof value === "object" && value !== null && "data" in value
    ? rawImage
    : v.custom(
        (one) => isNamed(one) || BYTE_KINDS.includes(kindOf(one)),
        must("pixels ({width, height, data}), a file's bytes, or in Node its path or URL"),
      ),
);

const networkFiles = v.object(
  {
    manifest: v.unknown(),
    network: v.optional(fileBytes),
    probes: v.optional(fileBytes),
    replicates: v.optional(fileBytes),
    labels: v.optional(fileBytes),
  },
  must("what openNetwork gave, files ({manifest, network, …}), or in Node a name, path or URL"),
);
const network = v.lazy((value) => (isNamed(value) || value instanceof Network ? v.unknown() : networkFiles));

const classAsked = v.custom(
  (value) => typeof value === "string" || typeof value === "number",
  must("a class's label or its index"),
);
const signal = v.optional(ofKind("an AbortSignal", "AbortSignal"));
const kappa = { kappa: v.optional(number), kappaOf: v.optional(text) };

const explainOptions = v.strictObject(
  {
    image,
    network: v.optional(network),
    name: v.optional(text),
    signal,
    onProgress: v.optional(v.function(must("a function"))),
    grid: v.optional(text),
    pick: v.optional(text),
    others: v.optional(text),
    count: v.optional(number),
    from: v.optional(text),
    seed: v.optional(number),
    crop: v.optional(
      v.strictObject({ x: whole, y: whole, size: fromOne }, must("{x, y, size} in whole pixels of the image")),
    ),
    target: v.optional(classAsked),
    rather: v.optional(classAsked),
    baseline: v.optional(text),
    probes: v.optional(text),
    certainty: v.optional(flag),
    ...kappa,
    tau: v.optional(number),
    values: v.optional(flag),
  },
  must("an object such as {image}"),
);
const decomposeOptions = v.strictObject({ signal, ...kappa }, must("an object such as {kappa: 0.04}"));

/** Codes of what is wrong with what is no option. */
const CODES: Readonly<Record<string, string>> = { image: "bad-image", network: "bad-network", file: "bad-file" };

/** Throws StrataError for the first thing that is wrong with the fields of what a function is given. */
function check(what: string, schema: v.GenericSchema & { readonly entries: object }, value: unknown): void {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return;
  const [{ path, expected, message }] = result.issues;
  if (path === undefined) throw new StrataError("bad-option", `what ${what} is given ${message}.`);
  const keys = path.map(({ key }) => String(key));
  const field = keys.join(".");
  const code = CODES[keys[0]!] ?? "bad-option";
  // The key itself is wrong, not what it holds: one too many, or one too few.
  if (path.at(-1)!.origin !== "key") throw new StrataError(code, `${field} ${message}.`);
  if (expected !== "never") throw new StrataError(code, `${field} is missing.`);
  const others = keys.length > 1 ? "" : `; it has ${Object.keys(schema.entries).join(", ")}`;
  throw new StrataError("unknown-option", `${what} has no option ${field}${others}.`);
}

/** Throws StrataError, naming the field, unless these are options of `explain`. What their texts and numbers mean is read later. */
export const checkExplain = (options: unknown): void => check("explain", explainOptions, options);

/** The same of the options of `decompose`. */
export const checkDecompose = (options: unknown): void => check("decompose", decomposeOptions, options);

/** The same of a network. */
export const checkNetwork = (given: unknown): void =>
  check("openNetwork", v.object({ network: v.optional(network) }), { network: given });

/** The same of the bytes of a .strata file. */
export const checkFile = (file: unknown): void => check("readStrata", v.object({ file: fileBytes }), { file });

/** Scores [2^n] by mask as numbers; throws StrataError `bad-scores`, naming the first mask whose score is none. */
export function readScores(scores: unknown): Float64Array {
  const refuse = (problem: string): never => {
    throw new StrataError("bad-scores", problem);
  };
  if (typeof scores !== "object" || scores === null || typeof (scores as { length?: unknown }).length !== "number")
    return refuse(`v ${must("a list of scores, v[mask]")({ input: scores })}.`);
  const list = scores as ArrayLike<unknown>;
  try {
    playersOf(list.length);
  } catch (error) {
    return refuse(`v: ${(error as Error).message}.`);
  }
  return Float64Array.from(list, (score, mask) =>
    typeof score === "number" && Number.isFinite(score)
      ? score
      : refuse(
          `v[${mask}] ${must("a finite number")({ input: score })}${score === null ? ", which is what JSON makes of NaN and Infinity" : ""}.`,
        ),
  );
}
