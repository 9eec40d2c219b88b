import { describe, expect, it } from "vitest";
import type { CertainConcept, Certainty } from "../core/certainty.ts";
import { madeUpCertainty } from "./certainty.fixture.ts";
import { pictureOf } from "./derived.ts";
import { firmnessOf } from "./firmness.ts";
import { madeUpSnapshot } from "./snapshot.fixture.ts";
import type { Snapshot } from "./snapshot.ts";
import { compareCertainty } from "./verify-certainty.ts";

const bare = madeUpSnapshot({ seed: 4, rows: 3, cols: 3, layers: 4, size: 12 });
const sure = (certainty: Certainty): Snapshot => ({ ...bare, certainty });
const here = sure(madeUpCertainty(bare.layers, 3));
const { shown } = pictureOf(bare.layers);

/** With what is told of the shown rows changed. */
function forged(change: (concept: CertainConcept) => Partial<CertainConcept>, of = here): Snapshot {
  const names = shown.map(({ kind, mask }) => `${kind}${mask}`);
  const concepts = of.certainty!.concepts.map((concept) =>
    names.includes(`${concept.kind}${concept.mask}`) ? { ...concept, ...change(concept) } : concept,
  );
  return sure({ ...of.certainty!, concepts });
}

describe("compareCertainty", () => {
  it("finds nothing where the same was found, nor where other runtimes are one replicate off", () => {
    expect(compareCertainty(here, here)).toEqual({
      rows: shown.length,
      otherwise: 0,
      layersOtherwise: 0,
      replicates: true,
    });
    const largest = Math.max(...bare.layers[0]!.interactions.and.effects.map(Math.abs));
    const near = forged(({ effectSd, born }) => ({
      effectSd: effectSd.map((deviation, l) => (l === 0 ? deviation + 0.001 * largest : deviation)),
      born: born.map((count) => Math.max(0, count - 1)),
    }));
    expect(compareCertainty(near, here)).toMatchObject({ otherwise: 0 });
  });
  it("counts rows that are said to be firm or robust and were not found so", () => {
    const firmness = firmnessOf(bare.layers, here.certainty!);
    const rows = shown.map(({ kind, mask }) => firmness.get(`${kind}${mask}`)!);
    const allRobust = forged(({ robust }) => ({ robust: robust.map(() => 1) }));
    expect(rows.filter(({ isRobust }) => !isRobust).length).toBeGreaterThan(0);
    expect(compareCertainty(allRobust, here).otherwise).toBe(rows.filter(({ isRobust }) => !isRobust).length);
    const { replicates } = here.certainty!;
    const allFirm = forged(({ kind, mask, against }) => {
      const { fate } = shown.find((row) => row.kind === kind && row.mask === mask)!;
      return { against: against.map(() => 0), fates: { kept: 0, lost: 0, transient: 0, [fate]: replicates } };
    });
    expect(rows.filter(({ isFirm }) => isFirm === false).length).toBeGreaterThan(0);
    expect(compareCertainty(allFirm, here).otherwise).toBeGreaterThanOrEqual(
      rows.filter(({ isFirm }) => isFirm === false).length,
    );
  });
  it("sees other spreads of births and of effects, where all else is so", () => {
    expect(
      compareCertainty(
        forged(({ effectSd }) => ({ effectSd: effectSd.map(() => 9) })),
        here,
      ).otherwise,
    ).toBe(shown.length);
    const spread = forged(({ born }) => ({ born: born.map((count) => (count + 4) % 9) }));
    expect(compareCertainty(spread, here).otherwise).toBe(shown.length);
  });
  it("is of rows that are told of: those of a link, and none of another number of replicates", () => {
    const one = sure({ ...here.certainty!, concepts: here.certainty!.concepts.slice(0, 1) });
    expect(compareCertainty(one, here)).toMatchObject({ rows: 1, otherwise: 0 });
    const more = sure(madeUpCertainty(bare.layers, 3, 9));
    expect(compareCertainty(more, here)).toMatchObject({ otherwise: shown.length });
  });
  it("counts layers that tell another noise or agreement of their probe on the image, and none that tell nothing", () => {
    const told = (noiseShare?: number | null, replicateAgreement?: number | null): Snapshot => ({
      ...here,
      layers: here.layers.map((layer, l) =>
        l > 1 || noiseShare === undefined ? layer : { ...layer, noiseShare, replicateAgreement: replicateAgreement! },
      ),
    });
    const found = told(0.1, 0.5);
    const otherwise = (there: Snapshot): number => compareCertainty(there, found).layersOtherwise;
    expect([told(0.11, 0.49), told(0.13, 0.5), told(0.1, 0.4), told(0.1, null), told()].map(otherwise)).toEqual([
      0, 2, 2, 2, 0,
    ]);
  });
  it("tells of a layer that was not found as of one that tells otherwise", () => {
    const told = { ...here.layers[0]!, noiseShare: 0.1, replicateAgreement: 0.5 };
    const fewer = { ...here, layers: here.layers.slice(0, -1) };
    const last = here.layers.map((layer, l) => (l === here.layers.length - 1 ? told : layer));
    expect(compareCertainty({ ...here, layers: last }, fewer)).toMatchObject({ layersOtherwise: 1 });
  });
  it("compares what is robust alone where nobody could ask replicates here", () => {
    const without = sure(madeUpCertainty(bare.layers, 3, 0));
    const robust = new Map(
      without.certainty!.concepts.map((concept) => [`${concept.kind}${concept.mask}`, concept.robust]),
    );
    const same = forged(({ kind, mask }) => ({ robust: robust.get(`${kind}${mask}`)! }));
    expect(compareCertainty(same, without)).toEqual({
      rows: shown.length,
      otherwise: 0,
      layersOtherwise: 0,
      replicates: false,
    });
  });
});
