import { compareMasks } from "../../core/masks.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { largestEffect, tauOf } from "../../core/salience.ts";
import { shapleyValues } from "../../core/shapley.ts";
import { changedEffects, effectsOf } from "../../core/effects.fixture.ts";
import { eachMask, effectAt, KINDS } from "../../core/interactions.ts";
import { pictureTracks, tracksOf, type Track } from "../../core/tracks.ts";
import { pictureOf, rowsOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { madeUpSnapshot } from "../../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { readStrataFile } from "../strata-file/read.ts";
import { writeStrataFile } from "../strata-file/write.ts";
import { encodeEarlier } from "./earlier.fixture.ts";
import { linkedShapes, linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { decodePayload, encodePayload, type LinkImage } from "./payload.ts";

const tooLong = expect.objectContaining({ name: "LinkError", code: "too-long" }) as Error;
/** 18 binary digits keep a number within half a unit of the last. */
const DIGITS = 2 ** -18;
/** Four decimals keep a share as near as this. */
const SHARE = 5.1e-5;

async function throughLink(snapshot: Snapshot): Promise<Snapshot> {
  const { text, effectError } = await encodePayload(snapshot, null);
  const decoded = await decodePayload(text);
  expect(decoded.image).toBeNull();
  expect(decoded.snapshot.effectError).toBe(effectError);
  return decoded.snapshot;
}

function expectNear(after: number | null, before: number | null): void {
  if (before === null || after === null) return expect(after).toBe(before);
  expect(Math.abs(after - before)).toBeLessThanOrEqual(DIGITS * Math.abs(before));
}

function expectNearShare(after: number | null, before: number | null): void {
  if (before === null || after === null) return expect(after).toBe(before);
  expect(Math.abs(after - before)).toBeLessThanOrEqual(SHARE);
}

function expectLayer(after: SolvedLayer, before: SolvedLayer, { effectError, tauFraction }: Snapshot): void {
  for (const field of ["name", "scaleFrom", "knowsLittle"] as const) expect(after[field]).toBe(before[field]);
  for (const field of ["scale", "vEmpty", "vFull", "tau"] as const) expectNear(after[field], before[field]);
  for (const field of ["probeAccuracy", "noiseFloor", "probeAgreement"] as const)
    expectNearShare(after[field], before[field]);
  const [came, was] = [after.interactions, before.interactions];
  expect(came.n).toBe(was.n);
  expectNear(came.constant, was.constant);
  expect(came.exactness.method).toBe(was.exactness.method);
  for (const field of ["kappa", "objective", "rebuildMaxAbs"] as const)
    expectNear(came.exactness[field], was.exactness[field]);
  // Of the gap its size is kept.
  expect(Math.abs(came.exactness.gap - was.exactness.gap)).toBeLessThanOrEqual(was.exactness.gap / 32);
  expect(after.tau).toBe(tauOf(came, tauFraction));
  const largest = largestEffect(was);
  for (const kind of KINDS) {
    let furthest = 0;
    eachMask([came[kind], was[kind]], (_, [one, other]) => (furthest = Math.max(furthest, Math.abs(one! - other!))));
    expect(furthest).toBeLessThanOrEqual(effectError * largest * (1 + 1e-12));
  }
}

const life = ({ kind, mask, fate, born, died, lives }: Track) => ({ kind, mask, fate, born, died, lives });

/** Every row, in an order that does not hang on strengths. */
function pictureLives(snapshot: Snapshot): unknown {
  const { shown, others } = pictureTracks(snapshot.layers.map(({ interactions }) => interactions));
  return [...shown, ...others.kept, ...others.lost, ...others.transient]
    .map((track) => ({ ...life(track), bridged: track.bridged }))
    .sort((a, b) => compareMasks(a.mask, b.mask) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

const lives = ({ layers, tauFraction }: Snapshot): unknown =>
  tracksOf(
    layers.map(({ interactions }) => interactions),
    tauFraction,
  ).map(life);

describe("a picture that went through a link", () => {
  it("is the same up to rounding, with the same concepts, lives and fates", async () => {
    await fc.assert(
      fc.asyncProperty(linkedShapes, async (shape) => {
        const before = linkedSnapshot(shape);
        const after = await throughLink(before);
        const { p, top, ...target } = before.target;
        expect(after).toMatchObject({
          model: before.model,
          image: { ...before.image, pixels: null },
          players: before.players,
          baseline: before.baseline,
          target,
          tauFraction: before.tauFraction,
          kappaFraction: before.kappaFraction,
          kappaOf: before.kappaOf,
          values: null,
        });
        expect(after.target.top.map(({ index, label }) => [index, label])).toEqual(
          top.map(({ index, label }) => [index, label]),
        );
        [...top, { p }].forEach((ranked, i) => expectNear([...after.target.top, after.target][i]!.p, ranked.p));
        expect(after.layers.length).toBe(before.layers.length);
        after.layers.forEach((layer, l) => expectLayer(layer, before.layers[l]!, after));
        expect(lives(after)).toEqual(lives(before));
        expect(pictureLives(after)).toEqual(pictureLives(before));
      }),
      { seed: 20261125, numRuns: 150 },
    );
  });

  it("keeps the agreement of probes where it is known", async () => {
    const without = linkedSnapshot(ORDINARY);
    const layers = without.layers.map((layer, l) => (l === 0 ? layer : { ...layer, probeAgreement: 0.5 + l / 77 }));
    const agreements = ({ layers }: Snapshot) => layers.map(({ probeAgreement }) => probeAgreement);
    const after = await throughLink({ ...without, layers });
    agreements(after).forEach((agreement, l) => expectNearShare(agreement, agreements({ ...without, layers })[l]!));
    expect(agreements(after)[0]).toBeNull();
  });

  it("keeps that its effects are debiased", async () => {
    const before = linkedSnapshot({ ...ORDINARY, kappaOf: "range" });
    const layers = before.layers.map(({ interactions, ...layer }) => {
      const { rebuildMaxAbs: kappa } = interactions.exactness;
      const exactness = { ...interactions.exactness, kappa, bound: 0, gap: 1, method: "debiased" as const };
      return { ...layer, interactions: { ...interactions, exactness } };
    });
    const after = await throughLink({ ...before, layers, kappaOf: "debiased" });
    expect(after.kappaOf).toBe("debiased");
    expect(after.layers.map(({ interactions: { exactness } }) => [exactness.method, exactness.bound])).toEqual(
      layers.map(() => ["debiased", 0]),
    );
    const looser = layers.map(({ interactions, ...layer }) => {
      const exactness = { ...interactions.exactness, kappa: interactions.exactness.kappa + 1e4 };
      return { ...layer, interactions: { ...interactions, exactness } };
    });
    await expect(throughLink({ ...before, layers: looser, kappaOf: "debiased" })).rejects.toThrow();
  });

  it("keeps the noise of its probes, what is steadied, and every life that rounding could have ended", async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const before = linkedSnapshot({ ...ORDINARY, seed, layers: 9, rows: 3, cols: 3 });
      const layers = before.layers.map((layer, l) => ({
        ...layer,
        ...(l < 8 && { joinsNext: true as const, probeNoise: 0.01 * (l + 1) }),
      }));
      const after = await throughLink({ ...before, layers, kappaOf: "noise" });
      expect(after.layers.map(({ joinsNext }) => joinsNext === true)).toEqual(layers.map((_, l) => l < 8));
      after.layers.forEach(({ probeNoise }, l) =>
        expect(probeNoise ?? null).toBeCloseTo(layers[l]!.probeNoise ?? 0, 3),
      );
      const rows = ({ layers: solved }: Snapshot) =>
        rowsOf(pictureOf(solved))
          .map(({ kind, mask, lives }) => JSON.stringify([kind, mask, lives]))
          .sort();
      expect(rows(after)).toEqual(rows({ ...before, layers }));
    }
  });

  it("shares strength among patches as before, up to what its effects may be off", async () => {
    await fc.assert(
      fc.asyncProperty(linkedShapes, async (shape) => {
        const before = linkedSnapshot(shape);
        const after = await throughLink(before);
        before.layers.forEach(({ interactions }, l) => {
          const touched = changedEffects(interactions, ({ and, or }) => {
            for (const effects of [and, or]) effects.set(effects.map((effect) => (effect === 0 ? 0 : 1)));
          });
          const most = shapleyValues(touched).map((weight) => weight * after.effectError * largestEffect(interactions));
          const [exact, rounded] = [shapleyValues(interactions), shapleyValues(after.layers[l]!.interactions)];
          // Both are sums of doubles, each off by its own last digits.
          exact.forEach((value, i) =>
            expect(Math.abs(rounded[i]! - value)).toBeLessThanOrEqual(
              most[i]! * (1 + 1e-9) + 4 * Number.EPSILON * Math.abs(value),
            ),
          );
        });
      }),
      { seed: 20261126, numRuns: 50 },
    );
  });

  it("loses nothing more when it is shared again", async () => {
    await fc.assert(
      fc.asyncProperty(linkedShapes, async (shape) => {
        const { text } = await encodePayload(linkedSnapshot(shape), null);
        const again = await encodePayload((await decodePayload(text)).snapshot, null);
        expect(again.text).toBe(text);
      }),
      { seed: 20261127, numRuns: 50 },
    );
  });

  it("can be saved as a file and read again", async () => {
    for (const seed of [1, 2, 3]) {
      const snapshot = await throughLink(madeUpSnapshot({ seed, rows: 2, cols: 3, layers: 5, size: 16 }));
      const read = await readStrataFile(
        await writeStrataFile([{ name: "", createdMs: 0, snapshot }], { values: true }),
      );
      expect(read[0]!.snapshot.layers.map(({ interactions }) => interactions.and)).toEqual(
        snapshot.layers.map(({ interactions }) => interactions.and),
      );
    }
  });

  it("keeps the sides even of a threshold right beside another", async () => {
    const snapshot = linkedSnapshot({ ...ORDINARY, tauFraction: 0.0501, density: 0 });
    const effects = effectsOf(6, [
      ["and", 62, 0.05005],
      ["and", 63, 1],
    ]);
    const objective = 1.05005;
    const layers = snapshot.layers.map((layer): SolvedLayer => ({
      ...layer,
      interactions: {
        ...layer.interactions,
        ...effects,
        exactness: { ...layer.interactions.exactness, objective, bound: objective, gap: 0, method: "A" },
      },
      vFull: layer.vEmpty + objective,
      tau: tauOf(effects, 0.0501),
    }));
    const after = await throughLink({ ...snapshot, layers });
    expect(effectAt(after.layers[0]!.interactions, "and", 62)).toBe(0.0501);
    expect(lives(after)).toEqual(lives({ ...snapshot, layers }));
  });
});

describe("a link of picked cells, and by other probes", () => {
  const picked = { cells: [9, 10, 54], others: "shown" } as const;

  it("brings them", async () => {
    for (const probes of ["labels", "on-image"] as const)
      for (const cells of [picked, null]) {
        const snapshot = linkedSnapshot({
          ...ORDINARY,
          rows: cells ? 8 : 2,
          cols: cells ? 8 : 3,
          picked: cells,
          probes,
        });
        const after = await throughLink(snapshot);
        expect([after.probes, after.players.picked]).toEqual([probes, cells]);
      }
  });
});

describe("a link of an earlier version", () => {
  const picked = { cells: [9, 10, 54], others: "shown" } as const;
  const ofVersion = {
    1: linkedSnapshot(ORDINARY),
    2: linkedSnapshot({ ...ORDINARY, rows: 8, cols: 8, picked }),
    3: linkedSnapshot({ ...ORDINARY, probes: "labels" }),
  };

  it("brings the same as one of today", async () => {
    for (const snapshot of Object.values(ofVersion)) {
      const { snapshot: before } = await decodePayload(await encodeEarlier(snapshot));
      const after = await throughLink(snapshot);
      // Then the error was told in all digits.
      expect({ ...before, effectError: 0 }).toEqual({ ...after, effectError: 0 });
    }
  });

  it("is damaged where its version is not that of its question", async () => {
    for (const [version, snapshot] of Object.entries(ofVersion)) {
      const bytes = Buffer.from(await encodeEarlier(snapshot), "base64url");
      expect(bytes[0]).toBe(Number(version));
      for (const other of [1, 2, 3]) {
        if (other === Number(version)) continue;
        bytes[0] = other;
        await expect(decodePayload(bytes.toString("base64url"))).rejects.toMatchObject({ code: "damaged" });
      }
    }
  });
});

describe("a link of a class held against one other", () => {
  const plain = linkedSnapshot(ORDINARY);
  const snapshot: Snapshot = { ...plain, target: { ...plain.target, rather: { index: 7, label: "owl", p: 0.125 } } };

  it("brings the other class, as one of version 5 did", async () => {
    expect((await throughLink(snapshot)).target.rather).toEqual(snapshot.target.rather);
    const before = await encodeEarlier(snapshot);
    expect(Buffer.from(before, "base64url")[0]).toBe(5);
    expect((await decodePayload(before)).snapshot.target.rather).toEqual(snapshot.target.rather);
  });

  it("is damaged where its version knows of none, and where a class is held against itself", async () => {
    const bytes = Buffer.from(await encodeEarlier(snapshot), "base64url");
    bytes[0] = 4;
    await expect(decodePayload(bytes.toString("base64url"))).rejects.toMatchObject({ code: "damaged" });
    const { index } = snapshot.target;
    const itself = { ...snapshot, target: { ...snapshot.target, rather: { index, label: "x", p: 0 } } };
    await expect(throughLink(itself)).rejects.toMatchObject({ code: "damaged" });
  });
});

describe("the budget", () => {
  /** How many steps a layer's largest effect has, by what all of its effects are multiples of. */
  const steps = async (text: string): Promise<number> => {
    const [{ interactions }] = (await decodePayload(text)).snapshot.layers as [SolvedLayer];
    const shares = [...interactions.and.effects].map((effect) => effect / largestEffect(interactions));
    return [100, 160, 200, 300, 400, 500, 600, 800, 1000].find((count) =>
      shares.every((share) => Math.abs(share * count - Math.round(share * count)) < 1e-6),
    )!;
  };
  const dense = linkedSnapshot({ ...ORDINARY, rows: 3, cols: 4, layers: 10, density: 0.08 });

  it("is kept by the finest steps that fit", async () => {
    const finest = await encodePayload(dense, null, { budget: Infinity });
    expect(await steps(finest.text)).toBe(1000);
    expect(await encodePayload(dense, null, { budget: finest.text.length })).toEqual(finest);
    const next = await encodePayload(dense, null, { budget: finest.text.length - 1 });
    expect(await steps(next.text)).toBe(800);
    expect(next.text.length).toBeLessThan(finest.text.length);
    expect(next.effectError).toBeLessThanOrEqual(1.01 / 800);
  });

  it("never makes steps coarser than a hundredth", async () => {
    const { text, effectError } = await encodePayload(dense, null, { budget: 0 });
    expect(await steps(text)).toBe(100);
    expect(effectError).toBeLessThanOrEqual(1.01 / 100);
  });

  it("is smaller where patches are few", async () => {
    const few = linkedSnapshot({ ...ORDINARY, rows: 3, cols: 3, layers: 9, density: 0.1 });
    const { text } = await encodePayload(few, null);
    expect(text.length).toBeLessThanOrEqual(2400);
    expect((await encodePayload(few, null, { budget: 4000 })).text.length).toBeGreaterThan(2400);
  });

  it("holds a picture of 12 patches and 10 layers", async () => {
    const { text } = await encodePayload(madeUpSnapshot({ seed: 3, rows: 3, cols: 4, layers: 10, size: 64 }), null);
    expect(text.length).toBeLessThanOrEqual(4000);
  });
});

describe("the image in a link", () => {
  const random = mulberry32(9);
  const bytes = Uint8Array.from({ length: 2 ** 15 }, () => Math.floor(256 * random()));
  const snapshot = linkedSnapshot(ORDINARY);

  it.each<[LinkImage["format"], boolean, number]>([
    ["webp", false, 1],
    ["webp", true, 700],
    ["png", false, 2 ** 15],
    ["png", true, 99],
  ])("survives to the bit: %s, exact %s, %i bytes", async (format, exact, length) => {
    const image = { bytes: bytes.slice(0, length), format, exact };
    const { text, effectError } = await encodePayload(snapshot, image);
    const decoded = await decodePayload(text);
    expect(decoded.image).toEqual(image);
    expect(decoded.snapshot).toEqual(await throughLink(snapshot));
    expect(effectError).toBe(decoded.snapshot.effectError);
  });

  it("may not be larger, nor empty", async () => {
    const sized = (length: number) =>
      encodePayload(snapshot, { bytes: new Uint8Array(length), format: "png", exact: true });
    await expect(sized(2 ** 15 + 1)).rejects.toThrow(tooLong);
    await expect(sized(0)).rejects.toThrow(RangeError);
  });
});
