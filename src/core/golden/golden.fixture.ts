import { readdirSync, readFileSync } from "node:fs";

/** An effect planted in a game. */
export interface Planted {
  readonly mask: number;
  readonly value: number;
}

/** A function on masks with the true optimum of its decomposition, from an exact solver (HiGHS). */
export interface GoldenCase {
  readonly name: string;
  readonly n: number;
  readonly v: Float64Array;
  /** 0.04 · |v(N) − v(∅)|. */
  readonly kappa: number;
  readonly optimum: { readonly kappa0: number; readonly kappa004: number };
  readonly lp_seconds: { readonly kappa0: number; readonly kappa004: number };
  /** The game behind v, where one was planted; order-1 OR not folded. */
  readonly truth_and?: readonly Planted[];
  readonly truth_or?: readonly Planted[];
}

/** A feasible objective and a valid bound for a case too large for the exact solver. */
export interface Bracket {
  readonly kappa: number;
  readonly objective: number;
  readonly bound: number;
}

/** A layer of a real network on a photograph, 12 players. */
export interface RealCase {
  readonly name: string;
  readonly n: number;
  readonly v: Float64Array;
  readonly bracket: { readonly range: Bracket; readonly delta: Bracket };
}

/** The cases with an exact optimum, n = 6 to 10. */
export function goldenCases(): GoldenCase[] {
  return read(/^(sparse|formula|digits)_/).map(({ v, ...rest }) => ({ ...rest, v: Float64Array.from(v) }));
}

/** The layers of a real network, n = 12. */
export function realCases(): RealCase[] {
  return read(/^real12-/).map(({ v, ...rest }) => ({ ...rest, v: Float64Array.from(v) }));
}

/**
 * Real layers with 9 players: each 12-player layer with three players (the first three, the middle ones, the last
 * three) held hidden, and held shown.
 */
export function realCasesOfNine(): { readonly name: string; readonly v: Float64Array }[] {
  return realCases().flatMap(({ name, v }) => [0, 4, 9].flatMap((first) => [0, 7].map((shown) => {
    const low = 2 ** first - 1;
    const restricted = new Float64Array(512);
    for (let mask = 0; mask < 512; mask++) restricted[mask] = v[(mask & low) | (shown << first) | ((mask & ~low) << 3)]!;
    return { name: `${name}, players ${first}-${first + 2} ${shown ? "shown" : "hidden"}`, v: restricted };
  })));
}

function read(pattern: RegExp) {
  const folder = new URL(".", import.meta.url);
  return readdirSync(folder)
    .filter((file) => pattern.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.json$/, ""), ...JSON.parse(readFileSync(new URL(file, folder), "utf8")) }));
}
