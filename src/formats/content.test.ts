import { describe, expect, it } from "vitest";
import { contentOf } from "./content.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
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
const withEffects = (andOr: Partial<SolvedLayer["andOr"]>): Snapshot =>
  withLayer((layer) => ({ andOr: { ...layer.andOr, ...andOr } }));
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
  it("takes minus zero, which files do not know, for zero", async () => {
    const zero = (sign: number): Snapshot =>
      withEffects({ and: layers[1]!.andOr.and.map((effect, i) => (i === 1 ? sign * 0 : effect)) });
    expect(await contentOf(zero(-1))).toBe(await contentOf(zero(1)));
  });
  it("differs for everything else that a picture holds", async () => {
    const last = layers[1]!;
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
      { ...snapshot, tauFraction: 0.5 },
      { ...snapshot, kappaFraction: 0.05 },
      { ...snapshot, kappaOf: "delta" },
      { ...snapshot, effectError: 0.001 },
      { ...snapshot, target: { ...target, p: 0.81 } },
      { ...snapshot, target: { ...target, index: 2 } },
      { ...snapshot, target: { ...target, top: target.top.slice(1) } },
      { ...snapshot, values: null },
      { ...snapshot, values: [snapshot.values![0]!, nudged(snapshot.values![1]!)] },
      { ...snapshot, values: snapshot.values!.toReversed() },
      // A forger's work: effects exchanged, all signs turned, AND and OR exchanged.
      withEffects({ and: nudged(last.andOr.and) }),
      withEffects({ or: nudged(last.andOr.or) }),
      withEffects({ and: last.andOr.and.toReversed() }),
      withEffects({ and: last.andOr.and.map((effect) => -effect) }),
      withEffects({ and: last.andOr.or, or: last.andOr.and }),
      withEffects({ bound: last.andOr.bound / 2 }),
      withEffects({ objective: last.andOr.objective * 2 }),
      withEffects({ constant: 0.5 }),
      withEffects({ kappa: 0.5 }),
      withEffects({ method: "trivial" }),
      withLayer(() => ({ name: "head" })),
      withLayer(({ scale }) => ({ scale: 2 * scale })),
      withLayer(({ knowsLittle }) => ({ knowsLittle: !knowsLittle })),
      withLayer(() => ({ probeAccuracy: 0.123 })),
      withLayer(() => ({ noiseFloor: 0.123 })),
      withLayer(({ vFull }) => ({ vFull: vFull + 1e-12 })),
      withLayer(({ vEmpty }) => ({ vEmpty: vEmpty + 1e-12 })),
    ];
    const contents = await Promise.all([snapshot, ...others].map(contentOf));
    expect(new Set(contents).size).toBe(contents.length);
  });
});
