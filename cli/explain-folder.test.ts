import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StrataFile } from "../src/formats/codec.ts";
import { strataFileSchema } from "../src/formats/strata-file.fixture.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { main } from "./main.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, "public/samples/glass-box.png");
const folder = mkdtempSync(join(tmpdir(), "strata-folder-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Three images whose names would share a file without their endings. */
const images: Record<string, Buffer> = {};
beforeAll(async () => {
  for (const [name, hue] of [
    ["a.png", 0],
    ["a.jpg", 40],
    ["a.png.jpg", 200],
  ] as const)
    images[name] = await sharp(sample)
      .modulate({ hue })
      .toFormat(name.endsWith("png") ? "png" : "jpeg")
      .toBuffer();
});

let counted = 0;
/** A new folder with files in it. */
function made(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder, `in-${counted++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

interface Outcome {
  readonly code: number;
  readonly lines: readonly string[];
}

interface Watch {
  readonly signal?: AbortSignal;
  readonly onImage?: (line: string) => void;
}

const OPTIONS = ["--model", "glass-box", "--grid", "1x2", "--processes", "1"];

/** What is said of the answers, as these questions, which take little time, are not the glass box's own. */
const OTHER_QUESTION = /^strata: glass-box was constructed, .* something else was asked here\.$/;

/** What is said at the end where all of it is done. */
const done = (images: number, computed: number, out: string): string =>
  `strata: done; images: ${images}, of which ${computed} were explained now; results and summary.json are in ${out}.`;

/** Explains a folder in this process. */
async function explain(
  path: string,
  out: string,
  options: readonly string[] = [],
  { signal = new AbortController().signal, onImage = () => undefined }: Watch = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const code = await main(["explain", path, ...OPTIONS, "--out", out, ...options], {
    cwd: folder,
    locale: undefined,
    signal,
    print: () => undefined,
    note: (line) => void lines.push(line),
    progress: onImage,
  });
  return { code, lines: lines.filter((line) => !OTHER_QUESTION.test(line)) };
}

const results = (out: string): string[] => readdirSync(out).sort();
const hashless = (out: string): string[] => results(out).map((name) => name.replace(/\.[0-9a-f]{8}\./, ".HASH."));
const summaryOf = (out: string) => JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));

describe("explain, of a folder", () => {
  it("writes a file per image, named after all of its name and what was asked, and a summary", async () => {
    const path = made({
      ...images,
      "b.WEBP": await sharp(sample).webp().toBuffer(),
      "summary.png": images["a.png"]!,
      "notes.txt": "no image",
      ".hidden.png": "hidden",
    });
    const out = join(folder, "whole");
    expect(await explain(path, out, ["--grid", "2x2"])).toEqual({ code: 0, lines: [done(5, 5, out)] });
    expect(hashless(out)).toEqual([
      "a.jpg.HASH.json",
      "a.png.HASH.json",
      "a.png.jpg.HASH.json",
      "b.WEBP.HASH.json",
      "summary.json",
      "summary.png.HASH.json",
    ]);
    for (const name of results(out)) {
      if (name !== "summary.json")
        expect(
          v.safeParse(strataFileSchema(4, 8, false), JSON.parse(readFileSync(join(out, name), "utf8"))).issues,
        ).toBeUndefined();
    }
    const summary = summaryOf(out);
    expect(summary).toMatchObject({
      format: "strata-summary",
      version: 1,
      model: { name: "glass-box", input: [96, 96] },
      grid: [2, 2],
      failures: [],
    });
    expect(summary.images.map(({ name, file }: { name: string; file: string }) => [name, file])).toEqual(
      ["a.jpg", "a.png", "a.png.jpg", "b.WEBP", "summary.png"].map((name) => [
        name,
        results(out).find((file) => file.startsWith(`${name}.`) && file.length === name.length + 14),
      ]),
    );
    expect(summary.layers).toHaveLength(8);
    const { all, perOrder } = summary.layers[7];
    expect(all.completeness).toEqual({ mean: 1, standardError: 0, count: 5 });
    expect(perOrder).toHaveLength(4);
    expect(
      perOrder.reduce((sum: number, { salient }: { salient: { mean: number } }) => sum + salient.mean, 0),
    ).toBeCloseTo(all.salient.mean, 9);
    expect(summary.findings.map(({ id }: { id: string }) => id)).toContain("redundancy-rises-then-falls");
  });

  it("sums up how sure the pictures are where that is asked for, and looks at each but once", async () => {
    const out = join(folder, "sure");
    const path = made({ "a.png": images["a.png"]!, "a.jpg": images["a.jpg"]! });
    expect((await explain(path, out, ["--certainty", "--format", "csv"])).code).toBe(0);
    const { certainty } = summaryOf(out);
    // The glass box has no replicates.
    expect(certainty.firm).toEqual({ mean: null, standardError: null, count: 0 });
    expect(certainty.robust.count).toBe(2);
    expect(certainty.robust.mean).toBeGreaterThan(0);
    expect(certainty.robust.mean).toBeLessThanOrEqual(1);
    const [table, file] = [".csv", ".json"].map((ending) =>
      results(out).find((name) => name.startsWith("a.png.") && name.endsWith(ending))!,
    );
    expect(readFileSync(join(out, table!), "utf8")).toMatch(/^[^\r]*,salient,effect_sd_nats,alive_share,robust,firm\r/);
    const written = statSync(join(out, file!)).mtimeMs;
    const summary = readFileSync(join(out, "summary.json"), "utf8");
    expect((await explain(path, out, ["--certainty", "--format", "csv"])).code).toBe(0);
    expect(statSync(join(out, file!)).mtimeMs).toBe(written);
    expect(readFileSync(join(out, "summary.json"), "utf8")).toBe(summary);
  });

  it("reports what is wrong with an image, lists it, and goes on with the others", async () => {
    const path = made({
      ...images,
      "cut.png": images["a.png"]!.subarray(0, 700),
      "text.png": "hello",
      "empty.gif": "",
    });
    mkdirSync(join(path, "x.png"));
    symlinkSync("nowhere.png", join(path, "dangling.png"));
    symlinkSync("loop.png", join(path, "loop.png"));
    symlinkSync("a.png", join(path, "link.png"));
    execFileSync("mkfifo", [join(path, "pipe.png")]);
    const out = join(folder, "partly");
    const { code, lines } = await explain(path, out);
    expect(code).toBe(3);
    const failed = ["cut.png", "dangling.png", "empty.gif", "loop.png", "pipe.png", "text.png", "x.png"];
    expect(lines).toHaveLength(failed.length + 1);
    failed.forEach((name, i) => expect(lines[i]).toContain(join(path, name)));
    expect(lines.at(-1)).toBe(
      `strata: 7 of 11 images could not be explained; ${join(out, "summary.json")} lists them. The others are done.`,
    );
    expect(hashless(out)).toEqual([
      "a.jpg.HASH.json",
      "a.png.HASH.json",
      "a.png.jpg.HASH.json",
      "link.png.HASH.json",
      "summary.json",
    ]);
    const { failures, images: explained } = summaryOf(out);
    expect(failures.map(({ name }: { name: string }) => name)).toEqual(failed);
    expect(failures[6]).toEqual({ name: "x.png", reason: "x.png is not a file." });
    expect(explained).toHaveLength(4);
    expect(readFileSync(join(out, "summary.json"), "utf8")).not.toContain(folder);
  });

  it("lists what failed even where everything did", async () => {
    const path = made({ "text.png": "hello" });
    const out = join(folder, "none");
    expect((await explain(path, out)).code).toBe(3);
    expect(summaryOf(out)).toMatchObject({ images: [], layers: [], failures: [{ name: "text.png" }] });
  });

  it("writes .strata files, and tables beside the JSON that the summary is made from", async () => {
    const path = made(images);
    const [files, tables] = [join(folder, "strata"), join(folder, "tables")];
    expect((await explain(path, files, ["--format", "strata"])).code).toBe(0);
    expect(hashless(files)).toEqual([
      "a.jpg.HASH.strata",
      "a.png.HASH.strata",
      "a.png.jpg.HASH.strata",
      "summary.json",
    ]);
    expect(await readStrataFile(readFileSync(join(files, results(files)[1]!)))).toMatchObject([
      { name: "a.png", snapshot: { values: null } },
    ]);
    expect((await explain(path, tables, ["--format", "csv"])).code).toBe(0);
    expect(hashless(tables)).toEqual(
      ["a.jpg", "a.png", "a.png.jpg"]
        .flatMap((name) => [`${name}.HASH.csv`, `${name}.HASH.json`])
        .concat("summary.json"),
    );
    const { images: ofFiles, ...same } = summaryOf(files);
    const { images: ofTables, ...numbers } = summaryOf(tables);
    expect(numbers).toEqual(same);
    expect(ofTables.map(({ file }: { file: string }) => file.replace(".json", ".strata"))).toEqual(
      ofFiles.map(({ file }: { file: string }) => file),
    );
    const table = results(tables)[0]!;
    expect(readFileSync(join(tables, table), "utf8")).toMatch(
      /^layer,layer_name,kind,mask,order,patches,effect_nats,salient\r\n0,layer1,/,
    );
    rmSync(join(tables, table));
    await explain(path, tables, ["--format", "csv"]);
    expect(existsSync(join(tables, table))).toBe(true);
  });

  it("does only what is missing when it runs again, and trusts only whole answers to the same question", async () => {
    const path = made(images);
    const out = join(folder, "again");
    await explain(path, out);
    const before = new Map(results(out).map((name) => [name, readFileSync(join(out, name))]));
    const [jpg, png, both] = results(out);
    // What is whole stays as it is, to the file.
    const inode = statSync(join(out, png!)).ino;
    // One cut, one an answer to another question under this one's name, one gone.
    writeFileSync(join(out, jpg!), before.get(jpg!)!.subarray(0, 5000));
    const other = join(folder, "again-other");
    await explain(path, other, ["--tau", "0.5"]);
    cpSync(join(other, results(other)[2]!), join(out, both!));
    rmSync(join(out, "summary.json"));
    expect(await explain(path, out)).toEqual({ code: 0, lines: [done(3, 2, out)] });
    expect(statSync(join(out, png!)).ino).toBe(inode);
    expect(new Map(results(out).map((name) => [name, readFileSync(join(out, name))]))).toEqual(before);
    // Another image's answer under this one's name.
    cpSync(join(out, jpg!), join(out, png!));
    await explain(path, out);
    expect(readFileSync(join(out, png!))).toEqual(before.get(png!));
    // With v of every mask it is another question, with other names.
    await explain(path, out, ["--values"]);
    expect(results(out)).toHaveLength(7);
  });

  it("trusts no answer that says of the network or the class what is not so", async () => {
    const path = made({ "a.png": images["a.png"]! });
    const out = join(folder, "forged");
    await explain(path, out);
    const [name] = results(out);
    const [result, summary] = [name!, "summary.json"].map((file) => readFileSync(join(out, file), "utf8"));
    const forgeries: readonly [string, (file: StrataFile) => unknown][] = [
      ["a scale", ({ layers }) => ({ layers: layers.map((layer) => ({ ...layer, scale: 2 * layer.scale })) })],
      ["a layer's name", ({ layers }) => ({ layers: layers.map((layer) => ({ ...layer, name: `${layer.name}'` })) })],
      ["an accuracy", ({ layers }) => ({ layers: layers.map((layer) => ({ ...layer, probeAccuracy: 0.01 })) })],
      ["a layer less", ({ layers }) => ({ layers: layers.slice(1) })],
      ["the network's name", ({ model }) => ({ model: { ...model, name: "another" } })],
      ["the class's label", ({ target }) => ({ target: { ...target, label: "dusk" } })],
      ["a class that is not the best", ({ target }) => ({ target: { ...target, top: target.top.toReversed() } })],
      ["its probability", ({ target }) => ({ target: { ...target, p: target.p / 2 } })],
    ];
    for (const [what, forge] of forgeries) {
      const file = JSON.parse(result!) as StrataFile;
      writeFileSync(join(out, name!), JSON.stringify({ ...file, ...(forge(file) as object) }));
      await explain(path, out);
      expect([what, readFileSync(join(out, name!), "utf8"), readFileSync(join(out, "summary.json"), "utf8")]).toEqual([
        what,
        result,
        summary,
      ]);
    }
  });

  it("takes what it wrote for no input, in the folder itself or in one within it", async () => {
    const path = made({ "a.png": images["a.png"]! });
    for (const out of [path, join(path, "x.png")]) {
      for (let run = 0; run < 2; run++)
        expect(await explain(path, out, ["--format", "strata"])).toEqual({ code: 0, lines: [done(1, 1 - run, out)] });
      expect(summaryOf(out).images).toHaveLength(1);
    }
    expect(readFileSync(join(path, "a.png")).equals(images["a.png"]!)).toBe(true);
  });

  it("goes on where a result's name is a folder's, and writes through no link", async () => {
    const path = made(images);
    const out = join(folder, "taken");
    await explain(path, out);
    const [first, second, third] = results(out);
    rmSync(join(out, first!));
    mkdirSync(join(out, first!));
    rmSync(join(out, second!));
    const outside = join(folder, "outside.txt");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(out, second!));
    rmSync(join(out, third!));
    const { code, lines } = await explain(path, out);
    expect([code, lines.length, lines[0]!.includes(`${first} cannot be written (EISDIR)`)]).toEqual([3, 2, true]);
    expect(summaryOf(out)).toMatchObject({
      failures: [{ name: "a.jpg" }],
      images: [{ name: "a.png" }, { name: "a.png.jpg" }],
    });
    expect(readFileSync(outside, "utf8")).toBe("mine");
    expect(readdirSync(out).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("keeps the results where the summary's name is a folder's", async () => {
    const path = made(images);
    const out = join(folder, "no-summary");
    mkdirSync(join(out, "summary.json"), { recursive: true });
    const { code, lines } = await explain(path, out);
    expect([code, lines.length]).toEqual([3, 2]);
    expect(lines[1]).toBe(
      `strata: the results are in ${out}, but not their summary; run the same command again when it can be written.`,
    );
    expect(results(out)).toHaveLength(4);
  });

  it("copes with names of every kind, and brings none of them raw to the terminal", async () => {
    const path = made({
      "a\nb\u001b[2J\u202e.png": "hello",
      "c\u009b31m.PNG": images["a.png"]!,
      [`${"x".repeat(251)}.png`]: images["a.png"]!,
      [`${"x".repeat(250)}y.png`]: images["a.png"]!,
    });
    writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from("\xff\xfe.png", "latin1")]), images["a.png"]!);
    writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from("\xff\xfd.png", "latin1")]), images["a.png"]!);
    const out = join(folder, "names");
    const told: string[] = [];
    const { code, lines } = await explain(path, out, [], { onImage: (line) => void told.push(line) });
    expect([code, lines.length, told.length]).toEqual([3, 2, 6]);
    for (const line of [...lines, ...told]) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(results(out)).toHaveLength(6);
    const text = readFileSync(join(out, "summary.json"), "utf8");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(summaryOf(out).failures[0].name).toBe("a\nb\u001b[2J\u202e.png");
  });

  it("sorts by the bytes of names, whatever the locale", async () => {
    const path = made(
      Object.fromEntries(
        ["ä.png", "b.png", "A.png", "a.png", "Z.png", "10.png", "9.png"].map((name) => [name, images["a.png"]!]),
      ),
    );
    const out = join(folder, "sorted");
    await explain(path, out);
    expect(summaryOf(out).images.map(({ name }: { name: string }) => name)).toEqual([
      "10.png",
      "9.png",
      "A.png",
      "Z.png",
      "a.png",
      "b.png",
      "ä.png",
    ]);
  });

  it("goes on where an image is deleted before it is read", async () => {
    const path = made(images);
    const out = join(folder, "deleted");
    const { code, lines } = await explain(path, out, [], {
      onImage: (line) => line.startsWith("a.png (") && rmSync(join(path, "a.png")),
    });
    expect([code, lines[0]]).toEqual([3, `strata: ${join(path, "a.png")} does not exist.`]);
    expect(summaryOf(out).images).toHaveLength(2);
  });

  it("lets two runs work in one folder at once", async () => {
    const path = made(images);
    const [out, alone] = [join(folder, "shared"), join(folder, "alone")];
    expect(await Promise.all([explain(path, out), explain(path, out)])).toEqual([
      { code: 0, lines: [expect.stringMatching(/^strata: done; images: 3, /)] },
      { code: 0, lines: [expect.stringMatching(/^strata: done; images: 3, /)] },
    ]);
    await explain(path, alone);
    expect(results(out)).toEqual(results(alone));
    for (const name of results(out)) expect(readFileSync(join(out, name))).toEqual(readFileSync(join(alone, name)));
  });
});

describe("a run that is broken off", () => {
  it("keeps what it has, and the next run ends as one run would", async () => {
    const path = made(images);
    const [out, alone] = [join(folder, "stopped"), join(folder, "unstopped")];
    const stop = new AbortController();
    const { code, lines } = await explain(path, out, [], {
      signal: stop.signal,
      onImage: (line) => line.startsWith("a.png (") && stop.abort(),
    });
    expect([code, lines]).toEqual([
      130,
      [`strata: interrupted; 1 of 3 results are in ${out}, and the same command goes on from there.`],
    ]);
    expect(hashless(out)).toEqual(["a.jpg.HASH.json"]);
    await explain(path, out);
    await explain(path, alone);
    expect(readFileSync(join(out, "summary.json"))).toEqual(readFileSync(join(alone, "summary.json")));
  });

  it("leaves no folder where it has nothing yet", async () => {
    const stop = new AbortController();
    const out = join(folder, "never");
    const { code, lines } = await explain(made(images), out, [], { signal: stop.signal, onImage: () => stop.abort() });
    expect([code, lines, existsSync(out)]).toEqual([130, ["strata: interrupted; nothing was written."], false]);
  });

  it.skipIf(process.platform === "win32").each([
    ["SIGTERM", 143, 1],
    ["SIGINT", 130, 2],
    ["SIGHUP", 129, 1],
  ] as const)("by %s exits with %i, in one line, and leaves nothing half", async (signal, expected, processes) => {
    const path = made(images);
    const out = join(folder, signal);
    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        join(root, "cli/strata.ts"),
        "explain",
        path,
        "--model",
        "glass-box",
        "--grid",
        "3x4",
        "--out",
        out,
        "--processes",
        String(processes),
      ],
      {
        cwd: root,
        env: { ...process.env, INIT_CWD: folder, LC_ALL: "C" },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let err = "";
    child.stderr.on("data", (data) => (err += String(data)));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await vi.waitFor(() => expect(readdirSync(out).some((name) => name.endsWith(".json"))).toBe(true), {
      timeout: 60_000,
      interval: 5,
    });
    // Twice, as a terminal's Ctrl-C comes from it and from npm.
    child.kill(signal);
    child.kill(signal);
    expect(await ended).toBe(expected);
    expect(err).toMatch(/^strata: interrupted; [12] of 3 results are in [^\n]+\n$/);
    for (const name of results(out)) {
      expect(name).toMatch(/\.[0-9a-f]{8}\.json$/);
      expect(JSON.parse(readFileSync(join(out, name), "utf8")) as StrataFile).toMatchObject({
        format: "strata-exploration",
      });
    }
  });

  it("by SIGKILL leaves what the next run sweeps, but nothing of a run that lives", async () => {
    const path = made({ "a.png": images["a.png"]! });
    const out = join(folder, "swept");
    mkdirSync(out);
    const dead = spawnSync("true").pid;
    const host = hostname().replaceAll(/[^A-Za-z0-9.]/g, "-");
    const [left, alive, fresh, foreign] = [
      `.strata-${host}-${dead}-0123456789abcdef.unfinished`,
      `.strata-${host}-${process.ppid}-0123456789abcdef.unfinished`,
      `.strata-${host}-${dead}-1123456789abcdef.unfinished`,
      ".strata-notes.unfinished",
    ];
    for (const name of [left, alive, fresh, foreign]) writeFileSync(join(out, name), "{");
    for (const name of [left, alive, foreign]) utimesSync(join(out, name), 1, 1);
    // Younger than this process: of a run elsewhere that shares the disk, perhaps.
    utimesSync(join(out, fresh), new Date(), new Date());
    expect((await explain(path, out)).code).toBe(0);
    expect(
      readdirSync(out)
        .filter((name) => name.endsWith("unfinished"))
        .sort(),
    ).toEqual([fresh, alive, foreign].sort());
  });
});

/** Whether a small disk can be made here, as in a container of one's own. */
const hasMounts = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", folder]).status === 0;
if (!hasMounts) console.warn("No disk can be mounted here: full and read-only disks are not tried.");

describe.skipIf(!hasMounts)("a disk", () => {
  /** Runs a line of shell with `$DISK` a disk of its own. */
  const onDisk = (mount: string, line: string): Promise<string> =>
    new Promise((resolve) => {
      const disk = join(folder, "disk");
      mkdirSync(disk, { recursive: true });
      execFile(
        "unshare",
        ["-rm", "bash", "-c", `mount -t tmpfs -o ${mount} tmpfs "$DISK" && ${line}`],
        {
          cwd: root,
          env: { ...process.env, DISK: disk, INIT_CWD: folder, LC_ALL: "C" },
        },
        (_, out, err) => resolve(out + err),
      );
    });
  const strata = (path: string, more = ""): string =>
    `node --import tsx cli/strata.ts explain ${path} --model glass-box --grid 2x2 --processes 1 --out "$DISK/out" ${more} 2>&1; echo "exit $?"`;

  it("that is full midway keeps the results there are, whole, and the next run goes on", async () => {
    const path = made({ ...images, "b.jpg": images["a.jpg"]!, "c.jpg": images["a.jpg"]! });
    // Room for two results of some 25 kB, and for five when the ballast is gone.
    const said = await onDisk(
      "size=224k",
      `head -c 150000 /dev/zero > "$DISK/ballast"; ${strata(path)}; ls -A "$DISK/out"; rm "$DISK/ballast"; ${strata(path)}; ls -A "$DISK/out"`,
    );
    const [full, whole] = said
      .split(/exit \d\n/)
      .slice(0, 2)
      .map((part) => part.split("\n"));
    expect(said.match(/exit \d/g)).toEqual(["exit 3", "exit 0"]);
    expect(full!.filter((line) => line.includes("cannot be written (ENOSPC)")).length).toBeGreaterThanOrEqual(1);
    expect(full!.filter((line) => /other \d images were not tried/.test(line))).toHaveLength(1);
    expect(whole!.filter((line) => /\.[0-9a-f]{8}\.json$/.test(line)).length).toBeGreaterThanOrEqual(1);
    expect(said).not.toContain("unfinished");
    expect(said.slice(said.lastIndexOf("exit")).match(/\.[0-9a-f]{8}\.json/g)).toHaveLength(5);
  });

  it("that is read only is found before the work", async () => {
    const said = await onDisk("size=64k,ro", strata(made(images)));
    expect(said).toMatch(/^strata: [^\n]+ cannot be written \(EROFS\)\.\nexit 2\n$/);
  });

  it("that is full leaves a single result's file as it was", async () => {
    const path = join(made(images), "a.png");
    const said = await onDisk(
      "size=16k",
      `mkdir "$DISK/out"; echo old > "$DISK/out/one.json"; ${strata(path).replace('/out"', '/out/one.json"')}; ls -A "$DISK/out"; cat "$DISK/out/one.json"`,
    );
    expect(said).toMatch(/^strata: [^\n]+ cannot be written \(ENOSPC\)\.\nexit 2\none\.json\nold\n$/);
  });
});

/** A process's command line; empty where it is gone. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}

describe("processes and parts", () => {
  const many = (count: number): Record<string, Uint8Array> =>
    Object.fromEntries(
      // What stands behind the image's end is no part of it, and yet the file is another.
      Array.from({ length: count }, (_, i) => [`${i}.png`, Buffer.concat([images["a.png"]!, Buffer.from(String(i))])]),
    );

  it("give the same bytes, results and summary, as one does", async () => {
    const path = made({ ...many(6), "bad.png": "no image" });
    const [one, two, parts] = ["one", "two", "parts"].map((name) => join(folder, `processes-${name}`));
    const alone = await explain(path, one!);
    const together = await explain(path, two!, ["--processes", "2"]);
    expect(together.lines.map((line) => line.replace(two!, one!))).toEqual(alone.lines);
    expect([alone.code, together.code]).toEqual([3, 3]);
    const shards = [];
    for (const shard of ["3/3", "1/3", "2/3"]) shards.push(await explain(path, parts!, ["--shard", shard]));
    expect(shards.map(({ code }) => code).sort()).toEqual([0, 0, 3]);
    expect(shards[0]!.lines).toEqual([
      `strata: 2 of 7 images are part 3 of 3, and their results are in ${parts!}; when all parts are done, the same command without --shard makes the summary.`,
    ]);
    expect(readdirSync(parts!).includes("summary.json")).toBe(false);
    const before = results(parts!).map((name) => statSync(join(parts!, name)).mtimeMs);
    await explain(path, parts!);
    expect(results(parts!)).toEqual(results(one!));
    // The summary came, and nothing was computed again.
    expect(
      results(parts!)
        .slice(0, -1)
        .map((name) => statSync(join(parts!, name)).mtimeMs),
    ).toEqual(before);
    for (const out of [two!, parts!])
      for (const name of results(one!))
        expect(readFileSync(join(out, name)).equals(readFileSync(join(one!, name))), name).toBe(true);
  });

  it("that die are replaced, and of an image that kills each of them only that image fails", async () => {
    const { openProcessPool } = await import("./process-pool.ts");
    const lines: string[] = [];
    const pool = openProcessPool<readonly [tries: string, diesFor: number], string>(
      new URL("./dying-process.fixture.ts", import.meta.url),
      { size: 2, args: [], onLine: (line) => lines.push(line) },
    );
    const [once, always] = ["once", "always"].map((name) => join(folder, name));
    expect(
      await Promise.allSettled([
        pool.run([once!, 1]),
        pool.run([always!, Infinity]),
        pool.run([join(folder, "never"), 0]),
      ]),
    ).toMatchObject([
      { status: "fulfilled", value: "after 1" },
      { status: "rejected", reason: { name: "ProcessDied" } },
      { status: "fulfilled", value: "after 0" },
    ]);
    expect(readFileSync(always!, "utf8")).toBe("xxx");
    expect(lines).toContain("trying");
    // One that dies while it has nothing to do keeps nobody waiting.
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      if (commandOf(pid).includes("dying-process")) process.kill(Number(pid), "SIGKILL");
    await pool.close();
    await expect(pool.run([once!, 0])).rejects.toThrow();
  });

  it("hold each result's job, and refuse one that says another", async () => {
    const path = made({ "a.png": images["a.png"]! });
    const out = join(folder, "jobs");
    await explain(path, out);
    const file = join(out, results(out)[0]!);
    const { job, ...rest } = JSON.parse(readFileSync(file, "utf8")) as StrataFile;
    expect(job!.slice(0, 8)).toBe(/\.([0-9a-f]{8})\.json$/.exec(file)![1]);
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, JSON.stringify({ ...rest, job: job!.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")) }));
    await explain(path, out);
    expect(readFileSync(file, "utf8")).toBe(whole);
    // Results of before do not say their job, and are taken.
    writeFileSync(file, JSON.stringify(rest));
    await explain(path, out);
    expect(readFileSync(file, "utf8")).toBe(JSON.stringify(rest));
  });
});
