/** Links of pictures that are estimated from a sample of masks. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectAt, errorAt, KINDS, type SampleQuality } from "../../core/interactions.ts";
import { isWithin, everybody } from "../../core/masks.ts";
import { largestEffect, tauOf } from "../../core/salience.ts";
import { tracksOf } from "../../core/tracks.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { pictureOf } from "../../exploration/derived.ts";
import { sampledSnapshot } from "../../exploration/sampled-snapshot.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { readStrataFile } from "../strata-file/read.ts";
import { writeStrataFile } from "../strata-file/write.ts";
import { estimateShapes, linkedEstimate, linkedSnapshot, ORDINARY, type EstimateShape } from "./linked.fixture.ts";
import { decodePayload, encodePayload } from "./payload.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;
const shape: EstimateShape = { ...ORDINARY, rows: 8, cols: 8, concepts: 40, halves: 0 };
const cells = Array.from({ length: 20 }, (_, i) => i + Math.floor(i / 2));
const versionOf = (text: string): number => Buffer.from(text, "base64url")[0]!;

const lives = ({ layers, tauFraction }: Snapshot): unknown =>
  tracksOf(
    layers.map(({ interactions }) => interactions),
    tauFraction,
  ).map(({ kind, mask, fate, lives: at }) => ({ kind, mask, fate, at }));

/** The same sets, every number within what the document says. */
function expectSame(after: Snapshot, before: Snapshot): void {
  expect(after.players).toEqual(before.players);
  expect(lives(after)).toEqual(lives(before));
  after.layers.forEach((layer, l) => {
    const [came, was] = [layer.interactions, before.layers[l]!.interactions];
    const [told, said] = [came.sampled!, was.sampled!];
    for (const field of ["masks", "heldOut", "seed", "halves"] as const) expect(told[field]).toBe(said[field]);
    for (const field of ["heldOutR2", "heldOutR2Whole"] as const)
      expect(Math.abs(told[field] - said[field])).toBeLessThanOrEqual(2 ** -18 * Math.abs(said[field]));
    expect(Math.abs(told.unseenShare - said.unseenShare)).toBeLessThanOrEqual(5.1e-5);
    const { kappa, rebuildMaxAbs } = came.exactness;
    expect(came.exactness).toMatchObject({ method: "sampled", bound: 0, gap: was.exactness.gap });
    expect(Math.abs(kappa - was.exactness.kappa)).toBeLessThanOrEqual(2 ** -18 * kappa);
    expect(rebuildMaxAbs).toBe(kappa);
    expect(layer.tau).toBe(tauOf(came, after.tauFraction));
    const most = after.effectError * largestEffect(was) * (1 + 1e-12);
    for (const kind of KINDS) {
      for (const mask of came[kind].masks) expect(isWithin(mask, everybody(came.n))).toBe(true);
      let at = 0;
      [...was[kind].masks].forEach((mask, i) => {
        const effect = effectAt(came, kind, mask);
        expect(Math.abs(effect - was[kind].effects[i]!)).toBeLessThanOrEqual(most);
        if (effect === 0) return;
        const error = said.errors[kind][i]!;
        expect(Math.abs(errorAt(came, kind, mask)! - error)).toBeLessThanOrEqual(error / 32);
        if (said.frequency !== undefined) expect(told.frequency![kind][at]).toBe(said.frequency[kind][i]);
        at++;
      });
      expect([came[kind].masks.length, told.errors[kind].length]).toEqual([at, at]);
    }
  });
}

describe("an estimate that went through a link", () => {
  it("is the same up to rounding, of 6 to 256 patches, and loses nothing more when it is shared again", async () => {
    await fc.assert(
      fc.asyncProperty(estimateShapes, async (drawn) => {
        const before = linkedEstimate(drawn);
        const { text, effectError } = await encodePayload(before, null);
        expect(versionOf(text)).toBe(drawn.cut === undefined ? 7 : 8);
        const { snapshot } = await decodePayload(text);
        expect(snapshot.effectError).toBe(effectError);
        expectSame(snapshot, before);
        expect((await encodePayload(snapshot, null)).text).toBe(text);
      }),
      { seed: 20261201, numRuns: 60 },
    );
  });

  it("tells of the rows that it shows how sure they are, in a version of its own", async () => {
    await fc.assert(
      fc.asyncProperty(estimateShapes, fc.integer({ min: 0, max: 20 }), async (drawn, replicates) => {
        const picture = linkedEstimate({ ...drawn, concepts: Math.min(drawn.concepts, 20) });
        const before = { ...picture, certainty: madeUpCertainty(picture.layers, drawn.seed, replicates) };
        const { text } = await encodePayload(before, null);
        expect(versionOf(text)).toBe(9);
        const { snapshot } = await decodePayload(text);
        expectSame(snapshot, before);
        expect(snapshot.certainty!.replicates).toBe(replicates);
        const said = new Map(before.certainty.concepts.map((one) => [`${one.kind}${one.mask}`, one]));
        const shown = pictureOf(snapshot.layers).shown;
        expect(snapshot.certainty!.concepts.map(({ kind, mask }) => kind + mask)).toEqual(
          shown.map(({ kind, mask }) => kind + mask),
        );
        // Of deviations little is lost, and of an effect that is rounded to nothing no sign is told.
        for (const { kind, mask, alive, born, died, fates, robust } of snapshot.certainty!.concepts)
          expect(said.get(`${kind}${mask}`)).toMatchObject({ alive, born, died, fates, robust });
        expect((await encodePayload(snapshot, null)).text).toBe(text);
      }),
      { seed: 20261202, numRuns: 40 },
    );
  });

  it("is one that was really estimated, and can be saved as a file", async () => {
    for (const before of [
      await sampledSnapshot({ side: 8, layers: 2, masks: 400, seed: 3 }),
      await sampledSnapshot({ side: 5, layers: 2, masks: 200, seed: 2 ** 32 - 1, halves: 4 }),
      await sampledSnapshot({ side: 3, layers: 1, masks: 512, seed: 5 }),
      await sampledSnapshot({ side: 6, layers: 2, masks: 200, seed: 9, picked: { cells, others: "hidden" } }),
    ]) {
      const { snapshot } = await decodePayload((await encodePayload(before, null)).text);
      expectSame(snapshot, before);
      const [read] = await readStrataFile(
        await writeStrataFile([{ name: "", createdMs: 0, snapshot }], { values: true }),
      );
      expect(read!.snapshot.layers).toEqual(snapshot.layers);
    }
  });

  it("is of a version of its own, which says the same of no other picture", async () => {
    const { text } = await encodePayload(linkedSnapshot(ORDINARY), null);
    expect(versionOf(text)).toBe(6);
    const relabelled = async (other: string, version: number): Promise<unknown> => {
      const bytes = Buffer.from(other, "base64url");
      bytes[0] = version;
      return decodePayload(bytes.toString("base64url"));
    };
    await expect(relabelled(text, 7)).rejects.toThrow(damaged);
    const small = await encodePayload(linkedEstimate({ ...shape, rows: 2, cols: 3 }), null);
    await expect(relabelled(small.text, 6)).rejects.toThrow(damaged);
    await expect(relabelled(small.text, 9)).rejects.toThrow(damaged);
    const one = linkedEstimate({ ...shape, rows: 2, cols: 3 });
    const sure = await encodePayload({ ...one, certainty: madeUpCertainty(one.layers, 5) }, null);
    await expect(relabelled(sure.text, 7)).rejects.toThrow(damaged);
    await expect(relabelled(sure.text, 8)).rejects.toThrow(damaged);
  });

  it.each<[string, Partial<SampleQuality>]>([
    ["fewer masks than any sample has", { masks: 12 }],
    ["more masks held out than there are", { masks: 300, heldOut: 301 }],
    ["an R² above 1", { heldOutR2: 1.01 }],
    ["a negative standard error", { errors: { and: Float64Array.of(-0.5), or: Float64Array.of() } }],
  ])("is damaged where it tells of %s", async (_, wrong) => {
    const one = linkedEstimate({ ...shape, concepts: 1, layers: 1, seed: 8 });
    const bent = (quality: Partial<SampleQuality>): Snapshot => ({
      ...one,
      layers: one.layers.map((layer) => ({
        ...layer,
        interactions: { ...layer.interactions, sampled: { ...layer.interactions.sampled!, ...quality } },
      })),
    });
    expect(one.layers[0]!.interactions.and.masks.length).toBe(1);
    const through = async (snapshot: Snapshot): Promise<unknown> =>
      decodePayload((await encodePayload(snapshot, null)).text);
    await expect(through(bent({}))).resolves.toBeDefined();
    await expect(through(bent(wrong))).rejects.toThrow(damaged);
  });

  it("has more characters than other links where it must, up to what is read, and is refused beyond", async () => {
    const many = linkedEstimate({ ...shape, rows: 16, cols: 16, layers: 10, concepts: 600 });
    const { text } = await encodePayload(many, null);
    expect(text.length).toBeGreaterThan(4000);
    expectSame((await decodePayload(text)).snapshot, many);
    const endless = linkedEstimate({ ...shape, rows: 16, cols: 16, layers: 1, concepts: 40_000 });
    await expect(encodePayload(endless, null)).rejects.toMatchObject({ name: "LinkError", code: "too-long" });
  });
});
