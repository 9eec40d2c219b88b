import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetReadObjects } from "hyparquet";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { largestEffect } from "../../src/core/salience.ts";
import { readStrataFile } from "../../src/formats/strata-file/read.ts";
import { readStudyFile } from "../../src/study/study-file.ts";
import { main } from "../main.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "strata-study-"));
afterAll(() => rmSync(folder, { recursive: true }));

const IMAGES = 7;
const PLAN = {
  format: "strata-study-plan",
  version: 1,
  name: "glass / box",
  experiments: [
    {
      name: "small",
      images: "images",
      networks: ["glass-box"],
      grids: ["1x2"],
      questions: [
        { name: "noise", target: "auto" },
        { name: "range", target: "auto", kappaOf: "range", kappa: 0.1 },
        { name: "over images", target: "auto", tauOver: "images" },
      ],
      noise: { images: 2, draws: 2, sigma: 0.02 },
    },
  ],
};
const TABLES = [
  "agreement.csv",
  "findings.csv",
  "findings.md",
  "glass _ box.study",
  "images.csv",
  "means.csv",
  "stability.csv",
];
/** Two questions have an explanation each, which a third shares; and two images their noise. */
const RESULTS = 2 * IMAGES + 2;

interface Outcome {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Has a study done in this process. */
async function study(
  out: string,
  options: readonly string[] = [],
  { signal = new AbortController().signal, onProgress = (_: string): void => undefined, plan = "plan.json" } = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const code = await main(["study", join(folder, plan), "--out", out, "--processes", "1", ...options], {
    cwd: folder,
    locale: undefined,
    signal,
    print: () => undefined,
    note: (line) => void lines.push(line),
    progress: onProgress,
  });
  return { code, lines };
}

const resultsIn = (out: string): string[] => readdirSync(join(out, "explorations")).sort();
const tablesIn = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out)
      .filter((name) => name !== "explorations")
      .map((name) => [name, readFileSync(join(out, name), "base64")]),
  );

const whole = join(folder, "whole");
beforeAll(async () => {
  mkdirSync(join(folder, "images"));
  for (let i = 0; i < IMAGES; i++)
    await sharp(join(root, "public/samples/glass-box.png"))
      .modulate({ hue: 50 * i, brightness: 1 + i / 20 })
      .png()
      .toFile(join(folder, "images", `${i}.png`));
  writeFileSync(join(folder, "plan.json"), JSON.stringify(PLAN));
  expect(await study(whole)).toEqual({ code: 0, lines: [] });
}, 60_000);

describe("study", () => {
  it("writes every answer to a file, and tables, a study and a report of their numbers", async () => {
    expect(Object.keys(tablesIn(whole)).sort()).toEqual(TABLES);
    expect(resultsIn(whole)).toHaveLength(RESULTS);
    const { cells, noise, images, pairs } = await readStudyFile(readFileSync(join(whole, "glass _ box.study")));
    expect(images.map(({ name }) => name).sort()).toEqual(Array.from({ length: IMAGES }, (_, i) => `${i}.png`));
    for (const { thumbnail } of images) {
      const { width, height, format } = await sharp(Buffer.from(thumbnail!, "base64")).metadata();
      expect([width, height, format]).toEqual([64, 64, "jpeg"]);
    }
    expect(cells.map(({ question, missing }) => [question, missing])).toEqual([
      ["noise", 0],
      ["range", 0],
      ["over images", 0],
    ]);
    expect(cells[0]!.largestEffects).toBeNull();
    for (const { explorations, images: of, question } of cells)
      for (const [i, called] of explorations.entries()) {
        const [only] = await readStrataFile(readFileSync(join(whole, "explorations", `${called}.strata`)));
        expect([only!.name, only!.snapshot.kappaOf]).toEqual([
          images[of[i]!]!.name,
          question === "range" ? "range" : "noise",
        ]);
      }
    // τ is a share of the largest effect of each layer in any of the explorations with the question's κ.
    const snapshots = await Promise.all(
      resultsIn(whole)
        .filter((name) => name.endsWith(".strata"))
        .map(async (name) => (await readStrataFile(readFileSync(join(whole, "explorations", name))))[0]!.snapshot),
    );
    const asked = snapshots.filter(({ kappaOf }) => kappaOf === "noise");
    expect(asked).toHaveLength(IMAGES);
    expect(cells[2]!.largestEffects).toEqual(
      cells[2]!.layers.map((_, l) => Math.max(...asked.map(({ layers }) => largestEffect(layers[l]!.interactions)))),
    );
    expect(noise[0]!.images).toHaveLength(2);
    expect(pairs).toEqual([]);
    expect(readFileSync(join(whole, "findings.md"), "utf8")).toContain("Redundancy rises, then falls.");
  });

  it("keeps explorations that a page can open, of the very pixels and numbers", async () => {
    const name = resultsIn(whole).find((file) => file.endsWith(".strata"))!;
    const [entry] = await readStrataFile(readFileSync(join(whole, "explorations", name)));
    expect(entry!.snapshot.image.exact).toBe(true);
    expect(entry!.snapshot.model.name).toBe("glass-box");
  });

  it("does nothing twice, and computes nothing where it is told so", async () => {
    const before = tablesIn(whole);
    const times = resultsIn(whole).map((name) => statSync(join(whole, "explorations", name)).mtimeMs);
    expect(await study(whole)).toEqual({ code: 0, lines: [] });
    expect((await study(whole, ["--tables"])).code).toBe(0);
    expect(resultsIn(whole).map((name) => statSync(join(whole, "explorations", name)).mtimeMs)).toEqual(times);
    expect(tablesIn(whole)).toEqual(before);
  });

  it("goes on after it was stopped, to the same bytes, and counts what is missing until then", async () => {
    const out = join(folder, "stopped");
    const stop = new AbortController();
    let seen = 0;
    const { code } = await study(out, [], { signal: stop.signal, onProgress: () => ++seen === 4 && stop.abort() });
    expect(code).toBe(130);
    expect(resultsIn(out).length).toBeLessThan(RESULTS);
    const partial = await study(out, ["--tables"]);
    expect(partial.code).toBe(3);
    expect(partial.lines).toEqual([expect.stringMatching(/^strata: \d+ of 23 answers are not there yet/)]);
    const { cells } = await readStudyFile(readFileSync(join(out, "glass _ box.study")));
    expect(cells[0]!.images.length + cells[0]!.missing).toBe(IMAGES);
    expect(cells[0]!.missing).toBeGreaterThan(0);
    expect((await study(out)).code).toBe(0);
    expect(tablesIn(out)).toEqual(tablesIn(whole));
  });

  it("goes on after it was killed, by two processes, to the same bytes", async () => {
    const out = join(folder, "killed");
    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        join(root, "cli/strata.ts"),
        "study",
        join(folder, "plan.json"),
        "--out",
        out,
        "--processes",
        "2",
      ],
      { cwd: root, stdio: "ignore", env: { ...process.env, INIT_CWD: folder } },
    );
    const results = join(out, "explorations");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    while (child.exitCode === null && (!existsSync(results) || readdirSync(results).length < 2))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(join(out, "images.csv"))).toBe(false);
    expect((await study(out, ["--processes", "2"])).code).toBe(0);
    expect(tablesIn(out)).toEqual(tablesIn(whole));
    expect(resultsIn(out)).toEqual(resultsIn(whole));
  }, 60_000);

  it("is done in parts, and put together", async () => {
    const out = join(folder, "parts");
    expect((await study(out, ["--shard", "1/2"])).code).toBe(0);
    expect(Object.keys(tablesIn(out))).toEqual([]);
    expect((await study(out, ["--shard", "2/2"])).code).toBe(0);
    expect((await study(out, ["--tables"])).code).toBe(0);
    expect(tablesIn(out)).toEqual(tablesIn(whole));
  });

  it("does a damaged result again", async () => {
    const [name] = resultsIn(whole).filter((file) => file.endsWith(".strata"));
    const path = join(whole, "explorations", name!);
    const before = tablesIn(whole);
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    expect((await study(whole, ["--tables"])).code).toBe(3);
    expect((await study(whole)).code).toBe(0);
    expect(tablesIn(whole)).toEqual(before);
  });

  it("says which image cannot be read, and goes on with the others", async () => {
    mkdirSync(join(folder, "bad"));
    for (const name of ["1.png", "2.png"])
      writeFileSync(join(folder, "bad", name), readFileSync(join(folder, "images", name)));
    writeFileSync(join(folder, "bad", "cut.png"), readFileSync(join(folder, "images", "1.png")).subarray(0, 700));
    const [experiment] = PLAN.experiments;
    const quiet = { ...experiment!, images: "bad", questions: experiment!.questions.slice(0, 1), noise: undefined };
    writeFileSync(join(folder, "bad.json"), JSON.stringify({ ...PLAN, experiments: [quiet] }));
    const out = join(folder, "failing");
    const { code, lines } = await study(out, [], { plan: "bad.json" });
    expect(code).toBe(3);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("cut.png");
    expect(lines[1]).toMatch(/^strata: 1 of 3 answers could not be had/);
    const { cells } = await readStudyFile(readFileSync(join(out, "glass _ box.study")));
    expect([cells[0]!.images.length, cells[0]!.missing]).toEqual([2, 1]);
  });

  it.each([
    ["a plan that is none", { format: "other" }, /format/],
    ["a network that is not there", { ...PLAN, experiments: [{ ...PLAN.experiments[0], networks: ["none"] }] }, /none/],
    [
      "images without labels",
      { ...PLAN, experiments: [{ ...PLAN.experiments[0], questions: [{ name: "a" }], noise: undefined }] },
      /nobody says/,
    ],
    [
      "players of its own that a network has not",
      { ...PLAN, experiments: [{ ...PLAN.experiments[0], grids: ["own"] }] },
      /no players of its own/,
    ],
    [
      "a folder that is not there",
      { ...PLAN, experiments: [{ ...PLAN.experiments[0], images: "nowhere" }] },
      /nowhere/,
    ],
  ])("refuses %s before the work", async (_, plan, line) => {
    writeFileSync(join(folder, "other.json"), JSON.stringify(plan));
    const out = join(folder, "refused");
    const { code, lines } = await study(out, [], { plan: "other.json" });
    expect(code).toBe(2);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(existsSync(out)).toBe(false);
  });

  it("writes Parquet with the numbers of the CSV", async () => {
    const out = join(folder, "parts");
    expect((await study(out, ["--tables", "--format", "parquet"])).code).toBe(0);
    const file = readFileSync(join(out, "means.parquet"));
    const rows = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) });
    const [header, ...lines] = readFileSync(join(whole, "means.csv"), "utf8").trimEnd().split("\r\n");
    expect(rows).toHaveLength(lines.length);
    expect(Object.keys(rows[0]!)).toEqual(header!.split(","));
    rows.forEach((row, i) =>
      expect(
        Object.values(row)
          .map((cell) => (cell === null ? "" : String(cell)))
          .join(","),
      ).toBe(lines[i]),
    );
  });
});
