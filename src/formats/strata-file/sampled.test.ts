/** Pictures of many patches, estimated from a sample of masks, in files. */
import { describe, expect, it } from "vitest";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { withName } from "../../exploration/concept-names.ts";
import { sampledSnapshot } from "../../exploration/sampled-snapshot.fixture.ts";
import { toFileCertainty } from "../certainty.ts";
import { contentOf } from "../content.ts";
import { toFile } from "../codec.ts";
import { effectsCsv } from "../effects-csv.ts";
import type { StrataEntry } from "./document.ts";
import { fileOf, jsonOf } from "./entry.fixture.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

const of8x8 = await sampledSnapshot({ side: 8, layers: 2, masks: 400, seed: 3 });
const of16x16 = await sampledSnapshot({ side: 16, layers: 1, masks: 700, seed: 4 });
const cells = Array.from({ length: 40 }, (_, i) => i + Math.floor(i / 3));
const ofPicked = await sampledSnapshot({ side: 8, layers: 1, masks: 300, seed: 7, picked: { cells, others: "shown" } });
const ofEvery = await sampledSnapshot({ side: 3, layers: 1, masks: 512, seed: 5 });
const halved = await sampledSnapshot({ side: 5, layers: 2, masks: 200, seed: 6, halves: 4 });
const sure = { ...of8x8, certainty: madeUpCertainty(of8x8.layers, 11) };
const wide = of8x8.layers[0]!.interactions.and.masks[of8x8.layers[0]!.interactions.and.masks.length - 1]!;
const named = { ...of8x8, names: withName([], { kind: "and", mask: wide }, "wheel") };
const entry: StrataEntry = { name: "wide", createdMs: 0, snapshot: named };
const bytes = await writeStrataFile([entry], { values: true });
const original = JSON.parse(jsonOf(bytes)) as { explorations: [Bent] };

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test bends fields of any kind */
type Bent = any;

async function blamed(bend: (exploration: Bent, layers: Bent[]) => void): Promise<unknown> {
  const document = structuredClone(original);
  bend(document.explorations[0], document.explorations[0].layers);
  return readStrataFile(fileOf(JSON.stringify(document))).then(
    () => null,
    ({ code, context }) => (code === "damaged" ? context.field : code),
  );
}

describe("a picture estimated from a sample of masks", () => {
  it.each([named, of16x16, ofPicked, ofEvery, halved, sure])(
    "comes back as it was, but for the scores",
    async (snapshot) => {
      const file = await writeStrataFile([{ ...entry, snapshot }], { values: true });
      const [only] = (JSON.parse(jsonOf(file)) as { explorations: unknown[] }).explorations;
      for (const written of [file, new TextEncoder().encode(JSON.stringify(only))]) {
        const [read] = await readStrataFile(written);
        expect(read!.snapshot).toEqual({ ...snapshot, values: null });
        expect(await contentOf(read!.snapshot)).toBe(await contentOf(snapshot));
      }
    },
  );

  it("says of each layer by what it was estimated, from how many masks, and what that is worth", () => {
    const { version, layers } = toFile({ ...of8x8, image: { sha256: "", width: 16, height: 16 } }, { values: true });
    expect(version).toBe(7);
    expect(toFile({ ...sure, image: { sha256: "", width: 16, height: 16 } }, { values: true }).version).toBe(9);
    for (const layer of layers) {
      expect(layer).toMatchObject({ estimator: "sampled", masks: 400, seed: 3, method: "sampled", bound: 0 });
      expect(layer.heldOutR2).toBeLessThanOrEqual(1);
      expect(layer.values).toBeUndefined();
    }
    const [header, first] = effectsCsv(of8x8).split("\r\n");
    expect(header!.endsWith(",estimated_from_masks,held_out_r2,standard_error_nats")).toBe(true);
    expect(first!.endsWith(`,400,${layers[0]!.heldOutR2},${layers[0]!.errors!.and[0]}`)).toBe(true);
    const [more, repeated] = effectsCsv(halved).split("\r\n");
    expect(more!.endsWith(",standard_error_nats,half_sample_frequency")).toBe(true);
    expect(repeated!.endsWith(`,${halved.layers[0]!.interactions.sampled!.frequency!.and[0]}`)).toBe(true);
  });

  it("is another picture by another seed, by other effects and by another quality", async () => {
    const [one, ...more] = of8x8.layers;
    const { sampled, ...interactions } = one!.interactions;
    const others = await Promise.all(
      [
        { ...sampled!, seed: 4 },
        { ...sampled!, masks: 401 },
        { ...sampled!, heldOutR2: 0.5 },
      ].map((quality) =>
        contentOf({ ...of8x8, layers: [{ ...one!, interactions: { ...interactions, sampled: quality } }, ...more] }),
      ),
    );
    const or = { ...interactions, sampled: sampled!, or: interactions.and };
    others.push(await contentOf({ ...of8x8, layers: [{ ...one!, interactions: or }, ...more] }));
    expect(new Set([...others, await contentOf(of8x8)]).size).toBe(5);
  });

  it("is refused where it contradicts itself, or could not have been written", async () => {
    const masksOf = (layers: Bent[]): Bent[] => layers[0].and;
    const last = (layers: Bent[]): Bent => masksOf(layers).at(-1);
    expect(await blamed(() => undefined)).toBeNull();
    expect(await blamed((_, layers) => (last(layers)[0] = `0x1${"0".repeat(16)}`))).toMatch(/\.and$/);
    expect(await blamed((_, layers) => (last(layers)[0] = last(layers)[0].toUpperCase()))).toMatch(/\.and/);
    expect(await blamed((_, layers) => (last(layers)[0] = Number(last(layers)[0])))).toMatch(/\.and/);
    expect(await blamed((_, layers) => masksOf(layers).reverse())).toMatch(/\.and/);
    expect(await blamed((_, layers) => delete layers[1].estimator)).toMatch(/layers\.1$/);
    expect(await blamed((_, layers) => delete layers[1].heldOutR2)).toMatch(/layers\.1$/);
    expect(await blamed((_, layers) => (layers[1].seed = 5))).toMatch(/layers\.1$/);
    expect(await blamed((_, layers) => (layers[1].method = "A"))).toMatch(/layers\.1$/);
    expect(await blamed((_, layers) => (layers[1].heldOutR2 = 1.1))).toMatch(/heldOutR2$/);
    expect(await blamed((_, layers) => layers.forEach((layer) => (layer.masks = 100)))).toMatch(/masks$/);
    expect(await blamed((_, layers) => layers.forEach((layer) => (layer.masks = 2 ** 17)))).toMatch(/masks$/);
    expect(await blamed((_, layers) => layers[0].errors.and.pop())).toMatch(/errors$/);
    expect(await blamed((_, layers) => (layers[0].errors.or[0] = -1))).toMatch(/errors\.or$/);
    expect(await blamed((_, layers) => (layers[0].kappa *= 2))).toMatch(/kappa$/);
    expect(await blamed((_, layers) => (layers[0].values = [1, 2]))).toMatch(/layers$/);
    // Rounded effects leave room for as many roundings as an estimate has effects, not for 2^64 of them.
    const rounded = (by: number) => (exploration: Bent, layers: Bent[]) => {
      exploration.effectError = 0.001;
      layers[0].vFull += by;
    };
    expect(await blamed(rounded(0.01))).toBeNull();
    expect(await blamed(rounded(10))).toMatch(/vFull$/);
    const bentTrack = (bend: (track: Bent) => void) => (exploration: Bent) => {
      exploration.certainty = toFileCertainty(sure.layers, sure.certainty);
      bend(exploration.certainty.tracks.at(-1));
    };
    expect(await blamed(bentTrack(() => undefined))).toBeNull();
    expect(await blamed(bentTrack((track) => (track.mask = `0x1${"0".repeat(16)}`)))).toMatch(/mask$/);
    expect(await blamed(bentTrack((track) => (track.alive[0] = 9)))).toMatch(/alive$/);
    expect(await blamed(bentTrack((track) => (track.died[0] = 1)))).toMatch(/died$/);
    expect(await blamed((exploration) => (exploration.kappaOf = "debiased"))).toMatch(/method$/);
    expect(await blamed((exploration) => (exploration.players.n = 257))).toMatch(/players\.n$/);
    expect(await blamed((exploration) => (exploration.names[0].mask = 0))).toMatch(/names\.0\.mask$/);
    const exact = ["estimator", "masks", "heldOut", "seed", "heldOutR2", "heldOutR2Whole", "unseenShare", "errors"];
    const asExact = (_: Bent, layers: Bent[]): void =>
      layers.forEach((layer) => exact.forEach((field) => delete layer[field], (layer.method = "A")));
    expect(await blamed(asExact)).toMatch(/layers\.0$/);
  });
});
