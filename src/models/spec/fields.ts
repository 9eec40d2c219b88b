import * as v from "valibot";
import { ModelError } from "../errors.ts";

const MAX_TEXT = 4000;
/** Longest name of something, characters. */
export const MAX_LABEL = 200;
/** Most classes of a model, and most outputs that mean one of them. */
export const MAX_CLASSES = 4096;
const MAX_BYTES = 2 ** 31 - 1;

/** Sentences for people. */
export const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
/** What something is called. */
export const label = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL));
/** Name of a tensor in a graph; converters join those of all layers that they fuse. */
export const tensorName = v.pipe(v.string(), v.minLength(1), v.maxLength(2 ** 16));
/** One path segment: a manifest must not be able to point outside its own folder. */
export const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "expected a plain file name"));
export const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits"));
/** Of a file, bytes. */
export const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BYTES));
export const finite = v.pipe(v.number(), v.finite());
export const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
/** A share, 0..1, or not known. */
export const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
export const outputIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));
const unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Red, green, blue, 0..1. */
export const colour = v.tuple([unit, unit, unit]);

/** A manifest's field that is wrong. `problem` goes into a sentence. */
export function badField(field: string, problem: string): ModelError {
  return new ModelError("bad-manifest", `${field}: ${problem}`, { field, problem });
}

/** Checks JSON against a schema; ModelError "bad-manifest" names the first wrong field. */
export function checked<const S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  // What was found instead may be anything, and of any length.
  throw badField(v.getDotPath(issue) ?? "manifest", issue.message.replace(/ (but|and) received [^]*$/, ""));
}
