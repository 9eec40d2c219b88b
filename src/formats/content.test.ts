import { describe, expect, it } from "vitest";
import { sparse, type DenseEffects } from "../core/all-masks.ts";
import { arraysOf } from "../core/effects.fixture.ts";
import type { Exactness, Interactions } from "../core/interactions.ts";
import { contentOf } from "./content.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { madeUpCertainty } from "../exploration/certainty.fixture.ts";
import { madeUpSnapshot } from "../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { readStrataFile } from "./strata-file/read.ts";
import { writeStrataFile } from "./strata-file/write.ts";

const snapshot = madeUpSnapshot({ seed: 3, rows: 2, cols: 2, layers: 2, size: 8 });
const { model, image, target, layers } = snapshot;

/** The snapshot with its last layer changed. */
const withLayer = (change: (layer: SolvedLayer) => Partial<SolvedLayer>): Snapshot => ({
  ...snapshot,
  layers: [layers[0]!, { ...layers[1]!, ...change(layers[1]!) }],
});
/** … in what is explained there, … */
const withInteractions = (change: Partial<Interactions>): Snapshot =>
  withLayer(({ interactions }) => ({ interactions: { ...interactions, ...change } }));
/** … in its effects as arrays by mask, … */
const withEffects = (change: (arrays: DenseEffects) => Partial<DenseEffects>): Snapshot =>
  withLayer(({ interactions }) => {
    const arrays = arraysOf(interactions);
    return { interactions: { ...interactions, ...sparse({ ...arrays, ...change(arrays) }) } };
  });
/** … or in how exact they are. */
const withExactness = (change: Partial<Exactness>): Snapshot =>
  withInteractions({ exactness: { ...layers[1]!.interactions.exactness, ...change } });
const nudged = (vector: Float64Array): Float64Array => vector.map((value, i) => (i === 3 ? value + 1e-12 : value));

describe("contentOf", () => {
  it("is the same after a passage through a file, whatever the picture is called", async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const values of [true, false]) {
        const made = madeUpSnapshot({ seed, rows: 2, cols: 1 + (seed % 3), layers: 3, size: 8 });
        const of: Snapshot = {
          ...made,
          model: { ...made.model, ...(seed % 2 === 0 && { setup: "5".repeat(64) }) },
          values: values ? made.values : null,
        };
        const [read] = await readStrataFile(
          await writeStrataFile([{ name: "x", createdMs: 1, snapshot: of }], { values: true }),
        );
        expect(await contentOf(read!.snapshot)).toBe(
          await contentOf({ ...of, image: { ...of.image, name: "another name" } }),
        );
      }
    }
  });
  it("is the same however sure the picture is known to be", async () => {
    const certainty = madeUpCertainty(snapshot.layers, 1);
    expect(await contentOf({ ...snapshot, certainty })).toBe(await contentOf(snapshot));
  });
  it("takes minus zero, which files do not know, for zero", async () => {
    const zero = (sign: number): Snapshot =>
      withInteractions({ and: { masks: Uint32Array.of(1, 2), effects: Float64Array.of(sign * 0, 1) } });
    expect(await contentOf(zero(-1))).toBe(await contentOf(zero(1)));
  });
  it("differs for everything else that a picture holds", async () => {
    const { exactness } = layers[1]!.interactions;
    const [first, second] = snapshot.values!.layers;
    const withValues = (...of: Float64Array[]): Snapshot => ({
      ...snapshot,
      values: { ...snapshot.values!, layers: of },
    });
    const others: Snapshot[] = [
      { ...snapshot, model: { ...model, sha256: "0".repeat(64) } },
      { ...snapshot, model: { ...model, setup: "0".repeat(64) } },
      { ...snapshot, model: { ...model, name: "other" } },
      { ...snapshot, image: { ...image, sha256: "0".repeat(64) } },
      { ...snapshot, image: { ...image, exact: false } },
      { ...snapshot, image: { ...image, pixels: null } },
      {
        ...snapshot,
        image: {
          ...image,
          pixels: { ...image.pixels!, rgb: image.pixels!.rgb.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) },
        },
      },
      { ...snapshot, baseline: "blur" },
      { ...snapshot, probes: "labels" },
      { ...snapshot, players: { ...snapshot.players, picked: { cells: [0, 1], others: "hidden" } } },
      { ...snapshot, players: { ...snapshot.players, picked: { cells: [0, 1], others: "shown" } } },
      { ...snapshot, players: { ...snapshot.players, picked: { cells: [0, 2], others: "hidden" } } },
      { ...snapshot, players: { ...snapshot.players, cut: "superpixels" } },
      {
        ...snapshot,
        players: { ...snapshot.players, cut: "superpixels", patches: snapshot.players.patches.toReversed() },
      },
      { ...snapshot, tauFraction: 0.5 },
      { ...snapshot, kappaFraction: 0.05 },
      { ...snapshot, kappaOf: "delta" },
      { ...snapshot, effectError: 0.001 },
      { ...snapshot, target: { ...target, p: 0.81 } },
      { ...snapshot, target: { ...target, index: 2 } },
      { ...snapshot, target: { ...target, top: target.top.slice(1) } },
      { ...snapshot, values: null },
      withValues(first!, nudged(second!)),
      withValues(second!, first!),
      // A forger's work: effects exchanged, all signs turned, AND and OR exchanged.
      withEffects(({ and }) => ({ and: nudged(and) })),
      withEffects(({ or }) => ({ or: nudged(or) })),
      withEffects(({ and }) => ({ and: Float64Array.of(0, ...and.slice(1).toReversed()) })),
      withEffects(({ and }) => ({ and: and.map((effect) => -effect) })),
      withEffects(({ and, or }) => ({ and: or, or: and })),
      withExactness({ bound: exactness.bound / 2 }),
      withExactness({ objective: exactness.objective * 2 }),
      withInteractions({ constant: 0.5 }),
      withExactness({ kappa: 0.5 }),
      withExactness({ method: "trivial" }),
      withLayer(() => ({ name: "head" })),
      withLayer(({ scale }) => ({ scale: 2 * scale })),
      withLayer(({ knowsLittle }) => ({ knowsLittle: !knowsLittle })),
      withLayer(() => ({ probeAccuracy: 0.123 })),
      withLayer(() => ({ noiseFloor: 0.123 })),
      withLayer(() => ({ probeAgreement: 0.123 })),
      withLayer(({ vFull }) => ({ vFull: vFull + 1e-12 })),
      withLayer(({ vEmpty }) => ({ vEmpty: vEmpty + 1e-12 })),
    ];
    const contents = await Promise.all([snapshot, ...others].map(contentOf));
    expect(new Set(contents).size).toBe(contents.length);
  });
});
