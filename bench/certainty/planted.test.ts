import { expect, it } from "vitest";
import { sparse } from "../../src/core/all-masks.ts";
import { decompose } from "../../src/core/and-or.ts";
import { effectsOf } from "../../src/core/effects.fixture.ts";
import type { Effects } from "../../src/core/interactions.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { CONCEPTS, LAYER_NAMES, maskOf, plantedValues, TILES } from "../../training/glass-box/plan.ts";
import { noisy, plantedGame } from "./planted.fixture.ts";
import { statementsOf, type Statement } from "./statements.ts";

const COPIES = 8;
/** Of four layers, the output apart. */
const JOINED = [true, true, false];

const shareOfTrue = (statements: readonly Statement[]): number =>
  statements.filter(({ isTrue }) => isTrue).length / statements.length;

// What the picture is wrong about in its output no replicate can know: the truth's output is taken to be the picture's.
it.each([
  { n: 9, concepts: 12, noise: 0.02, games: 2, least: 0.95 },
  // Of more concepts the sparsest explanation is more often another than the planted one, which no replicate can know either: .94 over eight games.
  { n: 10, concepts: 20, noise: 0.02, games: 1, least: 0.9 },
])(
  "what all of eight noisy copies say is true of $concepts planted concepts",
  { timeout: 60_000 },
  ({ games, least, ...of }) => {
    const firm = Array.from({ length: games }, (_, seed) => {
      const { planted, picture, replicates } = plantedGame({ ...of, layers: 4, change: 0.3, copies: COPIES, seed });
      const probed = picture.length - 1;
      const other = [...planted.slice(0, probed), picture[probed]!];
      return statementsOf({ picture, replicates, other }, JOINED).statements.filter(({ said }) => said === COPIES);
    }).flat();
    expect(firm.length).toBeGreaterThan(150);
    expect(shareOfTrue(firm)).toBeGreaterThanOrEqual(least);
  },
);

it("every firm statement about the glass box is true", { timeout: 60_000 }, () => {
  const columns = [...LAYER_NAMES.keys(), LAYER_NAMES.length];
  const values = columns.map(plantedValues);
  const ranges = values.map((v) => Math.max(...v) - Math.min(...v));
  const found = (v: Float64Array): Effects => sparse(decompose(v));
  const picture = values.map(found);
  const truth = columns.map((column) =>
    effectsOf(
      TILES.length,
      CONCEPTS.map((concept) => [concept.kind, maskOf(concept), concept.effects[column]!] as const),
    ),
  );
  const apart = columns.slice(1).map(() => false);
  const stated = (replicates: readonly (readonly Effects[])[]): readonly Statement[] =>
    statementsOf({ picture, replicates, other: truth }, apart).statements;
  // Its probes are exact: other fits of them would say the same.
  const exact = stated(Array.from({ length: COPIES }, () => picture));
  expect(exact.every(({ said, isTrue }) => said === COPIES && isTrue)).toBe(true);
  const random = mulberry32(1);
  const copy = (): Effects[] =>
    values.map((v, column) =>
      column === LAYER_NAMES.length ? picture[column]! : found(noisy(v, 0.01 * ranges[column]!, random)),
    );
  const firm = stated(Array.from({ length: COPIES }, copy)).filter(({ said }) => said === COPIES);
  expect(firm.length).toBeGreaterThan(100);
  expect(firm.every(({ isTrue }) => isTrue)).toBe(true);
});
