/** Games whose effects are known: what the estimator finds of them. */
import { robustAt } from "../../src/core/certainty.ts";
import { estimateSteps } from "../../src/core/estimate/estimate-layer.ts";
import { layerSample } from "../../src/core/estimate/layer-sample.ts";
import { sampleMasks } from "../../src/core/estimate/sample.ts";
import { KINDS, type Interactions, type Kind } from "../../src/core/interactions.ts";
import { isWithin, maskOf, meets, patchesOf, type Mask } from "../../src/core/masks.ts";
import { mulberry32, normals } from "../../src/core/random.ts";
import { DEFAULT_TAU_FRACTION, isSalient, tauOf } from "../../src/core/salience.ts";
import { halvesOfSample } from "../../src/exploration/certainty.ts";
import { meanOf } from "../../src/study/statistics.ts";
import { printTable } from "../timing.ts";
import { conceptName, reachedBy, splitOf, type Reached } from "./recipes.ts";

/** What lies on a planted game's v: white noise, or hundreds of effects of orders 2 to 4. */
const TAILS = ["white", "dense"] as const;
type Tail = (typeof TAILS)[number];

/** Standard deviation of what lies on v, as a share of v's own. */
const SIZES: Readonly<Record<Tail, number>> = { white: 0.02, dense: 0.3 };

/** Effects of a dense tail. */
const TAIL_EFFECTS = 400;

/** Effects that are planted, and the masks that are looked at. */
const GAMES = [
  { n: 16, effects: 15, budgets: [400, 1000] },
  { n: 25, effects: 20, budgets: [500, 1000, 2000] },
  { n: 64, effects: 30, budgets: [1000, 2000, 5000] },
] as const;

/** Of a normal distribution: what lies within so many standard deviations is 90 %. */
const WITHIN_90 = 1.6449;

const WAYS = { estimate: "Strata", proxySpex: "ProxySPEX's recipe", l1: "plain L1" } as const;

/** Seeds from here on were never tuned on. */
const FIRST_SEED = 1001;

interface Concept {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly effect: number;
}

function drawConcepts(n: number, count: number, least: number, random: () => number, effect: () => number): Concept[] {
  const concepts = new Map<string, Concept>();
  while (concepts.size < count) {
    const order = least + Math.floor((5 - least) * random());
    const players = new Set<number>();
    while (players.size < order) players.add(Math.floor(n * random()));
    const kind = order > 1 && random() < 0.5 ? "or" : "and";
    const sorted = [...players].sort((a, b) => a - b);
    const name = conceptName(kind, sorted);
    if (!concepts.has(name)) concepts.set(name, { kind, mask: maskOf(sorted), effect: effect() });
  }
  return [...concepts.values()];
}

const valueOf = (concepts: readonly Concept[], mask: Mask): number =>
  concepts.reduce(
    (sum, { kind, mask: set, effect }) =>
      (kind === "and" ? isWithin(set, mask) : meets(set, mask)) ? sum + effect : sum,
    0,
  );

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** What is found of one game by one way. */
interface Found {
  readonly jaccard: number;
  readonly recall: number;
  readonly precision: number;
  /** Mean |effect − planted| over the planted ones, nats; these are .5 to 2. */
  readonly error: number;
  readonly r2: number;
}

/** Whose effects above τ are the planted ones, and how far from these they are. */
function foundOf({ effects, r2 }: Reached, planted: ReadonlyMap<string, number>): Found {
  const largest = Math.max(0, ...[...effects.values()].map(Math.abs));
  const salient = [...effects].filter(([, effect]) => isSalient(effect, DEFAULT_TAU_FRACTION * largest));
  const hits = salient.filter(([name]) => planted.has(name)).length;
  const errors = [...planted].map(([name, effect]) => Math.abs((effects.get(name) ?? 0) - effect));
  return {
    jaccard: hits / (salient.length + planted.size - hits),
    recall: hits / planted.size,
    precision: salient.length === 0 ? 0 : hits / salient.length,
    error: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    r2,
  };
}

/** Shares of intervals that hold the planted effect; null where there are none. */
interface Coverage {
  /** Of the salient effects that were planted. */
  readonly planted: number | null;
  /** Of all salient ones; what was not planted is 0 in truth, though it may say the same with others: x ∨ y = x + y − xy. */
  readonly all: number | null;
}

/** The shares of the salient effects whose 90 % interval holds the planted one. */
function coverageOf(interactions: Interactions, planted: ReadonlyMap<string, number>): Coverage {
  const { and, or, sampled } = interactions;
  const rows = KINDS.flatMap((kind) => {
    const { masks, effects } = kind === "and" ? and : or;
    return [...masks].map((mask, i) => ({
      effect: effects[i]!,
      error: sampled!.errors[kind][i]!,
      truth: planted.get(conceptName(kind, patchesOf(mask))),
    }));
  });
  const tau = tauOf(interactions);
  const salient = rows.filter(({ effect }) => isSalient(effect, tau));
  const share = (rows: typeof salient): number | null =>
    rows.length === 0
      ? null
      : rows.filter(({ effect, error, truth = 0 }) => Math.abs(effect - truth) <= WITHIN_90 * error).length /
        rows.length;
  return { planted: share(salient.filter(({ truth }) => truth !== undefined)), all: share(salient) };
}

/** What it is worth that an effect is robust: salient, with its sign, from either half of the masks as well. Null where there are none. */
interface Robust {
  /** Shares of the salient effects that are robust: of those that were planted, and of the others. */
  readonly planted: number | null;
  readonly others: number | null;
  /** The share of the robust ones that was planted. */
  readonly right: number | null;
}

function robustOf(whole: Interactions, halves: readonly Interactions[], planted: ReadonlyMap<string, number>): Robust {
  const tau = tauOf(whole);
  const rows = KINDS.flatMap((kind) => {
    const { masks, effects } = kind === "and" ? whole.and : whole.or;
    return [...masks]
      .filter((_, i) => isSalient(effects[i]!, tau))
      .map((mask) => ({ kind, mask, isPlanted: planted.has(conceptName(kind, patchesOf(mask))) }));
  });
  const robust = robustAt(
    rows,
    [whole],
    halves.map((half) => [half]),
  ).map(([isRobust]) => isRobust === 1);
  const share = (of: readonly boolean[]): number | null =>
    of.length === 0 ? null : of.filter(Boolean).length / of.length;
  return {
    planted: share(robust.filter((_, i) => rows[i]!.isPlanted)),
    others: share(robust.filter((_, i) => !rows[i]!.isPlanted)),
    right: share(rows.filter((_, i) => robust[i]).map(({ isPlanted }) => isPlanted)),
  };
}

/** The effects of interactions by name. */
export function namedEffects({ and, or }: Pick<Interactions, "and" | "or">): Map<string, number> {
  return new Map(
    KINDS.flatMap((kind) => {
      const { masks, effects } = kind === "and" ? and : or;
      return [...masks].map((mask, i) => [conceptName(kind, patchesOf(mask)), effects[i]!] as const);
    }),
  );
}

export const drained = <T>(steps: Generator<unknown, T, void>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** Prints what is found in `seeds` planted games of each kind, errors by `halves` half-samples too, by the estimator and by other recipes. */
export function benchPlanted(seeds: number, players: readonly number[], halves: number): void {
  for (const { n, effects, budgets } of GAMES.filter((game) => players.includes(game.n)))
    for (const tail of TAILS) {
      console.log(
        `\n${n} players, ${effects} planted effects of orders 1 to 4, half of those of two players or more ORs, ${tail === "white" ? `white noise of ${SIZES.white} of v's standard deviation` : `${TAIL_EFFECTS} small effects of orders 2 to 4 on top, together ${SIZES.dense} of v's standard deviation`}; means over ${seeds} games`,
      );
      const lines: string[][] = [];
      for (const masks of budgets) lines.push(...linesOf(n, effects, tail, masks, seeds, halves));
      printTable(
        [
          "masks",
          "way",
          "Jaccard",
          "recall",
          "precision",
          "effect error",
          "held-out R²",
          "90 % hold: planted",
          "all",
          "robust: planted",
          "others",
          "of them planted",
        ],
        lines,
      );
    }
}

function linesOf(n: number, count: number, tail: Tail, masks: number, seeds: number, halves: number): string[][] {
  const found = { estimate: [] as Found[], proxySpex: [] as Found[], l1: [] as Found[] };
  const coverages: Coverage[] = [];
  const robust: Robust[] = [];
  // Of planted games nobody knows where players lie.
  const touches = Array.from({ length: n }, () => []);
  for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
    const random = mulberry32(seed);
    const concepts = drawConcepts(n, count, 1, random, () => (random() < 0.5 ? -1 : 1) * (0.5 + 1.5 * random()));
    const drawn = sampleMasks(n, masks, seed);
    const clean = Float64Array.from(drawn, (mask) => valueOf(concepts, mask));
    const tailValues =
      tail === "white" ? normals(seed, masks) : denseTail(n, drawn, random, normals(seed, TAIL_EFFECTS));
    const size = (SIZES[tail] * deviation(clean)) / deviation(tailValues);
    const v = clean.map((value, i) => value + size * tailValues[i]!);
    const sample = layerSample(n, drawn, touches, seed, halves);
    const interactions = drained(estimateSteps(sample, v));
    const planted = new Map(
      concepts.map(({ kind, mask, effect }) => [conceptName(kind, patchesOf(mask)), effect] as const),
    );
    const estimate: Reached = { effects: namedEffects(interactions), r2: interactions.sampled!.heldOutR2 };
    const others = reachedBy(splitOf(sample, v), seed);
    found.estimate.push(foundOf(estimate, planted));
    for (const way of ["proxySpex", "l1"] as const) found[way].push(foundOf(others[way], planted));
    coverages.push(coverageOf(interactions, planted));
    const byHalf = halvesOfSample(n, drawn).flatMap((half) => half ?? []);
    const at = new Map([...drawn].map((mask, i) => [mask, i] as const));
    const halfFits = byHalf.map(({ masks: own, ends }) =>
      drained(
        estimateSteps(
          layerSample(n, own, touches, seed, 0, ends),
          Float64Array.from(own, (mask) => v[at.get(mask)!]!),
        ),
      ),
    );
    robust.push(robustOf(interactions, halfFits, planted));
  }
  return (["estimate", "proxySpex", "l1"] as const).map((way) => [
    String(masks),
    WAYS[way],
    ...(["jaccard", "recall", "precision", "error", "r2"] as const).map((figure) =>
      meanOf(found[way].map((one) => one[figure])).mean!.toFixed(figure === "r2" ? 3 : 2),
    ),
    ...(way === "estimate"
      ? [
          ...(["planted", "all"] as const).map((of) => meanOf(coverages.map((one) => one[of]))),
          ...(["planted", "others", "right"] as const).map((of) => meanOf(robust.map((one) => one[of]))),
        ].map(({ mean }) => mean?.toFixed(2) ?? "")
      : []),
  ]);
}

/** Many small effects at each of the masks. */
function denseTail(n: number, masks: Iterable<Mask>, random: () => number, effects: Float64Array): Float64Array {
  let next = 0;
  const tail = drawConcepts(n, effects.length, 2, random, () => effects[next++]!);
  return Float64Array.from(masks, (mask) => valueOf(tail, mask));
}
