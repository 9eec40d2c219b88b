import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Certainty } from "../../core/certainty.ts";
import { largestEffect } from "../../core/salience.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { pictureOf } from "../../exploration/derived.ts";
import { countFirm, firmnessOf } from "../../exploration/firmness.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { unpackCertainty } from "./certainty-numbers.ts";
import { packCertainty } from "./earlier.fixture.ts";
import { LinkError } from "./errors.ts";
import { linkedShapes, linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { decodePayload, encodePayload } from "./payload.ts";

/** How sure a picture is, as far as its shown rows go. */
const ofShown = ({ layers, certainty }: Snapshot): Certainty => {
  const { replicates, concepts } = certainty!;
  return {
    replicates,
    concepts: pictureOf(layers).shown.map((row) =>
      concepts.find(({ kind, mask }) => kind === row.kind && mask === row.mask)!,
    ),
  };
};

const sure = (snapshot: Snapshot, seed: number, replicates?: number): Snapshot => ({
  ...snapshot,
  certainty: madeUpCertainty(snapshot.layers, seed, replicates),
});

const withoutCertainty = ({ certainty: _certainty, ...bare }: Snapshot): Snapshot => bare;

describe("certainty in links before version 6", () => {
  it("bring back every count of the shown rows, and deviations to a quarter of a percent of the layer's largest effect", () => {
    fc.assert(
      fc.property(linkedShapes, fc.constantFrom(0, 1, 8, 255), (shape, replicates) => {
        const snapshot = sure(linkedSnapshot(shape), shape.seed, replicates);
        const { layers } = snapshot;
        const before = ofShown(snapshot);
        const after = unpackCertainty(packCertainty(snapshot.certainty!, layers), layers);
        const withoutSd = ({ concepts, ...rest }: Certainty) => ({
          ...rest,
          concepts: concepts.map(({ effectSd: _effectSd, against: _against, ...counts }) => counts),
        });
        expect(withoutSd(after)).toEqual(withoutSd(before));
        after.concepts.forEach(({ effectSd, against }, i) =>
          layers.forEach(({ interactions }, l) => {
            const was = before.concepts[i]!;
            expect(against[l]).toBe(was.against[l]);
            expect(Math.abs(effectSd[l]! - was.effectSd[l]!)).toBeLessThanOrEqual(
              (1.001 * largestEffect(interactions)) / 400,
            );
          }),
        );
      }),
      { seed: 20261130, numRuns: 60 },
    );
  });

  it("refuse bytes that are too few, too many or of nothing that can be", () => {
    const { layers, certainty } = sure(linkedSnapshot(ORDINARY), 2);
    const bytes = packCertainty(certainty!, layers);
    expect(() => unpackCertainty(bytes.slice(0, -1), layers)).toThrow(LinkError);
    expect(() => unpackCertainty(Uint8Array.of(...bytes, 0), layers)).toThrow(LinkError);
    // More of the replicates live there than there are.
    expect(() => unpackCertainty(bytes.with(0, 3), layers)).toThrow(LinkError);
  });
});

describe("a link of a picture that is known to be sure", () => {
  const snapshot = sure(madeUpSnapshot({ seed: 3, rows: 3, cols: 4, layers: 9, size: 64 }), 9);

  it("keeps which rows are firm, and is the same when it is shared again", async () => {
    const { text } = await encodePayload(snapshot, null);
    const { snapshot: after } = await decodePayload(text);
    const firm = ({ layers, certainty }: Snapshot) => countFirm(pictureOf(layers), firmnessOf(layers, certainty!));
    expect(firm(after)).toEqual(firm(snapshot));
    expect(after.certainty!.concepts.length).toBe(24);
    expect((await encodePayload(after, null)).text).toBe(text);
  });

  it("keeps within the promised length at 12 patches and 9 layers, effects as fine as without", async () => {
    const { certainty, ...bare } = snapshot;
    const [with_, without] = [await encodePayload(snapshot, null), await encodePayload(bare, null)];
    expect(with_.text.length).toBeLessThanOrEqual(4000);
    expect(with_.text.length).toBeGreaterThan(without.text.length);
    expect(certainty!.concepts.length).toBeGreaterThan(24);
  });

  it("does without where no steps would make it short enough, rather than be longer", async () => {
    const bare = withoutCertainty(snapshot);
    const { text } = await encodePayload(bare, null, { budget: 0 });
    expect((await encodePayload(snapshot, null, { budget: 0 })).text).toBe(text);
    expect((await decodePayload(text)).snapshot.certainty).toBeUndefined();
  });
});
