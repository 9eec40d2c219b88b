import { energyOf, mapClasses } from "../core/value.ts";
import { everybody, masksOf } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import type { NetworkOutput } from "../models/spec/model.ts";
import type { Photograph } from "./collect-features.ts";
import { shown, type Measured } from "./quality.ts";
import { runImages } from "./run-images.ts";

/** An image counts as unfamiliar below the energy that so many of the familiar ones lie below: as many of these are marked, too. */
const SHARE = 0.05;

/** Scores that sum to 1 as nearly as this are shares, not logits. */
const ROUNDING = 1e-3;

/**
 * The energy below which an image is unlike what the network was trained on: of SHARE of the photographs the energy is smaller. They should be new to
 * the network. Null where there are fewer than 1 / SHARE, where classes are sums of several outputs, and where the network ends in a softmax,
 * whose scores tell no energy. One run a photograph.
 */
export async function measureFamiliarity(
  measured: Measured,
  photographs: readonly Photograph[],
): Promise<NonNullable<NetworkOutput["familiar"]> | null> {
  if (photographs.length * SHARE < 1 || measured.manifest.classMap.some((outputs) => outputs.length > 1)) return null;
  const energies = await energiesOf(measured, photographs);
  return energies === null ? null : { energy: thresholdOf(energies, SHARE), share: SHARE };
}

/** Energy of each photograph, shown whole, nats; null where every photograph's scores are shares of 1, or their logarithms. */
export async function energiesOf(
  { runner, manifest, signal }: Measured,
  photographs: readonly Photograph[],
): Promise<Float64Array | null> {
  const { input, classMap, output } = manifest;
  const players = gridPlayers(1, 1, input.width, input.height);
  const energies = new Float64Array(photographs.length);
  let areShares = true;
  await runImages(
    runner,
    manifest,
    shown(photographs, manifest, players, () => masksOf([everybody(players.n)])),
    [output.logits],
    ([values], first, rows) => {
      const width = values!.length / rows;
      for (let row = 0; row < rows; row++) {
        energies[first + row] = energyOf(mapClasses(values!, row * width, classMap), 0, classMap.length);
        areShares &&= isShares(values!.subarray(row * width, (row + 1) * width));
      }
    },
    signal,
  );
  return areShares ? null : energies;
}

/** Whether scores [outputs] sum to 1, or their exponentials do. */
export function isShares(scores: Float32Array): boolean {
  const sum = scores.reduce((total, score) => total + score, 0);
  const isSoftmax = Math.abs(sum - 1) < ROUNDING && scores.every((score) => score >= 0);
  return isSoftmax || Math.abs(energyOf(scores, 0, scores.length)) < ROUNDING;
}

/** The value that `share`, 0 to below 1, of all values are smaller than, rounded down to whole ones. */
export function thresholdOf(values: Float64Array, share: number): number {
  return values.toSorted()[Math.floor(share * values.length)]!;
}
