import { describe, expect, it } from "vitest";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import { found, sizeOf, unusual } from "./layout.ts";

describe("sizeOf", () => {
  it("names bytes in the unit that people read", () => {
    expect(
      [0, 999, 1000, 9_940, 9_960, 1_250_000, 3e9, 5e13].map((bytes) => Object.values(sizeOf(bytes)).join(" ")),
    ).toEqual(["b 0", "b 999", "kb 1.0", "kb 9.9", "kb 10", "mb 1.3", "gb 3.0", "gb 50000"]);
  });
});

describe("found", () => {
  const entry = (name: string, target: string): LibraryEntry => ({
    id: name,
    name,
    kind: "saved",
    createdMs: 0,
    changedMs: 0,
    model: { name: "imagenette64", sha256: "" },
    target,
    rows: 3,
    cols: 3,
    imageSha256: "",
    key: "",
    bytes: 1,
    thumbnail: null,
  });
  const entries = [entry("My dog", "English springer"), entry("ball.jpg", "golf ball")];
  const foundBy = (text: string): string[] =>
    found(entries, text, ({ name, model, target }) => `${name} ${model.name} ${target}`).map(({ name }) => name);
  it("needs every word, in whatever is said of an entry", () => {
    expect(foundBy("DOG springer")).toEqual(["My dog"]);
    expect(foundBy("imagenette")).toHaveLength(2);
    expect(foundBy("dog golf")).toEqual([]);
    expect(foundBy("  ")).toHaveLength(2);
  });
});

describe("unusual", () => {
  const key = (end: string): { key: string } => ({ key: `${"a".repeat(16)}.${"b".repeat(16)}.3x3.${end}` });
  it("names what differs from what the page asks by itself", () => {
    expect(unusual(key("mean.auto.range.0.04"))).toEqual({
      baseline: null,
      probes: null,
      kappa: { kappaFraction: 0.04, kappaOf: "range" },
      tau: null,
      sample: null,
    });
    expect(unusual(key("blur.3.delta.0.04"))).toEqual({
      baseline: "blur",
      probes: null,
      kappa: { kappaFraction: 0.04, kappaOf: "delta" },
      tau: null,
      sample: null,
    });
    const now = { key: `${"a".repeat(32)}.0.${"b".repeat(32)}.3x3.mean.auto.noise-0.04.tau-0.5` };
    expect(unusual(now)).toEqual({ baseline: null, probes: null, kappa: null, tau: 0.5, sample: null });
    expect(unusual({ key: `${now.key}.probes-labels` })).toEqual({
      baseline: null,
      probes: "labels",
      kappa: null,
      tau: 0.5,
      sample: null,
    });
    const estimate = `${"a".repeat(32)}.0.${"b".repeat(32)}.8x8.mean.auto.noise-0.04.tau-0.05.masks-4000-1`;
    expect(unusual({ key: estimate }).sample).toEqual({ masks: 4000, seed: 1 });
    expect(unusual({ key: estimate.replace("8x8", "8x8-superpixels") }).sample).toEqual({ masks: 4000, seed: 1 });
    expect(unusual({ key: "of another time" })).toEqual({
      baseline: null,
      probes: null,
      kappa: null,
      tau: null,
      sample: null,
    });
  });
});
