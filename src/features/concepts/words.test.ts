import { describe, expect, it } from "vitest";
import { layerFlow } from "../../core/layer-flow.ts";
import { pictureTracks } from "../../core/tracks.ts";
import { createAllStrings } from "../../strings/catalogue.ts";
import type { Language } from "../../strings/index.ts";
import { plantedLayers, plantedResult } from "./picture.fixture.ts";
import { flowWords } from "./Flow.tsx";
import { columnHeads } from "./picture-model.ts";
import { patchAloneRows, rowInUnits, rowOfTrack } from "./rows.ts";
import { cellWording, headWords, rowWords } from "./words.ts";

const layers = plantedLayers(["stem", "1", "output"], 4, [
  { kind: "and", patches: [0, 1], effects: [0, 1, 1.84] },
  { kind: "or", patches: [2, 3], effects: [-1, 0, 0] },
]);
const heads = columnHeads(plantedResult(layers, 2, 2), [1, 1, 1], false);
const [kept, lost] = pictureTracks(layers.map(({ interactions }) => interactions)).shown.map(rowOfTrack);
const grid = { cols: 2, picked: null };
const words = (language: Language) => createAllStrings(language).getFixedT(null, "picture");

describe("rowWords", () => {
  it("says patches, order, fate, birth and the number at the output", () => {
    expect(rowWords(words("en"), kept!, heads, grid, "nats")).toBe(
      "a1 AND b1, order 2, kept, late, born at 1, +1.84 nats at the output",
    );
    expect(rowWords(words("en"), lost!, heads, grid, "nats")).toBe(
      "a2 OR b2, order 2, lost, there from stem on, gone after stem, peak −1.00 nats",
    );
  });
  it("says what its numbers are in", () => {
    const row = rowInUnits(kept!, [1, 1, 4]);
    expect(rowWords(words("en"), row, heads, grid, "scale")).toMatch(/, \+0\.46 of the layer’s scale at the output$/);
    expect(rowWords(words("zh"), row, heads, grid, "scale")).toMatch(/，输出处该层尺度的 \+0\.46 倍$/);
  });
  it("says of no concept that it is born or gone between the last layer and an output that reads it", () => {
    const read = heads.map((head, l) => ({ ...head, isReadout: l === 1 }));
    expect(rowWords(words("en"), { ...kept!, born: 2 }, read, grid, "nats")).toContain(
      ", kept, late, in the output alone, which is another readout of the last layer, ",
    );
    expect(rowWords(words("en"), { ...lost!, died: 2 }, read, grid, "nats")).toContain(
      ", there from stem on, last at 1, which the output reads otherwise, ",
    );
    expect(rowWords(words("en"), lost!, read, grid, "nats")).toContain("gone after stem");
    expect(headWords(words("en"), read[1]!, false, "nats")).toMatch(/, read directly by the output$/);
  });
  it("says the same in Chinese", () => {
    expect(rowWords(words("zh"), kept!, heads, grid, "nats")).toBe(
      "a1 AND b1，2 阶，保留，后期出现，出现于 1，输出处 +1.84 奈特",
    );
  });
  it("does not call early or late what stands at an output that is alone", () => {
    const alone = plantedLayers(["output"], 4, [{ kind: "and", patches: [0, 1], effects: [1.84] }]);
    const [row] = pictureTracks(alone.map(({ interactions }) => interactions)).shown.map(rowOfTrack);
    const one = columnHeads(plantedResult(alone, 2, 2), [1], false);
    expect(rowWords(words("en"), row!, one, grid, "nats")).toBe("a1 AND b1, order 2, kept, +1.84 nats at the output");
    const flow = layerFlow([], 1);
    expect(flowWords(words("en"), { flow, heads: one, units: "nats" })).toBe("Strength in nats: 0.0 at output");
  });
  it("calls picked cells by their own names", () => {
    const picked = { cols: 8, picked: { cells: [9, 10, 53, 54], others: "hidden" } } as const;
    expect(rowWords(words("en"), kept!, heads, picked, "nats")).toContain("b2 AND c2, order 2");
    expect(rowWords(words("en"), lost!, heads, picked, "nats")).toContain("f7 OR g7, order 2");
  });
  it("says when a row is a patch alone", () => {
    expect(rowWords(words("en"), patchAloneRows(null, 1, 4)[3]!, heads, grid, "nats")).toBe("b2 alone");
  });
});

describe("cellWording", () => {
  it("says whether a number counts", () => {
    expect(cellWording(words("en"), "nats")(kept!, 1, "1")).toBe("1: +1.00 nats");
    expect(cellWording(words("en"), "nats")(kept!, 0, "stem")).toBe("stem: 0.00 nats, below the threshold");
    expect(cellWording(words("en"), "scale")(kept!, 1, "1")).toBe("1: +1.00 of the layer’s scale");
    expect(cellWording(words("en"), "nats")(kept!, 1, "$& {{effect}}"), "a name is put in as it is").toBe(
      "$& {{effect}}: +1.00 nats",
    );
  });
});

describe("headWords", () => {
  it("says what is known of a layer, and what is not", () => {
    expect(headWords(words("en"), heads[0]!, false, "nats")).toMatch(
      /^stem: v with all patches shown −3\.20 nats, probe accuracy 31 %$/,
    );
    expect(
      headWords(words("en"), { ...heads[2]!, solved: false, layerAgreement: null, knowsLittle: true }, true, "nats"),
    ).toMatch(/, not solved yet, knows little here$/);
    expect(headWords(words("en"), { ...heads[0]!, accuracy: null, isOnImage: true }, false, "nats")).toBe(
      "stem: linearly there, on this image, no probe, v with all patches shown −3.20 nats",
    );
  });

  it("says the agreement of probes where there is one, then that with the layer before, and which is noise", () => {
    const agreeing = { ...heads[0]!, noiseFloor: null, probeAgreement: 0.625 };
    expect(headWords(words("en"), agreeing, false, "nats")).toMatch(/probe accuracy 31 %, probe agreement 0\.63$/);
    // At the first layer one concept, at the second another; at the output the second layer's.
    expect(headWords(words("en"), heads[1]!, false, "nats")).toMatch(/51 %, agreement with the layer before 0\.00$/);
    expect(headWords(words("en"), heads[2]!, true, "nats")).toMatch(/71 %, agreement with the layer before 1\.00$/);
    expect(headWords(words("en"), { ...agreeing, layerAgreement: 0.625, isWithinNoise: true }, false, "nats")).toMatch(
      /agreement with the layer before 0\.63, so that the change from there is no more than noise$/,
    );
    expect(headWords(words("en"), { ...agreeing, layerAgreement: 0.625 }, false, "nats")).not.toContain("noise");
    expect(headWords(words("en"), { ...agreeing, noiseShare: 0.0417, knowsLittle: true }, false, "nats")).toMatch(
      /, noise of the probe on this image 4\.2 %, knows little here$/,
    );
    expect(headWords(words("zh"), agreeing, false, "nats")).toContain("探针一致度 0.63");
  });
});
