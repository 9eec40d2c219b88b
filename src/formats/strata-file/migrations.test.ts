import { describe, expect, it } from "vitest";
import { analyse } from "../../exploration/analyse.ts";
import { toFile } from "../codec.ts";
import { fakeEvaluator, fakeSolver, request } from "../../exploration/fake-engine.fixture.ts";
import { kept } from "./entry.fixture.ts";
import { UNKNOWN_MEAN_COLOUR } from "./migrations.ts";
import { readStrataFile } from "./read.ts";

const exploration = await analyse(
  { ...request, kappaFraction: 0.04 },
  { evaluator: fakeEvaluator((m, l, c) => Math.sin(m * 1.7 + l + 5 * c)), solver: fakeSolver },
);
const bytesOf = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document));

/** As the command line wrote it before there were .strata files, worked by hand for one patch; what follows from it is left out. */
const OLD = `{"format":"strata-exploration","version":1,"model":{"name":"old","sha256":"${"5e".repeat(32)}","input":[6,4]},
"image":{"sha256":"${"1f".repeat(32)}","width":6,"height":4},"target":{"index":1,"label":"night","p":0.25,"top":[{"index":0,"label":"day","p":0.75},
{"index":1,"label":"night","p":0.25}]},"players":{"n":1,"rows":1,"cols":1,"patches":[[[0,0,6,4]]]},"baseline":"mean","tauFraction":0.05,
"kappaFraction":0.04,"kappaOf":"range","layers":[{"name":"output","probeAccuracy":0.9,"noiseFloor":null,"scale":2.5,"scaleFrom":"dataset",
"knowsLittle":false,"vEmpty":-1.5,"vFull":0.5,"constant":-1.42,"kappa":0.08,"tau":0.092,"objective":1.84,"bound":1.84,"gap":0,"method":"A",
"rebuildMaxAbs":0.08,"and":[[1,1.84]],"or":[]}]}`;

describe("the JSON of the command line", () => {
  it("is read from before there were .strata files", async () => {
    expect(await readStrataFile(new TextEncoder().encode(OLD))).toEqual([
      {
        name: "",
        createdMs: 0,
        snapshot: {
          model: { name: "old", sha256: "5e".repeat(32), address: null, input: [6, 4], meanColour: [0.5, 0.5, 0.5] },
          image: { name: "", sha256: "1f".repeat(32), pixels: null, exact: false },
          players: { n: 1, rows: 1, cols: 1, picked: null, width: 6, height: 4, patches: [[[0, 0, 6, 4]]] },
          baseline: "mean",
          probes: "first",
          tauFraction: 0.05,
          kappaFraction: 0.04,
          kappaOf: "range",
          target: {
            index: 1,
            label: "night",
            p: 0.25,
            top: [
              { index: 0, label: "day", p: 0.75 },
              { index: 1, label: "night", p: 0.25 },
            ],
          },
          layers: [
            {
              name: "output",
              probeAccuracy: 0.9,
              noiseFloor: null,
              probeAgreement: null,
              scale: 2.5,
              scaleFrom: "dataset",
              knowsLittle: false,
              vEmpty: -1.5,
              vFull: 0.5,
              interactions: {
                n: 1,
                constant: -1.42,
                and: { masks: Uint32Array.of(1), effects: Float64Array.of(1.84) },
                or: { masks: Uint32Array.of(), effects: Float64Array.of() },
                exactness: { kappa: 0.08, objective: 1.84, bound: 1.84, gap: 0, method: "A", rebuildMaxAbs: 0.08 },
              },
              tau: 0.05 * 1.84,
            },
          ],
          effectError: 0,
          values: null,
        },
      },
    ]);
  });

  it.each([true, false])("is read as it is written today, to the bit, values %s", async (values) => {
    const { model, image, players, baseline, probes, target, tauFraction, kappaFraction, kappaOf, layers } =
      exploration;
    const expected = kept(
      {
        model: { ...model, address: null, meanColour: UNKNOWN_MEAN_COLOUR },
        image: { name: "", sha256: image.sha256, pixels: null, exact: false },
        players,
        baseline,
        probes,
        target,
        tauFraction,
        kappaFraction,
        kappaOf,
        layers,
        effectError: 0,
        values: exploration.values,
      },
      values,
    );
    expect(await readStrataFile(bytesOf(toFile(exploration, { values })))).toStrictEqual([
      { name: "", createdMs: 0, snapshot: expected },
    ]);
  });

  it("is read in the version that debiased effects are written in", async () => {
    const debiased = await analyse(
      { ...request, kappaFraction: 0.04, kappaOf: "debiased" },
      { evaluator: fakeEvaluator((m, l, c) => Math.sin(m * 1.7 + l + 5 * c)), solver: fakeSolver },
    );
    const file = toFile(debiased, { values: false });
    expect(file.version).toBe(6);
    expect(await readStrataFile(bytesOf(file))).toMatchObject([
      { snapshot: { kappaOf: "debiased", layers: debiased.layers.map(({ name, vFull }) => ({ name, vFull })) } },
    ]);
  });

  it("keeps what stands in it beyond the old fields", async () => {
    const file = toFile(exploration, { values: false });
    const more = {
      ...file,
      name: "taken out of a file",
      created: "2026-01-02T03:04:05Z",
      model: { ...file.model, meanColour: [0.1, 0.2, 0.3] },
    };
    expect(await readStrataFile(bytesOf(more))).toMatchObject([
      {
        name: "taken out of a file",
        createdMs: Date.UTC(2026, 0, 2, 3, 4, 5),
        snapshot: { model: { meanColour: [0.1, 0.2, 0.3] } },
      },
    ]);
  });
});
