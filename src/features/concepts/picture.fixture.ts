import { sparse } from "../../core/all-masks.ts";
import { gridPlayers } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { tauOf } from "../../core/salience.ts";
import type { Effects, Interactions, Kind, SampleQuality } from "../../core/interactions.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Result } from "../../session/shape.ts";

/** One planted concept: its kind, patches, and effect per layer in nats. */
export interface Planted {
  readonly kind: Kind;
  readonly patches: readonly number[];
  readonly effects: readonly number[];
}

/** Layers whose only effects are the planted ones, plus `noise` nats of weak ones from a seeded generator. */
export function plantedLayers(
  names: readonly string[],
  n: number,
  planted: readonly Planted[],
  noise = 0,
): SolvedLayer[] {
  const random = mulberry32(7);
  return names.map((name, l) => {
    const and = new Float64Array(2 ** n);
    const or = new Float64Array(2 ** n);
    if (noise > 0)
      for (let i = 0; i < 60; i++)
        (i % 3 === 0 ? or : and)[3 + Math.floor(random() * (2 ** n - 3))] = noise * (random() - 0.5);
    for (const { kind, patches, effects } of planted)
      (kind === "and" ? and : or)[patches.reduce((mask, i) => mask + 2 ** i, 0)] = effects[l]!;
    const objective = [...and, ...or].reduce((sum, effect) => sum + Math.abs(effect), 0);
    const interactions: Interactions = {
      ...sparse({ and, or }),
      constant: -2.2,
      exactness: { kappa: 0.1, objective, bound: objective, gap: 2.3e-4, method: "A", rebuildMaxAbs: 0.09 },
    };
    const vFull = -2.2 + [...and, ...or].reduce((sum, effect) => sum + effect, 0);
    return {
      name,
      probeAccuracy: 0.31 + (0.6 * l) / names.length,
      noiseFloor: l === names.length - 1 ? null : 0.5 + (0.2 * l) / names.length,
      probeAgreement: null,
      scale: 4,
      scaleFrom: "dataset",
      vEmpty: -2.2,
      vFull,
      interactions,
      tau: tauOf(interactions),
      knowsLittle: false,
    };
  });
}

/** A run over those layers, all solved, on a grid of `rows` x `cols`. */
export function plantedResult(layers: readonly SolvedLayer[], rows: number, cols: number): Result {
  const pixels = { width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3) };
  return {
    probes: layers.map(({ probeAccuracy, noiseFloor, probeAgreement, scale }) => ({
      accuracy: probeAccuracy,
      noiseFloor,
      probeAgreement,
      scale,
    })),
    model: { name: "planted", sha256: "0".repeat(64), address: null, input: [64, 64], meanColour: [0.5, 0.5, 0.5] },
    image: { pixels, sha256: "0".repeat(64), title: { from: "clipboard" }, file: new Blob([]) },
    layerNames: layers.map(({ name }) => name),
    players: gridPlayers(rows, cols, 64, 64),
    settings: {
      rows,
      cols,
      picked: null,
      sample: null,
      baseline: "mean",
      probes: "first",
      target: "auto",
      rather: null,
      kappaFraction: 0.04,
      kappaOf: "range",
      tauFraction: 0.05,
    },
    top: null,
    energy: null,
    target: null,
    partial: null,
    layers,
    snapshot: null,
    estimated: null,
    opened: null,
  };
}

/** A sample's quality for effects that nobody estimated: the standard error of each is `error`. */
export function madeUpQuality({ and, or }: Effects, error = 0.1, masks = 400): SampleQuality {
  const errors = {
    and: new Float64Array(and.masks.length).fill(error),
    or: new Float64Array(or.masks.length).fill(error),
  };
  return { masks, heldOut: masks / 5, seed: 1, heldOutR2: 0.8, heldOutR2Whole: 0.9, errors, unseenShare: 0 };
}
