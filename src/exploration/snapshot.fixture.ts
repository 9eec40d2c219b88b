import { createHash } from "node:crypto";
import { allMasks } from "../core/all-masks.ts";
import { decompose, DEFAULT_DECOMPOSE } from "../core/and-or.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { gridPlayers, type Grid, type PickedCells } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import { DEFAULT_TAU_FRACTION, tauOf } from "../core/salience.ts";
import { imagePlayers } from "../core/superpixels.ts";
import type { SolvedLayer } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a made-up snapshot is made of. */
export interface SnapshotShape {
  readonly seed: number;
  readonly rows: number;
  readonly cols: number;
  readonly picked?: PickedCells | null;
  readonly cut?: Grid["cut"];
  readonly layers: number;
  /** Side of the image, pixels. */
  readonly size: number;
}

/** A sparse game with a little noise, so that it decomposes like a real layer. */
function scores(n: number, random: () => number): Float64Array {
  const terms = Array.from({ length: 6 }, () => ({
    mask: 1 + Math.floor(random() * (2 ** n - 1)),
    effect: 4 * random() - 2,
    any: random() < 0.4,
  }));
  return Float64Array.from({ length: 2 ** n }, (_, shown) =>
    terms.reduce(
      (sum, { mask, effect, any }) => sum + ((any ? (shown & mask) !== 0 : (shown & mask) === mask) ? effect : 0),
      -2.2 + 0.05 * random(),
    ),
  );
}

/** A seeded snapshot, really decomposed; the same shape gives the same snapshot. */
export function madeUpSnapshot({ seed, rows, cols, picked = null, cut, layers, size }: SnapshotShape): Snapshot {
  const random = mulberry32(seed);
  const { n } = gridPlayers(rows, cols, size, size, picked);
  const values: Float64Array[] = [];
  const solved = Array.from({ length: layers }, (_, l): SolvedLayer => {
    const v = scores(n, random);
    values.push(v);
    const interactions = interactionsOf(v, decompose(v, DEFAULT_DECOMPOSE));
    return {
      name: l === layers - 1 ? "output" : `block${l}`,
      probeAccuracy: random() < 0.2 ? null : random(),
      noiseFloor: l === layers - 1 ? null : random(),
      probeAgreement: l % 2 === 0 ? null : 0.5 + l / 100,
      scale: 1 + random(),
      scaleFrom: random() < 0.5 ? "dataset" : "image",
      knowsLittle: random() < 0.2,
      vEmpty: v[0]!,
      vFull: v.at(-1)!,
      interactions,
      tau: tauOf(interactions, DEFAULT_TAU_FRACTION),
    };
  });
  const rgb = Uint8Array.from({ length: 3 * size * size }, (_, i) =>
    Math.floor(128 + 100 * Math.sin(i / 37 + seed) + 20 * random()),
  );
  const pixels = { width: size, height: size, rgb };
  return {
    model: {
      name: "imagenette64",
      sha256: Array.from({ length: 64 }, () => "0123456789abcdef"[Math.floor(16 * random())]).join(""),
      address: null,
      input: [size, size],
      meanColour: [0.46, 0.46, 0.43],
    },
    image: {
      name: `photo ${seed}.jpg`,
      sha256: createHash("sha256").update(rgb).digest("hex"),
      pixels,
      exact: true,
    },
    players: imagePlayers({ rows, cols, picked, cut }, pixels),
    baseline: "mean",
    probes: "first",
    tauFraction: DEFAULT_TAU_FRACTION,
    kappaFraction: DEFAULT_DECOMPOSE.kappaFraction,
    kappaOf: DEFAULT_DECOMPOSE.kappaOf,
    target: {
      index: 1,
      label: "golf ball",
      p: 0.8,
      top: [
        { index: 1, label: "golf ball", p: 0.8 },
        { index: 0, label: "church", p: 0.15 },
        { index: 2, label: "parachute", p: 0.03 },
      ],
    },
    layers: solved,
    effectError: 0,
    values: { masks: allMasks(n), layers: values },
  };
}
