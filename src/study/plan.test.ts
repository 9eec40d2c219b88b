import { describe, expect, it } from "vitest";
import { PlanError, readPlan, selected } from "./plan.ts";

const experiment = {
  name: "photographs",
  images: "photos",
  networks: ["one", "two.onnx"],
  grids: ["3x3", "own"],
  questions: [{ name: "plain" }],
};
const plan = { format: "strata-study-plan", version: 1, name: "a study", experiments: [experiment] };
const withExperiment = (change: object) => ({ ...plan, experiments: [{ ...experiment, ...change }] });

describe("readPlan", () => {
  it("says what a plan leaves out", () => {
    const [read] = readPlan(plan).experiments;
    expect(read!.questions).toEqual([
      {
        name: "plain",
        target: "label",
        baseline: "mean",
        kappa: 0.04,
        kappaOf: "noise",
        tau: 0.05,
        tauOver: "layer",
        certainty: false,
      },
    ]);
    expect(read!.between).toBe(false);
    // What is said already stays as it is.
    expect(readPlan(readPlan(plan))).toEqual(readPlan(plan));
  });

  it.each([
    ["the top", null],
    ["format", { ...plan, format: "strata" }],
    ["version", { ...plan, version: 2 }],
    ["name", { ...plan, name: " " }],
    ["experiments", { ...plan, experiments: [] }],
    ["experiments", { ...plan, experiments: [experiment, experiment] }],
    ["experiments.0.typo", withExperiment({ typo: 1 })],
    ["experiments.0.limit", withExperiment({ limit: 0 })],
    ["experiments.0.networks", withExperiment({ networks: ["one", "one"] })],
    ["experiments.0.grids.0", withExperiment({ grids: ["5x4"] })],
    ["experiments.0.grids.1", withExperiment({ grids: ["3x3", "3 x 3"] })],
    ["experiments.0.questions.0.kappa", withExperiment({ questions: [{ name: "a", kappa: 4 }] })],
    ["experiments.0.questions.0.kappaOf", withExperiment({ questions: [{ name: "a", kappaOf: "none" }] })],
    ["experiments.0.questions", withExperiment({ questions: [{ name: "a" }, { name: "a" }] })],
    ["experiments.0.between", withExperiment({ between: true, networks: ["one"] })],
    ["experiments.0.noise.draws", withExperiment({ noise: { images: 1, draws: 1, sigma: 0.02 } })],
    ["experiments.0.noise.grids", withExperiment({ noise: { images: 1, draws: 2, sigma: 0.02, grids: ["2x2"] } })],
    [
      "experiments.0.noise.question",
      withExperiment({ questions: [{ name: "a", tauOver: "images" }], noise: { images: 1, draws: 2, sigma: 0.02 } }),
    ],
    ["experiments.0.noise.question", withExperiment({ noise: { images: 1, draws: 2, sigma: 0.02, question: "b" } })],
  ])("names what is wrong: %s", (field, json) => {
    try {
      readPlan(json);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PlanError);
      expect((error as PlanError).field).toBe(field);
      expect((error as PlanError).problem).not.toBe("");
    }
  });
});

it("says of a field that is missing, and of one that is none, what is wrong in words", () => {
  const problemOf = (json: unknown): string => {
    try {
      readPlan(json);
      return "";
    } catch (error) {
      return (error as PlanError).message;
    }
  };
  expect(problemOf(withExperiment({ limits: 3 }))).toBe(
    "experiments.0.limits: there is no such field in a plan; see docs/format.md",
  );
  expect(problemOf({ ...plan, name: undefined })).toMatch(/^name: /);
  const versionless: unknown = JSON.parse(JSON.stringify({ ...plan, version: undefined }));
  expect(problemOf(versionless)).toBe("version: the field is missing");
  expect(problemOf(withExperiment({ questions: [3] }))).toBe("experiments.0.questions.0: expected an object, got 3");
});

describe("selected", () => {
  const images = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.png`, label: i < 40 ? 0 : i < 55 ? 1 : 2 }));
  const counts = (limit: number): number[] =>
    [0, 1, 2].map((label) => selected(images, limit).filter((at) => images[at]!.label === label).length);

  it("takes as many of each class as there are", () => {
    expect(counts(12)).toEqual([4, 4, 4]);
    expect(counts(13)).toEqual([5, 4, 4]);
    // The third class has five.
    expect(counts(30)).toEqual([13, 12, 5]);
    expect(new Set(selected(images, undefined)).size).toBe(60);
  });

  it("takes with more all that it takes with fewer, wherever images stand", () => {
    const names = (list: typeof images, limit: number) => selected(list, limit).map((at) => list[at]!.name);
    expect(names(images, 30).slice(0, 12)).toEqual(names(images, 12));
    expect(names(images.toReversed(), 30)).toEqual(names(images, 30));
  });

  it("draws by chance: neighbours in a list are no more often taken together", () => {
    const taken = selected(
      Array.from({ length: 1000 }, (_, i) => ({ name: `${i}`, label: null })),
      500,
    );
    const set = new Set(taken);
    const both = Array.from({ length: 999 }, (_, i) => i).filter((i) => set.has(i) && set.has(i + 1)).length;
    expect(both).toBeGreaterThan(200);
    expect(both).toBeLessThan(300);
    const firstHalf = taken.filter((at) => at < 500).length;
    expect(firstHalf).toBeGreaterThan(215);
    expect(firstHalf).toBeLessThan(285);
  });
});
