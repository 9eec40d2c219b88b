import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gridPlayers } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { tauOf } from "../../core/salience.ts";
import { derive } from "../explain.ts";
import { joined } from "../../model/joined.ts";
import { sha256 } from "../../model/sha256.ts";
import type { StrataEntry } from "./document.ts";
import { fileOf, jsonOf, ordinary } from "./entry.fixture.ts";
import { FileError } from "./file-error.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

/** How a file is refused; null when it is opened. */
async function refusal(bytes: Uint8Array): Promise<FileError | null> {
  const outcome = await readStrataFile(bytes).catch((error: unknown) => error);
  if (Array.isArray(outcome)) return null;
  expect(outcome).toBeInstanceOf(FileError);
  return outcome as FileError;
}

/** Everything that the page relies on in a snapshot, and that it comes back from a file as it is. */
async function expectWhole(read: readonly StrataEntry[]): Promise<void> {
  for (const { name, createdMs, snapshot } of read) {
    expect([typeof name, Number.isFinite(createdMs)]).toEqual(["string", true]);
    const { players, image, layers, values, tauFraction } = snapshot;
    const size = 2 ** players.n;
    expect(players).toEqual(gridPlayers(players.rows, players.cols, players.width, players.height));
    expect(snapshot.model.input).toEqual([players.width, players.height]);
    if (image.pixels !== null) expect(image.pixels.rgb.length).toBe(3 * players.width * players.height);
    if (image.pixels !== null && image.exact) expect(await sha256(image.pixels.rgb)).toBe(image.sha256);
    layers.forEach(({ andOr, tau, vEmpty, vFull, scale, rebuildMaxAbs }, l) => {
      const { and, or, constant, kappa, objective, bound, gap } = andOr;
      expect([and.length, or.length]).toEqual([size, size]);
      for (const number of [vEmpty, vFull, scale, rebuildMaxAbs, constant, kappa, objective, bound, gap]) expect(Number.isFinite(number)).toBe(true);
      expect(tau).toBe(tauOf(andOr, tauFraction));
      if (values !== null) expect([values[l]!.length, values[l]![0], values[l]!.at(-1)]).toEqual([size, vEmpty, vFull]);
    });
    const { orders, shapley } = await derive(layers, tauFraction);
    for (const { all, overlap, forget } of orders) expect([all, overlap, forget].every(Number.isFinite)).toBe(true);
    for (const values of shapley) expect(values.every(Number.isFinite)).toBe(true);
  }
  expect(await readStrataFile(await writeStrataFile(read, { values: true }))).toStrictEqual(read);
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Random = () => number;
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** Every container of a document. */
function containers(json: Json): (Json[] | { [key: string]: Json })[] {
  if (typeof json !== "object" || json === null) return [];
  return [json, ...Object.values(json).flatMap(containers)];
}

const nested = (depth: number): Json => (depth === 0 ? 0 : [nested(depth - 1)]);

/** What a field may be replaced by, from what it was. */
const REPLACEMENTS: readonly ((was: Json, random: Random) => Json)[] = [
  (was) => (typeof was === "number" ? -was : 0),
  (was) => (typeof was === "number" ? was + 1 : 1),
  (was) => (typeof was === "number" ? was * 1.01 : -1),
  (was) => (typeof was === "string" ? `${was}x` : "NaN"),
  () => 1e308, () => -1e39, () => 2 ** 53, () => 0.5, () => 65536, () => 5e-324,
  () => null, () => true, () => "", () => [], () => ({}), () => "x".repeat(100_000), () => nested(25), () => nested(2000),
  () => new Array<Json>(100_000).fill(0), () => new Array<Json>(20_000).fill({}),
  () => JSON.parse("{\"__proto__\":{\"length\":3,\"name\":\"x\"},\"constructor\":{\"prototype\":{\"n\":1}}}") as Json,
  (was) => (Array.isArray(was) ? [...was, ...was] : [was, was]),
  (was, random) => (Array.isArray(was) ? was.slice(0, Math.floor(random() * was.length)) : [was]),
  (was) => (Array.isArray(was) ? was.toReversed() : "\u001b[2J\u202e"),
];

const DERIVED = ["tracks", "orders", "completeness", "redundancy", "shapley"];

/** A document with one to three of its fields changed, removed or added. */
function mutated(document: Json, random: Random): string {
  const changed = structuredClone(document) as { explorations: { [key: string]: Json }[] };
  // They are most of a file, and are not read.
  if (random() < 0.8) for (const exploration of changed.explorations) for (const field of DERIVED) delete exploration[field];
  for (let change = 0; change <= 2 * random(); change++) {
    const container = pick(random, containers(changed)) as { [key: string]: Json };
    const key = pick(random, Object.keys(container));
    if (key === undefined) continue;
    const way = random();
    if (way < 0.1) delete container[key];
    else if (way < 0.2) container[pick(random, ["version", "values", "n", "0", "constructor", "toString"])] = 3;
    else container[key] = pick(random, REPLACEMENTS)(container[key]!, random);
  }
  const text = JSON.stringify(changed);
  const way = random();
  // What JSON.stringify never writes.
  if (way < 0.15) return text.replaceAll(/(?<=[[,:])-?\d+\.\d+/g, (number) => (random() < 0.05 ? pick(random, ["1e999", "-1e999", "NaN", "-0", "1e-400"]) : number));
  if (way < 0.25) return text.replace(/\{"name"/, "{\"__proto__\":{\"n\":9,\"png\":\"\"},\"name\"");
  return way < 0.3 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

/** A file with bytes changed, removed or added. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  if (random() < 0.3) return bytes.slice(0, at);
  if (random() < 0.3) return Uint8Array.from([...bytes.subarray(0, at), Math.floor(256 * random()), ...bytes.subarray(at)]);
  const changed = bytes.slice();
  changed[at]! ^= 1 << Math.floor(8 * random());
  return changed;
}

const whole = await writeStrataFile([ordinary, { ...ordinary, name: "again" }], { values: true });
const withoutScores = await writeStrataFile([ordinary], { values: false });

describe("a file that was changed", () => {
  it("is refused or opened whole, and soon, 300 times", async () => {
    const outcomes = new Map<string, number>();
    let slowestMs = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = mulberry32(seed);
      const original = pick(random, [whole, withoutScores]);
      const bytes = random() < 0.25 ? damaged(original, random) : fileOf(mutated(JSON.parse(jsonOf(original)) as Json, random));
      const startMs = performance.now();
      const outcome = await readStrataFile(bytes).catch((error: unknown) => error);
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
      const how = outcome instanceof FileError ? outcome.code : "opened";
      if (how === "opened") await expectWhole(outcome as StrataEntry[]);
      outcomes.set(how, (outcomes.get(how) ?? 0) + 1);
    }
    // Not a measure of speed: a hundred times what it takes, so that nothing that grows without bound slips by.
    expect(slowestMs).toBeLessThan(1000);
    // The changes reach both ways out.
    expect(outcomes.get("damaged")).toBeGreaterThan(150);
    expect(outcomes.get("opened")).toBeGreaterThan(15);
    expect(({} as { n?: number }).n).toBeUndefined();
  });
});

describe("a bomb", () => {
  const head = "{\"format\":\"strata\",\"version\":1,\"explorations\":[";
  it("is refused before it has gone off: zeros that grow a thousandfold", async () => {
    const zeros = new Uint8Array(gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(2 ** 26, "0,")]), { level: 9 }));
    expect(zeros.length).toBeLessThan(2 ** 17);
    expect(await refusal(zeros)).toMatchObject({ code: "too-large", context: { megabytesMax: expect.any(Number) } });
  });

  it("is refused before it is parsed: brackets without end, one within another or side by side", async () => {
    expect(await refusal(fileOf(head + "[".repeat(2 ** 24)))).toMatchObject({ code: "damaged", cause: expect.any(RangeError) });
    expect(await refusal(fileOf(`${head}${"[],".repeat(2 ** 22)}0]}`))).toMatchObject({ code: "damaged", cause: expect.any(RangeError) });
    expect(await refusal(fileOf("{\"a\":".repeat(2 ** 20)))).toMatchObject({ code: "not-strata" });
  });

  it("is refused before its effects are laid out: a few bytes for 2^16 of them, again and again", async () => {
    const [exploration] = (JSON.parse(jsonOf(withoutScores)) as { explorations: { [key: string]: Json }[] }).explorations;
    const { patches } = gridPlayers(4, 4, 8, 8);
    const layer = { ...(exploration!["layers"] as { [key: string]: Json }[])[0], constant: 0, vEmpty: 0, vFull: 0, objective: 0, bound: 0, gap: 0, tau: 0, rebuildMaxAbs: 0, and: [], or: [] };
    const silent = { ...exploration, players: { n: 16, rows: 4, cols: 4, patches: patches.map((patch) => [patch]) }, layers: new Array(64).fill(layer) };
    const document = (count: number): Uint8Array => fileOf(`${head}${new Array(count).fill(JSON.stringify(silent)).join()}]}`);
    expect(await refusal(document(1))).toBeNull();
    expect(await refusal(document(17))).toMatchObject({ code: "too-large", context: { megabytesMax: 1024 } });
  });

  it("is refused as an image: pixels that grow a thousandfold", async () => {
    const document = JSON.parse(jsonOf(withoutScores));
    document.explorations[0].image.png = "A".repeat(2 ** 22);
    expect(await refusal(fileOf(JSON.stringify(document)))).toMatchObject({ code: "damaged", context: { field: "explorations.0.image.png" } });
  });
});

describe("something else", () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  it.each([
    ["text", text("hello")],
    ["an image", text("\u0089PNG\r\n")],
    ["other JSON", text("{\"format\":\"strata-summary\",\"version\":1}")],
    ["a list", text("[]")],
    ["null", text("null")],
    ["zipped text", fileOf("hello")],
    ["zipped bytes", new Uint8Array(gzipSync(Uint8Array.of(0xff, 0xfe, 0)))],
    ["a format by inheritance", text("{\"__proto__\":{\"format\":\"strata\",\"version\":1,\"explorations\":[]}}")],
  ])("is told apart: %s", async (_, bytes) => expect(await refusal(bytes)).toMatchObject({ code: "not-strata" }));

  it.each([
    ["nothing", new Uint8Array(0)],
    ["nothing, zipped", new Uint8Array(gzipSync(""))],
    ["only a mark", Uint8Array.of(0xef, 0xbb, 0xbf)],
  ])("is said to be empty: %s", async (_, bytes) => expect(await refusal(bytes)).toMatchObject({ code: "empty" }));

  it.each([
    ["a gzip with a byte behind it", joined([whole, Uint8Array.of(0)])],
    ["two gzips", joined([whole, whole])],
    ["half a gzip", whole.subarray(0, whole.length / 2)],
    ["the beginning of a gzip", whole.subarray(0, 2)],
    ["half of the JSON", text(jsonOf(whole).slice(0, 5000))],
    ["no version", text("{\"format\":\"strata\"}")],
    ["version nought", text("{\"format\":\"strata\",\"version\":0}")],
    ["half a version", text("{\"format\":\"strata-exploration\",\"version\":1.5}")],
    ["no explorations", text("{\"format\":\"strata\",\"version\":1}")],
    ["one that is none", text("{\"format\":\"strata\",\"version\":1,\"explorations\":[{}]}")],
    ["letters that are none", new Uint8Array(gzipSync(Buffer.concat([Buffer.from("{\"format\":\"strata\",\"version\":1,\"x\":\""), Buffer.of(0xff), Buffer.from("\"}")])))],
  ])("is not what is only damaged: %s", async (_, bytes) => expect(await refusal(bytes)).toMatchObject({ code: "damaged" }));
});

describe("a newer version", () => {
  it.each([
    ["strata", { format: "strata", version: 2, content: "unknown" }],
    ["strata-exploration", { format: "strata-exploration", version: 2 }],
    ["strata-exploration", { format: "strata", version: 1, explorations: [{ format: "strata-exploration", version: 2 }] }],
  ])("is told apart: of %s", async (format, document) => {
    expect(await refusal(fileOf(JSON.stringify(document)))).toMatchObject({ code: "newer-version", context: { format, version: 2, newest: 1 } });
  });
});
