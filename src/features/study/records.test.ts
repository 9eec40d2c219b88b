import { describe, expect, it } from "vitest";
import { madeUpStudy } from "../../study/study.fixture.ts";
import { differing, explorationsOf, mostAlike, optionsOf, partsFor, partsOf } from "./records.ts";

const study = madeUpStudy(3);
const parts = partsOf(study);
const named = (experiment: string, network: string, grid: string, question: string) => ({
  experiment,
  network,
  grid,
  question,
});

describe("the parts of a study", () => {
  it("come in the order of its findings, each for its figures", () => {
    expect(parts.map(({ kind, network, at }) => [kind, network, at])).toEqual([
      ["cell", "network 1", 0],
      ["cell", "network 2", 1],
      ["pair", "network 1 / network 2", 2],
      ["noise", "network 1", 3],
    ]);
    expect(partsFor(parts, "births").map(({ at }) => at)).toEqual([0, 1]);
    expect(partsFor(parts, "networks").map(({ at }) => at)).toEqual([2]);
    expect(partsFor(parts, "noise").map(({ at }) => at)).toEqual([3]);
  });
  it("lead to the explorations of their images; a pair's to those of its first network", () => {
    expect(explorationsOf(study, parts[1]!)).toEqual(study.cells[1]!.explorations);
    expect(explorationsOf(study, parts[2]!)).toEqual(study.cells[0]!.explorations);
    const some = { ...parts[3]!, of: { ...study.noise[0]!, images: [2] } } as (typeof parts)[number];
    expect(explorationsOf(study, some)).toEqual([study.cells[0]!.explorations[2]]);
  });
});

describe("a choice", () => {
  const all = [
    named("e", "a", "2x2", "p"),
    named("e", "a", "2x2", "q"),
    named("e", "b", "2x2", "p"),
    named("f", "b", "own", "r"),
  ];
  it("is the part most like what was wanted, by what was chosen last before all", () => {
    expect(mostAlike(all, null)).toBe(all[0]);
    expect(mostAlike(all, all[1]!)).toBe(all[1]);
    // Only b is asked r; the experiment gives way to the question that was chosen.
    expect(mostAlike(all, { ...all[0]!, question: "r" }, "question")).toBe(all[3]);
    expect(mostAlike(all, { ...all[1]!, network: "b" }, "network")).toBe(all[2]);
    expect(mostAlike([], null)).toBeNull();
  });
  it("offers what there is of what was chosen before it", () => {
    expect(optionsOf(all, all[0]!, "experiment")).toEqual(["e", "f"]);
    expect(optionsOf(all, all[0]!, "question")).toEqual(["p", "q"]);
    expect(optionsOf(all, all[2]!, "question")).toEqual(["p"]);
    expect(differing(all[0]!, all[3]!)).toEqual(["experiment", "network", "grid", "question"]);
  });
});
