import { resolve } from "node:path";
import * as v from "valibot";
import { decompose } from "../src/core/and-or.ts";
import { checkPlayers, checkValues } from "../src/core/masks.ts";
import { sparse } from "../src/exploration/codec.ts";
import type { DecomposeCommand } from "./arguments.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./model-source.ts";
import { readInput } from "./read-input.ts";

const scoresSchema = v.object({ n: v.number(), v: v.array(v.number()) });

/** Runs `decompose`: the JSON text to print. Throws InputError. */
export async function runDecompose({ path, kappaFraction, kappaOf }: DecomposeCommand, cwd: string): Promise<string> {
  const file = resolve(cwd, path);
  const values = readScores(parseJson(await readInput(file), file), file);
  const startMs = performance.now();
  const { constant, and, or, delta, kappa, objective, bound, gap, iterations, method } = decompose(values, { kappaFraction, kappaOf });
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
  } catch (cause) {
    throw new InputError("bad-scores", { path, reason: (cause as Error).message }, { cause });
  }
  return Float64Array.from(list);
}
