import { describe, expect, it } from "vitest";
import { sparseOf } from "../core/interactions.ts";
import type { PictureTrack } from "../core/tracks.ts";
import type { TrueConcept } from "../core/truth.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { guideFactsOf, lookAtStep, waysOf } from "./guide.ts";
import { explored, page, photo } from "./page.fixture.ts";
import { gate, testWorld, type World } from "./world.fixture.ts";

/** A world that ships the sample that the guide is about. */
function worldWithGlassBox(): World {
  const world = testWorld();
  const { samples } = world.services;
  world.services.samples = async () => [
    ...(await samples()),
    { file: "glass-box.png", model: "glass-box", label: "dog" },
  ];
  return world;
}

describe("the guide", () => {
  it("takes the page to the glass box, and brings back what was there as it was", async () => {
    const world = worldWithGlassBox();
    const { store, actions, until } = await explored(world);
    actions.selectConcept({ kind: "and", mask: 3 }, 1);
    actions.setFilters({ sort: "strength" });
    actions.lockScale(1.5);
    actions.chooseTopic("orders");
    actions.nameConcept({ kind: "and", mask: 3 }, "ear");
    const before = store.getState();
    const bar = [...world.bar.entries];
    actions.openTopics();
    actions.beginGuide();
    expect(store.getState()).toMatchObject({ dialog: null, topic: null, guide: { step: 0 } });
    const there = await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(there).toMatchObject({ units: "nats", image: { title: { from: "sample", file: "glass-box.png" } } });
    actions.goToStep(2);
    expect(store.getState().guide?.step).toBe(2);
    actions.goToStep(99);
    expect(store.getState().guide?.step).toBe(2);
    actions.selectConcept({ kind: "and", mask: 5 }, 0);
    actions.showTruth(true);
    expect(world.bar.entries, "a reload brings back what was there").toEqual(bar);
    const { evaluations } = world.counts;
    actions.leaveGuide();
    const after = store.getState();
    expect(after.guide).toBeNull();
    for (const key of [
      "result",
      "image",
      "model",
      "answers",
      "finished",
      "settings",
      "source",
      "selection",
      "filters",
      "units",
      "scaleLock",
      "topic",
      "truthShown",
      "names",
      "regions",
      "pinned",
      "inquiries",
      "uniqueness",
      "run",
    ] as const)
      expect(after[key], key).toBe(before[key]);
    expect(world.bar.entries).toEqual(bar);
    // The network's answers are still at hand: another class needs no run.
    actions.setTarget(2);
    await until(({ run, result }) => run.phase === "done" && result?.target?.index === 2);
    expect(world.counts.evaluations).toBe(evaluations);
  });
  it("has a run that it came between go on", async () => {
    const world = worldWithGlassBox();
    const { store, actions, until } = await page(world);
    const held = gate();
    world.beforeBatch = () => (store.getState().guide === null ? held.opened : Promise.resolve());
    actions.openFile(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase !== "done");
    actions.beginGuide();
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    held.open();
    actions.leaveGuide();
    const after = await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    expect(after.guide).toBeNull();
    expect(after.result?.snapshot?.image.sha256).toBe(after.image?.sha256);
  });
  it("is left by Escape, and for whatever else is asked for", async () => {
    const world = worldWithGlassBox();
    const { store, actions, until } = await explored(world);
    const before = store.getState();
    actions.beginGuide();
    actions.escape();
    expect(store.getState()).toMatchObject({ guide: null, load: null, result: before.result });
    actions.beginGuide();
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    actions.chooseSample(before.samples.find(({ file }) => file === "dog.png")!);
    const after = await until(({ image, run }) => image?.title.from === "sample" && run.phase === "done");
    expect(after).toMatchObject({ guide: null, image: { title: { file: "dog.png" } } });
    expect(world.bar.entries.at(-1)).toContain("dog.png");
    actions.beginGuide();
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    world.goTo(-1);
    const isBack = await until(({ guide, load }) => guide === null && load === null);
    expect(isBack.image?.sha256).toBe(before.image?.sha256);
  });
  it("is not taken where the glass box cannot be had, and says so", async () => {
    const world = worldWithGlassBox();
    const { store, actions, until } = await explored(world);
    const before = store.getState();
    world.beforeLoad = () => Promise.reject(new TypeError("offline"));
    actions.beginGuide();
    const after = await until(({ notice }) => notice !== null);
    expect(after).toMatchObject({ guide: null, load: null, notice: { action: "dismiss" } });
    expect(after.result).toBe(before.result);
  });
});

describe("what the guide says", () => {
  const concepts: readonly TrueConcept[] = [
    { kind: "and", mask: 1, effects: [1, 4] },
    { kind: "and", mask: 3, effects: [0, 2] },
    { kind: "or", mask: 6, effects: [-2, -3] },
    { kind: "and", mask: 6, effects: [0.5, 0] },
  ];
  const layer = (and: readonly (readonly [number, number])[], or: readonly (readonly [number, number])[], v: number) =>
    ({
      interactions: { n: 3, and: sparseOf(and), or: sparseOf(or), constant: 0, exactness: { kappa: 0.25 } },
      vFull: v,
      vEmpty: 0.5,
    }) as unknown as SolvedLayer;
  const layers = [
    layer(
      [
        [1, 1],
        [6, 0.25],
      ],
      [[6, -1.75]],
      0,
    ),
    layer(
      [
        [1, 3.75],
        [3, 1.5],
      ],
      [[6, -3]],
      3.5,
    ),
  ];
  const row = (kind: "and" | "or", mask: number, effects: number[], first: number, last: number) =>
    ({ kind, mask, effects, lives: [{ first, last }], bridged: [], born: first }) as unknown as PictureTrack;
  const rows = [row("and", 1, [1, 3.75], 0, 1), row("and", 3, [0, 1.5], 1, 1), row("or", 6, [-1.75, -3], 0, 1)];
  const facts = guideFactsOf(rows, layers, concepts)!;

  it("is what was found beside what was planted, worked by hand", () => {
    expect(facts.and).toEqual({ concept: concepts[1], effect: { found: 1.5, planted: 2 } });
    expect(facts.or).toEqual({ concept: concepts[2], effect: { found: -3, planted: -3 } });
    expect(facts.birth).toEqual({ concept: concepts[1], layer: { found: 1, planted: 1 } });
    // 0 − 0.5 beside 1 − 2 + 0.5; at the output 3.5 − 0.5 beside 4 + 2 − 3.
    expect(facts.probe).toEqual({ layer: 0, there: { found: -0.5, planted: -0.5 }, output: { found: 3, planted: 3 } });
    expect(facts.off).toEqual({ layer: 1, error: 0.5, slack: 0.5 });
    // The AND of the patches 1 and 2 has no row.
    expect(facts.comparison).toMatchObject({ there: 5, missing: 1, extra: 0 });
    expect([facts.players, facts.planted, waysOf(facts.players)]).toEqual([3, 4, 8]);
  });
  it("says that a birth was not found", () =>
    expect(guideFactsOf([], layers, concepts)!.birth.layer).toEqual({ found: null, planted: 1 }));
  it("is nothing where there is no AND or no OR of several patches at the output", () => {
    expect(guideFactsOf(rows, layers, concepts.slice(0, 2))).toBeNull();
    expect(guideFactsOf(rows, layers, concepts.slice(2))).toBeNull();
  });
  it("has the page select what a step points at", () => {
    expect(lookAtStep("or", facts)).toEqual({ concept: concepts[2], layer: null });
    expect(lookAtStep("probe", facts)).toEqual({ concept: null, layer: 0 });
    expect(lookAtStep("birth", facts)).toEqual({ concept: concepts[1], layer: 1 });
    expect(lookAtStep("end", facts)).toEqual({ concept: null, layer: null });
  });
});
