import { expect, it } from "vitest";
import { createCommandLineStrings } from "../../src/strings/command-line.ts";
import { madeUpStudy } from "../../src/study/study.fixture.ts";
import { NOISE_COLUMNS, shapeOf } from "../../src/study/study.ts";
import { reportOf } from "./report.ts";

const strings = createCommandLineStrings("en");
const study = madeUpStudy(8);
const linesOf = (made: typeof study): string[] => reportOf(made, strings).split("\n");

it("says of how many images a mean is where not all have the number", () => {
  const [cell] = study.noise;
  // Of the first layer's order 2, two of eight images have no ratio.
  const perImage = shapeOf(NOISE_COLUMNS.ratio, cell!).reduce((product, size) => product * size, 1);
  const [ratio, concepts] = [cell!.numbers.ratio.slice(), cell!.numbers.concepts.slice()];
  for (const image of [0, 3]) [ratio[image * perImage + 1], concepts[image * perImage + 1]] = [NaN, 0];
  const lines = linesOf({ ...study, noise: [{ ...cell!, numbers: { ...cell!.numbers, ratio, concepts } }] });
  const at = lines.findIndex((line) => line.startsWith("Mean over images, 8 in all, of |mean|"));
  const first = lines.slice(at).find((line) => line.startsWith(`| ${cell!.layers[0]!.name} `));
  expect(first!.split(" | ").slice(1, 3)).toEqual(["2.5 (2.5 … 2.5)", "2.5 (2.5 … 2.5); over 6 of 8 images"]);
});

it("names the layers that evidence speaks of, and takes no name for markup", () => {
  const [cell, ...others] = study.cells;
  const layers = cell!.layers.map((layer, l) => ({ ...layer, name: `block ${l} <b> | x` }));
  const lines = linesOf({ ...study, cells: [{ ...cell!, layers }, ...others], pairs: [], noise: [] });
  const line = lines.find((one) => one.includes("minus at the first layer"));
  // Of four layers one lies between the first probe and the last.
  expect(line).toContain("; at layer block 1 \\<b\\> \\| x |");
  expect(lines.join()).not.toContain("counted from 0");
});
