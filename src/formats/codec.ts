import type { AndOr, KappaRule } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { OrderStrength } from "../core/metrics.ts";
import type { PatchRect } from "../core/patches.ts";
import type { Fate, Kind } from "../core/tracks.ts";
import type { Exploration, ShareByOrder, SolvedLayer, Target } from "../exploration/exploration.ts";

/** One effect by its mask; nats. */
export type SparseEffect = readonly [mask: number, effect: number];

/** A layer in a file; sizes in nats unless said otherwise. */
export interface FileLayer {
  readonly name: string;
  readonly probeAccuracy: number | null;
  readonly noiseFloor: number | null;
  readonly scale: number;
  readonly scaleFrom: "dataset" | "image";
  readonly knowsLittle: boolean;
  readonly vEmpty: number;
  readonly vFull: number;
  readonly constant: number;
  readonly kappa: number;
  readonly tau: number;
  readonly objective: number;
  readonly bound: number;
  /** (objective − bound) / objective. */
  readonly gap: number;
  readonly method: AndOr["method"];
  readonly rebuildMaxAbs: number;
  /** Every effect that is not zero, by mask. */
  readonly and: readonly SparseEffect[];
  /** The same with Eq. 2's sign. */
  readonly or: readonly SparseEffect[];
  /** [2^n], where asked for. */
  readonly values?: readonly number[];
}

/** What a file is written from: an exploration, or one whose layers have lost their scores. */
export interface FileSource extends Omit<Exploration, "layers"> {
  readonly layers: readonly (SolvedLayer & { readonly v?: Float64Array })[];
}

/** An exploration as the JSON that page and command line write: format "strata-exploration", version 1. */
export interface StrataFile {
  readonly format: "strata-exploration";
  readonly version: 1;
  readonly model: Exploration["model"];
  readonly image: Exploration["image"];
  readonly target: Target;
  readonly players: {
    readonly n: number;
    readonly rows: number;
    readonly cols: number;
    readonly patches: readonly (readonly PatchRect[])[];
  };
  readonly baseline: BaselineKind;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  readonly layers: readonly FileLayer[];
  readonly tracks: readonly {
    readonly kind: Kind;
    readonly mask: number;
    readonly fate: Fate;
    readonly born: number;
    readonly died: number | null;
    readonly lives: readonly (readonly [first: number, last: number])[];
    readonly effects: readonly number[];
  }[];
  readonly orders: readonly OrderStrength[];
  readonly completeness: readonly ShareByOrder[];
  readonly redundancy: readonly ShareByOrder[];
  /** [layers][n] */
  readonly shapley: readonly (readonly number[])[];
}

/** [[mask, effect], …] of every effect that is not zero, by mask; ∅ is no effect. */
export function sparse(effects: Float64Array): SparseEffect[] {
  const pairs: SparseEffect[] = [];
  for (let mask = 1; mask < effects.length; mask++) if (effects[mask] !== 0) pairs.push([mask, effects[mask]!]);
  return pairs;
}

function toFileLayer(layer: FileSource["layers"][number], withValues: boolean): FileLayer {
  const {
    name,
    probeAccuracy,
    noiseFloor,
    scale,
    scaleFrom,
    knowsLittle,
    vEmpty,
    vFull,
    v,
    andOr,
    tau,
    rebuildMaxAbs,
  } = layer;
  const { constant, kappa, objective, bound, gap, method, and, or } = andOr;
  return {
    name,
    probeAccuracy,
    noiseFloor,
    scale,
    scaleFrom,
    knowsLittle,
    vEmpty,
    vFull,
    constant,
    kappa,
    tau,
    objective,
    bound,
    gap,
    method,
    rebuildMaxAbs,
    and: sparse(and),
    or: sparse(or),
    ...(withValues && v !== undefined ? { values: Array.from(v) } : {}),
  };
}

/** An exploration as plain data for JSON; every number survives the round trip through text exactly. */
export function toFile(exploration: FileSource, options: { readonly values: boolean }): StrataFile {
  const { model, image, target, players, baseline, tauFraction, kappaFraction, kappaOf } = exploration;
  return {
    format: "strata-exploration",
    version: 1,
    model,
    image,
    target,
    // A player may be made of several patches one day: each is a list.
    players: { n: players.n, rows: players.rows, cols: players.cols, patches: players.patches.map((patch) => [patch]) },
    baseline,
    tauFraction,
    kappaFraction,
    kappaOf,
    layers: exploration.layers.map((layer) => toFileLayer(layer, options.values)),
    tracks: exploration.tracks.map(({ kind, mask, fate, born, died, lives, effects }) => ({
      kind,
      mask,
      fate,
      born,
      died,
      lives: lives.map(({ first, last }) => [first, last]),
      effects: Array.from(effects),
    })),
    orders: exploration.orders,
    completeness: exploration.completeness,
    redundancy: exploration.redundancy,
    shapley: exploration.shapley.map((values) => Array.from(values)),
  };
}
