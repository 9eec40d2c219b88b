import { resolve } from "node:path";
import * as v from "valibot";
import { checkValues } from "../src/core/all-masks.ts";
import { checkPlayers, MAX_ENUMERABLE } from "../src/core/masks.ts";
import { decomposed, ScoresOverflow } from "../src/formats/decomposition.ts";
import { isShapiq, MOST_INTERACTIONS, scoresOfShapiq } from "../src/formats/shapiq.ts";
import type { DecomposeCommand } from "./arguments.ts";
import { InputError } from "./failure.ts";
import { checkNames, parseJson } from "./json.ts";
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
      : bad("bad-scores", file)(error);
  });
  return JSON.stringify({ ...answer, ms: performance.now() - startMs });
}

function readScores(bytes: Uint8Array, path: string): Float64Array {
  const document = parseJson(bytes, path);
  if (isShapiq(document)) {
    checkNames(bytes, path, because("bad-shapiq", path), MOST_INTERACTIONS);
    try {
      const scores = scoresOfShapiq(document);
      checkValues(scores);
      return scores;
    } catch (error) {
      bad("bad-shapiq", path)(error);
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
  checkNames(bytes, path, because("bad-scores", path));
  try {
    checkPlayers(n, MAX_ENUMERABLE);
    if (list.length !== 2 ** n) throw new RangeError(`v must have 2^${n} = ${2 ** n} values, got ${list.length}`);
    checkValues(list);
  } catch (error) {
    bad("bad-scores", path)(error);
  }
  return Float64Array.from(list);
}

/** What is wrong with a file of scores: of our own form, or of shapiq's. */
type Problem = "bad-scores" | "bad-shapiq";

/** What is said of a file for a reason. */
const because =
  (problem: Problem, path: string) =>
  (reason: string): InputError =>
    new InputError(problem, { path, reason });

/** Rethrows whatever is thrown about the scores of a file; a RangeError is about them, for the options were checked before. */
function bad(problem: Problem, path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof RangeError
      ? new InputError(problem, { path, reason: error.message }, { cause: error })
      : error;
  };
}
