/**
 * A slow and plain oracle for the range of an effect: the linear programme over all effects, written down entry by entry from Eq. 3 around an
 * answer that is known to fit. For n ≤ 4.
 */
import type { AndOr } from "../and-or.ts";
import type { Kind } from "../interactions.ts";
import { maximise } from "./linear-programme.fixture.ts";

/**
 * The largest (direction 1) or smallest (−1) effect of a concept among all decompositions of v within κ whose objective is at most `budget`,
 * which that of `start` must not exceed.
 */
export function naiveExtreme(
  v: Float64Array,
  kappa: number,
  budget: number,
  concept: { readonly kind: Kind; readonly mask: number },
  direction: 1 | -1,
  start: AndOr,
): number {
  const masks = [...v.keys()];
  // Effects in one list, and what each adds at every mask; the constant comes last.
  const effects = masks
    .slice(1)
    .flatMap((s) => [
      { kind: "and" as const, mask: s, value: start.and[s]!, column: masks.map((t) => ((s & t) === s ? 1 : 0)) },
      ...((s & (s - 1)) === 0
        ? []
        : [{ kind: "or" as const, mask: s, value: start.or[s]!, column: masks.map((t) => ((s & t) !== 0 ? 1 : 0)) }]),
    ]);
  const count = effects.length;
  const columns = [...effects.map(({ column }) => column), masks.map(() => 1)];
  const values = [...effects.map(({ value }) => value), start.constant];
  // Variables: w = how much each effect and the constant grows, s = how much each |effect| may; each as the difference of two that are not negative.
  const line = (w: readonly number[], s: readonly number[]) => [...w, ...w.map((x) => -x), ...s, ...s.map((x) => -x)];
  const one = (length: number, at: number, x = 1) => Array.from({ length }, (_, i) => (i === at ? x : 0));
  const none = (length: number) => one(length, -1);
  const lines: number[][] = [];
  const limits: number[] = [];
  const limit = (coefficients: number[], most: number) => {
    lines.push(coefficients);
    // What rounding makes of a residual at its bound.
    limits.push(Math.max(0, most));
  };
  masks.forEach((t) => {
    const residual = columns.reduce((sum, column, j) => sum + column[t]! * values[j]!, 0) - v[t]!;
    const at = columns.map((column) => column[t]!);
    limit(line(at, none(count)), kappa - residual);
    limit(
      line(
        at.map((x) => -x),
        none(count),
      ),
      kappa + residual,
    );
  });
  effects.forEach(({ value }, j) => {
    limit(line(one(count + 1, j), one(count, j, -1)), Math.abs(value) - value);
    limit(line(one(count + 1, j, -1), one(count, j, -1)), Math.abs(value) + value);
  });
  const used = effects.reduce((sum, { value }) => sum + Math.abs(value), 0);
  limit(
    line(
      none(count + 1),
      Array.from({ length: count }, () => 1),
    ),
    budget - used,
  );
  const asked = effects.findIndex(({ kind, mask }) => kind === concept.kind && mask === concept.mask);
  const growth = maximise(line(one(count + 1, asked, direction), none(count)), lines, limits);
  return effects[asked]!.value + direction * growth;
}
