import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestFixture } from "../models/manifest.fixture.ts";
import { listedModel } from "../models/store.ts";
import { modelsOf, samplesOf, ShippedError } from "./shipped.ts";

const shipped = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../public/${file}`, import.meta.url), "utf8"));
const damaged = (file: string): unknown =>
  expect.objectContaining({ name: "ShippedError", code: "damaged", what: "list", file });

describe("the lists of what ships", () => {
  it("are read as they stand on the server", () => {
    expect(modelsOf(shipped("models/index.json"), "m")).toEqual(shipped("models/index.json"));
    expect(samplesOf(shipped("samples/index.json"), "s")).toEqual(shipped("samples/index.json"));
  });
  it("are refused where they are anything else", () => {
    const digest = "0".repeat(64);
    const model = { ...listedModel(manifestFixture, digest), network: digest, probes: null };
    expect(modelsOf([model], "m")).toEqual([model]);
    for (const json of [
      null,
      0,
      "",
      "imagenette64",
      {},
      { models: ["a"] },
      [],
      [null],
      [1],
      [["a"]],
      ["imagenette64"],
      [{ ...model, name: "../secret" }],
      [{ ...model, name: "a/b" }],
      [{ ...model, manifest: "abc" }],
      [{ ...model, network: null }],
      [{ ...model, probes: undefined }],
      [{ ...model, title: "" }],
      [{ ...model, task: null }],
      [{ ...model, accuracy: 88 }],
      [{ ...model, layers: 0 }],
      [{ ...model, bytes: "5 MB" }],
      [{ ...model, multiplyAdds: -1 }],
      [{ ...model, terms: undefined }],
      [model, 2],
      Array.from({ length: 1001 }, () => model),
    ]) {
      expect(() => modelsOf(json, "models/index.json"), JSON.stringify(json).slice(0, 60)).toThrow(
        damaged("models/index.json") as Error,
      );
    }
    const sample = { file: "a.png", model: "net", label: "dog" };
    for (const json of [
      null,
      "x",
      {},
      sample,
      [null],
      ["a.png"],
      [{}],
      [{ ...sample, file: 1 }],
      [{ ...sample, file: "../a.png" }],
      [{ ...sample, label: "" }],
      [{ ...sample, model: null }],
      [sample, []],
    ]) {
      expect(() => samplesOf(json, "samples/index.json"), JSON.stringify(json)).toThrow(
        damaged("samples/index.json") as Error,
      );
    }
    expect(samplesOf([], "s")).toEqual([]);
  });
  it("are read or refused with one kind of error, whatever they hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const read of [modelsOf, samplesOf]) {
          try {
            read(json, "f");
          } catch (error) {
            expect(error).toBeInstanceOf(ShippedError);
          }
        }
      }),
    );
  });
});
