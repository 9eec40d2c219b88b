import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FileError } from "../formats/strata-file/file-error.ts";
import { cellFindings } from "./findings.ts";
import { readStudyFile, writeStudyFile } from "./study-file.ts";
import { madeUpStudy } from "./study.fixture.ts";

const study = madeUpStudy(7);
const written = await writeStudyFile(study);
const text = gunzipSync(written).toString();
type Json = Record<string, unknown>;

/** What reading a document that was changed comes to. */
async function readingOf(change: (document: Json) => void): Promise<FileError> {
  const document = JSON.parse(text) as Json;
  change(document);
  const error: unknown = await readStudyFile(gzipSync(JSON.stringify(document))).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileError);
  return error as FileError;
}

const at = (document: Json, list: string, index = 0): Json => (document[list] as Json[])[index]!;
const numbersOf = (document: Json, list: string): Record<string, (number | null)[]> =>
  at(document, list)["numbers"] as Record<string, (number | null)[]>;

describe("a .study file", () => {
  it("comes back as it was, and the same study gives the same bytes", async () => {
    expect(await readStudyFile(written)).toEqual(study);
    expect(await writeStudyFile(await readStudyFile(written))).toEqual(written);
  });

  it("says what follows from its numbers for other readers, and does not read it", async () => {
    const document = JSON.parse(text) as Json;
    const [finding] = at(document, "cells")["findings"] as { id: string; evidence: { mean: number }[] }[];
    expect(finding!.id).toBe("low-orders-stronger");
    expect(finding!.evidence[0]!.mean).toBe(cellFindings(study.cells[0]!, study.plan)[0]!.evidence[0]!.mean);
    finding!.evidence[0]!.mean = 1e9;
    expect(await readStudyFile(gzipSync(JSON.stringify(document)))).toEqual(study);
  });

  it("is written with five digits", () => {
    const { cells } = JSON.parse(text) as { cells: { numbers: Record<string, (number | null)[]> }[] };
    const numbers = cells.flatMap((cell) => Object.values(cell.numbers).flat()).filter((value) => value !== null);
    expect(numbers.some((value) => !Number.isInteger(value))).toBe(true);
    for (const value of numbers) expect(Number(value.toPrecision(5))).toBe(value);
  });

  it.each([
    ["no bytes", new Uint8Array(), "empty"],
    ["something else", new TextEncoder().encode("hello"), "not-strata"],
    ["an exploration", gzipSync('{"format":"strata","version":1,"explorations":[]}'), "not-strata"],
    ["a list", gzipSync("[]"), "not-strata"],
    ["half of it", written.subarray(0, written.length / 2), "damaged"],
    ["a stream with something behind it", Uint8Array.of(...written, 0), "damaged"],
    ["no JSON", gzipSync('{"format":"strata-study"'), "damaged"],
    ["a later version", gzipSync('{"format":"strata-study","version":2}'), "newer-version"],
    ["a version that was never written", gzipSync('{"format":"strata-study","version":0}'), "damaged"],
    ["a field that is there twice", gzipSync(text.replace("{", '{"format":"strata-study",')), "given-twice"],
    ["zeros without end", gzipSync(`{"format":"strata-study","version":1,"x":[${"[],".repeat(5e6)}0]}`), "damaged"],
  ])("refuses %s", async (_, bytes, code) => {
    await expect(readStudyFile(bytes)).rejects.toMatchObject({ name: "FileError", code });
  });

  it.each([
    ["plan.format", (d: Json) => ((d["plan"] as Json)["format"] = "other")],
    [
      "plan.experiments.0.questions",
      (d: Json) => ((d["plan"] as { experiments: Json[] }).experiments[0]!["questions"] = []),
    ],
    ["cells.0.experiment", (d: Json) => (at(d, "cells")["experiment"] = "none")],
    ["cells.0.question", (d: Json) => (at(d, "cells")["question"] = "none")],
    ["cells.0.grid", (d: Json) => (at(d, "cells")["grid"] = "3x3")],
    ["cells.0.n", (d: Json) => (at(d, "cells")["n"] = 5)],
    ["cells.0.images", (d: Json) => (at(d, "cells")["images"] = [0, 1, 2, 3, 4, 5, 5])],
    ["cells.0.images", (d: Json) => (at(d, "cells")["images"] = [0, 1, 2, 3, 4, 5, 7])],
    ["cells.0.layers", (d: Json) => (at(d, "cells")["layers"] = [])],
    ["cells.0.largestEffects", (d: Json) => (at(d, "cells")["largestEffects"] = [1])],
    ["cells.0.explorations", (d: Json) => (at(d, "cells")["explorations"] as string[]).pop()],
    ["cells.0.explorations.1", (d: Json) => ((at(d, "cells")["explorations"] as string[])[1] = "../../etc")],
    ["cells.0.network.sha256", (d: Json) => ((at(d, "cells")["network"] as Json)["sha256"] = "abc")],
    ["cells.0.numbers.strength", (d: Json) => numbersOf(d, "cells")["strength"]!.pop()],
    ["cells.0.numbers.strength", (d: Json) => (numbersOf(d, "cells")["strength"]![3] = -1)],
    ["cells.0.numbers.strength", (d: Json) => (numbersOf(d, "cells")["strength"]![3] = null)],
    ["cells.0.numbers.salient", (d: Json) => (numbersOf(d, "cells")["salient"]![3] = 0.5)],
    ["cells.0.numbers.p", (d: Json) => (numbersOf(d, "cells")["p"]![0] = 1.5)],
    ["cells.0.numbers.right", (d: Json) => (numbersOf(d, "cells")["right"]![0] = 7)],
    ["cells.0.numbers.right", (d: Json) => (numbersOf(d, "cells")["right"]![0] = null)],
    ["cells.0.numbers.salient", (d: Json) => (numbersOf(d, "cells")["salient"]![0] = 5)],
    ["cells.0.numbers.born", (d: Json) => (numbersOf(d, "cells")["born"]![3] = 3)],
    ["cells.0.numbers.subsetsBefore", (d: Json) => (numbersOf(d, "cells")["subsetsBefore"]![0] = 0.5)],
    ["cells.0.numbers.firm", (d: Json) => (numbersOf(d, "cells")["firm"]![0] = 1)],
    ["cells.0.largestEffects", (d: Json) => (at(d, "cells")["largestEffects"] = [1, 1, 1, 1])],
    ["cells.2", (d: Json) => (d["cells"] as Json[]).push(at(d, "cells"))],
    ["pairs.1", (d: Json) => (d["pairs"] as Json[]).push(at(d, "pairs"))],
    [
      "pairs.1",
      (d: Json) =>
        (d["pairs"] as Json[]).push({
          ...at(d, "pairs"),
          networks: (at(d, "pairs")["networks"] as Json[]).toReversed(),
        }),
    ],
    ["noise.1", (d: Json) => (d["noise"] as Json[]).push(at(d, "noise"))],
    ["pairs.0.depths", (d: Json) => ((at(d, "pairs")["depths"] as number[][])[0] = [200, 0])],
    ["pairs.0.networks", (d: Json) => ((at(d, "pairs")["networks"] as Json[])[0]!["name"] = "another")],
    ["pairs.0.numbers.both", (d: Json) => (numbersOf(d, "pairs")["both"]![0] = 9)],
    ["pairs.0.numbers.a", (d: Json) => (numbersOf(d, "pairs")["a"]![0] = 9)],
    ["pairs.0.numbers.bandIou", (d: Json) => (numbersOf(d, "pairs")["bandIou"]![0] = 0.999)],
    ["noise.0.sigma", (d: Json) => (at(d, "noise")["sigma"] = 0.5)],
    ["noise.0.missing", (d: Json) => (at(d, "noise")["missing"] = 100)],
    ["noise.0.numbers.concepts", (d: Json) => (numbersOf(d, "noise")["concepts"]![0] = 9)],
    ["noise.0.numbers.ratio", (d: Json) => (numbersOf(d, "noise")["ratio"]![0] = null)],
    ["pairs.0.depths", (d: Json) => (at(d, "pairs")["depths"] = [])],
    ["pairs.0.numbers.both", (d: Json) => numbersOf(d, "pairs")["both"]!.push(0)],
    ["noise.0.numbers.ratio", (d: Json) => (numbersOf(d, "noise")["ratio"] = [])],
    ["noise.0.draws", (d: Json) => (at(d, "noise")["draws"] = 1)],
    ["images.0.thumbnail", (d: Json) => (at(d, "images")["thumbnail"] = "PHN2Zz4=")],
    ["images.0.name", (d: Json) => (at(d, "images")["name"] = "x".repeat(1001))],
  ])("refuses what is wrong with %s, by its name", async (field, change) => {
    const { code, context } = await readingOf(change as (document: Json) => void);
    expect(code).toBe("damaged");
    expect(context["field"]).toBe(field);
  });
});
