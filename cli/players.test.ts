import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baselinePixels } from "../src/core/baseline.ts";
import { NO_PLAYER, patchName, playerOfPixel } from "../src/core/patches.ts";
import { foregroundCells } from "../src/core/picking.ts";
import { superpixels } from "../src/core/superpixels.ts";
import type { StrataFile } from "../src/formats/codec.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { readArguments, type ExplainCommand } from "./arguments.ts";
import { decodeFile } from "./decode-file.ts";
import { inProcess, type Outcome } from "./in-process.fixture.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, "public/samples/glass-box.png");
const folder = mkdtempSync(join(tmpdir(), "strata-players-"));
afterAll(() => rmSync(folder, { recursive: true }));

const strata = (...args: string[]): Promise<Outcome> => inProcess(folder, args);

async function explained(...options: string[]): Promise<StrataFile> {
  const { code, out, err } = await strata(
    "explain",
    sample,
    "--model",
    "glass-box",
    "--kappa-of",
    "range",
    "--values",
    ...options,
  );
  expect(code, err).toBe(0);
  return JSON.parse(out) as StrataFile;
}

const valuesOf = ({ layers }: StrataFile): readonly (readonly number[])[] => layers.map(({ values }) => values!);

/** The mask of a 3x3 grid that shows what a mask of picked cells does. */
const spread = (mask: number, cells: readonly number[], rest: number): number =>
  cells.reduce((all, cell, i) => all | (((mask >> i) & 1) << cell), rest);

describe("explain --pick", () => {
  let full: StrataFile;
  beforeAll(async () => (full = await explained("--grid", "3x3")));

  it.each([
    ["hidden", 0],
    // b1, c1, a2, c2, a3, b3.
    ["shown", 0b011_101_110],
  ] as const)("runs on masks of the picked cells alone, the others always %s", async (others, rest) => {
    // a1, b2 and c3, in no order.
    const cells = [0, 4, 8];
    const picked = await explained("--grid", "3x3", "--pick", "c3,A1, b2", "--others", others);
    expect([picked.version, picked.players]).toEqual([
      2,
      {
        n: 3,
        rows: 3,
        cols: 3,
        picked: { cells, others },
        patches: [[[0, 0, 32, 32]], [[32, 32, 32, 32]], [[64, 64, 32, 32]]],
      },
    ]);
    valuesOf(picked).forEach((values, l) => {
      expect(values).toHaveLength(8);
      values.forEach((v, mask) => expect(v).toBeCloseTo(valuesOf(full)[l]![spread(mask, cells, rest)]!, 5));
    });
    // The class is that of the whole image, whatever is hidden.
    expect(picked.target.index).toBe(full.target.index);
    expect(picked.target.p).toBeCloseTo(full.target.p, 6);
  });

  it("estimates the effects of more than sixteen from a sample of masks", async () => {
    const { code, out, err } = await strata(
      ...["explain", sample, "--model", "glass-box", "--grid", "6x6", "--pick", "foreground", "--count", "20"],
      ...["--masks", "200"],
    );
    expect(code, err).toBe(0);
    const { players, layers } = JSON.parse(out) as StrataFile;
    expect([players.n, players.picked!.cells.length, players.picked!.others]).toEqual([20, 20, "hidden"]);
    // Without a seed of one's own it is the page's.
    for (const layer of layers) expect(layer).toMatchObject({ estimator: "sampled", masks: 200, seed: 1 });
  });

  it("draws masks by the seed that is named", () => {
    const seedOf = (...args: string[]): unknown =>
      (readArguments(["explain", sample, "--grid", "8x8", "--masks", "2000", ...args]) as ExplainCommand).sample;
    expect(seedOf()).toEqual({ masks: 2000, seed: 1 });
    expect(seedOf("--seed", "0")).toEqual({ masks: 2000, seed: 0 });
    expect(seedOf("--seed", "3", "--halves", "10")).toEqual({ masks: 2000, seed: 3, halves: 10 });
  });

  it("takes all cells of a grid for the grid", async () => {
    const all = await explained("--grid", "1x3", "--pick", "c1 a1 b1", "--others", "shown");
    expect(all).toEqual(await explained("--grid", "1x3"));
    expect(all.version).toBe(1);
  });

  it("draws of the middle by a seed, and picks the foreground", async () => {
    const drawn = async (...more: string[]) =>
      (await explained("--grid", "8x8", "--pick", "centre", "--count", "3", ...more)).players.picked!;
    const one = await drawn();
    expect(one.others).toBe("hidden");
    for (const cell of one.cells) expect(patchName(cell, 8)).toMatch(/^[b-g][2-7]$/);
    expect(await drawn("--seed", "1", "--from", "6x6")).toEqual(one);
    expect(await drawn("--seed", "2")).not.toEqual(one);
    const image = await decodeFile(sample, { width: 96, height: 96, resize: "centre-crop" } as never);
    const manifest = JSON.parse(readFileSync(join(root, "public/models/glass-box.json"), "utf8")) as ModelManifest;
    const foreground = await explained("--grid", "9x9", "--pick", "foreground", "--count", "4", "--baseline", "zero");
    expect(foreground.players.picked!.cells).toEqual(
      foregroundCells({ rows: 9, cols: 9 }, image, baselinePixels("zero", image, manifest.meanColour), 4),
    );
  });

  it("is told by show, in CSV and in .strata files", async () => {
    const photo = join(root, "public/samples/church.png");
    const picks = ["--grid", "8x8", "--pick", "d4,e4,d5"];
    expect((await strata("explain", photo, ...picks, "--out", "picked.strata")).code).toBe(0);
    const [entry] = await readStrataFile(readFileSync(join(folder, "picked.strata")));
    expect(entry!.snapshot.players).toMatchObject({ n: 3, picked: { cells: [27, 28, 35], others: "hidden" } });
    const shown = await strata("show", "picked.strata");
    expect(shown.out).toContain("grid    3 patches of 8 x 8, hidden by mean; the others always hidden\n");
    const csv = (await strata("show", "picked.strata", "--csv")).out;
    const names = new Set(
      csv
        .trim()
        .split("\r\n")
        .slice(1)
        .flatMap((row) => row.split(",")[5]!.split(" ")),
    );
    expect([...names].toSorted()).toEqual(["d4", "d5", "e4"]);
  });

  it("cuts the cells of a grid by colour, all of them and picked ones, which show and files say", async () => {
    const photo = join(root, "public/samples/church.png");
    const whole = await explained("--grid", "2x2", "--superpixels");
    expect(whole).toMatchObject({ version: 8, players: { n: 4, rows: 2, cols: 2, cut: "superpixels" } });
    const pixels = whole.players.patches.flat().reduce((sum, [, , width, height]) => sum + width * height, 0);
    expect(pixels).toBe(96 * 96);
    expect(valuesOf(whole)[0]).not.toEqual(valuesOf(await explained("--grid", "2x2"))[0]);
    const picks = ["--grid", "8x8", "--superpixels", "--pick", "d4,e4,d5"];
    expect((await strata("explain", photo, ...picks, "--out", "cut.strata")).code).toBe(0);
    const [entry] = await readStrataFile(readFileSync(join(folder, "cut.strata")));
    const image = await decodeFile(photo, { width: 64, height: 64, resize: "centre-crop" } as never);
    const cells = superpixels({ rows: 8, cols: 8 }, image);
    expect(playerOfPixel(entry!.snapshot.players)).toEqual(
      cells.map((cell) => (cell === 27 ? 0 : cell === 28 ? 1 : cell === 35 ? 2 : NO_PLAYER)),
    );
    const shown = await strata("show", "cut.strata");
    expect(shown.out).toContain("grid    3 superpixels of 8 x 8, hidden by mean; the others always hidden\n");
    expect((await strata("show", "cut.strata", "--csv")).out).toContain(",d4 e4,");
  });

  it("gives every image of a folder its own foreground, and goes on from what is there", async () => {
    const images = join(folder, "images");
    cpSync(sample, join(images, "a.png"), { recursive: true });
    cpSync(join(root, "public/samples/church.png"), join(images, "b.png"));
    const command = [
      "explain",
      images,
      "--model",
      "glass-box",
      "--grid",
      "6x6",
      "--pick",
      "foreground",
      "--count",
      "3",
    ];
    expect((await strata(...command, "--out", "results")).code).toBe(0);
    const results = (): [string, number][] =>
      readdirSync(join(folder, "results"))
        .filter((name) => name.includes(".png."))
        .map((name) => [name, statSync(join(folder, "results", name)).mtimeMs]);
    const first = results();
    const cells = first.map(
      ([name]) => (JSON.parse(readFileSync(join(folder, "results", name), "utf8")) as StrataFile).players.picked!.cells,
    );
    expect(cells[0]).not.toEqual(cells[1]);
    const summaryIn = (out: string): unknown => JSON.parse(readFileSync(join(folder, out, "summary.json"), "utf8"));
    expect(summaryIn("results")).toMatchObject({
      grid: [6, 6],
      players: { rows: 6, cols: 6, pick: "foreground", count: 3, others: "hidden" },
    });
    expect(summaryIn("results")).not.toHaveProperty("sample");
    const estimated = [...command.slice(0, -1), "6", "--masks", "40", "--seed", "2", "--out", "estimates"];
    expect((await strata(...estimated)).code).toBe(0);
    expect(summaryIn("estimates")).toMatchObject({ sample: { masks: 40, seed: 2 } });
    expect((await strata(...command, "--out", "results")).code).toBe(0);
    expect(results()).toEqual(first);
    // Others that are shown are another question.
    expect((await strata(...command, "--others", "shown", "--out", "results")).code).toBe(0);
    expect(results()).toHaveLength(4);
  });

  it("asks a network about its own players where nobody says others", async () => {
    const manifest = JSON.parse(readFileSync(join(root, "public/models/glass-box.json"), "utf8")) as object;
    for (const file of ["glass-box.onnx", "glass-box.tail.onnx"])
      cpSync(join(root, "public/models", file), join(folder, file));
    const players = { rows: 8, cols: 8, pick: "centre", from: [6, 6], count: 4, others: "shown" };
    writeFileSync(join(folder, "glass-box.json"), JSON.stringify({ ...manifest, truth: undefined, players }));
    const of = async (...options: string[]): Promise<StrataFile["players"]> => {
      const { code, out, err } = await strata("explain", sample, "--model", "glass-box.onnx", ...options);
      expect(code, err).toBe(0);
      return (JSON.parse(out) as StrataFile).players;
    };
    expect(await of()).toEqual(
      await of("--grid", "8x8", "--pick", "centre", "--from", "6x6", "--count", "4", "--others", "shown"),
    );
    expect(await of("--grid", "2x2")).not.toHaveProperty("picked");
  });

  it.each<[string[], string]>([
    [
      ["--grid", "17x4", "--pick", "a1,b1"],
      "--grid 17x4 is not rows x columns of 1 to 16 each; write for example 8x8.",
    ],
    [
      ["--grid", "5x4"],
      "20 patches are more than the 16 of which every mask can be run; pick at most 16 cells with --pick, or have strata explain estimate",
    ],
    [["--grid", "8x8", "--pick", "a1,i1"], "--pick i1 is no cell of a 8x8 grid, whose cells are a1 to h8;"],
    [["--grid", "8x8", "--pick", "middle"], "--pick middle is no cell"],
    [["--grid", "8x8", "--pick", "a1,b1,A1"], "--pick names the cell A1 twice."],
    [["--grid", "8x8", "--pick", "a1"], "--pick names 1 cells; players are 2 or more."],
    [
      ["--grid", "6x6", "--pick", "a1 b1 c1 d1 e1 f1 a2 b2 c2 d2 e2 f2 a3 b3 c3 d3 e3"],
      "17 patches are more than the 16 of which every mask can be run;",
    ],
    [
      ["--grid", "8x8", "--pick", "a1,b1", "--others", "grey"],
      "--others grey is unknown; choose one of hidden, shown.",
    ],
    [["--others", "shown"], "--others is about picked cells; say which with --pick."],
    [["--grid", "8x8", "--pick", "a1,b1", "--count", "3"], "--count goes with --pick centre, --pick foreground, not"],
    [["--grid", "8x8", "--pick", "foreground", "--seed", "3"], "--seed goes with --pick centre, not"],
    [["--grid", "8x8", "--pick", "centre", "--count", "1"], "--count 1 is not a whole number from 2 to 36, as"],
    [["--grid", "8x8", "--pick", "centre", "--count", "x"], "--count x is not a whole number from 2 to 36, as"],
    [
      ["--grid", "4x4", "--pick", "centre", "--count", "5"],
      "--count 5 is not a whole number from 2 to 4, as there are to pick of 2x2.",
    ],
    [
      ["--grid", "8x8", "--pick", "centre", "--from", "9x2"],
      "--from 9x2 is not rows x columns within the 8x8 of the grid.",
    ],
    [["--grid", "8x8", "--pick", "centre", "--from", "6"], "--from 6 is not rows x columns within"],
    [["--grid", "8x8", "--pick", "centre", "--seed", "-1"], "--seed -1 is not a whole number from 0 to 4294967295."],
    [["--grid", "3x3", "--pick", "centre"], "1x1 are too few cells to pick 2 of;"],
    [["--pick", "a1,d1"], "--pick d1 is no cell of a 3x3 grid"],
  ])("says what is wrong with %j", async (options, sentence) => {
    const { code, out, err } = await strata("explain", sample, "--model", "glass-box", ...options);
    expect([code, out, err.startsWith(`strata: ${sentence}`) ? sentence : err]).toEqual([2, "", sentence]);
  });
});
