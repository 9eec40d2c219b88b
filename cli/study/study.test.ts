import { execFile, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
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
import { writeStrataFile } from "../../src/formats/strata-file/write.ts";
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
const GLASS_BOX = join(root, "public/models/glass-box.onnx");
const withQuestion = (question: object) => ({
  ...PLAN.experiments[0]!,
  questions: [{ name: "a", ...question }],
  noise: undefined,
});
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
const ANSWERS = 3 * IMAGES + 2;

interface NoiseFile {
  readonly ratio: readonly (number | null)[];
  readonly concepts: readonly number[];
  readonly leftOut: readonly number[];
}

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

/** Whether this system lets a person mount a disk of their own. */
const hasMounts = ((): boolean => {
  try {
    execFileSync("unshare", ["-rm", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** What is said at the end where all of it is there. */
const done = (answers: number, computed: number, out: string): string =>
  `strata: done; answers: ${answers}, of which ${computed} were computed now; tables, findings.md and the .study file are in ${out}.`;

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
  for (const [label, name] of [
    ["golf ball", "golf-ball.png"],
    ["church", "church.png"],
  ] as const) {
    mkdirSync(join(folder, "labelled", label), { recursive: true });
    cpSync(join(root, "public/samples", name), join(folder, "labelled", label, name));
  }
  expect(await study(whole)).toEqual({ code: 0, lines: [done(ANSWERS, RESULTS, whole)] });
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
    expect(await study(whole)).toEqual({ code: 0, lines: [done(ANSWERS, 0, whole)] });
    expect((await study(whole, ["--tables"])).code).toBe(0);
    expect(resultsIn(whole).map((name) => statSync(join(whole, "explorations", name)).mtimeMs)).toEqual(times);
    expect(tablesIn(whole)).toEqual(before);
  });

  describe("that finds results", () => {
    /** The study with other bytes in some of its results; what each holds, by the question's κ and the image. */
    async function copied(name: string): Promise<{
      readonly out: string;
      readonly found: readonly { readonly path: string; readonly of: string; readonly entry: Entry }[];
    }> {
      const out = join(folder, name);
      cpSync(whole, out, { recursive: true });
      const paths = resultsIn(out).filter((file) => file.endsWith(".strata"));
      const found = paths.map(async (file) => {
        const path = join(out, "explorations", file);
        const [entry] = await readStrataFile(readFileSync(path));
        return { path, of: `${entry!.snapshot.kappaOf} ${entry!.name}`, entry: entry! };
      });
      return { out, found: await Promise.all(found) };
    }
    type Entry = Awaited<ReturnType<typeof readStrataFile>>[number];
    const withoutJob = ({ name, createdMs, snapshot }: Entry): Promise<Uint8Array> =>
      writeStrataFile([{ name, createdMs, snapshot }], { values: false });

    it("has each say its job, and takes those of before, which do not", async () => {
      const { out, found } = await copied("jobless");
      for (const { path, entry } of found) {
        expect(entry.job).toMatch(/^[0-9a-f]{64}$/);
        expect(path).toContain(`${entry.job!.slice(0, 32)}.strata`);
        writeFileSync(path, await withoutJob(entry));
      }
      expect(await study(out, ["--tables"])).toEqual({ code: 0, lines: [done(ANSWERS, 0, out)] });
      expect(tablesIn(out)).toEqual(tablesIn(whole));
    });

    it("takes none that answers another question, whether it says its job or not", async () => {
      const { out, found } = await copied("swapped");
      const at = (of: string) => found.find((one) => one.of === of)!;
      const missing = async () => (await study(out, ["--tables"])).lines;
      const [noise, range] = [at("noise 0.png"), at("range 0.png")];
      // Two questions share it.
      writeFileSync(noise.path, readFileSync(range.path));
      expect(await missing()).toEqual([expect.stringMatching(/^strata: 2 of 23 answers are not there yet/)]);
      writeFileSync(noise.path, await withoutJob(range.entry));
      expect(await missing()).toEqual([expect.stringMatching(/^strata: 2 of 23 /)]);
      expect((await study(out)).code).toBe(0);
      expect(tablesIn(out)).toEqual(tablesIn(whole));
    });

    it("tells of all that are there where one question's is missing", async () => {
      const { out, found } = await copied("one-missing");
      rmSync(found.find(({ of }) => of === "range 3.png")!.path);
      expect((await study(out, ["--tables"])).lines).toEqual([
        expect.stringMatching(/^strata: 1 of 23 answers are not there yet/),
      ]);
      const { cells } = await readStudyFile(readFileSync(join(out, "glass _ box.study")));
      expect(cells.map(({ question, missing }) => [question, missing])).toEqual([
        ["noise", 0],
        ["range", 1],
        ["over images", 0],
      ]);
    });
  });

  it("counts and says what fails when it is looked at again for τ over images", async () => {
    const [experiment] = PLAN.experiments;
    cpSync(join(folder, "images"), join(folder, "fleeting"), { recursive: true });
    const quiet = { ...experiment!, images: "fleeting", noise: undefined };
    writeFileSync(join(folder, "fleeting.json"), JSON.stringify({ ...PLAN, experiments: [quiet] }));
    const out = join(folder, "again");
    let seen = 0;
    let gone = "";
    const onProgress = (line: string): void => {
      // The first image has been answered when the last one begins; its file is gone when it is looked at again.
      if (seen++ === 0) gone = /\d\.png/.exec(line)![0];
      if (seen === IMAGES) renameSync(join(folder, "fleeting", gone), join(folder, gone));
    };
    const { code, lines } = await study(out, [], { plan: "fleeting.json", onProgress });
    expect(code).toBe(3);
    expect(lines).toEqual([
      expect.stringContaining(gone),
      expect.stringMatching(/^strata: 3 of 21 answers could not be had/),
    ]);
    const { cells } = await readStudyFile(readFileSync(join(out, "glass _ box.study")));
    expect(cells.map(({ missing }) => missing)).toEqual([1, 1, 1]);
  });

  it("finds images in a folder that is named, wherever the plan is", async () => {
    const plan = join(folder, "plans", "plan.json");
    mkdirSync(join(folder, "plans"));
    writeFileSync(plan, JSON.stringify(PLAN));
    const options = ["--tables", "--images", "."];
    expect((await study(join(folder, "one-missing"), options, { plan: "plans/plan.json" })).lines).toEqual([
      expect.stringMatching(/^strata: 1 of 23 answers/),
    ]);
    expect((await study(join(folder, "elsewhere"), ["--tables"], { plan: "plans/plan.json" })).code).toBe(2);
  });

  it.skipIf(!hasMounts)(
    "stops where the disk is full, and goes on when there is room",
    async () => {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      const strata = `node --import tsx cli/strata.ts study "$PLAN" --processes 1 --out "$DISK/out" 2>&1; echo "exit $?"`;
      const said = await new Promise<string>((resolve) => {
        execFile(
          "unshare",
          [
            "-rm",
            "bash",
            "-c",
            // Room for some results, and not for all.
            `mount -t tmpfs -o size=8m tmpfs "$DISK" && head -c 8360000 /dev/zero > "$DISK/ballast"; ${strata}; rm "$DISK/ballast"; ${strata}`,
          ],
          {
            cwd: root,
            env: { ...process.env, DISK: disk, PLAN: join(folder, "plan.json"), INIT_CWD: folder, LC_ALL: "C" },
          },
          (_, out, err) => resolve(out + err),
        );
      });
      const [full, whole] = said.split(/exit \d\n/);
      expect(said.match(/exit \d/g)).toEqual(["exit 3", "exit 0"]);
      expect(full!.match(/cannot be written \(ENOSPC\)/g)).toHaveLength(1);
      expect(full).toMatch(/strata: the folder of results takes nothing more \(ENOSPC\): \d of 9 jobs/);
      expect(whole).not.toContain("ENOSPC");
    },
    60_000,
  );

  it("goes on after it was stopped, to the same bytes, and counts what is missing until then", async () => {
    const out = join(folder, "stopped");
    const stop = new AbortController();
    let seen = 0;
    const onProgress = (): void => void (++seen === 4 && stop.abort());
    expect(await study(out, [], { signal: stop.signal, onProgress })).toEqual({
      code: 130,
      lines: [expect.stringMatching(/^strata: interrupted after 3 of 9 jobs; the answers so far are in /)],
    });
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
    const first = await study(out, ["--shard", "1/2"]);
    expect(first.code).toBe(0);
    expect(first.lines).toEqual([
      expect.stringMatching(/^strata: part 1 of 2 is done; answers: 13, of which 9 were computed now; they are in /),
    ]);
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

  it("does a damaged result of noise again, whatever stands in it", async () => {
    const name = resultsIn(whole).find((file) => file.endsWith(".noise.json"))!;
    const path = join(whole, "explorations", name);
    const before = tablesIn(whole);
    const [bytes, row] = [readFileSync(path, "utf8"), JSON.parse(readFileSync(path, "utf8")) as NoiseFile];
    for (const damage of [
      { ratio: [-1, ...row.ratio.slice(1)] },
      { ratio: row.ratio.map(() => 1) },
      { concepts: [null, ...row.concepts.slice(1)] },
      { concepts: row.concepts.map(() => 99) },
      { leftOut: ["1", ...row.leftOut.slice(1)] },
      { leftOut: row.leftOut.slice(1) },
    ]) {
      writeFileSync(path, JSON.stringify({ ...row, ...damage }));
      expect((await study(whole, ["--tables"])).code).toBe(3);
      await readStudyFile(readFileSync(join(whole, "glass _ box.study")));
    }
    expect((await study(whole)).code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(bytes);
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
    [
      "a file in a folder's place",
      { ...PLAN, experiments: [{ ...PLAN.experiments[0], images: "images/0.png" }] },
      /0\.png is a file; name the folder that images lie in/,
    ],
    [
      "a class that a network lacks",
      { ...PLAN, experiments: [withQuestion({ target: "zebra" })] },
      /question a of experiment small asks about zebra, and glass-box knows no such class, only day, night;/,
    ],
    [
      "labels that one of the networks lacks",
      {
        ...PLAN,
        experiments: [{ ...withQuestion({}), images: "labelled", networks: ["imagenette-residual", "glass-box"] }],
      },
      /asks about church, golf ball, and glass-box knows no such class/,
    ],
    [
      "one network by two names",
      { ...PLAN, experiments: [{ ...withQuestion({ target: "auto" }), networks: ["glass-box", GLASS_BOX] }] },
      /two networks of experiment small are called glass-box/,
    ],
  ])("refuses %s before the work", async (_, plan, line) => {
    writeFileSync(join(folder, "other.json"), JSON.stringify(plan));
    const out = join(folder, "refused");
    const { code, lines } = await study(out, [], { plan: "other.json" });
    expect(code).toBe(2);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(existsSync(out)).toBe(false);
  });

  it("refuses a plan that can be read in two ways", async () => {
    writeFileSync(join(folder, "twice.json"), JSON.stringify(PLAN).replace('"draws":2', '"draws":3,"draws":2'));
    const { code, lines } = await study(join(folder, "refused"), [], { plan: "twice.json" });
    expect([code, lines]).toEqual([
      2,
      [expect.stringMatching(/is no plan of a study: at the top, "draws" is there twice\.$/)],
    ]);
  });

  it("cuts a name that no file can have, and keeps it whole in the study", async () => {
    const name = "图".repeat(100);
    const experiment = { ...withQuestion({ target: "auto", certainty: true }), limit: 1 };
    writeFileSync(join(folder, "long.json"), JSON.stringify({ ...PLAN, name, experiments: [experiment] }));
    const out = join(folder, "long");
    const { code, lines } = await study(out, [], { plan: "long.json" });
    const [file] = readdirSync(out).filter((one) => one.endsWith(".study"));
    expect({ code, lines }).toEqual({ code: 0, lines: [done(1, 1, out)] });
    expect(Buffer.byteLength(file!)).toBeLessThanOrEqual(255);
    expect(file).toMatch(/^图{77,}~[0-9a-f]{16}\.study$/);
    const { plan, cells } = await readStudyFile(readFileSync(join(out, file!)));
    expect(plan.name).toBe(name);
    // Asked how sure it is, a network without replicates can still say what is robust.
    expect(Number.isNaN(cells[0]!.numbers.firm[0])).toBe(true);
    expect(cells[0]!.numbers.robust[0]).toBeLessThanOrEqual(1);
    expect(readFileSync(join(out, "findings.md"), "utf8")).toContain("How many of a picture's rows are firm");
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
