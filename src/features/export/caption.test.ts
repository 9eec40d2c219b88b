import { describe, expect, it } from "vitest";
import { createAllStrings } from "../../strings/catalogue.ts";
import type { Language } from "../../strings/index.ts";
import { factsOf, provenanceOf, readingOf, type Wording } from "./caption.ts";
import { ALL_ROWS } from "../../session/initial.ts";
import { plantedSource } from "./source.fixture.ts";

function wording(language: Language): Wording {
  const strings = createAllStrings(language);
  return {
    t: strings.getFixedT(language, ["figure", "picture", "page", "exactness"]),
    picture: strings.getFixedT(language, "picture"),
    names: { model: "Glass box", target: "golf ball" },
  };
}
const facts = (source: Parameters<typeof factsOf>[0], language: Language = "en") =>
  Object.fromEntries(factsOf(source, wording(language), false).map(({ label, text }) => [label, text]));

describe("factsOf", () => {
  it("says what was computed, from what, and how exactly", () => {
    expect(facts(plantedSource())).toEqual({
      Model: "Glass box, SHA-256 0123456789ab…",
      Target: "golf ball, 82.0\u00a0% among the 10 classes it knows",
      "Hidden as": "mean colour of the training images",
      κ: "0.04 × range of v: 0.10 nats",
      // 0.05 of the largest effects: 2, 2.5 and 3.
      τ: "0.05 × largest |effect|: 0.10–0.15 nats",
      Solver: "gap at most 2e-4, error of v at most 0.090 nats",
      Colours: "to ±3 nats",
      Rows: "2 of 3 concepts, sorted by birth",
      Software: expect.stringMatching(/^Strata \d+\.\d+\.\d+; method of Cheng et al., ICML 2024$/),
    });
  });

  it("names probes of the labels, also in the line that finds the picture again, and says nothing of the first ones", () => {
    const { result } = plantedSource();
    const labels = plantedSource({ result: { settings: { ...result.settings, probes: "labels" } } });
    expect(facts(labels)).toMatchObject({ Probes: "fitted to the labels, as in the paper" });
    expect(facts(labels, "zh")).toMatchObject({ 探针: "按标签拟合（论文做法）" });
    const again = provenanceOf(plantedSource(), wording("en"));
    expect(again).toContain("2x2, mean, target golf ball");
    expect(provenanceOf(labels, wording("en"))).toBe(again.replace("2x2, mean", "2x2, mean, probes labels"));
  });

  it("says how far a locked scale reaches, and what becomes of larger effects", () => {
    const locked = (scaleLock: number) => facts(plantedSource({ view: { ...plantedSource().view, scaleLock } }));
    expect(locked(10)).toMatchObject({ Colours: "to ±10 nats, a range locked across pictures" });
    expect(locked(0.5)).toMatchObject({
      Colours: "to ±0.5 nats, a range locked across pictures; larger effects, up to 3.00, have its last colour",
    });
  });

  it("says what a unit is where that is the layer's scale, and where the image had to stand in for it", () => {
    const source = plantedSource({ units: "scale" });
    expect(facts(source)).toMatchObject({ Colours: "to ±1 × scale" });
    expect(readingOf(source, wording("en")).join()).toMatch(/over a data set: 4\.00 nats\. Strength: sum of/);
    const layers = source.result.layers.map(
      (layer, l) => layer && { ...layer, ...(l === 1 && { scale: 2, scaleFrom: "image" as const }) },
    );
    expect(readingOf({ ...source, result: { ...source.result, layers } }, wording("en")).join()).toContain(
      "over a data set, of block on this image: 2.00–4.00 nats.",
    );
  });

  it("says what is filtered, opened and selected", () => {
    const view = {
      filters: { kind: "and", orders: [1, 2], onlyPatches: true, onlyFirm: false, sort: "strength" },
      openOthers: { kept: false, lost: true, transient: false },
      scaleLock: null,
      selection: { patches: 3, concept: { kind: "or", mask: 6 }, layer: 1 },
    } as const;
    expect(facts(plantedSource({ view }))).toMatchObject({
      Rows: "3 of 3 concepts, only AND, order 1–2, with a1 b1; sorted by strength",
      "In violet": "the concept b1 OR a2, the layer block, patches a1 b1",
    });
    expect(facts(plantedSource({ view }), "zh")).toMatchObject({
      行: "3 个概念中的 3 个，仅 AND、1–2 阶、含 a1 b1；按强度排序",
      紫色标出: "概念 b1 OR a2、层 block、图块 a1 b1",
    });
  });

  it("says what is firm where that is known, and that firm rows alone are there", () => {
    const source = plantedSource({ view: { filters: { ...ALL_ROWS, onlyFirm: true } } });
    const asked = (replicates: number | null, counts: typeof source.counts) => ({
      ...source,
      counts,
      picture: { ...source.picture, replicates },
    });
    const known = asked(8, { rows: 3, firm: 2, robust: 1 });
    expect(facts(known)).toMatchObject({
      Certainty: "2 of 3 rows firm, 1 robust",
      Rows: "2 of 3 concepts, only firm ones; sorted by birth",
    });
    expect(readingOf(known, wording("en")).join()).toMatch(/Firm: all 8 replicates .*Robust: /);
    expect(facts({ ...known, isTold: true })).toMatchObject({
      Certainty: "2 of 3 rows firm, 1 robust, as the picture came",
    });
    const robust = asked(0, { rows: 3, firm: null, robust: 1 });
    expect(facts(robust)).toMatchObject({ Rows: "2 of 3 concepts, sorted by birth" });
    expect(facts(robust)["Certainty"]).toMatch(/^1 of 3 rows robust; no replicates/);
    expect(readingOf(robust, wording("en")).join()).toMatch(/Hollow .*Robust: /);
    const unknown = readingOf(asked(null, null), wording("en")).join();
    expect(unknown).toContain("Hollow births and deaths: how sure they are is not known.");
    expect(unknown).not.toContain("obust");
    expect(facts(asked(null, null))).not.toHaveProperty("Certainty");
  });

  it("calls a probability a share among the classes, also where nobody knows how many those are", () => {
    expect(facts({ ...plantedSource(), classCount: 0 })).toMatchObject({
      Target: "golf ball, 82.0\u00a0% among the classes it knows",
    });
    expect(facts(plantedSource(), "zh")).toMatchObject({ 目标: "golf ball，在模型认识的 10 个类别中占 82.0\u00a0%" });
  });

  it("names the paper's rule of κ, and a probability that rounds to none", () => {
    const { result } = plantedSource();
    const paper = plantedSource({
      result: { settings: { ...result.settings, kappaOf: "delta" }, target: { index: 1, label: "golf ball", p: 1e-5 } },
    });
    expect(facts(paper)).toMatchObject({
      κ: "0.04 × |v(all) − v(none)|: 0.10 nats",
      Target: "golf ball, <\u00a00.1\u00a0% among the 10 classes it knows",
    });
  });
});

describe("readingOf", () => {
  it("explains units, thresholds, and what the rows hold of the strength", () => {
    const text = readingOf(plantedSource(), wording("en")).join("\n");
    expect(text).toContain("In nats (log-odds), in which layers cannot be compared. Strength: sum of");
    expect(text).toContain("averaged over neighbours no further apart than noise, exceeds 0.05");
    // Held: 2 of 3 nats, then all.
    expect(text).toContain(
      "The 2 strongest concepts hold 89\u00a0% of the strength, everything below τ together 0.0\u00a0%.",
    );
    expect(text).toContain("Accuracy:");
  });
  it("explains the agreement of probes where there is one, beside that of layers, and no noise floor", () => {
    const source = plantedSource();
    expect(readingOf(source, wording("en")).join()).toMatch(/Accuracy: .*Layer agreement: /);
    expect(readingOf(source, wording("en")).join()).not.toMatch(/Noise floor|of probes|more than noise/);
    const text = (probeAgreementOn: "image" | "photographs"): string => {
      const known = { noiseFloor: null, probeAgreement: 0.6, probeAgreementOn };
      const heads = source.picture.heads.map((head) => ({ ...head, ...known }));
      return readingOf({ ...source, picture: { ...source.picture, heads } }, wording("en")).join();
    };
    expect(text("image")).toMatch(
      /Accuracy: .*Agreement \(Jaccard\) on this image: of probes .*; of a layer with .* is noise where it is no less/,
    );
    // Over photographs it is by another κ: nothing follows of the change between layers.
    expect(text("photographs")).toMatch(/Agreement \(Jaccard\): over many images, of probes/);
    expect(text("photographs")).not.toContain("is noise where");
  });
  it("leaves out lines that the heads leave out, and says when the identity of concepts is not stable", () => {
    const source = plantedSource();
    const heads = source.picture.heads.map((head) => ({ ...head, accuracy: null, layerAgreement: null }));
    const layers = source.result.layers.map(
      (layer) =>
        layer && {
          ...layer,
          interactions: {
            ...layer.interactions,
            exactness: { ...layer.interactions.exactness, method: "B" as const },
          },
        },
    );
    const text = readingOf(
      { ...source, picture: { ...source.picture, heads }, result: { ...source.result, layers } },
      wording("en"),
    ).join("\n");
    expect(text).not.toMatch(/Accuracy|agreement/i);
    expect(text).toContain("At stem, block, output the identity of the concepts is not stable");
  });
});
