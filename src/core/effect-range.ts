/** How far the effect of a concept can go in nearly optimal decompositions of v. */
import { placeOf, sparse } from "./all-masks.ts";
import { reported, type SolveProgress } from "./and-or.ts";
import type { Feasible } from "./and-or/certificate.ts";
import { effectExtremes } from "./and-or/effect-extremes.ts";
import { isFlat, scaleProblem, type ScaledProblem } from "./and-or/scaled-problem.ts";
import { effectAt, type Kind } from "./interactions.ts";
import { everybody, isWithin, NOBODY, orderOf, type Mask } from "./masks.ts";
import { ALLOWED_EXCESS, type EffectRange, type RangeQuestion, type Saying } from "./uniqueness.ts";

/**
 * The range of a concept's effect in all nearly optimal decompositions of v, [2^n], within κ: exact, up to 1e-6 of v's range. Null where it
 * cannot be told: κ is near 0, or v too dense for method A. Yields progress every few milliseconds of work. Throws a RangeError on invalid
 * v, κ, concept or excess. Cost about that of decomposing v.
 */
export function* effectRangeSteps(
  v: Float64Array,
  { concept: { kind, mask }, kappa, excess = ALLOWED_EXCESS }: RangeQuestion,
): Generator<SolveProgress, EffectRange | null, void> {
  if (!(kappa >= 0 && kappa < Infinity)) throw new RangeError(`κ must be a number from 0 up, got ${kappa}`);
  if (!(excess > 0 && excess < Infinity)) throw new RangeError(`excess must be a number above 0, got ${excess}`);
  const problem = scaleProblem(v, kappa);
  const { n, size } = problem;
  if (mask === NOBODY || !isWithin(mask, everybody(n)) || (kind === "or" && orderOf(mask) < 2))
    throw new RangeError(`there is no concept ${kind} ${mask} of ${n} players`);
  if (isFlat(problem)) return rangeOfNothing(n, excess);
  const column = kind === "and" ? placeOf(mask) : size + placeOf(mask);
  const extremes = yield* reported(effectExtremes(problem, column, 1 + excess));
  if (extremes === null) return null;
  const saying = (answer: Feasible): Saying => sayingOf(problem, answer, kind, mask);
  const { optimum, without } = extremes;
  // The solver's ORs have the other sign.
  const [least, most] = kind === "and" ? [extremes.least, extremes.most] : [extremes.most, extremes.least];
  return {
    excess,
    optimum: problem.range * optimum,
    least: saying(least),
    most: saying(most),
    without: without && saying(without),
  };
}

/** Without effects, v within κ of a constant is said in one way only: with none. */
function rangeOfNothing(n: number, excess: number): EffectRange {
  const nothing = new Float64Array(2 ** n);
  const saying = { ...sparse({ and: nothing, or: nothing }), effect: 0, objective: 0 };
  return { excess, optimum: 0, least: saying, most: saying, without: saying };
}

function sayingOf({ range }: ScaledProblem, { split: { x, y }, objective }: Feasible, kind: Kind, mask: Mask): Saying {
  const effects = sparse({ and: x.map((effect) => range * effect), or: y.map((effect) => 0 - range * effect) });
  return { ...effects, effect: effectAt(effects, kind, mask), objective: range * objective };
}
