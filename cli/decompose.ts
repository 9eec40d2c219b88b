import { resolve } from "node:path";
import * as v from "valibot";
import { decomposeSteps, type AndOr, type DecomposeOptions } from "../src/core/and-or.ts";
import { rebuildError } from "../src/core/faithfulness.ts";
import { allMasks, checkValues, sparse } from "../src/core/all-masks.ts";
import { checkPlayers } from "../src/core/masks.ts";
import { pairsOf } from "../src/formats/codec.ts";
import { createJsonGuard } from "../src/formats/strata-file/bounded-json.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { asUtf8 } from "../src/platform/json-text.ts";
import { drainSteps } from "../src/backends/drain-steps.ts";
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
  const solved = await decomposeShifted(values, options, signal).catch(badScores(file));
  const residual = residualOf(values, solved);
  if (residual === null) throw new InputError("scores-overflow", { path: file });
  const ms = performance.now() - startMs;
  const effects = sparse(solved);
  const { constant, delta, kappa, objective, bound, gap, iterations, method } = solved;
  return JSON.stringify({
    constant,
    and: pairsOf(effects.and),
    or: pairsOf(effects.or),
    delta: Array.from(delta),
    kappa,
    residual,
    objective,
    bound,
    gap,
    iterations,
    method,
    ms,
  });
}

/**
 * Decomposes v. A v that is nearly as large everywhere is taken from its first value on, which no effect changes with: the
 * differences are exact (by Sterbenz's lemma), and their digits are not lost beside v's own.
 */
async function decomposeShifted(v: Float64Array, options: DecomposeOptions, signal: AbortSignal): Promise<AndOr> {
  const [first] = v;
  const isNear = (value: number): boolean =>
    Math.sign(value) === Math.sign(first!) &&
    Math.abs(value) <= 2 * Math.abs(first!) &&
    Math.abs(first!) <= 2 * Math.abs(value);
  const shift = v.every(isNear) ? first! : 0;
  const shifted = v.map((value) => value - shift);
  const answer = await drainSteps(decomposeSteps(shifted, options), { signal });
  return { ...answer, constant: answer.constant + shift };
}

/**
 * The largest |v rebuilt − v| of the numbers of an answer, without the rounding of whoever adds them up far from 0; null where one of
 * them is not finite, so that it says nothing.
 */
function residualOf(v: Float64Array, answer: AndOr): number | null {
  const { constant, and, or, delta, kappa, objective, bound, gap } = answer;
  const isFinite = [[constant, kappa, objective, bound, gap], and, or, delta].every((numbers) =>
    numbers.every(Number.isFinite),
  );
  const differences = v.map((value) => value - constant);
  if (!isFinite || !differences.every(Number.isFinite)) return null;
  const { maxAbs } = rebuildError(differences, allMasks(answer.n), { ...sparse(answer), constant: 0 });
  return Number.isFinite(maxAbs) ? maxAbs : null;
}

function readScores(bytes: Uint8Array, path: string): Float64Array {
  const scores = v.safeParse(scoresSchema, parseJson(bytes, path), { abortEarly: true });
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
    checkPlayers(n);
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
