import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, describe, expect, it } from "vitest";
import { strataFileSchema } from "../src/formats/strata-file.fixture.ts";
import type { StrataFile } from "../src/formats/codec.ts";
import { sampledSnapshot } from "../src/exploration/sampled-snapshot.fixture.ts";
import { madeUpSnapshot } from "../src/exploration/snapshot.fixture.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { writeStrataFile } from "../src/formats/strata-file/write.ts";
import { decodeFile } from "./decode-file.ts";
import { inProcess, type Outcome } from "./in-process.fixture.ts";
import { main } from "./main.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const models = join(root, "public/models");
const sample = join(root, "public/samples/glass-box.png");
const folder = mkdtempSync(join(tmpdir(), "strata-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const strata = (...args: string[]): Promise<Outcome> => inProcess(folder, args);

/** The command line as people call it, from another folder. */
function spawned(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      "npm",
      ["--prefix", root, "run", "--silent", "strata", "--", ...args],
      {
        cwd: folder,
        env: { ...process.env, LC_ALL: "C", ...env },
        maxBuffer: 2 ** 26,
      },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const glassBox = ["--model", "glass-box"];

/** What is said where the glass box is asked a question that takes less time than its own. */
const OTHER_QUESTION =
  "strata: glass-box was constructed, and what it truly holds is known only for 3x3 patches hidden by mean; something else was asked here.\n";

describe("strata, spawned through npm", () => {
  it("explains an image as JSON on standard output and says nothing else", async () => {
    cpSync(sample, join(folder, "drawn.png"));
    const { code, out, err } = await spawned(["explain", "drawn.png", ...glassBox, "--values"]);
    expect([code, err]).toEqual([0, ""]);
    const file = JSON.parse(out) as StrataFile;
    expect(v.safeParse(strataFileSchema(9, 8, true), file).issues).toBeUndefined();
    expect(file.model).toMatchObject({ name: "glass-box", input: [96, 96] });
    expect(file.players).toMatchObject({ rows: 3, cols: 3 });
  });

  it("says in one line what is wrong, in the caller's language, and exits with 2", async () => {
    const { code, out, err } = await spawned(["explain", "missing.png", ...glassBox], { LC_ALL: "zh_CN.UTF-8" });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe(`strata：${join(folder, "missing.png")} 不存在。\n`);
  });
});

describe("explain", () => {
  it("writes a file, whole, and nothing to standard output", async () => {
    const { code, out } = await strata("explain", sample, ...glassBox, "--grid", "2x2", "--out", "one.json");
    expect([code, out]).toEqual([0, ""]);
    const file = JSON.parse(readFileSync(join(folder, "one.json"), "utf8")) as StrataFile;
    expect(v.safeParse(strataFileSchema(4, 8, false), file).issues).toBeUndefined();
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "writes through a link, and into a device without taking its place",
    async () => {
      const [file, link] = [write("linked.json", "old"), join(folder, "link.json")];
      symlinkSync(file, link);
      const pipe = join(folder, "pipe");
      execFileSync("mkfifo", [pipe]);
      const read = readFile(pipe, "utf8");
      for (const out of ["link.json", "pipe"])
        expect((await strata("explain", sample, ...glassBox, "--grid", "1x1", "--out", out)).code).toBe(0);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(await read).toBe(readFileSync(file, "utf8"));
      expect(JSON.parse(await read)).toMatchObject({ format: "strata-exploration" });
      for (const path of [file, link, pipe]) rmSync(path);
    },
  );

  it.skipIf(process.platform === "win32")(
    "writes what a link names where that does not exist yet, and leaves a link alone that leads nowhere",
    async () => {
      const [link, chained, astray, circle] = ["to-new.json", "to-link.json", "astray.json", "circle.json"].map(
        (name) => join(folder, name),
      );
      symlinkSync("new.json", link!);
      symlinkSync("to-new.json", chained!);
      symlinkSync("nowhere/new.json", astray!);
      symlinkSync("circle.json", circle!);
      const outcome = (out: string): Promise<Outcome> => strata("explain", sample, ...glassBox, "--out", out);
      expect(await outcome("to-link.json")).toEqual({ code: 0, out: "", err: "" });
      expect(JSON.parse(readFileSync(join(folder, "new.json"), "utf8"))).toMatchObject({
        format: "strata-exploration",
      });
      expect(await outcome("astray.json")).toEqual({
        code: 2,
        out: "",
        err: expect.stringContaining(
          `${join(folder, "nowhere/new.json")} cannot be written: its folder does not exist`,
        ),
      });
      expect(await outcome("circle.json")).toEqual({
        code: 2,
        out: "",
        err: expect.stringContaining("circle.json cannot be written (ELOOP)"),
      });
      for (const path of [link!, chained!, astray!, circle!]) expect(lstatSync(path).isSymbolicLink()).toBe(true);
      for (const path of [link!, chained!, astray!, circle!, join(folder, "new.json")]) rmSync(path);
    },
  );

  it.skipIf(process.platform === "win32")("finds out before the work whether its file can be written", async () => {
    write("plain.txt", "no folder");
    for (const [out, code] of [
      ["plain.txt/x.json", "ENOTDIR"],
      ["/proc/x.json", "ENOENT|EACCES"],
      [`${"x".repeat(300)}.json`, "ENAMETOOLONG"],
    ] as const) {
      // The network would be looked for next, and the image after it.
      const { code: exit, err } = await strata("explain", sample, "--model", "nobody", "--out", out);
      expect([exit, err]).toEqual([2, expect.stringMatching(`cannot be written \\((${code})\\)`)]);
    }
  });

  it("says where a constructed network is asked another question than its own, and answers", async () => {
    for (const [options, err] of [
      [["--grid", "2x2"], OTHER_QUESTION],
      [["--baseline", "zero"], OTHER_QUESTION],
      [["--grid", "3x3", "--baseline", "mean", "--tau", "0.1"], ""],
    ] as const) {
      expect(await strata("explain", sample, ...glassBox, ...options, "--out", "asked.json")).toEqual({
        code: 0,
        out: "",
        err,
      });
    }
    expect((await strata("explain", sample, "--grid", "1x2")).err).toBe("");
    rmSync(join(folder, "asked.json"));
  });

  it("takes a model file with manifest and probes beside it, and every option", async () => {
    mkdirSync(join(folder, "own"));
    for (const name of ["glass-box.onnx", "glass-box.json", "glass-box.tail.onnx"])
      cpSync(join(models, name), join(folder, "own", name));
    const options = [
      "--grid",
      "1x3",
      "--target",
      "NIGHT",
      "--baseline",
      "blur",
      "--kappa",
      "0.1",
      "--kappa-of",
      "delta",
      "--tau",
      "0.2",
    ];
    const { code, out } = await strata("explain", sample, "--model", "own/glass-box.onnx", ...options);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      target: { index: 1, label: "night" },
      players: { n: 3, rows: 1, cols: 3 },
      baseline: "blur",
      kappaFraction: 0.1,
      kappaOf: "delta",
      tauFraction: 0.2,
    });
  });

  it("gives the same bytes twice", async () => {
    const [first, second] = [
      await strata("explain", sample, ...glassBox),
      await strata("explain", sample, ...glassBox),
    ];
    expect(first.out).toBe(second.out);
  });

  it("does not write over the image", async () => {
    const image = readFileSync(sample);
    write("mine.png", image);
    symlinkSync(join(folder, "mine.png"), join(folder, "alias.png"));
    for (const out of ["mine.png", "./mine.png", "alias.png"]) {
      const { code, err } = await strata("explain", "mine.png", ...glassBox, "--out", out);
      expect([code, err.trim().endsWith("is the image itself, which would be lost; name another file.")]).toEqual([
        2,
        true,
      ]);
    }
    expect(readFileSync(join(folder, "mine.png")).equals(image)).toBe(true);
  });
});

describe("explain, in another format", () => {
  it("writes a .strata file that the page's reader opens, with the image and all that the JSON has", async () => {
    const { code, out, err } = await strata(
      "explain",
      sample,
      ...glassBox,
      "--grid",
      "2x2",
      "--values",
      "--out",
      "one.STRATA",
    );
    expect([code, out, err]).toEqual([0, "", OTHER_QUESTION]);
    const json = JSON.parse(
      (await strata("explain", sample, ...glassBox, "--grid", "2x2", "--values")).out,
    ) as StrataFile;
    const [entry] = await readStrataFile(readFileSync(join(folder, "one.STRATA")));
    const { name, createdMs, snapshot } = entry!;
    expect(name).toBe("glass-box.png");
    expect(Math.abs(createdMs - Date.now())).toBeLessThan(3_600_000);
    expect(snapshot.model).toMatchObject({ name: "glass-box", sha256: json.model.sha256, address: null });
    expect(snapshot.image).toEqual({
      name: "glass-box.png",
      sha256: json.image.sha256,
      pixels: await decodeFile(sample, { width: 96, height: 96, resize: "centre-crop" }),
      exact: true,
    });
    expect(snapshot.values!.layers.map((values) => Array.from(values))).toEqual(
      json.layers.map(({ values }) => values),
    );
    expect(
      snapshot.layers.map(({ vFull, tau, interactions }) => [vFull, tau, interactions.exactness.objective]),
    ).toEqual(json.layers.map(({ vFull, tau, objective }) => [vFull, tau, objective]));
  });

  it("writes the effects as CSV, or prints them", async () => {
    expect(await strata("explain", sample, ...glassBox, "--grid", "2x2", "--out", "one.csv")).toEqual({
      code: 0,
      out: "",
      err: OTHER_QUESTION,
    });
    const { out } = await strata("explain", sample, ...glassBox, "--grid", "2x2", "--format", "csv");
    expect(out).toBe(readFileSync(join(folder, "one.csv"), "utf8"));
    expect(out).toMatch(/^layer,layer_name,kind,mask,order,patches,effect_nats,salient\r\n0,layer1,and,1,1,a1,/);
  });

  it("names a file in a folder after the image and what it was asked, so that none takes another's place", async () => {
    mkdirSync(join(folder, "files"));
    cpSync(sample, join(folder, "same.png"));
    cpSync(sample, join(folder, "same.jpg"));
    for (const [image, out, ...more] of [
      ["same.png", "files"],
      ["same.jpg", "files"],
      ["same.png", "files", "--tau", "0.1"],
      ["same.png", "new/"],
    ] as const) {
      expect(
        (await strata("explain", image, ...glassBox, "--grid", "1x2", "--format", "strata", "--out", out, ...more))
          .code,
      ).toBe(0);
    }
    const names = readdirSync(join(folder, "files")).sort();
    expect(names).toHaveLength(3);
    expect(names.map((name) => name.replace(/[0-9a-f]{8}/, "HASH"))).toEqual([
      "same.jpg.HASH.strata",
      "same.png.HASH.strata",
      "same.png.HASH.strata",
    ]);
    expect(names).toContain(readdirSync(join(folder, "new"))[0]);
  });
});

describe("show", async () => {
  const made = madeUpSnapshot({ seed: 3, rows: 2, cols: 2, layers: 2, size: 8 });
  const [first, output] = [made.layers[0]!, made.layers[1]!];
  const interactions = {
    n: 4,
    constant: -1.96,
    and: { masks: Uint32Array.of(1, 7), effects: Float64Array.of(1, -1.96) },
    or: { masks: Uint32Array.of(12), effects: Float64Array.of(0.04) },
    exactness: {
      ...output.interactions.exactness,
      objective: 3,
      bound: 2.97,
      gap: 0.01,
      kappa: 0.04,
      rebuildMaxAbs: 0.04,
    },
  };
  const snapshot = {
    ...made,
    values: null,
    layers: [
      { ...first, name: "block\u001b[2J", vEmpty: -1.96, vFull: -2.88, tau: 0.098, interactions },
      { ...output, vEmpty: -1.96, vFull: -2.88, tau: 0.098, interactions },
    ],
  };
  write(
    "two.strata",
    await writeStrataFile(
      [
        { name: "first", createdMs: 1, snapshot },
        { name: "", createdMs: 2, snapshot: { ...snapshot, effectError: 0.004 } },
      ],
      { values: false },
    ),
  );
  const lines = (head: string, ...more: string[]): string =>
    [
      head,
      `  model   imagenette64 (sha256 ${made.model.sha256.slice(0, 12)}...)`,
      "  grid    2 x 2 patches, hidden by mean",
      "  target  golf ball (p = 0.800)",
      ...more,
      "  layers, in nats:",
      "    block�[2J  v(∅) -1.960  v(N) -2.880  κ 0.040  concepts 2  gap 1.00 %  method A",
      "    output     v(∅) -1.960  v(N) -2.880  κ 0.040  concepts 2  gap 1.00 %  method A",
      "  strongest concepts at the output, in nats:",
      "    -1.960  AND a1 b1 a2  kept, since block�[2J",
      "    +1.000  AND a1        kept, since block�[2J",
      "",
    ].join("\n");

  it("says what is in a file, and lets no name do anything to the terminal", async () => {
    expect(await strata("show", "two.strata")).toEqual({
      code: 0,
      out: `${lines("first")}\n${lines("two.strata", "  effects to 0.4 % of the largest of their layer")}`,
      err: "",
    });
    expect((await strata("show", "two.strata", "--only", "1")).out).toBe(lines("first"));
  });

  it("tells of an estimate its standard errors, how many half-samples choose an effect again, and R² cut as on the page", async () => {
    const estimate = await sampledSnapshot({ side: 5, layers: 2, masks: 300, seed: 1, halves: 4 });
    const layers = estimate.layers.map((layer, l) => {
      const sampled = layer.interactions.sampled!;
      const told = l === 0 ? { heldOutR2: 0.998, heldOutR2Whole: 0.9985 } : { heldOutR2: 0.91, heldOutR2Whole: 0.954 };
      return { ...layer, interactions: { ...layer.interactions, sampled: { ...sampled, ...told } } };
    });
    const entry = { name: "estimate", createdMs: 1, snapshot: { ...estimate, layers } };
    write("estimate.strata", await writeStrataFile([entry], { values: false }));
    const { out } = await strata("show", "estimate.strata");
    expect(out).toContain("halves  the choice of effects was repeated on 4 half-samples");
    const [first, output] = out.split("\n").filter((line) => line.includes("held-out R² 0"));
    expect(first).toMatch(/a mask that was run, held-out R² 0\.99$/);
    expect(output).toMatch(/held-out R² 0\.91 \(with all that is not told apart 0\.95\)$/);
    const { and, or, sampled } = layers.at(-1)!.interactions;
    const effects = [and, or].flatMap((of, k) =>
      [...of.effects].map((effect, i) => {
        const kind = k === 0 ? ("and" as const) : ("or" as const);
        return { effect, error: sampled!.errors[kind][i]!, chosen: 4 * sampled!.frequency![kind][i]! };
      }),
    );
    const [strongest] = effects.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
    const row = out.split("\n").find((line) => line.includes(" ± 0."))!;
    const { effect, error, chosen } = strongest!;
    expect(row.trim().startsWith(`${effect > 0 ? "+" : ""}${effect.toFixed(3)} ± ${error.toFixed(3)}  `)).toBe(true);
    expect(row).toMatch(new RegExp(`; ${Math.round(chosen)} of 4 half-samples choose it again$`));
  });

  it("tells of each row of a picture how sure it is", async () => {
    const [fates, against] = [{ kept: 4, lost: 0, transient: 0 }, Uint8Array.of(0, 0)];
    const rest = { kind: "and" as const, fates, effectSd: Float64Array.of(0.1, 0), died: Uint8Array.of(0, 0, 4) };
    const certainty = {
      replicates: 4,
      concepts: [
        {
          ...rest,
          mask: 1,
          against,
          alive: Uint8Array.of(4, 4),
          born: Uint8Array.of(4, 0),
          robust: Uint8Array.of(1, 1),
        },
        {
          ...{ ...rest, mask: 7, against: Uint8Array.of(2, 0), alive: Uint8Array.of(2, 4) },
          ...{ born: Uint8Array.of(2, 2), robust: Uint8Array.of(1, 0) },
        },
      ],
    };
    const sure = { name: "sure", createdMs: 1, snapshot: { ...snapshot, certainty } };
    write("sure.strata", await writeStrataFile([sure], { values: false }));
    const { out } = await strata("show", "sure.strata");
    expect(out).toBe(
      lines("sure") +
        [
          "  of the 2 rows shown 1 are firm (4 replicates say their fate and signs), 1 robust:",
          "    AND a1        kept, firm, robust; of 4 replicates 4 say this fate, 4 its birth, 4 its end",
          "    AND a1 b1 a2  kept, not firm, not robust; of 4 replicates 4 say this fate, 2 its birth, 4 its end",
          "",
        ].join("\n"),
    );
  });

  it("prints the effects of one exploration as CSV", async () => {
    const { code, out } = await strata("show", "two.strata", "--only", "2", "--csv");
    expect([code, out.split("\r\n").slice(4)]).toEqual([
      0,
      ["1,output,and,1,1,a1,1,true", "1,output,and,7,3,a1 b1 a2,-1.96,true", "1,output,or,12,2,a2 b2,0.04,false", ""],
    ]);
  });

  it("writes a layer for shapiq, which decompose reads again", async () => {
    const { code, out } = await strata("show", "two.strata", "--only", "2", "--shapiq", "both");
    const { data, description } = JSON.parse(out) as { data: Record<string, number>; description: string };
    expect([code, description]).toEqual([0, `${made.image.name} | golf ball | output | both`]);
    // The OR of a2 and b2, 0.04, is each of the two less both together.
    expect(data).toEqual({ Empty: -1.96, "0": 1, "2": 0.04, "3": 0.04, "2,3": -0.04, "0,1,2": -1.96 });
    const first = await strata("show", "two.strata", "--only", "1", "--shapiq", "and", "--layer", "0");
    expect(first.out).toContain(String.raw`block\u001b[2J`);
    write("shapiq.json", out);
    const decomposed = JSON.parse((await strata("decompose", "shapiq.json", "--kappa", "0")).out) as object;
    expect(decomposed).toMatchObject({ constant: expect.closeTo(-1.96, 12), objective: expect.closeTo(3, 2) });
    write("k-sii.json", out.replace("Moebius", "k-SII"));
    expect(await strata("decompose", "k-sii.json")).toMatchObject({ code: 2, err: expect.stringContaining("k-SII") });
    expect(await strata("show", "two.strata", "--shapiq", "and")).toMatchObject({ code: 2 });
    const wrong = await strata("show", "two.strata", "--only", "1", "--shapiq", "and", "--layer", "2");
    expect(wrong.err).toMatch(/--layer 2 is no layer of the picture; use 0 to 1 or one of: block.*output/);
  });

  it("reads all Möbius interactions that 11 players have, and says what is wrong with a file of shapiq's as such", async () => {
    const metadata = { n_players: 11, index: "Moebius", baseline_value: 0 };
    const shapiq = (data: object) => JSON.stringify({ data_type: "interaction_values", metadata, data });
    const key = (mask: number) =>
      Array.from({ length: 11 }, (_, i) => i)
        .filter((i) => (mask >> i) & 1)
        .join(",");
    const all = Array.from({ length: 2 ** 11 - 1 }, (_, i) => [key(i + 1), i + 1 === 0b101 ? 3 : 0]);
    write("all.json", shapiq(Object.fromEntries(all)));
    const { code, out } = await strata("decompose", "all.json", "--kappa", "0");
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ objective: expect.closeTo(3, 2) })]);
    for (const [text, reason] of [
      [shapiq({ "0": 1e308, "1": 1e308, "0,1": 1e308 }), /as shapiq saves them: values must be finite/],
      [shapiq({ a: 1 }).replace('"a":1', '"0":1,"0":2'), /as shapiq saves them: "0" is there twice/],
    ] as const) {
      write("wrong.json", text);
      expect(await strata("decompose", "wrong.json")).toMatchObject({ code: 2, err: expect.stringMatching(reason) });
    }
  });

  it("reads the JSON of explain as well", async () => {
    write("explained.json", (await strata("explain", sample, ...glassBox)).out);
    const { code, out } = await strata("show", "explained.json");
    expect([code, out.split("\n")[0]]).toEqual([0, "explained.json"]);
    expect(out).toContain("target  day (p = 0.945)");
    expect(out).toMatch(/\+3\.000 {2}AND a1 +kept, since layer1\n/);
  });

  it("reads UTF-16, as Windows writes it", async () => {
    write("utf16.json", readFileSync(join(root, "src/formats/strata-file/utf16.fixture.json")));
    const { code, out, err } = await strata("show", "utf16.json");
    expect([code, err, out.split("\n")[0]]).toEqual([0, "", "utf16.json"]);
    expect(out).not.toContain("\0");
  });

  it("says that a file is empty", async () => {
    write("none.strata", await writeStrataFile([], { values: false }));
    expect(await strata("show", "none.strata")).toEqual({
      code: 0,
      out: "none.strata holds no exploration.\n",
      err: "",
    });
  });
});

describe("decompose", () => {
  it("decomposes a score function given as JSON", async () => {
    write("and.json", JSON.stringify({ n: 2, v: [0, 0, 0, 3] }));
    const { code, out } = await strata("decompose", "and.json", "--kappa", "0");
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual([
      "constant",
      "and",
      "or",
      "delta",
      "kappa",
      "residual",
      "objective",
      "bound",
      "gap",
      "iterations",
      "method",
      "ms",
    ]);
    expect(answer).toMatchObject({ kappa: 0, delta: [0, 0, 0, 0] });
    expect(answer["residual"]).toBeCloseTo(0, 15);
    expect(answer["objective"]).toBeCloseTo(3, 3);
  });

  /** The scores that an answer stands for. */
  const rebuilt = (
    { constant, and, or }: { constant: number; and: [number, number][]; or: [number, number][] },
    n: number,
  ): number[] =>
    Array.from(
      { length: 2 ** n },
      (_, shown) =>
        constant +
        and.reduce((sum, [mask, effect]) => sum + ((shown & mask) === mask ? effect : 0), 0) +
        or.reduce((sum, [mask, effect]) => sum + ((shown & mask) !== 0 ? effect : 0), 0),
    );

  it.each([
    ["far from 0", 1e15, [0, 1, 2, 4]],
    ["far below 0", -1e15, [0, 1, 2, 4]],
    ["about 0", 0, [-3, 1, 0, 4]],
    ["farther than its digits reach", 2 ** 53, [0, 2, 4, 8]],
  ])("keeps the digits of scores %s, and states the residual", async (_, offset, differences) => {
    const scores = differences.map((difference) => offset + difference);
    write("offset.json", JSON.stringify({ n: 2, v: scores }));
    const answer = JSON.parse((await strata("decompose", "offset.json", "--kappa", "0")).out);
    expect(rebuilt(answer, 2)).toEqual(scores);
    expect(answer.kappa).toBe(0);
    expect(answer.residual).toBeCloseTo(0, 12);
    expect(answer.objective).toBeGreaterThanOrEqual(4);
  });

  it("states the residual that κ allows, as large as it is", async () => {
    const scores = [1e15, 1e15 + 1, 1e15 + 2, 1e15 + 4];
    write("offset.json", JSON.stringify({ n: 2, v: scores }));
    const answer = JSON.parse((await strata("decompose", "offset.json", "--kappa", "0.25")).out);
    // As exact integers would have it: scores and constant are multiples of 1/8.
    const residuals = rebuilt({ ...answer, constant: 0 }, 2).map((value, mask) =>
      Math.abs(value - (scores[mask]! - answer.constant)),
    );
    expect(answer.residual).toBeCloseTo(Math.max(...residuals), 12);
    expect(answer.residual).toBeGreaterThan(0.5);
    expect(answer.residual).toBeLessThanOrEqual(answer.kappa + 1 / 16);
  });

  it("reads UTF-16 and marks", async () => {
    const text = JSON.stringify({ n: 1, v: [0, 2] });
    const low = Buffer.from(`\ufeff${text}`, "utf16le");
    const answers: string[] = [];
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      low,
      Buffer.from(low).swap16(),
      low.subarray(2),
    ]) {
      write("marked.json", bytes);
      const { code, out } = await strata("decompose", "marked.json");
      expect(code).toBe(0);
      answers.push(out.replace(/"ms":[^,}]*/, ""));
    }
    expect(new Set(answers).size).toBe(1);
  });

  it("stops when it is told to", async () => {
    write("long.json", JSON.stringify({ n: 12, v: Array.from({ length: 4096 }, (_, mask) => Math.sin(mask * mask)) }));
    const stop = new AbortController();
    // Once it is solving, which looks at the signal before it begins and each time that it has let others work.
    const look = stop.signal.throwIfAborted.bind(stop.signal);
    let looks = 0;
    stop.signal.throwIfAborted = () => {
      if (++looks > 1) stop.abort();
      look();
    };
    let err = "";
    const code = await main(["decompose", "long.json"], {
      cwd: folder,
      locale: undefined,
      signal: stop.signal,
      print: () => undefined,
      note: (line) => (err += line),
      progress: () => undefined,
    });
    expect([code, err, looks]).toEqual([130, "strata: interrupted; nothing was written.", 2]);
  });
});

describe("bad input", () => {
  const other = join(folder, "other");
  const glass = (name: string): Buffer => readFileSync(join(models, name));
  mkdirSync(other);
  write("other/no-network.onnx", "not a network");
  write("other/broken.onnx", glass("glass-box.onnx"));
  write("other/broken.json", "{");
  write("other/tailless.onnx", glass("glass-box.onnx"));
  write("other/tailless.json", glass("glass-box.json").toString().replace("glass-box.tail.onnx", "gone.onnx"));
  write("other/glass-box.tail.onnx", glass("glass-box.tail.onnx"));
  write("other/swapped.onnx", glass("glass-box.tail.onnx"));
  write("other/swapped.json", glass("glass-box.json"));
  write("other/empty-manifest.onnx", glass("glass-box.onnx"));
  write("other/empty-manifest.json", "{}");
  write("text.jpg", "hello");
  write("empty.png", "");
  write("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  write("cut.png", readFileSync(sample).subarray(0, 700));
  const huge = Buffer.from(readFileSync(sample).subarray(0, 64));
  huge.writeUInt32BE(60_000, 16);
  huge.writeUInt32BE(60_000, 20);
  write("huge.png", huge);
  mkdirSync(join(folder, "no-images"));
  write("scores-short.json", JSON.stringify({ n: 3, v: [1, 2] }));
  write("scores-null.json", JSON.stringify({ n: 1, v: [1, null] }));
  write("scores-n.json", JSON.stringify({ n: 17, v: [] }));
  write("scores-wide.json", JSON.stringify({ n: 1, v: [-1e308, 1.7e308] }));
  write("scores.txt", "{n: 1}");
  // Effects of two scores that lie farther apart than a number reaches.
  write(
    "scores-vast.json",
    '{"n":2,"v":[-8.094687777105718e+306,-8.311708992091007e+307,-4.720691440277733e+307,4.4811008332297203e+307]}',
  );
  write(
    "scores-vast-3.json",
    JSON.stringify({ n: 3, v: [1e308, -4e307, 1e308, -4e307, 1e308, 1e308, -4e307, -4e307] }),
  );
  write("scores-nan.json", '{"n":1,"v":[0,NaN]}');
  write("scores-inf.json", '{"n":1,"v":[0,1e999]}');
  write("scores-twice.json", '{"n":1,"v":[0,1],"\\u0076":[0,2]}');
  write("scores-deep.json", "[".repeat(100_000));
  write("scores-nested.json", `{"n":1,"v":[0,${"[".repeat(5000)}${"]".repeat(5000)}]}`);
  write("scores-long.json", `{"n":1,"v":[${"0,".repeat(1_000_000)}0]}`);
  write("scores-latin.json", Buffer.from('{"n":1,"ü":0,"v":[0,1]}', "latin1"));
  write("scores-nul.json", "\u001b[2J\u202e{");
  truncateSync(write("sparse.json", ""), 2 ** 40);
  write("empty.strata", "");
  write("behind.strata", Buffer.concat([readFileSync(join(folder, "two.strata")), Buffer.alloc(1)]));
  write("twice.strata", '{"format":"strata","version":1,"version":2,"explorations":[]}');
  mkdirSync(join(folder, "folder.strata"));
  execFileSync("mkfifo", [join(folder, "fifo.strata"), join(folder, "fifo.png")]);
  const old = { format: "strata-exploration", version: 1 };
  write("bent.json", JSON.stringify(old));
  write("cut.json", JSON.stringify(old).slice(0, -1));
  write("later.json", JSON.stringify({ ...old, version: 10 }));
  write("nothing.json", JSON.stringify({ format: "strata", version: 1, explorations: [] }));

  const explain = (...rest: string[]): string[] => ["explain", ...rest, ...(rest.includes("--model") ? [] : glassBox)];
  const cases: readonly (readonly [says: string, args: string[]])[] = [
    ["say what to do", []],
    ['no command "explode"', ["explode"]],
    ["exactly one file or folder, got 0", explain()],
    ["exactly one file or folder, got 2", explain(sample, sample)],
    ["no option --colour", explain(sample, "--colour", "red")],
    ["decompose has no option --grid", ["decompose", "scores.txt", "--grid", "2x2"]],
    ["--grid needs a value", explain(sample, "--grid")],
    ["--tau needs a value", explain(sample, "--tau", "--values")],
    ["--values takes no value", explain(sample, "--values=yes")],
    ["20 patches are more than the 16 of which", explain(sample, "--grid", "4x5")],
    [
      "--masks 40 does not do for 20 patches: the fewest are 52, the most 20000",
      explain(sample, "--grid", "4x5", "--masks", "40"),
    ],
    [
      "--masks 513 does not do for 9 patches: the fewest are 30, the most 512",
      explain(sample, "--grid", "3x3", "--masks", "513"),
    ],
    ["--masks few is not", explain(sample, "--masks", "few")],
    ["--seed -1 is not a whole number", explain(sample, "--masks", "100", "--seed=-1")],
    ...[["--values"], ["--estimator", "debiased"]].map(
      (option) =>
        [
          `${option.join(" ")} needs v of every mask, and --masks runs a sample of them`,
          explain(sample, "--masks", "100", ...option),
        ] as const,
    ),
    ["--grid 0x3 is not", explain(sample, "--grid", "0x3")],
    ["--grid three is not", explain(sample, "--grid", "three")],
    ["--kappa -0.1 is not a number from 0 to 1", explain(sample, "--kappa=-0.1")],
    ["--tau many is not a number from 0 to 1", explain(sample, "--tau", "many")],
    ["--kappa-of mean is unknown; choose one of noise, range, delta", explain(sample, "--kappa-of", "mean")],
    ["--kappa-of goes with the paper's estimator", explain(sample, "--estimator", "debiased", "--kappa-of", "range")],
    ["an estimate from a sample of masks has no κ", explain(sample, "--masks", "100", "--kappa", "0.1")],
    ["--baseline grey is unknown", explain(sample, "--baseline", "grey")],
    [
      "--target dusk is no class of glass-box; use auto, an index from 0 to 1 or one of: day, night",
      explain(sample, "--target", "dusk"),
    ],
    ["--target 2 is no class", explain(sample, "--target", "2")],
    ['no shipped model "crystal-ball"', explain(sample, "--model", "crystal-ball")],
    ['no shipped model "../models/glass-box"', explain(sample, "--model", "../models/glass-box")],
    ["gone.onnx does not exist", explain(sample, "--model", "gone.onnx")],
    ["that file is no ONNX model", explain(sample, "--model", "other/no-network.onnx")],
    ["broken.json is not JSON", explain(sample, "--model", "other/broken.onnx")],
    ["manifest does not fit: format", explain(sample, "--model", "other/empty-manifest.onnx")],
    ["needs its probes", explain(sample, "--model", "other/tailless.onnx")],
    ["do not belong together", explain(sample, "--model", "other/swapped.onnx")],
    ["missing.png does not exist", explain("missing.png")],
    ["text.jpg is not an image, whatever its name says", explain("text.jpg")],
    ["empty.png is empty", explain("empty.png")],
    ["is an SVG drawing", explain("drawing.svg")],
    ["cut.png begins like a png image but cannot be decoded", explain("cut.png")],
    ["has 60000 x 60000 pixels; an image of its kind may have 50 million", explain("huge.png")],
    ["a folder needs --out DIR", explain("other")],
    ["holds no PNG", explain("no-images", "--out", "x")],
    ["--out text.jpg", explain("no-images", "--out", "text.jpg")],
    ["cannot be written: its folder does not exist", explain(sample, "--out", "nowhere/x.json")],
    [
      'must be JSON {"n": players, "v": [2^n numbers]}: v must have 2^3 = 8 values, got 2',
      ["decompose", "scores-short.json"],
    ],
    ["v.1: ", ["decompose", "scores-null.json"]],
    ["from 1 to 16, got 17", ["decompose", "scores-n.json"]],
    ["the range of values must be finite", ["decompose", "scores-wide.json"]],
    ["scores.txt is not JSON", ["decompose", "scores.txt"]],
    ["the effects of ", ["decompose", "scores-vast.json", "--kappa-of", "delta"]],
    ["the effects of ", ["decompose", "scores-vast-3.json", "--kappa", "0"]],
    ["scores-nan.json is not JSON", ["decompose", "scores-nan.json"]],
    ["v.1: ", ["decompose", "scores-nested.json"]],
    ["values must be finite, got Infinity at mask 1", ["decompose", "scores-inf.json"]],
    ['"v" is there twice', ["decompose", "scores-twice.json"]],
    ['"version" is there twice', ["show", "twice.strata"]],
    ["scores-deep.json is not JSON", ["decompose", "scores-deep.json"]],
    ["v must have 2^1 = 2 values, got 1000001", ["decompose", "scores-long.json"]],
    ["scores-latin.json is not JSON", ["decompose", "scores-latin.json"]],
    ["scores-nul.json is not JSON", ["decompose", "scores-nul.json"]],
    ["sparse.json is larger than 16 MB", ["decompose", "sparse.json"]],
    ["sparse.json is larger than 256 MB", ["show", "sparse.json"]],
    ["sparse.json is larger than", explain("sparse.json")],
    ["/dev/zero is not a file", ["show", "/dev/zero"]],
    ["/dev/zero is not a file", ["decompose", "/dev/zero"]],
    ["/dev/zero is not a file", explain("/dev/zero")],
    ["fifo.strata is not a file", ["show", "fifo.strata"]],
    ["fifo.png is not a file", explain("fifo.png")],
    ["folder.strata is not a file", ["show", "folder.strata"]],
    ["empty.strata is empty", ["show", "empty.strata"]],
    ["behind.strata is damaged", ["show", "behind.strata"]],
    ...[
      "0x1",
      "0b1",
      "0o1",
      "1_0",
      "Infinity",
      "NaN",
      "0,04",
      "+.04",
      " .04",
      ".04 ",
      "-0",
      "-0.1",
      "1.",
      ".",
      "e-1",
      "1e",
      "٠",
      "1.5",
      "1e1",
    ].map(
      (text) =>
        [`--kappa ${text} is not a number from 0 to 1, written like 0.04`, explain(sample, `--kappa=${text}`)] as const,
    ),
    ["is not a file", ["decompose", "other"]],
    ["name it with --out FILE", explain(sample, "--format", "strata")],
    ["--format png is unknown; choose one of json, strata, csv", explain(sample, "--format", "png")],
    ["show has no option --out", ["show", "bent.json", "--out", "x"]],
    ["exactly one file or folder, got 0", ["show"]],
    ["missing.strata does not exist", ["show", "missing.strata"]],
    ["scores-null.json is neither a .strata file nor the JSON of explain", ["show", "scores-null.json"]],
    ["text.jpg is neither", ["show", "text.jpg"]],
    ["cut.json is damaged", ["show", "cut.json"]],
    ["bent.json does not hold what it should at explorations.0.model.name: ", ["show", "bent.json"]],
    [
      "later.json was written by a later Strata (strata-exploration version 10; this one reads up to 9)",
      ["show", "later.json"],
    ],
    ["--only 1 is no exploration of", ["show", "nothing.json", "--only", "1"]],
    ["--only all is no exploration of", ["show", "nothing.json", "--only", "all"]],
    ["holds 2 explorations, and a table is of one", ["show", "two.strata", "--csv"]],
  ];

  it.each(cases)('says "%s" in one line, exits with 2 and writes nothing', async (says, args) => {
    const before = readdirSync(folder, { recursive: true });
    const { code, out, err } = await strata(...args);
    expect(err).toContain(says.replace("--out text.jpg", "text.jpg is a file"));
    expect(err).toMatch(/^strata: [^\n]+\n$/);
    expect([code, out]).toEqual([2, ""]);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});

describe("a decimal", () => {
  it.each(["0", "1", "0.04", ".04", "1e-1", "4E-2", "00.5"])("may be %s", async (text) => {
    write("and.json", JSON.stringify({ n: 2, v: [0, 0, 0, 3] }));
    expect((await strata("decompose", "and.json", "--kappa", text)).code).toBe(0);
  });
});

describe("an output that goes away", () => {
  const command = `npm --prefix '${root}' run --silent strata -- --help`;
  const piped = (line: string): Promise<string> =>
    new Promise((resolve) => {
      execFile("bash", ["-c", line], { cwd: folder, env: { ...process.env, LC_ALL: "C" } }, (_, out, err) =>
        resolve(out + err),
      );
    });

  it("is said in one line where it is closed early, with the code of a closed pipe", async () => {
    expect(await piped(`${command} | true; echo "\${PIPESTATUS[0]}"`)).toBe(
      "141\nstrata: the output was closed before all of it was written.\n",
    );
  });

  it("is said in one line where it is full, and nothing where even that cannot be said", async () => {
    expect(await piped(`${command} > /dev/full; echo "$?"`)).toBe(
      "2\nstrata: the output could not be written (ENOSPC).\n",
    );
    expect(await piped(`${command} > /dev/full 2> /dev/full; echo "$?"`)).toBe("2\n");
  });
});

describe("--help", () => {
  it("lists commands and options", async () => {
    const { code, out } = await strata("--help");
    expect(code).toBe(0);
    for (const word of [
      "explain",
      "decompose",
      "show",
      "--format",
      "--csv",
      "--only",
      "--model",
      "--grid",
      "--target",
      "--baseline",
      "--kappa-of",
      "--tau",
      "--values",
      "--out",
    ])
      expect(out).toContain(word);
  });
});
