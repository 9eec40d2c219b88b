import { sparse } from "../src/core/all-masks.ts";
import { decompose, type AndOr, type DecomposeOptions } from "../src/core/and-or.ts";
import { debias } from "../src/core/debias.ts";
import { realCases, realCasesOfNine } from "../src/core/golden/golden.fixture.ts";
import { effectAt, KINDS, type Effects } from "../src/core/interactions.ts";
import { salientCounts } from "../src/core/metrics.ts";
import { planted } from "../src/core/planted.fixture.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { salientJaccard } from "../src/core/salient-jaccard.ts";
import { ebic } from "../src/core/sparse-fit/criterion.ts";
import { printTable, timed } from "./timing.ts";

const PAPER: DecomposeOptions = { kappaFraction: 0.04, kappaOf: "range" };
const DEBIASED: DecomposeOptions = { kappaFraction: 0.04, kappaOf: "debiased" };

/** Players, concepts, and noise as a share of the range of v. */
const GAMES = [
  [9, 12, 0],
  [9, 12, 0.02],
  [10, 20, 0.02],
  [9, 30, 0.02],
] as const;

/** Real layers of nine players are many: every so many is looked at. */
const EVERY = 12;

const meanOf = (numbers: readonly number[]): string =>
  (numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toFixed(2);

/** Mean |effect found − effect planted| over what was planted. */
function errorOf(truth: Effects, found: Effects): number {
  const errors = KINDS.flatMap((kind) =>
    Array.from(truth[kind].masks, (mask, i) => Math.abs(effectAt(found, kind, mask) - truth[kind].effects[i]!)),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** The criterion of the best fit by these effects' columns. */
function criterionOf(v: Float64Array, effects: Effects, kappa: number): number {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  const square = v.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const criterion = ebic({ rows: v.length, count: 2 * v.length - effects.n - 2, square }, 1, kappa / 2);
  const { rms } = debias(v, effects, 0)!;
  return criterion(effects.and.masks.length + effects.or.masks.length, rms ** 2 * v.length);
}

/** Prints how well both estimators find planted effects, and how they differ on real layers. */
export function benchDebiased(games: number): void {
  console.log(`Planted games, ${games} each; Jaccard of the salient sets / mean |error| over the planted effects`);
  console.log("equivalent: the support found has as low a criterion as the planted one; missed: a higher one");
  printTable(
    ["players, concepts, noise", "paper", "debiased", "equivalent", "missed", "ms paper", "ms debiased"],
    GAMES.map(([n, count, noise]) => {
      const all = Array.from({ length: games }, (_, game) => {
        const { effects: truth, v } = planted(n, count, noise, 1000 + game);
        const [paper, debiased] = [timed(() => decompose(v, PAPER), 1), timed(() => decompose(v, DEBIASED), 1)];
        const found = sparse(debiased.result);
        const missed = criterionOf(v, found, paper.result.kappa) > criterionOf(v, truth, paper.result.kappa) + 1e-6;
        return { truth, paper, debiased, found, missed };
      });
      const told = (effects: (game: (typeof all)[number]) => Effects): string =>
        `${meanOf(all.map((game) => salientJaccard(game.truth, effects(game)) ?? 1))} / ${meanOf(all.map((game) => errorOf(game.truth, effects(game))))}`;
      return [
        `${n}, ${count}, ${100 * noise} %`,
        told(({ paper }) => sparse(paper.result)),
        told(({ found }) => found),
        String(all.filter(({ missed }) => !missed).length),
        String(all.filter(({ missed }) => missed).length),
        meanOf(all.map(({ paper }) => paper.ms)),
        meanOf(all.map(({ debiased }) => debiased.ms)),
      ];
    }),
  );
  console.log(
    "\nReal layers of photographs; salient concepts / R² of all effects, and the Jaccard of the two salient sets",
  );
  const cases = [...realCasesOfNine().filter((_, i) => i % EVERY === 0), ...realCases()];
  printTable(
    ["layer", "paper", "debiased", "Jaccard", "ms paper", "ms debiased"],
    cases.map(({ name, v }) => {
      const [paper, debiased] = [timed(() => decompose(v, PAPER), 1), timed(() => decompose(v, DEBIASED), 1)];
      const told = (answer: AndOr): string => `${salientOf(answer)} / ${r2Of(v, answer).toFixed(3)}`;
      return [
        name,
        told(paper.result),
        told(debiased.result),
        (salientJaccard(sparse(paper.result), sparse(debiased.result)) ?? 1).toFixed(2),
        paper.ms.toFixed(0),
        debiased.ms.toFixed(0),
      ];
    }),
  );
}

function salientOf(answer: AndOr): number {
  return salientCounts(sparse(answer), DEFAULT_TAU_FRACTION).reduce((sum, count) => sum + count, 0);
}

function r2Of(v: Float64Array, { delta }: AndOr): number {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  const square = v.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return 1 - delta.reduce((sum, left) => sum + left ** 2, 0) / square;
}
