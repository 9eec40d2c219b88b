import { expect } from "vitest";
import type { AndOr } from "../and-or.ts";
import { orderOf } from "../masks.ts";
import { mulberry32 } from "../random.ts";
import { subsetSums } from "../transforms.ts";

/** Rounding in rebuilding v, relative to its range and magnitude; the promise at κ = 0. */
const REBUILD_TOLERANCE = 1e-9;
/** Rounding at κ > 0: sums of at most 2^16 doubles. */
const ROUNDING = 1e-12;

/** Asserts everything an answer promises about v, whatever the optimum: Eq. 3, |δ| ≤ κ, folding, objective, gap. */
export function expectSound(v: Float64Array, answer: AndOr): void {
  const { n, and, or, delta, kappa, constant, objective, bound, gap } = answer;
  const size = v.length;
  expect(2 ** n).toBe(size);
  for (const vector of [and, or, delta]) expect(vector.length).toBe(size);
  expect([and[0], or[0]]).toEqual([0, 0]);
  for (let i = 0; i < n; i++) expect(or[1 << i]).toBe(0);

  // Σ_{S∩T≠∅} or(S) = Σ or − Σ_{S⊆N∖T} or(S).
  const shown = subsetSums(and.slice());
  const missed = subsetSums(or.slice());
  const magnitude = v.reduce((largest, value) => Math.max(largest, Math.abs(value)), Math.abs(constant)) + objective;
  let rebuildError = 0;
  let largestDelta = 0;
  let largestResidual = 0;
  for (let t = 0; t < size; t++) {
    const rebuilt = constant + shown[t]! + missed[size - 1]! - missed[size - 1 - t]!;
    rebuildError = Math.max(rebuildError, Math.abs(rebuilt - (v[t]! + delta[t]!)));
    largestResidual = Math.max(largestResidual, Math.abs(rebuilt - v[t]!));
    largestDelta = Math.max(largestDelta, Math.abs(delta[t]!));
  }
  expect(rebuildError).toBeLessThanOrEqual(REBUILD_TOLERANCE * spanOf(v) + ROUNDING * magnitude);
  expect(largestDelta).toBeLessThanOrEqual(kappa);
  if (kappa > 0) expect(largestResidual).toBeLessThanOrEqual(kappa + ROUNDING * magnitude);

  let strength = 0;
  for (let s = 1; s < size; s++) strength += Math.abs(and[s]!) + Math.abs(or[s]!);
  expect(Math.abs(strength - objective)).toBeLessThanOrEqual(1e-12 * strength);
  expect(bound).toBeGreaterThanOrEqual(0);
  expect(bound).toBeLessThanOrEqual(objective);
  expect(gap).toBe(objective > 0 ? (objective - bound) / objective : 0);
  expect(gap).toBeLessThanOrEqual(1e-3);
}

/** max v − min v. */
export function spanOf(v: Float64Array): number {
  return Math.max(...v) - Math.min(...v);
}

/** A random function of one of four kinds: noise, small integers (many ties), a sparse game, noise on top of a game. */
export function randomValues(n: number, kind: "noise" | "ties" | "game" | "noisy game", seed: number): Float64Array {
  const random = mulberry32(seed);
  const v = new Float64Array(2 ** n);
  if (kind === "noise") return v.map(() => random() - 0.5);
  if (kind === "ties") return v.map(() => Math.floor(4 * random()));
  for (let term = 0; term < n; term++) {
    const set = Math.floor(random() * v.length);
    const effect = 4 * random() - 2;
    const isOr = random() < 0.5;
    for (let t = 0; t < v.length; t++) if (isOr ? (set & t) !== 0 : (set & t) === set) v[t]! += effect;
  }
  return kind === "game" ? v : v.map((value) => value + 0.1 * (random() - 0.5));
}

/** The concepts stronger than 5 % of the strongest, as text. */
export function salientSet({ and, or }: AndOr): Set<string> {
  const tau = 0.05 * Math.max(...and.map(Math.abs), ...or.map(Math.abs));
  const salient = new Set<string>();
  for (let s = 1; s < and.length; s++) {
    if (Math.abs(and[s]!) > tau) salient.add(`and ${s}`);
    if (Math.abs(or[s]!) > tau) salient.add(`or ${s}`);
  }
  return salient;
}

/** |A ∩ B| / |A ∪ B|, 1 when both are empty. */
export function jaccard(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((concept) => b.has(concept)).length;
  const union = a.size + b.size - shared;
  return union === 0 ? 1 : shared / union;
}

/** v of a game with the given AND and OR effects by mask; also those effects, order-1 OR folded into AND. */
export function plantedGame(n: number, ands: Record<number, number>, ors: Record<number, number>) {
  const and = new Float64Array(2 ** n);
  const or = new Float64Array(2 ** n);
  for (const [mask, effect] of Object.entries(ands)) and[Number(mask)]! += effect;
  for (const [mask, effect] of Object.entries(ors)) (orderOf(Number(mask)) === 1 ? and : or)[Number(mask)]! += effect;
  const v = new Float64Array(2 ** n).map((_, t) => {
    let value = 0;
    for (let s = 1; s < and.length; s++) value += ((s & t) === s ? and[s]! : 0) + ((s & t) !== 0 ? or[s]! : 0);
    return value;
  });
  return { v, and, or };
}
