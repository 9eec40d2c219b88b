import { resolve } from "node:path";
import * as v from "valibot";
import { checkPlayers, checkValues } from "../src/core/masks.ts";
import { sparse } from "../src/exploration/codec.ts";
import { drainSteps } from "../src/inference/drain-steps.ts";
import type { DecomposeCommand } from "./arguments.ts";
import type { Surroundings } from "./explain.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./model-source.ts";
import { readInput } from "./read-input.ts";

const scoresSchema = v.object({ n: v.number(), v: v.array(v.number()) });

/** Runs `decompose`: the JSON text to print. Throws InputError. */
export async function runDecompose({ path, kappaFraction, kappaOf }: DecomposeCommand, { cwd, signal }: Pick<Surroundings, "cwd" | "signal">): Promise<string> {
  const file = resolve(cwd, path);
  const values = readScores(parseJson(await readInput(file), file), file);
  const startMs = performance.now();
  const { constant, and, or, delta, kappa, objective, bound, gap, iterations, method } = await drainSteps(values, { kappaFraction, kappaOf }, { signal }).catch(badScores(file));
  const ms = performance.now() - startMs;
  return JSON.stringify({
    constant, and: sparse(and), or: sparse(or), delta: Array.from(delta), kappa, objective, bound, gap, iterations, method, ms,
  });
}

function readScores(json: unknown, path: string): Float64Array {
  const scores = v.safeParse(scoresSchema, json, { abortEarly: true });
  if (!scores.success) {
    const [issue] = scores.issues;
    throw new InputError("bad-scores", { path, reason: [v.getDotPath(issue), issue.message].filter(Boolean).join(": ") });
  }
  const { n, v: list } = scores.output;
  try {
    checkPlayers(n);
    if (list.length !== 2 ** n) throw new RangeError(`v must have 2^${n} = ${2 ** n} values, got ${list.length}`);
    checkValues(list);
  } catch (error) {
    badScores(path)(error);
  }
  return Float64Array.from(list);
}

/** Rethrows whatever is thrown about the scores of a file; a RangeError is about them, for the options were checked before. */
function badScores(path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof RangeError ? new InputError("bad-scores", { path, reason: error.message }, { cause: error }) : error;
  };
}
