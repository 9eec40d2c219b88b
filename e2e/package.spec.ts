/** The package as other programs get it: packed, installed in an empty folder, used there. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { execFile, type ExecFileException } from "node:child_process";
import {
  copyFileSync,
  createReadStream,
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
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Exploration } from "../library/functions.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, "public/samples/golf-ball.png");
const folder = mkdtempSync(join(tmpdir(), "strata-package-"));

/** What no registry answers with. */
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i;

/** More would take long to install. */
const MOST_BYTES = 15e6;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program as a person's shell does: nothing of npm that this test was started by. */
function run(program: string, args: readonly string[], cwd = folder): Promise<Outcome> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/i.test(name)));
  return new Promise((resolve) =>
    execFile(
      program,
      args,
      { cwd, env: { ...env, LC_ALL: "C" }, maxBuffer: 2 ** 27 },
      (error: ExecFileException | null, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  );
}

/** Runs a module in the folder; what it prints last. */
async function inNode(code: string): Promise<unknown> {
  writeFileSync(join(folder, "program.mjs"), code);
  const { out, err, code: exit } = await run("node", ["program.mjs"]);
  expect(exit, err).toBe(0);
  return JSON.parse(out);
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** The folder as a plain host serves it. */
const server: Server = createServer((request, response) => {
  const path = join(folder, decodeURIComponent(new URL(request.url!, "http://localhost").pathname));
  if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
});
let origin = "";
/** Why nothing can be installed here; null where it can. */
let lacking: string | null = null;

test.beforeAll(async () => {
  // As in a fresh checkout: nothing that was built before is there.
  for (const built of ["build/types", "dist-lib"]) rmSync(join(root, built), { recursive: true, force: true });
  const packed = await run("npm", ["pack", "--silent", "--pack-destination", folder], root);
  expect(packed.code, packed.err).toBe(0);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "somebody", private: true, type: "module" }));
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
  expect(statSync(join(folder, tarball)).size).toBeLessThan(MOST_BYTES);
  const installed = await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball}`]);
  if (installed.code !== 0 && NO_REGISTRY.test(installed.err)) lacking = installed.err.trim().split("\n")[0]!;
  else expect(installed.code, installed.err).toBe(0);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

test.beforeEach(() => {
  if (lacking === null) return;
  console.warn(`NOT TRIED: the package could not be installed, as no registry answers (${lacking})`);
  test.skip(true, lacking);
});

test.afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that an answer says of numbers: when it was made and what only files hold is apart. */
function numbersOf({ layers, target, tracks, shapley, completeness }: Exploration) {
  return { layers, target, tracks, shapley, completeness };
}

test("npx strata explains as the repository does, and a program gets the same numbers", async () => {
  const here = JSON.parse(
    (await run("npx", ["tsx", "cli/strata.ts", "explain", sample, "--grid", "2x2"], root)).out,
  ) as Exploration;
  expect(await run("npx", ["strata", "--version"])).toMatchObject({ code: 0, out: "0.1.0\n" });
  expect((await run("npx", ["strata", "--help"])).out).toContain("Usage: strata explain IMAGE");
  const there = await run("npx", ["strata", "explain", sample, "--grid", "2x2"]);
  expect(there.code, there.err).toBe(0);
  const program = (await inNode(`
    import { explain } from "strata";
    const seen = [];
    const onProgress = ({ stage, done, total }) => seen.push([stage, done, total]);
    const answer = await explain({ image: ${JSON.stringify(sample)}, grid: "2x2", onProgress });
    console.log(JSON.stringify({ answer, seen }));
  `)) as { answer: Exploration; seen: [string, number, number][] };
  const cli = JSON.parse(there.out) as Exploration;
  expect(program.answer.name).toBe("golf-ball.png");
  expect(program.seen.filter(([stage]) => stage === "masks").at(-1)).toEqual(["masks", 16, 16]);
  expect(program.seen.at(-1)).toEqual(["layers", here.layers.length, here.layers.length]);
  // One and the same runtime there; native ONNX Runtime here may round otherwise than the one that could be installed there.
  expect(numbersOf(program.answer)).toEqual(numbersOf(cli));
  expect([cli.target.label, cli.players, cli.model, cli.image]).toEqual([
    here.target.label,
    here.players,
    here.model,
    here.image,
  ]);
  for (const [l, { vEmpty, vFull, objective }] of here.layers.entries()) {
    expect(cli.layers[l]!.vEmpty).toBeCloseTo(vEmpty, 3);
    expect(cli.layers[l]!.vFull).toBeCloseTo(vFull, 3);
    expect(Math.abs(cli.layers[l]!.objective / objective - 1)).toBeLessThan(5e-3);
  }
});

test("npx strata explains a folder in processes of its own, to the same bytes as in one", async () => {
  const images = ["church", "digit-2", "golf-ball"];
  mkdirSync(join(folder, "images"));
  for (const name of images) copyFileSync(join(root, `public/samples/${name}.png`), join(folder, `images/${name}.png`));
  const asked = ["strata", "explain", "images", "--model", "glass-box", "--grid", "1x2"];
  const resultsBy = async (processes: string): Promise<Record<string, string>> => {
    const out = join(folder, `by-${processes}`);
    const { code, err } = await run("npx", [...asked, "--processes", processes, "--out", out]);
    expect(code, err).toBe(0);
    const names = readdirSync(out).filter((name) => name.endsWith(".json"));
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), "utf8")]));
  };
  const two = await resultsBy("2");
  for (const name of images) expect(Object.keys(two).filter((result) => result.startsWith(name))).toHaveLength(1);
  expect(two).toEqual(await resultsBy("1"));
  // One process needs none of those that two are.
  const [jobs, aside] = ["job-process.js", "aside.js"].map((name) =>
    join(folder, "node_modules/strata/dist-lib", name),
  );
  renameSync(jobs!, aside!);
  const without = await run("npx", [...asked, "--processes", "2", "--out", join(folder, "by-none")]);
  renameSync(aside!, jobs!);
  expect(without.code).not.toBe(0);
});

test("a hand-worked game is decomposed, files go round, and what is wrong is said in a sentence", async () => {
  const told = await inNode(`
    import { decompose, explain, openNetwork, patchName, patchesOf, readStrata, shippedNetworks, StrataError, writeStrata } from "strata";
    // v = 1 + 2·[a and b] + 4·[b or c]
    const v = Array.from({ length: 8 }, (_, mask) => 1 + ((mask & 3) === 3 ? 2 : 0) + ((mask & 6) !== 0 ? 4 : 0));
    const { and, or, constant } = await decompose(v, { kappa: 0 });
    const network = await openNetwork("glass-box");
    const closed = await openNetwork("glass-box");
    await closed.close();
    const image = { width: 3, height: 2, data: new Uint8Array(18).fill(200) };
    const answer = await explain({ image, network, name: "six pixels", values: true });
    const [again] = await readStrata(await writeStrata([answer]));
    const refused = [];
    for (const options of [{ image: "nothing.png" }, { image, network, target: "cat" }, { image, network, grid: "5x5" }, { image, network, colour: 1 }, { image, network: closed }, undefined])
      await explain(options).catch((error) => refused.push([error instanceof StrataError, error.code, error.message]));
    const stop = new AbortController();
    const stopped = explain({ image, network, signal: stop.signal }).catch((error) => error.name);
    stop.abort();
    const seen = (pairs) => pairs.filter(([, effect]) => Math.abs(effect) > 1e-6).map(([mask, effect]) => [mask, Number(effect.toFixed(5))]);
    console.log(JSON.stringify({
      decomposed: { and: seen(and), or: seen(or), constant: Number(constant.toFixed(5)) },
      isSame: JSON.stringify(again) === JSON.stringify(answer),
      names: patchesOf(6).map((patch) => patchName(patch, answer.players)),
      far: patchesOf("0x80000001"),
      shipped: await shippedNetworks(),
      refused,
      stopped: await stopped,
    }));
  `);
  expect(told).toEqual({
    decomposed: { and: [[3, 2]], or: [[6, 4]], constant: 1 },
    isSame: true,
    names: ["b1", "c1"],
    far: [0, 31],
    shipped: ["imagenette-residual", "glass-box"],
    refused: [
      [true, "not-found", expect.stringMatching(/nothing\.png does not exist\.$/)],
      [true, "bad-target", expect.stringContaining("target cat is no class of glass-box")],
      [true, "needs-masks", expect.stringContaining("25 patches are more than the 16")],
      [true, "unknown-option", expect.stringContaining("explain has no option colour")],
      [true, "closed-network", expect.stringContaining("network glass-box is closed")],
      [true, "bad-option", "what explain is given must be an object such as {image}, and is undefined."],
    ],
    stopped: "AbortError",
  });
});

test("its declarations are those of TypeScript programs, whose mistakes they find", async () => {
  const options = ["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--lib", "es2023,dom"];
  writeFileSync(
    join(folder, "typed.ts"),
    `import { decompose, explain, type Exploration } from "strata";
     import "strata/picture";
     const answer: Exploration = await explain({ image: new Uint8Array(), grid: "2x2", kappaOf: "range" });
     const firsts: readonly (readonly [number | string, number])[] = answer.layers[0]!.and;
     const { gap }: { gap: number } = await decompose([0, 1]);
     document.querySelector("strata-picture")?.setAttribute("src", String([firsts, gap]));
     // @ts-expect-error No number is an image.
     await explain({ image: 5 });
     // @ts-expect-error There is no such rule.
     await explain({ image: "a.png", kappaOf: "some" });
     // @ts-expect-error There is no such layer.
     answer.layer;`,
  );
  const { code, out } = await run("node", [join(root, "node_modules/typescript/bin/tsc"), ...options, "typed.ts"]);
  expect(code, out).toBe(0);
});

test("a bundler takes it into a page, where it answers as it does in Node", async ({ page }) => {
  const asked = `network: { manifest: JSON.parse(manifest), network, probes }, image: { width: 4, height: 4, data: Uint8Array.from({ length: 48 }, (_, i) => 5 * i) }`;
  const inside = (await inNode(`
    import { explain } from "strata";
    import { readFileSync } from "node:fs";
    const file = (name) => readFileSync("node_modules/strata/public/models/glass-box." + name);
    const [manifest, network, probes] = ["json", "onnx", "tail.onnx"].map(file);
    console.log(JSON.stringify(await explain({ ${asked} })));
  `)) as Exploration;
  writeFileSync(join(folder, "index.html"), `<script type="module" src="/main.js"></script>`);
  writeFileSync(
    join(folder, "main.js"),
    `import { explain } from "strata";
     const file = async (name) => new Uint8Array(await (await fetch("/node_modules/strata/public/models/glass-box." + name)).arrayBuffer());
     globalThis.answer = async () => {
       const [text, network, probes] = await Promise.all(["json", "onnx", "tail.onnx"].map(file));
       const manifest = new TextDecoder().decode(text);
       return JSON.stringify(await explain({ ${asked} }));
     };`,
  );
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { outDir: "built", target: "es2023" },
    base: "./",
  });
  await page.goto(`${origin}/built/index.html`);
  await page.waitForFunction("globalThis.answer !== undefined");
  const answer = JSON.parse(await page.evaluate("answer()")) as Exploration;
  expect(answer.target.label).toBe(inside.target.label);
  for (const [l, { vEmpty, vFull }] of inside.layers.entries()) {
    expect(answer.layers[l]!.vEmpty).toBeCloseTo(vEmpty, 3);
    expect(answer.layers[l]!.vFull).toBeCloseTo(vFull, 3);
  }
  expect(answer.tracks.map(({ kind, mask }) => [kind, mask])).toEqual(
    inside.tracks.map(({ kind, mask }) => [kind, mask]),
  );
});

test("<strata-picture> shows a file and a link in a page of its own, and asks for nothing else", async ({ page }) => {
  await run("npx", ["strata", "explain", sample, "--grid", "2x2", "--out", "ball.strata"]);
  writeFileSync(join(folder, "broken.strata"), "no file of explorations");
  // A link as the page makes it; of the very version that is documented.
  const link = await linkOf("ball.strata");
  writeFileSync(
    join(folder, "page.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody's page</title>
     <style>* { color: red; text-transform: uppercase } svg { display: none } h2 { position: fixed }</style>
     <main><h1>Somebody's page</h1>
     <strata-picture id="file" src="ball.strata"></strata-picture>
     <strata-picture id="link" link="${link}" theme="dark" lang="zh"></strata-picture>
     <strata-picture id="broken" src="broken.strata"></strata-picture>
     <strata-picture id="missing" src="missing.strata" lang="zh"></strata-picture></main>
     <script type="module" src="node_modules/strata/dist-lib/picture.js"></script>`,
  );
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url().slice(origin.length)));
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`${origin}/page.html`);
  const file = page.locator("#file");
  await expect(file.getByRole("heading", { name: "Concepts × layers" })).toBeVisible();
  await expect(file.getByText("ball.strata").or(file.getByText("golf-ball.png"))).toBeVisible();
  // The page's styles stay outside, ours inside.
  const heading = file.getByRole("heading", { name: "Concepts × layers" });
  await expect(heading).toHaveCSS("text-transform", "none");
  await expect(heading).toHaveCSS("position", "static");
  await expect(page.locator("h1")).toHaveCSS("color", "rgb(255, 0, 0)");
  // By keyboard: a patch of the image, whose concepts can be told apart.
  const patch = file.getByRole("gridcell", { name: /^Patch a1/ });
  await patch.focus();
  await page.keyboard.press("ArrowRight");
  await expect(file.getByRole("gridcell", { name: /^Patch b1/ })).toBeFocused();
  // A word opens its definition within the element.
  await file.getByRole("button", { name: "score", exact: true }).first().click();
  await expect(file.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  const linked = page.locator("#link");
  await expect(linked.getByRole("heading", { name: "概念 × 层" })).toBeVisible();
  await expect(linked.locator(".strata")).toHaveCSS("background-color", "rgb(18, 20, 22)");
  await expect(page.locator("#broken").getByRole("alert")).toContainText(
    "broken.strata is neither a file of explorations nor a study.",
  );
  await expect(page.locator("#missing").getByRole("alert")).toContainText("无法获取 missing.strata（404）");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  // Another src takes the place of the one before.
  await page.locator("#broken").evaluate((element) => element.setAttribute("src", "ball.strata"));
  await expect(page.locator("#broken").getByRole("heading", { name: "Concepts × layers" })).toBeVisible();
  expect(new Set(requests)).toEqual(
    new Set([
      "/page.html",
      "/node_modules/strata/dist-lib/picture.js",
      "/ball.strata",
      "/broken.strata",
      "/missing.strata",
    ]),
  );
  expect(faults).toEqual([]);
});

/** The payload of the link of a file's picture. */
async function linkOf(file: string): Promise<string> {
  const [{ payloadOf }, { readStrataFile }, { readFile }] = await Promise.all([
    import("../src/formats/link/payload.ts"),
    import("../src/formats/strata-file/read.ts"),
    import("node:fs/promises"),
  ]);
  const [entry] = await readStrataFile(await readFile(join(folder, file)));
  return (await payloadOf(entry!.snapshot)).text;
}
