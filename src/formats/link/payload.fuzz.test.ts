import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedly } from "../../core/bounded.fixture.ts";
import { changedJson, jsonChanges, type Json } from "../../core/fuzz-json.fixture.ts";
import { FUZZ, mutate, mutations } from "../../core/fuzz.fixture.ts";
import { checkEffects, KINDS } from "../../core/interactions.ts";
import { orderOf } from "../../core/masks.ts";
import { gridPlayers } from "../../core/patches.ts";
import { largestEffect, tauOf } from "../../core/salience.ts";
import { pictureTracks, tracksOf } from "../../core/tracks.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { isBudget, sampleOf } from "../../exploration/exploration.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { MAX_EFFECT_ERROR } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { earlierBlocks, earlierText } from "./earlier.fixture.ts";
import { fromText, toText, type Blocks } from "./frame.ts";
import { linkedEstimate, linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { mendedPayload } from "./mended.ts";
import { decodePayload, encodePayload, type Decoded } from "./payload.ts";
import { sealed } from "./sealed.fixture.ts";

const image = { bytes: Uint8Array.from({ length: 90 }, (_, i) => 37 * i), format: "webp", exact: true } as const;

const jsonOf = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json;

/** What is mutated: an ordinary link with an image, one of many effects, one of a single patch, one that tells how sure it is, and estimates of few patches and of many. */
const exactLinks = await Promise.all(
  [
    { shape: ORDINARY, picture: image },
    {
      shape: { ...ORDINARY, rows: 3, cols: 3, density: 0.3, tauFraction: 1 / 3, kappaOf: "delta" as const },
      picture: null,
    },
    { shape: { ...ORDINARY, rows: 1, cols: 1, layers: 1 }, picture: null },
    { shape: ORDINARY, picture: null, isSure: true },
  ].map(async ({ shape, picture, isSure = false }) => {
    const snapshot = linkedSnapshot(shape);
    const certainty = isSure && { certainty: madeUpCertainty(snapshot.layers, 4) };
    const { text } = await encodePayload({ ...snapshot, ...certainty }, picture);
    const blocks = (await fromText(text)) as Blocks;
    const earlier = earlierBlocks({ ...snapshot, ...certainty }, picture);
    const earlierOne = { text: await earlierText(earlier), blocks: earlier, header: jsonOf(earlier.header) };
    return { text, blocks, header: jsonOf(blocks.text), earlier: earlierOne };
  }),
);
const estimates = await Promise.all(
  [
    { shape: { ...ORDINARY, rows: 8, cols: 8, concepts: 30, halves: 3 } },
    { shape: { ...ORDINARY, rows: 16, cols: 16, concepts: 90, halves: 0 } },
    { shape: { ...ORDINARY, layers: 1, concepts: 5, halves: 0 } },
    { shape: { ...ORDINARY, rows: 8, cols: 8, concepts: 30, halves: 0 }, isSure: true },
  ].map(async ({ shape, isSure = false }) => {
    const snapshot = linkedEstimate(shape);
    const certainty = isSure && { certainty: madeUpCertainty(snapshot.layers, 4) };
    const { text } = await encodePayload({ ...snapshot, ...certainty }, null);
    const blocks = (await fromText(text)) as Blocks;
    return { text, blocks, header: jsonOf(blocks.text), earlier: null };
  }),
);
const links = [...exactLinks, ...estimates];
const link = fc.constantFrom(...links);

/** With the mark of a version and a right checksum around it, and without. */
const contentOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url").subarray(5));

function expectFinite(value: unknown): void {
  if (typeof value === "number") expect(value).toSatisfy(Number.isFinite);
  else if (value instanceof Float64Array) expect(value.every(Number.isFinite)).toBe(true);
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    Object.values(value).forEach(expectFinite);
}

/** Whatever is let in is whole: all that is drawn from it can be computed, and it can be shared again. */
async function expectWhole({ snapshot, image }: Decoded): Promise<void> {
  expectFinite(snapshot);
  const { players, layers, tauFraction, model, values } = snapshot;
  expect(snapshot.effectError).toBeLessThanOrEqual(MAX_EFFECT_ERROR);
  expect(players).toEqual(gridPlayers(players.rows, players.cols, ...model.input));
  expect([values, snapshot.image.pixels]).toEqual([null, null]);
  for (const { interactions, tau } of layers) {
    // None at ∅, none twice, none of patches that there are not.
    expect(checkEffects(interactions)).toBe(players.n);
    expect([...interactions.or.masks].filter((mask) => orderOf(mask) < 2)).toEqual([]);
    expect(tau).toBe(tauOf(interactions, tauFraction));
    expect(interactions.exactness.bound).toBeLessThanOrEqual(interactions.exactness.objective);
    expect(largestEffect(interactions)).toBeLessThanOrEqual(1e40);
  }
  const sample = sampleOf(layers);
  if (sample !== null) {
    expect(isBudget(players.n, sample)).toBe(true);
    for (const { interactions } of layers) {
      const { sampled, exactness } = interactions;
      const { masks, heldOut, heldOutR2, heldOutR2Whole, unseenShare, errors, frequency = errors } = sampled!;
      expect(heldOut).toBeLessThanOrEqual(masks);
      for (const share of [heldOutR2, heldOutR2Whole, unseenShare]) expect(share).toBeLessThanOrEqual(1);
      expect([exactness.method, exactness.bound, unseenShare >= 0]).toEqual(["sampled", 0, true]);
      for (const kind of KINDS) {
        const lengths = [errors[kind].length, frequency[kind].length];
        expect(lengths).toEqual(lengths.map(() => interactions[kind].masks.length));
        expect(errors[kind].every((error) => error >= 0)).toBe(true);
      }
    }
  } else expect(players.n).toBeLessThanOrEqual(16);
  if (snapshot.certainty !== undefined) {
    const { replicates } = snapshot.certainty;
    for (const { fate, birth, death } of firmnessOf(layers, snapshot.certainty).values())
      for (const count of [fate, birth, death]) expect(count).toBeLessThanOrEqual(replicates);
  }
  const effects = layers.map(({ interactions }) => interactions);
  tracksOf(effects, tauFraction);
  pictureTracks(effects);
  await decodePayload((await encodePayload(snapshot, image)).text);
}

/** Decodes what a property makes; how many were let in, and how many refused. */
function outcomes() {
  const counts = { whole: 0, refused: 0 };
  return {
    counts,
    decode: async (text: string | null): Promise<void> => {
      if (text === null || links.some((one) => one.text === text || one.earlier?.text === text)) return;
      const outcome = await boundedly(() => decodePayload(text));
      if ("error" in outcome) {
        expect(outcome.error).toBeInstanceOf(LinkError);
        counts.refused += 1;
      } else {
        await expectWhole(outcome.result);
        counts.whole += 1;
      }
    },
  };
}

describe("decodePayload of what nobody encoded", () => {
  it("lets nothing in that was mistyped, cut or joined on the way", async () => {
    const { counts, decode } = outcomes();
    await fc.assert(
      fc.asyncProperty(link, mutations, async ({ text }, changes) => {
        const changed = Buffer.from(mutate(Buffer.from(text), changes)).toString("latin1");
        await decode(changed);
        const mended = mendedPayload(changed);
        if (mended !== text) await decode(mended);
      }),
      FUZZ,
    );
    expect(counts.whole).toBe(0);
    expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 2);
  });

  it("lets no random characters in", async () => {
    const { counts, decode } = outcomes();
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\w-]{0,300}$/), (text) => decode(`AQ${text}`)),
      FUZZ,
    );
    expect(counts.whole).toBe(0);
  });

  it("lets forged headers in only whole", async () => {
    const { counts, decode } = outcomes();
    await fc.assert(
      fc.asyncProperty(link, jsonChanges, async ({ blocks, header, earlier }, changes) => {
        const changed = (json: Json): Uint8Array =>
          new TextEncoder().encode(JSON.stringify(changedJson(json, changes)));
        await decode(await toText({ ...blocks, text: changed(header) }));
        if (earlier === null) return;
        await decode(await earlierText({ ...earlier.blocks, header: changed(earlier.header) }));
      }),
      FUZZ,
    );
    // The changes reach both ways out.
    expect(counts.whole).toBeGreaterThan(FUZZ.numRuns / 50);
    expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 3);
  });

  it("lets forged bytes in only whole", async () => {
    const { counts, decode } = outcomes();
    await fc.assert(
      fc.asyncProperty(
        link,
        fc.constantFrom("text" as const, "code" as const, "image" as const),
        fc.constantFrom("header" as const, "levels" as const, "certainty" as const, "image" as const),
        mutations,
        async ({ blocks, earlier }, block, before, changes) => {
          await decode(await toText({ ...blocks, [block]: mutate(blocks[block], changes) }));
          if (earlier === null) return;
          await decode(await earlierText({ ...earlier.blocks, [before]: mutate(earlier.blocks[before], changes) }));
        },
      ),
      FUZZ,
    );
    expect(counts.whole).toBeGreaterThan(FUZZ.numRuns / 50);
    expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 5);
  });

  it("lets forged compression in only whole", async () => {
    const { decode } = outcomes();
    await fc.assert(
      fc.asyncProperty(link, mutations, async ({ text, blocks, earlier }, changes) => {
        await decode(sealed(mutate(contentOf(text), changes), blocks.version));
        if (earlier === null) return;
        await decode(sealed(mutate(contentOf(earlier.text), changes), earlier.blocks.version));
      }),
      FUZZ,
    );
  });
});
