import fc from "fast-check";
import * as v from "valibot";
import { decompose, KAPPA_RULES } from "../../core/and-or.ts";
import { interactionsOf } from "../../core/exhaustive.ts";
import { playerOfPixel } from "../../core/patches.ts";
import { tauOf } from "../../core/salience.ts";
import { superpixels } from "../../core/superpixels.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { describe, expect, it } from "vitest";
import { strataFileSchema } from "../strata-file.fixture.ts";
import { effectsOf } from "../../core/effects.fixture.ts";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import type { StrataDocument, StrataEntry } from "./document.ts";
import { entries, fileOf, jsonOf, kept, ordinary, sure } from "./entry.fixture.ts";
import { MAX_NAME_LENGTH } from "./limits.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

describe("writeStrataFile and readStrataFile", () => {
  it("give entries back to the bit, scores only where they were asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 3 }), fc.boolean(), async (written, values) => {
        const read = await readStrataFile(await writeStrataFile(written, { values }));
        expect(read).toStrictEqual(written.map((entry) => ({ ...entry, snapshot: kept(entry.snapshot, values) })));
      }),
      { seed: 20261125, numRuns: 60 },
    );
  });

  it("are of one mind about a large file", async () => {
    const written = [1, 2].map((seed) => ({
      name: `${seed}`,
      createdMs: seed,
      snapshot: madeUpSnapshot({ seed, rows: 3, cols: 4, layers: 8, size: 64 }),
    }));
    const read = await readStrataFile(await writeStrataFile(written, { values: true }));
    expect(read.map(({ snapshot }) => snapshot)).toStrictEqual(written.map(({ snapshot }) => kept(snapshot)));
  });
});

describe("writeStrataFile", () => {
  it("writes the JSON of before, and what it says beside it", async () => {
    const document = JSON.parse(jsonOf(await writeStrataFile([ordinary], { values: true }))) as StrataDocument;
    expect(Object.keys(document)).toEqual(["format", "version", "explorations"]);
    expect(document).toMatchObject({ format: "strata", version: 1 });
    const { name, created, effectError, ...rest } = document.explorations[0]!;
    expect([name, created, effectError]).toEqual(["a photo", "2026-11-25T03:29:19.123Z", 0]);
    const { address, meanColour, ...model } = rest.model;
    const { name: imageName, exact, png, ...image } = rest.image;
    expect([address, meanColour, imageName, exact]).toEqual([null, [0.46, 0.46, 0.43], "photo 7.jpg", true]);
    expect(png).toMatch(/^iVBORw0KGgo/);
    expect(v.safeParse(strataFileSchema(4, 3, true), { ...rest, model, image }).issues).toBeUndefined();
  });

  it("says of picked cells that it is of a version in which there are some", async () => {
    const picked = { cells: [1, 2, 11], others: "shown" } as const;
    const snapshot = madeUpSnapshot({ seed: 7, rows: 4, cols: 3, picked, layers: 3, size: 8 });
    const entry = { ...ordinary, snapshot };
    const document = JSON.parse(jsonOf(await writeStrataFile([ordinary, entry], { values: true }))) as StrataDocument;
    expect(document.version).toBe(1);
    expect(document.explorations.map(({ version }) => version)).toEqual([1, 2]);
    expect(document.explorations[0]!.players).not.toHaveProperty("picked");
    expect(document.explorations[1]!.players).toEqual({
      n: 3,
      rows: 4,
      cols: 3,
      picked,
      // Columns end at 8/3 = 2.67 → 3, 5.33 → 5, 8; rows at 2, 4, 6, 8.
      patches: [[[3, 0, 2, 2]], [[5, 0, 3, 2]], [[5, 6, 3, 2]]],
    });
  });

  it("says of superpixels that they are of a version that knows of them, and brings their pixels back without the image", async () => {
    const cut = madeUpSnapshot({ seed: 8, rows: 2, cols: 2, cut: "superpixels", layers: 2, size: 12 });
    const snapshot = { ...cut, image: { ...cut.image, pixels: null } };
    const bytes = await writeStrataFile([ordinary, { ...ordinary, snapshot }], { values: true });
    const { explorations } = JSON.parse(jsonOf(bytes)) as StrataDocument;
    expect(explorations.map(({ version }) => version)).toEqual([1, 8]);
    expect(explorations[0]!.players).not.toHaveProperty("cut");
    expect(explorations[1]!.players).toMatchObject({ n: 4, rows: 2, cols: 2, cut: "superpixels" });
    const [, read] = await readStrataFile(bytes);
    expect(read!.snapshot.players).toEqual(cut.players);
    expect(playerOfPixel(read!.snapshot.players)).toEqual(superpixels({ rows: 2, cols: 2 }, cut.image.pixels!));
  });

  it("says of probes of the labels that it is of a version in which there are some, and brings them back", async () => {
    const entry: StrataEntry = { ...ordinary, snapshot: { ...ordinary.snapshot, probes: "labels" } };
    const bytes = await writeStrataFile([ordinary, entry], { values: true });
    const { explorations } = JSON.parse(jsonOf(bytes)) as StrataDocument;
    expect(explorations.map(({ version, probes }) => [version, probes])).toEqual([
      [1, undefined],
      [3, "labels"],
    ]);
    expect((await readStrataFile(bytes)).map(({ snapshot }) => snapshot.probes)).toEqual(["first", "labels"]);
  });

  it("says of a class held against one other that it is of a version that knows of that, and brings it back", async () => {
    const rather = { index: 2, label: "owl", p: 0.25 };
    const target = { ...ordinary.snapshot.target, rather };
    const bytes = await writeStrataFile([{ ...ordinary, snapshot: { ...ordinary.snapshot, target } }], {
      values: true,
    });
    const [only] = (JSON.parse(jsonOf(bytes)) as StrataDocument).explorations;
    expect(only).toMatchObject({ version: 5, target: { rather } });
    expect((await readStrataFile(bytes))[0]!.snapshot.target).toEqual(target);
    const itself = { ...target, rather: { ...rather, index: target.index } };
    const entry = { ...ordinary, snapshot: { ...ordinary.snapshot, target: itself } };
    await expect(writeStrataFile([entry], { values: true }).then(readStrataFile)).rejects.toMatchObject({
      code: "damaged",
    });
  });

  it("says of debiased effects that it is of a version that knows of them, and refuses what they cannot be", async () => {
    const { snapshot } = ordinary;
    const layers = snapshot.layers.map((layer, l) => {
      const v = snapshot.values!.layers[l]!;
      const interactions = interactionsOf(v, decompose(v, { kappaFraction: 0.04, kappaOf: "debiased" }));
      return { ...layer, interactions, tau: tauOf(interactions, snapshot.tauFraction) };
    });
    const debiased: Snapshot = { ...snapshot, layers, kappaFraction: 0.04, kappaOf: "debiased" };
    const bytes = await writeStrataFile([{ ...ordinary, snapshot: debiased }], { values: true });
    const [only] = (JSON.parse(jsonOf(bytes)) as StrataDocument).explorations;
    expect(only).toMatchObject({ version: 6, kappaOf: "debiased" });
    expect(only!.layers.map(({ method, bound }) => [method, bound])).toEqual(layers.map(() => ["debiased", 0]));
    expect((await readStrataFile(bytes))[0]!.snapshot).toEqual(debiased);
    for (const kappaOf of ["range", "noise"] as const) {
      const other = writeStrataFile([{ ...ordinary, snapshot: { ...debiased, kappaOf } }], { values: true });
      await expect(other.then(readStrataFile)).rejects.toMatchObject({ code: "damaged" });
    }
  });

  it.each(KAPPA_RULES)("keeps a layer whose v is the same at every mask, by the rule %s", async (kappaOf) => {
    const v = new Float64Array(16).fill(2);
    const layers = ordinary.snapshot.layers.map((layer) => {
      const interactions = interactionsOf(v, decompose(v, { kappaFraction: 0.04, kappaOf }));
      expect(interactions.exactness.method).toBe("trivial");
      return { ...layer, interactions, tau: 0, vEmpty: 2, vFull: 2 };
    });
    const values = { masks: ordinary.snapshot.values!.masks, layers: layers.map(() => v) };
    const flat: Snapshot = { ...ordinary.snapshot, layers, values, kappaFraction: 0.04, kappaOf };
    const bytes = await writeStrataFile([{ ...ordinary, snapshot: flat }], { values: true });
    expect((await readStrataFile(bytes))[0]!.snapshot).toEqual(flat);
  });

  it("says of how sure a picture is that it is of a version in which that is told, and what follows from it", async () => {
    const bytes = await writeStrataFile([ordinary, sure], { values: true });
    const { explorations } = JSON.parse(jsonOf(bytes)) as StrataDocument;
    expect(explorations.map(({ version, certainty }) => [version, certainty?.replicates])).toEqual([
      [1, undefined],
      [4, 8],
    ]);
    const { layers, certainty } = sure.snapshot;
    const firmness = firmnessOf(layers, certainty!);
    const { tracks } = explorations[1]!.certainty!;
    expect(tracks.length).toBe(certainty!.concepts.length);
    tracks.forEach(({ kind, mask, fateProbabilities, firm, alive }, i) => {
      const { fates, alive: counts } = certainty!.concepts[i]!;
      expect(fateProbabilities).toEqual({
        kept: fates.kept / 8,
        lost: fates.lost / 8,
        transient: fates.transient / 8,
      });
      expect(firm).toBe(firmness.get(`${kind}${mask}`)!.isFirm);
      expect(alive).toEqual([...counts]);
    });
    // Some are firm, some are not.
    expect(new Set(tracks.map(({ firm }) => firm)).size).toBe(2);
    const without = { ...sure, snapshot: { ...sure.snapshot, certainty: madeUpCertainty(layers, 1, 0) } };
    const [told] = (JSON.parse(jsonOf(await writeStrataFile([without], { values: false }))) as StrataDocument)
      .explorations;
    expect(told!.certainty!.tracks[0]).toMatchObject({ firm: null, fateProbabilities: null });
  });

  it("cuts names that are too long, and refuses a date that does not exist", async () => {
    const [read] = await readStrataFile(
      await writeStrataFile([{ ...ordinary, name: "n".repeat(MAX_NAME_LENGTH + 1) }], { values: false }),
    );
    expect(read!.name).toBe("n".repeat(MAX_NAME_LENGTH));
    await expect(writeStrataFile([{ ...ordinary, createdMs: NaN }], { values: false })).rejects.toThrow(RangeError);
  });

  it("writes no file that would not be read again", async () => {
    const huge = madeUpSnapshot({ seed: 1, rows: 1, cols: 1, layers: 1, size: 2 });
    const interactions = { ...huge.layers[0]!.interactions, ...effectsOf(16, []) };
    const layer = { ...huge.layers[0]!, interactions };
    const snapshot = {
      ...huge,
      players: { ...huge.players, n: 16 },
      layers: Array.from({ length: 64 }, () => layer),
      values: null,
    };
    // 64 layers of 2^16 effects of two kinds are 64 MiB; sixteen times as much is still taken.
    const written = Array.from({ length: 17 }, () => ({ ...ordinary, snapshot }));
    await expect(writeStrataFile(written, { values: false })).rejects.toMatchObject({
      name: "FileError",
      code: "too-large",
      context: { megabytesMax: 1024 },
    });
  });
});

describe("readStrataFile", () => {
  it("reads the document without its gzip as well, and an empty one", async () => {
    const json = jsonOf(await writeStrataFile([ordinary], { values: true }));
    expect(await readStrataFile(new TextEncoder().encode(`\n ${json}`))).toStrictEqual([
      { ...ordinary, snapshot: kept(ordinary.snapshot) },
    ]);
    expect(await readStrataFile(fileOf('{"format":"strata","version":1,"explorations":[]}'))).toEqual([]);
  });

  it("leaves fields alone that it does not know, and does without those that follow from others", async () => {
    const document = JSON.parse(jsonOf(await writeStrataFile([ordinary], { values: true })));
    document.note = "from elsewhere";
    const [exploration] = document.explorations;
    exploration.layers[0].note = { any: "thing" };
    for (const field of ["tracks", "orders", "completeness", "redundancy", "shapley"]) delete exploration[field];
    expect(await readStrataFile(fileOf(JSON.stringify(document)))).toStrictEqual([
      { ...ordinary, snapshot: kept(ordinary.snapshot) },
    ]);
  });
});
