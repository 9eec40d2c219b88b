/** Snapshots for tests of links, quickly made: their effects are drawn, not solved for. */
import fc from "fast-check";
import type { KappaRule } from "../../core/and-or.ts";
import { sparse } from "../../core/all-masks.ts";
import { maskOf, orderOf, type Mask } from "../../core/masks.ts";
import { pickedGrids } from "../../core/grids.fixture.ts";
import type { Grid, PickedCells, Players } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { sparseOf, type Effects, type Kind } from "../../core/interactions.ts";
import { fewestMasks } from "../../core/estimate/sample.ts";
import { compareConcepts, type Concept } from "./coded-concepts.ts";
import { tauOf } from "../../core/salience.ts";
import { imagePlayers } from "../../core/superpixels.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { PROBE_CHOICES, type ProbeChoice } from "../../models/spec/probes.ts";

/** What a drawn snapshot is drawn from. */
export interface LinkedShape {
  readonly seed: number;
  readonly rows: number;
  readonly cols: number;
  readonly picked: PickedCells | null;
  /** Superpixels of noise, where there are any. */
  readonly cut?: Grid["cut"];
  readonly layers: number;
  /** Share of the effects that are not 0. */
  readonly density: number;
  readonly tauFraction: number;
  readonly kappaOf: KappaRule;
  readonly probes: ProbeChoice;
}

/** An ordinary shape. */
export const ORDINARY: LinkedShape = {
  seed: 5,
  rows: 2,
  cols: 3,
  picked: null,
  layers: 4,
  density: 0.2,
  tauFraction: 0.05,
  kappaOf: "range",
  probes: "first",
};

/** Every grid of at most 12 patches, and up to 12 cells of finer ones. */
const grids: fc.Arbitrary<Grid> = fc.oneof(
  fc.record({ rows: fc.integer({ min: 1, max: 3 }), cols: fc.integer({ min: 1, max: 4 }), picked: fc.constant(null) }),
  pickedGrids(16, 12),
  pickedGrids(6, 12).map((grid) => ({ ...grid, cut: "superpixels" as const })),
);

const shapes = fc.record({
  seed: fc.nat(),
  layers: fc.integer({ min: 1, max: 10 }),
  density: fc.constantFrom(0, 0.02, 0.1, 0.3),
  tauFraction: fc.constantFrom(0, 0.001, 0.02, 0.05, 0.1, 1 / 3, 1),
  kappaOf: fc.constantFrom<KappaRule>("range", "delta"),
  probes: fc.constantFrom(...PROBE_CHOICES),
});

/** Grids as above, up to ten layers. */
export const linkedShapes: fc.Arbitrary<LinkedShape> = fc
  .tuple(shapes, grids)
  .map(([shape, grid]) => ({ ...shape, ...grid }));

/** Sparse effects of all sizes, some of them on a threshold or within a few roundings of it, of either side. */
function drawEffects(n: number, { density, tauFraction }: LinkedShape, random: () => number): Effects {
  const largest = 5 * random() + 0.1;
  const fractions = [tauFraction, DEFAULT_TAU_FRACTION];
  const size = (): number => {
    if (random() < 0.6) return largest * random() ** 3;
    const threshold = fractions[Math.floor(2 * random())]! * largest;
    return Math.min(
      largest,
      threshold * (1 + (Math.floor(5 * random()) - 2) * [Number.EPSILON, 1e-9, 1e-4][Math.floor(3 * random())]!),
    );
  };
  const draw = (least: number) =>
    Float64Array.from({ length: 2 ** n }, (_, mask) =>
      orderOf(mask) < least || random() >= density ? 0 : (random() < 0.5 ? -1 : 1) * size(),
    );
  return sparse({ and: draw(1), or: draw(2) });
}

/** A layer that the effects explain, up to κ. */
function layerOf(
  name: string,
  effects: Effects,
  { tauFraction, kappaOf }: LinkedShape,
  random: () => number,
): SolvedLayer {
  const all = [...effects.and.effects, ...effects.or.effects];
  const objective = all.reduce((sum, effect) => sum + Math.abs(effect), 0);
  const [constant, gap] = [6 * random() - 3, 1e-3 * random() ** 4];
  const range = objective * (0.5 + random());
  const total = all.reduce((sum, effect) => sum + effect, 0);
  const kappa = 0.04 * (kappaOf === "range" ? range : Math.abs(total));
  const residual = kappaOf === "range" ? kappa * (2 * random() - 1) : 0;
  return {
    name,
    probeAccuracy: random() < 0.2 ? null : random(),
    noiseFloor: random() < 0.2 ? null : random(),
    probeAgreement: null,
    scale: 4 * random() + 0.01,
    scaleFrom: random() < 0.5 ? "dataset" : "image",
    knowsLittle: random() < 0.2,
    vEmpty: constant + residual,
    vFull: constant + total + residual,
    interactions: {
      ...effects,
      constant,
      exactness: {
        kappa,
        objective,
        bound: objective * (1 - gap),
        gap,
        method: objective === 0 ? "trivial" : random() < 0.9 ? "A" : "B",
        rebuildMaxAbs: kappa,
      },
    },
    tau: tauOf(effects, tauFraction),
  };
}

function drawnPlayers(shape: LinkedShape): Players {
  const random = mulberry32(shape.seed + 1);
  const rgb = Uint8Array.from({ length: 3 * 32 * 24 }, () => 40 * Math.floor(6 * random()));
  return imagePlayers(shape, { width: 32, height: 24, rgb });
}

/** A seeded snapshot; the same shape gives the same one. */
export function linkedSnapshot(shape: LinkedShape): Snapshot {
  const { seed, layers, tauFraction, kappaOf, probes } = shape;
  const random = mulberry32(seed);
  const players = drawnPlayers(shape);
  const digest = () => Array.from({ length: 64 }, () => Math.floor(16 * random()).toString(16)).join("");
  return {
    model: {
      name: "imagenette64",
      sha256: digest(),
      address: random() < 0.5 ? null : "https://example.org/nets/a%20net.onnx?x=1",
      input: [32, 24],
      meanColour: [0.4626, 0.4581, 0.4299],
    },
    image: { name: "Foto – 照片 🖼.jpg", sha256: digest(), pixels: null, exact: random() < 0.5 },
    players,
    baseline: "blur",
    probes,
    tauFraction,
    kappaFraction: 0.04,
    kappaOf,
    target: {
      index: 8,
      label: "golf ball",
      p: random(),
      top: [
        { index: 3, label: "chain saw", p: random() },
        { index: 8, label: "golf ball", p: random() },
      ],
    },
    layers: Array.from({ length: layers }, (_, l) =>
      layerOf(`block ${l}`, drawEffects(players.n, shape, random), shape, random),
    ),
    effectError: 0,
    values: null,
  };
}

/** What a drawn estimate is drawn from: besides, how many concepts each layer has at most, and of how many half-samples. */
export interface EstimateShape extends LinkedShape {
  readonly concepts: number;
  readonly halves: number;
}

/** Grids of 6 to 256 patches, up to five layers. */
export const estimateShapes: fc.Arbitrary<EstimateShape> = fc
  .record({
    seed: fc.nat(),
    grid: fc.constantFrom([2, 9], [8, 8], [16, 16], [3, 2]),
    layers: fc.integer({ min: 1, max: 5 }),
    concepts: fc.constantFrom(0, 1, 20, 120),
    halves: fc.constantFrom(0, 7),
    tauFraction: fc.constantFrom(0, 0.05, 1 / 3),
    cut: fc.constantFrom(undefined, "superpixels" as const),
  })
  .map(({ grid: [rows, cols], ...shape }) => ({ ...ORDINARY, ...shape, rows: rows!, cols: cols! }));

/** A seeded estimate whose effects and what is told of them are drawn; the same shape gives the same one. */
export function linkedEstimate(shape: EstimateShape): Snapshot {
  const { seed, layers, concepts, halves, tauFraction } = shape;
  const random = mulberry32(seed);
  const below = (end: number): number => Math.floor(end * random());
  const players = drawnPlayers(shape);
  const { n } = players;
  const fewest = fewestMasks(n);
  const sample = { masks: fewest + below(40), heldOut: below(fewest), seed: below(2 ** 32) };
  const draw = (): Concept => {
    const mask: Mask = maskOf(Array.from({ length: 1 + below(5) }, () => below(n)));
    return { kind: orderOf(mask) > 1 && random() < 0.3 ? "or" : "and", mask };
  };
  const plain = linkedSnapshot({ ...shape, rows: 1, cols: 1 });
  const all = Array.from({ length: concepts }, draw);
  const solved = plain.layers.map((layer): SolvedLayer => {
    const here = [...new Map(all.filter(() => random() < 0.7).map((one) => [`${one.kind}${one.mask}`, one])).values()];
    here.sort(compareConcepts);
    const ofKind = (kind: Kind) =>
      sparseOf(
        here
          .filter((one) => one.kind === kind)
          .sort((a, b) => (a.mask < b.mask ? -1 : 1))
          .map(({ mask }) => [mask, (random() < 0.5 ? -1 : 1) * 3 * random() ** 3]),
      );
    const effects: Effects = { n, and: ofKind("and"), or: ofKind("or") };
    const sizes = [...effects.and.effects, ...effects.or.effects];
    const objective = sizes.reduce((sum, effect) => sum + Math.abs(effect), 0);
    const kappa = random();
    const toldOf = (one: () => number): Record<Kind, Float64Array> => ({
      and: effects.and.effects.map(one),
      or: effects.or.effects.map(one),
    });
    const constant = 6 * random() - 3;
    return {
      ...layer,
      vEmpty: constant + kappa,
      vFull: constant + sizes.reduce((sum, effect) => sum + effect, 0) - kappa / 2,
      interactions: {
        ...effects,
        constant,
        exactness: {
          kappa,
          objective,
          bound: 0,
          gap: objective === 0 ? 0 : 1,
          method: "sampled",
          rebuildMaxAbs: kappa,
        },
        sampled: {
          ...sample,
          heldOutR2: 1 - 3 * random() ** 3,
          heldOutR2Whole: 1 - random() ** 3,
          unseenShare: random(),
          errors: toldOf(() => (random() < 0.1 ? 0 : random() ** 4)),
          ...(halves > 0 && { halves, frequency: toldOf(() => below(halves + 1) / halves) }),
        },
      },
      tau: tauOf(effects, tauFraction),
    };
  });
  return { ...plain, players, layers: solved.slice(0, layers) };
}
