/** What a picture says beside its effects: of its network, its classes and its own numbers. */
import { kappaShareOf } from "../core/and-or.ts";
import type { SolvedLayer } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";
import { OBJECTIVE_TOLERANCE, SCORE_TOLERANCE, toleranceOf } from "./verify-layer.ts";

/**
 * What may be stated otherwise: `network`: its name, size or mean colour; `players`: which pixels they are, as superpixels come with a picture; `layers`: their number, names or order, which know little, and over which lives are steadied;
 * `probes`: accuracies, noise floors, agreements and noise; `scales`; `classes`: the explained one, the likeliest, their probabilities, or the energy;
 * `certificate`: κ, objective, gap or largest residual.
 */
export type Stated = "network" | "players" | "layers" | "probes" | "scales" | "classes" | "certificate";

/** A number that comes from the network's own files differs by no more than the 18 binary digits of a link. */
const DIGITS = 1e-5;
/** A share by no more than its four decimals there, and a probe's noise by no more than its ten binary digits. */
const SHARE = 1e-4;
const NOISE_DIGITS = 1e-3;

type Check = (there: Snapshot, here: Snapshot, least: readonly number[]) => boolean;

const CHECKS: readonly (readonly [Stated, Check])[] = [
  [
    "network",
    ({ model: a }, { model: b }) =>
      a.name === b.name && everyPair(a.input, b.input, isSame) && everyPair(a.meanColour, b.meanColour, isNear),
  ],
  [
    "players",
    ({ players: a }, { players: b }) =>
      everyPair(a.patches, b.patches, (one, other) => everyPair(one, other, (x, y) => everyPair(x, y, isSame))),
  ],
  [
    "layers",
    ({ layers: a }, { layers: b }) =>
      everyPair(a, b, (x, y) => x.name === y.name && x.knowsLittle === y.knowsLittle) &&
      // Pictures of before say nothing of it: their lives are those of each layer alone.
      (!a.some(isJoined) || everyPair(a.map(isJoined), b.map(isJoined), isSame)),
  ],
  [
    "probes",
    layerwise(
      (a, b) =>
        isWithin(a.probeAccuracy, b.probeAccuracy, SHARE) &&
        isWithin(a.noiseFloor, b.noiseFloor, SHARE) &&
        isWithin(a.probeAgreement, b.probeAgreement, SHARE) &&
        isWithin(a.probeNoise ?? null, b.probeNoise ?? null, NOISE_DIGITS * (b.probeNoise ?? 0)),
    ),
  ],
  [
    "scales",
    layerwise(
      (a, b, { tolerance }) =>
        a.scaleFrom === b.scaleFrom &&
        (isNear(a.scale, b.scale) || (a.scaleFrom === "image" && Math.abs(a.scale - b.scale) <= 2 * tolerance)),
    ),
  ],
  [
    "classes",
    ({ target: a }, { target: b }) =>
      isSameClass(a, b) &&
      (a.rather === undefined || isSameClass(a.rather, b.rather)) &&
      everyPair(
        a.top,
        b.top,
        (one, other) =>
          isSameClass(
            one,
            b.top.find(({ index }) => index === one.index),
          ) && Math.abs(one.p - other.p) <= SCORE_TOLERANCE,
      ) &&
      (a.energy === undefined ||
        b.energy === undefined ||
        Math.abs(a.energy - b.energy) <= SCORE_TOLERANCE * Math.max(1, Math.abs(b.energy))),
  ],
  ["certificate", layerwise(certifies)],
];

/** All that `there` states otherwise than `here`; by layer, `least` is what its largest residual must be at least. Costs O(layers · values). */
export function statedOtherwise(there: Snapshot, here: Snapshot, least: readonly number[]): Stated[] {
  return CHECKS.flatMap(([stated, check]) => (check(there, here, least) ? [] : [stated]));
}

/** As much as the numbers follow from others here: κ and the optimum from v, the largest residual from κ and the effects. */
function certifies(
  { interactions: { exactness: a } }: SolvedLayer,
  { interactions: { exactness: b }, probeNoise }: SolvedLayer,
  { tolerance, kappa, least }: Room,
): boolean {
  const share = kappaShareOf({ ...kappa, probeNoise });
  const near = OBJECTIVE_TOLERANCE * b.objective + tolerance;
  return (
    // What a debiased answer leaves follows v at two masks, and the refitted effects; any other κ is a share of the range.
    Math.abs(a.kappa - b.kappa) <= 2 * (kappa.kappaOf === "debiased" ? 1 : share) * tolerance + DIGITS * b.kappa &&
    a.objective <= b.objective + near &&
    a.objective >= b.bound - near &&
    a.bound <= b.objective + near &&
    a.rebuildMaxAbs <= b.kappa + tolerance &&
    a.rebuildMaxAbs >= least
  );
}

interface Room {
  /** By how much v may differ at any mask, nats. */
  readonly tolerance: number;
  readonly kappa: Pick<Snapshot, "kappaFraction" | "kappaOf">;
  readonly least: number;
}

/** A check of the layers that both have. */
function layerwise(check: (there: SolvedLayer, here: SolvedLayer, room: Room) => boolean): Check {
  return (there, here, least) =>
    there.layers.slice(0, here.layers.length).every((layer, l) => {
      const tolerance = toleranceOf(here.values!.layers[l]!);
      return check(layer, here.layers[l]!, { tolerance, kappa: here, least: least[l]! });
    });
}

const isJoined = ({ joinsNext }: SolvedLayer): boolean => joinsNext === true;

function everyPair<T>(a: readonly T[], b: readonly T[], alike: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => alike(one, b[i]!));
}

const isSame = <T>(a: T, b: T): boolean => a === b;

function isNear(a: number, b: number): boolean {
  return isWithin(a, b, DIGITS * Math.abs(b));
}

function isWithin(a: number | null, b: number | null, most: number): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= most;
}

interface NamedClass {
  readonly index: number;
  readonly label: string;
  readonly p: number;
}

function isSameClass(a: NamedClass, b: NamedClass | undefined): boolean {
  return b !== undefined && a.index === b.index && a.label === b.label && Math.abs(a.p - b.p) <= SCORE_TOLERANCE;
}
