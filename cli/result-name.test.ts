import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestFixture } from "../src/models/manifest.fixture.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import { jobOf, resultName, type ResultQuestion } from "./result-name.ts";

const question: ResultQuestion = {
  rows: 3,
  cols: 3,
  picked: null,
  sample: null,
  target: "auto",
  rather: null,
  crop: null,
  baseline: "mean",
  kappaFraction: 0.04,
  kappaOf: "range",
  tauFraction: 0.05,
  certainty: false,
  values: false,
};
const image = Uint8Array.of(1, 2, 3);
const named = (name: string | Uint8Array, bytes = image, manifest = manifestFixture, asked = question): string =>
  resultName(Buffer.from(name as string), jobOf(bytes, manifest, asked));

describe("resultName", () => {
  it("holds the whole name and eight digits", () => {
    expect(named("a.png")).toMatch(/^a\.png\.[0-9a-f]{8}$/);
    expect(named("层 ü.JPEG")).toMatch(/^层 ü\.JPEG\.[0-9a-f]{8}$/);
  });

  it.each([
    ["glass-box", "b5a890b3", ["src/formats-before", "public/models"]],
    ["imagenette64", "ccd990ba", ["src/formats-before"]],
  ])("stays what it is: earlier results of %s are found again", (name, digits, folders) => {
    const read = (folder: string): ModelManifest =>
      readManifest(JSON.parse(readFileSync(new URL(`../${folder}/${name}.json`, import.meta.url), "utf8")));
    // By the version before manifests of version 2.
    for (const folder of folders) expect(named("a.png", image, read(folder))).toBe(`a.png.${digits}`);
  });

  it("differs with everything that the result follows from", () => {
    const others = [
      named("a.png", Uint8Array.of(1, 2, 4)),
      named("a.png", image, { ...manifestFixture, network: { sha256: "0".repeat(64), bytes: 3 } }),
      named("a.png", image, {
        ...manifestFixture,
        probes: { ...manifestFixture.probes!, sha256: "0".repeat(64) },
      }),
      named("a.png", image, { ...manifestFixture, probes: null }),
      named("a.png", image, { ...manifestFixture, input: { ...manifestFixture.input, layout: "NHWC" } }),
      ...(
        [
          { rows: 2 },
          { cols: 2 },
          { cut: "superpixels" },
          { sample: { masks: 300, seed: 0 } },
          { sample: { masks: 301, seed: 0 } },
          { sample: { masks: 300, seed: 1 } },
          { picked: { cells: [0, 1], others: "hidden" } },
          { picked: { cells: [0, 1], others: "shown" } },
          { picked: { cells: [0, 2], others: "hidden" } },
          { target: 0 },
          { baseline: "zero" },
          { kappaFraction: 0.05 },
          { kappaOf: "delta" },
          { tauFraction: 0.5 },
          { values: true },
        ] as const
      ).map((change) => named("a.png", image, manifestFixture, { ...question, ...change })),
    ];
    expect(new Set([named("a.png"), ...others]).size).toBe(1 + others.length);
    // Another name is no other question.
    expect(named("b.png").slice(-8)).toBe(named("a.png").slice(-8));
  });

  it.each([
    ["an escape", "a\u001b[2J.png", /^a_\[2J\.png~[0-9a-f]{16}\.[0-9a-f]{8}$/],
    ["a line's end", "a\n.png", /^a_\.png~/],
    ["an override", "a\u202egnp.png", /^a_gnp\.png~/],
    ["bytes that are no UTF-8", Buffer.from("a\xff.png", "latin1"), /^a_\.png~/],
  ])("is clean where the name has %s", (_, name, clean) => expect(named(name)).toMatch(clean));

  it("tells names apart that look the same when they are cleaned or cut", () => {
    const long = "x".repeat(251);
    const names = [
      "a_.png",
      "a\n.png",
      "a\r.png",
      "a\u202e.png",
      Buffer.from("a\xff.png", "latin1"),
      Buffer.from("a\xfe.png", "latin1"),
      "a\ufffd.png",
      `${long}.png`,
      `${long}.jpg`,
      `${long.slice(1)}y.png`,
      `${"层".repeat(83)}.png`,
      `${"层".repeat(83)}.gif`,
    ].map((name) => named(name));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(Buffer.byteLength(`${name}.strata`)).toBeLessThanOrEqual(255);
    expect(named(`${"x".repeat(235)}.png`)).toMatch(/^x{235}\.png\./);
    expect(named(`${"x".repeat(236)}.png`)).toContain("~");
  });
});
