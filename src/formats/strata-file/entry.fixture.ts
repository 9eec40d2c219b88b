import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { changedEffects } from "../../core/effects.fixture.ts";
import { pickedGrids } from "../../core/grids.fixture.ts";

import { largestEffect, tauOf } from "../../core/salience.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import type { StrataEntry } from "./document.ts";

/** What a file keeps of a snapshot. */
export function kept(snapshot: Snapshot, values = true): Snapshot {
  return { ...snapshot, values: values ? snapshot.values : null };
}

/** As after a link: effects in 256 steps, without scores, the image left out. */
export function lossy(snapshot: Snapshot): Snapshot {
  const layers = snapshot.layers.map((layer): SolvedLayer => {
    const step = largestEffect(layer.interactions) / 127 || 1;
    const interactions = changedEffects(layer.interactions, ({ and, or }) => {
      for (const effects of [and, or]) effects.set(effects.map((effect) => step * Math.round(effect / step)));
    });
    return { ...layer, interactions, tau: tauOf(interactions, snapshot.tauFraction) };
  });
  return {
    ...snapshot,
    image: { ...snapshot.image, pixels: null, exact: false },
    layers,
    effectError: 0.5 / 127,
    values: null,
  };
}

/** An entry like any other: 2 x 2 patches, three layers. */
export const ordinary: StrataEntry = {
  name: "a photo",
  createdMs: Date.UTC(2026, 10, 25, 3, 29, 19, 123),
  snapshot: madeUpSnapshot({ seed: 7, rows: 2, cols: 2, layers: 3, size: 8 }),
};

/** The same, and how sure it is. */
export const sure: StrataEntry = { ...ordinary, snapshot: withCertainty(ordinary.snapshot, 3) };

/** A picture with how sure it is. */
function withCertainty(snapshot: Snapshot, seed: number, replicates?: number): Snapshot {
  return { ...snapshot, certainty: madeUpCertainty(snapshot.layers, seed, replicates) };
}

const snapshots = fc
  .tuple(
    fc.oneof(
      fc.record({
        rows: fc.integer({ min: 1, max: 3 }),
        cols: fc.integer({ min: 1, max: 3 }),
        picked: fc.constant(null),
      }),
      pickedGrids(16, 8),
      pickedGrids(6, 8).map((grid) => ({ ...grid, cut: "superpixels" as const })),
    ),
    fc.record({ seed: fc.nat(1000), layers: fc.integer({ min: 1, max: 3 }), larger: fc.nat(9) }),
  )
  .map(([grid, { larger, ...shape }]) =>
    madeUpSnapshot({ ...shape, ...grid, size: Math.max(3, grid.rows, grid.cols) + larger }),
  );

/** Entries as page and command line make them. */
export const entries: fc.Arbitrary<StrataEntry> = fc.record({
  // Every UTF-16 unit may be in it, halves of pairs as well.
  name: fc.string({ unit: "binary", maxLength: 20 }),
  createdMs: fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }),
  snapshot: fc
    .tuple(
      snapshots,
      fc.constantFrom("as computed", "without image", "of known address", "lossy", "sure"),
      fc.constantFrom(0, 1, 2, 8, 255),
    )
    .map(([snapshot, how, replicates]): Snapshot => {
      if (how === "sure") return withCertainty(snapshot, replicates, replicates);
      if (how === "without image") return { ...snapshot, image: { ...snapshot.image, name: "", pixels: null } };
      if (how === "of known address")
        return {
          ...snapshot,
          baseline: "blur",
          model: { ...snapshot.model, address: "https://example.org/nets/a%20net.onnx?x=1" },
        };
      return how === "lossy" ? lossy(snapshot) : snapshot;
    }),
});

/** The JSON in a .strata file. */
export const jsonOf = (bytes: Uint8Array): string => gunzipSync(bytes).toString();

/** A .strata file around any text. */
export const fileOf = (json: string): Uint8Array => new Uint8Array(gzipSync(json));
