import { resolve } from "node:path";
import * as v from "valibot";
import { checkValues } from "../src/core/all-masks.ts";
import { checkPlayers, MAX_ENUMERABLE } from "../src/core/masks.ts";
import { decomposed, ScoresOverflow } from "../src/formats/decomposition.ts";
import { isShapiq, scoresOfShapiq } from "../src/formats/shapiq.ts";
import { createJsonGuard } from "../src/formats/strata-file/bounded-json.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { asUtf8 } from "../src/platform/json-text.ts";
import type { DecomposeCommand } from "./arguments.ts";
import { InputError, namingFile } from "./failure.ts";
import { parseJson } from "./json.ts";
import { readInput } from "./read-input.ts";
import type { Surroundings } from "./surroundings.ts";

const scoresSchema = v.object({ n: v.number(), v: v.array(v.number()) });

/** 2^16 numbers of 256 characters: no score function needs more. */
const MAX_JSON_BYTES = 2 ** 24;

/** Runs `decompose`: the JSON text to print. Throws InputError. */
export async function runDecompose(
  { path, ...options }: DecomposeCommand,
  { cwd, signal }: Pick<Surroundings, "cwd" | "signal">,
): Promise<string> {
  const file = resolve(cwd, path);
  const values = readScores(await readInput(file, MAX_JSON_BYTES), file);
  const startMs = performance.now();
  const answer = await decomposed(values, options, signal).catch((error: unknown) => {
    throw error instanceof ScoresOverflow
      ? new InputError("scores-overflow", { path: file }, { cause: error })
      : badScores(file)(error);
  });
  return JSON.stringify({ ...answer, ms: performance.now() - startMs });
}

function readScores(bytes: Uint8Array, path: string): Float64Array {
  const document = parseJson(bytes, path);
  if (isShapiq(document)) {
    checkNames(bytes, path);
    try {
      return scoresOfShapiq(document);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new InputError("bad-shapiq", { path, reason: cause.message }, { cause });
    }
  }
  const scores = v.safeParse(scoresSchema, document, { abortEarly: true });
  if (!scores.success) {
    const [issue] = scores.issues;
    throw new InputError("bad-scores", {
      path,
      reason: [v.getDotPath(issue), issue.message].filter(Boolean).join(": "),
    });
  }
  const { n, v: list } = scores.output;
  checkNames(bytes, path);
  try {
    checkPlayers(n, MAX_ENUMERABLE);
    if (list.length !== 2 ** n) throw new RangeError(`v must have 2^${n} = ${2 ** n} values, got ${list.length}`);
    checkValues(list);
  } catch (error) {
    badScores(path)(error);
  }
  return Float64Array.from(list);
}

/** Refuses JSON that can be read in two ways, as files of explorations are refused. */
function checkNames(bytes: Uint8Array, path: string): void {
  try {
    createJsonGuard()(asUtf8(bytes));
  } catch (cause) {
    if (cause instanceof FileError && cause.code === "given-twice")
      throw new InputError(
        "bad-scores",
        { path, reason: `${JSON.stringify(cause.context["field"])} is there twice` },
        { cause },
      );
    namingFile(path)(
      cause instanceof RangeError ? new InputError("bad-scores", { path, reason: cause.message }) : cause,
    );
  }
}

/** Rethrows whatever is thrown about the scores of a file; a RangeError is about them, for the options were checked before. */
function badScores(path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof RangeError
      ? new InputError("bad-scores", { path, reason: error.message }, { cause: error })
      : error;
  };
}
