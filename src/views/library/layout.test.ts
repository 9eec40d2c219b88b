import { describe, expect, it } from "vitest";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import { found, sizeOf } from "./layout.ts";

describe("sizeOf", () => {
  it("names bytes in the unit that people read", () => {
    expect([0, 999, 1000, 9_940, 9_960, 1_250_000, 3e9, 5e13].map((bytes) => Object.values(sizeOf(bytes)).join(" "))).toEqual(
      ["b 0", "b 999", "kb 1.0", "kb 9.9", "kb 10", "mb 1.3", "gb 3.0", "gb 50000"]);
  });
});

describe("found", () => {
  const entry = (name: string, target: string): LibraryEntry =>
    ({ id: name, name, kind: "saved", createdMs: 0, changedMs: 0, model: { name: "imagenette64", sha256: "" }, target, rows: 3, cols: 3, imageSha256: "", key: "", bytes: 1, thumbnail: null });
  const entries = [entry("My dog", "English springer"), entry("ball.jpg", "golf ball")];
  it("needs every word, in name, model or class", () => {
    expect(found(entries, "DOG springer").map(({ name }) => name)).toEqual(["My dog"]);
    expect(found(entries, "imagenette")).toHaveLength(2);
    expect(found(entries, "dog golf")).toEqual([]);
    expect(found(entries, "  ")).toHaveLength(2);
  });
});
