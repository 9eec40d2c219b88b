import { describe, expect, it } from "vitest";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { pictureTracks } from "../../core/tracks.ts";
import { natsPerUnit } from "../../session/units.ts";
import { madeUpQuality, plantedLayers, plantedResult } from "./picture.fixture.ts";
import { heldByRows } from "./drawn-rows.ts";
import { columnHeads, finishedPicture, shareBelowTau, unfinishedPicture } from "./picture-model.ts";

const layers = plantedLayers(["stem", "1", "output"], 4, [
  { kind: "and", patches: [0], effects: [2, 2, 3] },
  { kind: "or", patches: [1, 2], effects: [0, 1, 1] },
  { kind: "and", patches: [2, 3], effects: [-1, 0, 0] },
  { kind: "and", patches: [3], effects: [0.05, 0.05, 0.05] },
]);
const result = plantedResult(layers, 2, 2);
const all = pictureTracks(
  layers.map(({ interactions }) => interactions),
  { rows: 2 },
);

describe("finishedPicture", () => {
  const picture = finishedPicture(result, layers, all, all, "birth", "nats", false);
  it("groups every row by fate and counts shown and others", () => {
    expect(picture.groups.map(({ name, rows, others, total }) => [name, rows.length, others.length, total])).toEqual([
      ["kept", 2, 0, 2],
      ["lost", 0, 1, 1],
      ["transient", 0, 0, 0],
    ]);
  });
  it("flows through every row, shown or not", () => {
    expect(picture.flow!.totals).toEqual([3, 3, 4]);
    expect(picture.flow!.gaps[0]).toMatchObject({ born: 1, died: 1 });
  });
  it("finds the largest effect for the scale, and the share below τ", () => {
    expect(picture.largest).toBe(3);
    expect(picture.shares!.belowTau).toBeCloseTo(shareBelowTau(layers), 12);
    expect(picture.shares!.belowTau).toBeCloseTo((0.05 / 3.05 + 0.05 / 3.05 + 0.05 / 4.05) / 3, 9);
  });
  it("keeps counts and flow when a filter hides rows", () => {
    const filtered = { ...all, shown: all.shown.filter(({ kind }) => kind === "or") };
    const narrow = finishedPicture(result, layers, all, filtered, "birth", "nats", false);
    expect(narrow.groups[0]).toMatchObject({ total: 2 });
    expect(narrow.groups[0]!.rows).toHaveLength(1);
    expect(narrow.flow).toEqual(picture.flow);
  });
});

describe("a picture in units of scale", () => {
  const scaled = layers.map((layer, l) => ({ ...layer, scale: [0.5, 2, 4][l]! }));
  const own = { ...result, layers: scaled };
  const picture = finishedPicture(own, scaled, all, all, "birth", "scale", false);
  it("divides every layer's numbers by its own scale", () => {
    expect(Array.from(picture.groups[0]!.rows[0]!.effects)).toEqual([4, 1, 0.75]);
    expect(picture.groups[0]!.rows[0]!.peak).toBe(4);
    expect(picture.flow!.totals).toEqual([6, 1.5, 1]);
    expect(picture.heads.map(({ vFull }) => vFull)).toEqual(scaled.map(({ vFull, scale }) => vFull / scale));
    expect(picture).toMatchObject({ units: "scale", largest: 4 });
  });
  it("leaves shares, lives and the order of rows as they are in nats", () => {
    const nats = finishedPicture(own, scaled, all, all, "birth", "nats", false);
    expect(picture.shares!.belowTau).toBe(nats.shares!.belowTau);
    const closed = { kept: false, lost: false, transient: false };
    expect(heldByRows(picture, closed)!.held).toBeCloseTo(heldByRows(nats, closed)!.held, 12);
    const shape = ({ groups }: typeof nats) => groups.map(({ rows }) => rows.map(({ key, cells }) => [key, cells]));
    expect(shape(picture)).toEqual(shape(nats));
  });
  it("takes the scale of the model before a layer is solved, else what the image's own scores span, and waits for them", () => {
    const values = {
      masks: Uint32Array.of(0, 1, 2, 4, 8, 15),
      layers: [4, 4, Number.NaN].map((full) => Float64Array.of(-2, -1, 0, NaN, NaN, full)),
    };
    const partial = { target: { index: 0, label: "golf ball", p: 1, top: [] }, done: 3, total: 16, values };
    const probes = result.probes.map((probe, l) => ({ ...probe, scale: l === 0 ? 0.5 : null }));
    const early = unfinishedPicture({ ...result, probes, layers: [null, null, null], partial }, [], "scale", false);
    // a1 alone: one nat more than nothing; the second layer spans 6.
    expect(Array.from(early.groups[0]!.rows[0]!.effects)).toEqual([2, 1 / 6, NaN]);
    expect(early.groups[0]!.rows[0]!.cells).toEqual(["thin", "thin", "waiting"]);
    expect(early.heads.map(({ vFull }) => vFull)).toEqual([8, 4 / 6, null]);
  });
});

describe("a picture whose output reads the last layer directly", () => {
  const names = ["stem", "last", "output"];
  const own = plantedLayers(names, 4, [
    { kind: "and", patches: [0], effects: [2, 2, 3] },
    { kind: "or", patches: [1, 2], effects: [0, 0, 1] },
    { kind: "and", patches: [2, 3], effects: [-1, -1, 0] },
    { kind: "and", patches: [1, 3], effects: [0, 1, 1] },
  ]);
  const tracks = pictureTracks(own.map(({ interactions }) => interactions));
  const picture = (readout: boolean) =>
    finishedPicture(plantedResult(own, 2, 2), own, tracks, tracks, "birth", "nats", readout);
  const marks = (readout: boolean) =>
    picture(readout).groups.flatMap(({ rows }) => rows.map(({ key, births, deaths }) => [key, births, deaths]));
  it("has no births and deaths between the two, and those before as ever", () => {
    expect(marks(false)).toEqual([
      ["and1", [], []],
      ["and10", [1], []],
      ["or6", [2], []],
      ["and12", [], [1]],
    ]);
    expect(marks(true)).toEqual([
      ["and1", [], []],
      ["and10", [1], []],
      ["or6", [], []],
      ["and12", [], []],
    ]);
    expect(picture(true).heads.map(({ isReadout }) => isReadout)).toEqual([false, true, false]);
  });
  it("lets all strength pass between the two, and keeps totals and fates", () => {
    expect(picture(true).flow!.gaps[1]).toEqual({ born: 0, keptBefore: 4, keptAfter: 5, died: 0 });
    expect(picture(true).flow!.totals).toEqual(picture(false).flow!.totals);
    expect(picture(true).flow!.gaps[0]).toEqual(picture(false).flow!.gaps[0]);
    expect(picture(true).groups.map(({ total }) => total)).toEqual(picture(false).groups.map(({ total }) => total));
  });
});

describe("heldByRows", () => {
  const closed = { kept: false, lost: false, transient: false };
  // Σ |effects|: 3.05 (2 + 0 + 1), 3.05 (2 + 1 + 0), 4.05 (3 + 1 + 0).
  const strengths = [3.05, 3.05, 4.05];
  const mean = (held: readonly number[]): number => held.reduce((sum, nats, l) => sum + nats / strengths[l]!, 0) / 3;

  it("speaks of the rows that stand there, with those of an opened group", () => {
    const picture = finishedPicture(result, layers, all, all, "birth", "nats", false);
    expect(heldByRows(picture, closed)).toEqual({ rows: 2, held: expect.closeTo(mean([2, 3, 4]), 9) });
    expect(heldByRows(picture, { ...closed, lost: true })).toEqual({
      rows: 3,
      held: expect.closeTo(mean([3, 3, 4]), 9),
    });
  });
  it("speaks of no row that is filtered away", () => {
    const filtered = {
      ...all,
      shown: all.shown.filter(({ kind }) => kind === "or"),
      others: { kept: [], lost: [], transient: [] },
    };
    expect(heldByRows(finishedPicture(result, layers, all, filtered, "birth", "nats", false), closed)).toEqual({
      rows: 1,
      held: expect.closeTo(mean([0, 1, 1]), 9),
    });
  });
  it("has nothing to say while layers are missing", () => {
    expect(
      heldByRows(unfinishedPicture({ ...result, layers: [layers[0]!, null, null] }, [], "nats", false), closed),
    ).toBeNull();
  });
});

describe("unfinishedPicture", () => {
  it("shows each patch alone before any layer is solved", () => {
    const values = {
      masks: Uint32Array.of(0, 1, 2, 4, 8, 15),
      layers: layers.map(() => Float64Array.of(-2, -1, 0, NaN, NaN, NaN)),
    };
    const partial = { target: { index: 0, label: "golf ball", p: 1, top: [] }, done: 3, total: 16, values };
    const picture = unfinishedPicture({ ...result, layers: [null, null, null], partial }, [], "nats", false);
    expect(picture).toMatchObject({ stage: "measuring", flow: null, largest: 2 });
    expect(picture.groups[0]).toMatchObject({ name: "alone", total: 4 });
  });
  it("fills in as layers are solved", () => {
    const picture = unfinishedPicture({ ...result, layers: [layers[0]!, null, null] }, [], "nats", false);
    expect(picture).toMatchObject({ stage: "solving", largest: 2 });
    expect(picture.groups[0]!.rows.map(({ key }) => key)).toEqual(["and1", "and12"]);
  });
});

describe("columnHeads", () => {
  it("knows probes from the manifest, v from the partial values and which layers are solved", () => {
    const values = {
      masks: Uint32Array.of(0, 1, 2, 4, 8, 15),
      layers: layers.map(({ vFull }, l) => Float64Array.of(-2, NaN, NaN, NaN, NaN, l === 0 ? vFull : NaN)),
    };
    const partial = { target: { index: 0, label: "golf ball", p: 1, top: [] }, done: 1, total: 16, values };
    const heads = columnHeads({ ...result, layers: [null, layers[1]!, null], partial }, [1, 1, 1], false);
    expect(heads.map(({ vFull }) => vFull)).toEqual([layers[0]!.vFull, layers[1]!.vFull, null]);
    expect(heads.map(({ solved }) => solved)).toEqual([false, true, false]);
    expect(heads.map(({ layerAgreement }) => layerAgreement)).toEqual([null, null, null]);
    expect(heads.map(({ accuracy }) => accuracy)).toEqual(layers.map(({ probeAccuracy }) => probeAccuracy));
    expect(heads.at(-1)!.noiseFloor).toBeNull();
  });
  it("are functions of this image alone where the picture was looked at so, the output never", () => {
    const settings = { ...result.settings, probes: "on-image" as const };
    expect(columnHeads({ ...result, settings }, [1, 1, 1], false).map(({ isOnImage }) => isOnImage)).toEqual([
      true,
      true,
      false,
    ]);
    expect(columnHeads(result, [1, 1, 1], false).some(({ isOnImage }) => isOnImage)).toBe(false);
  });
  it("hold each solved layer against the one before it", () => {
    // Salient: a1 and c at the first layer, a1 and the OR at the second and at the output.
    expect(columnHeads(result, [1, 1, 1], false).map(({ layerAgreement }) => layerAgreement)).toEqual([null, 1 / 3, 1]);
  });
  it("call a change noise only against replicates that were explained on this image", () => {
    const agreeing = (replicateAgreement?: number | null) =>
      columnHeads(
        {
          ...result,
          probes: result.probes.map((probe) => ({ ...probe, probeAgreement: 0.2 })),
          layers: layers.map((layer) => ({
            ...layer,
            ...(replicateAgreement !== undefined && { replicateAgreement }),
          })),
        },
        [1, 1, 1],
        false,
      ).map((head) => [head.probeAgreement, head.probeAgreementOn, head.isWithinNoise])[1];
    // The second layer agrees with the first on a third.
    expect(agreeing()).toEqual([0.2, "photographs", false]);
    expect(agreeing(0.3)).toEqual([0.3, "image", true]);
    expect(agreeing(0.4)).toEqual([0.4, "image", false]);
    expect(agreeing(null)).toEqual([null, "image", false]);
  });
});

describe("the heads of an estimate", () => {
  const measured = layers.map((layer) => ({ ...layer, probeAgreement: 0.6, replicateAgreement: 0.01 }));
  const estimated = layers.map((layer) => ({
    ...layer,
    probeAgreement: 0.6,
    interactions: { ...layer.interactions, sampled: madeUpQuality(layer.interactions) },
  }));
  const probes = result.probes.map((probe) => ({ ...probe, noiseFloor: 0.5, probeAgreement: 0.6 }));
  const headsOf = (own: readonly SolvedLayer[], sample: { masks: number; seed: number } | null) =>
    columnHeads(
      { ...result, probes, layers: own, settings: { ...result.settings, sample } },
      natsPerUnit(result, "nats"),
      false,
    );
  it("hold nothing of what was measured of probes with all masks, so that no change is judged by it", () => {
    for (const head of headsOf(estimated, { masks: 400, seed: 1 })) {
      expect(head).toMatchObject({ isEstimate: true, noiseFloor: null, probeAgreement: null, isWithinNoise: false });
      expect(head).toMatchObject({ isChangeEstimated: true });
    }
    expect(headsOf(estimated, { masks: 400, seed: 1 })[1]!.layerAgreement).not.toBeNull();
    expect(headsOf(measured, null).map(({ probeAgreement }) => probeAgreement)).toEqual([0.01, 0.01, 0.01]);
    expect(headsOf(measured, null)[2]).toMatchObject({ isEstimate: false, isWithinNoise: true, noiseFloor: 0.5 });
  });
  it("hold how far replicates agree that were estimated as it was, and judge changes by it", () => {
    const looked = estimated.map((layer) => ({ ...layer, replicateAgreement: 0.01 }));
    for (const head of headsOf(looked, { masks: 400, seed: 1 }).slice(1))
      expect(head).toMatchObject({ probeAgreement: 0.01, probeAgreementOn: "image", isWithinNoise: true });
  });
  it("know it before any layer is there, and of exact layers that take the place of estimated ones", () => {
    const none = { ...result, probes, layers: [null, null, null], settings: { ...result.settings } };
    const early = columnHeads({ ...none, settings: { ...none.settings, sample: { masks: 400, seed: 1 } } }, [], false);
    expect(early.map(({ probeAgreement }) => probeAgreement)).toEqual([null, null, null]);
    const mixed = headsOf([measured[0]!, estimated[1]!, measured[2]!], null);
    expect(mixed.map(({ probeAgreement }) => probeAgreement)).toEqual([0.01, null, 0.01]);
    expect(mixed.map(({ isChangeEstimated }) => isChangeEstimated)).toEqual([false, true, true]);
  });
});
