/** Games of known concepts, for tests of what is said of concepts that are found in noisy values. */
import { sparse } from "../../src/core/all-masks.ts";
import { decompose } from "../../src/core/and-or.ts";
import { effectsOf } from "../../src/core/effects.fixture.ts";
import type { Effects, Kind } from "../../src/core/interactions.ts";
import { isWithin, meets, NOBODY, onlyPlayer, orderOf, union, type Mask } from "../../src/core/masks.ts";
import { mulberry32 } from "../../src/core/random.ts";

/** What is planted, and how noisy the values are that one sees of it. */
export interface Planting {
  readonly n: number;
  readonly layers: number;
  /** Concepts at each layer, of orders 1 to 4; of those of more than one patch half are OR. */
  readonly concepts: number;
  /** Share of the concepts that each layer exchanges for others. */
  readonly change: number;
  /** Standard deviation of the noise at each mask, as a share of the range of v. */
  readonly noise: number;
  readonly copies: number;
  readonly seed: number;
}

/** `[layers]` of effects; the last layer, as an output, has no noise. */
export interface PlantedGame {
  readonly planted: readonly Effects[];
  /** Found in v as it is. */
  readonly noiseless: readonly Effects[];
  /** Found in v with noise. */
  readonly picture: readonly Effects[];
  /** Found in copies of these values with as much noise again. */
  readonly replicates: readonly (readonly Effects[])[];
}

type Concept = readonly [kind: Kind, mask: Mask, effect: number];

/** The same game for the same seed. κ is by the rule `noise`. Decomposes `layers · (2 + copies)` vectors of length 2^n. */
export function plantedGame({ n, layers, concepts, change, noise, copies, seed }: Planting): PlantedGame {
  const random = mulberry32(seed);
  const plantings: ReadonlyMap<string, Concept>[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const kept = [...(plantings.at(-1) ?? [])].filter(() => random() >= change);
    const planting = new Map<string, Concept>(
      kept.map(([name, [kind, mask, effect]]) => [name, [kind, mask, effect * (0.8 + 0.4 * random())]]),
    );
    while (planting.size < concepts) {
      const mask = drawMask(n, 1 + Math.floor(4 * random()), random);
      const kind: Kind = orderOf(mask) > 1 && random() < 0.5 ? "or" : "and";
      planting.set(`${kind}${mask}`, [kind, mask, (random() < 0.5 ? -1 : 1) * (0.5 + 1.5 * random())]);
    }
    plantings.push(planting);
  }
  const found = plantings.map((planting, layer) => {
    const concepts = [...planting.values()];
    const v = valuesOf(n, concepts);
    const probeNoise = layer === layers - 1 ? 0 : noise;
    const size = probeNoise * (Math.max(...v) - Math.min(...v));
    const seen = noisy(v, size, random);
    const explained = (values: Float64Array): Effects =>
      sparse(decompose(values, { kappaFraction: 0.04, kappaOf: "noise", probeNoise }));
    const picture = explained(seen);
    return {
      planted: effectsOf(n, concepts),
      noiseless: size === 0 ? picture : explained(v),
      picture,
      copies: Array.from({ length: copies }, () => (size === 0 ? picture : explained(noisy(seen, size, random)))),
    };
  });
  return {
    planted: found.map(({ planted }) => planted),
    noiseless: found.map(({ noiseless }) => noiseless),
    picture: found.map(({ picture }) => picture),
    replicates: Array.from({ length: copies }, (_, copy) => found.map((layer) => layer.copies[copy]!)),
  };
}

/** v with white noise of standard deviation `size`. */
export function noisy(v: Float64Array, size: number, random: () => number): Float64Array {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return v.map((value) => value + size * normal());
}

function drawMask(n: number, order: number, random: () => number): Mask {
  let mask: Mask = NOBODY;
  while (orderOf(mask) < order) mask = union(mask, onlyPlayer(Math.floor(n * random())));
  return mask;
}

/** v at every mask, [2^n]. */
function valuesOf(n: number, concepts: readonly Concept[]): Float64Array {
  const isOn = (kind: Kind, mask: Mask, shown: Mask): boolean =>
    kind === "and" ? isWithin(mask, shown) : meets(mask, shown);
  return Float64Array.from({ length: 2 ** n }, (_, shown) =>
    concepts.reduce((sum, [kind, mask, effect]) => (isOn(kind, mask, shown) ? sum + effect : sum), 0),
  );
}
