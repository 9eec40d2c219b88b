/** What ships with the page: lists that are read from its server, and may be anything there. */
import * as v from "valibot";
import { listSchema, type ListedModel } from "../models/store.ts";
import type { Sample } from "./shape.ts";

/** A list or a sample that cannot be had: `missing`: the server does not send it; `damaged`: it is not what it should be. */
export class ShippedError extends Error {
  override readonly name = "ShippedError";
  readonly code: "missing" | "damaged";
  readonly what: "list" | "sample";
  readonly file: string;

  constructor(code: ShippedError["code"], what: ShippedError["what"], file: string, options?: ErrorOptions) {
    super(`${file}: ${code}`, options);
    this.code = code;
    this.what = what;
    this.file = file;
  }
}

const MAX_LISTED = 1000;

/** One path segment: a list must not be able to point outside its own folder. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const samples = v.pipe(v.array(v.object({ file: fileName, model: fileName, label })), v.maxLength(MAX_LISTED));

function checked<const S extends v.GenericSchema>(of: S, json: unknown, file: string): v.InferOutput<S> {
  const result = v.safeParse(of, json, { abortEarly: true });
  if (!result.success) throw new ShippedError("damaged", "list", file);
  return result.output;
}

/** The models that ship, at least one; throws ShippedError. */
export const modelsOf = (json: unknown, file: string): readonly ListedModel[] => checked(listSchema, json, file);

/** The samples that ship; throws ShippedError. */
export const samplesOf = (json: unknown, file: string): readonly Sample[] => checked(samples, json, file);

/** The very network among those that ship, by what it is and not by what it is called. */
export const shippedAs = (
  models: readonly ListedModel[],
  { sha256 }: { readonly sha256: string },
): ListedModel | undefined => models.find(({ network }) => network === sha256);
