import { describe, expect, it } from "vitest";
import { sparse } from "../core/all-masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { effectsCsv } from "./effects-csv.ts";
import { madeUpCertainty } from "../exploration/certainty.fixture.ts";
import { madeUpSnapshot } from "../exploration/snapshot.fixture.ts";
import type { Snapshot } from "../exploration/snapshot.ts";

const made = madeUpSnapshot({ seed: 1, rows: 1, cols: 2, layers: 2, size: 4 });

/** Two layers of two patches side by side. */
function table(first: string, second: string, players = made.players): string[] {
  const layer = (l: number, name: string, and: number[], or: number[]): Snapshot["layers"][number] => ({
    ...made.layers[l]!,
    name,
    tau: 0.1,
    interactions: {
      ...made.layers[l]!.interactions,
      ...sparse({ and: Float64Array.from(and), or: Float64Array.from(or) }),
    },
  });
  const layers = [
    layer(0, first, [9, 0.1, 0, -2.5], [0, 0, 0, 1 / 3]),
    layer(1, second, [0, 0, 0.1 + 0.2, 0], [0, 0, 0, 0]),
  ];
  return effectsCsv({ ...made, players, layers }).split("\r\n");
}

describe("effectsCsv", () => {
  it("has a row for every effect that is not zero", () => {
    expect(table("block0", "output")).toEqual([
      "layer,layer_name,kind,mask,order,patches,effect_nats,salient",
      "0,block0,and,1,1,a1,0.1,false",
      "0,block0,and,3,2,a1 b1,-2.5,true",
      "0,block0,or,3,2,a1 b1,0.3333333333333333,true",
      "1,output,and,2,1,b1,0.30000000000000004,true",
      "",
    ]);
  });

  it("has four more columns where it is known how sure the picture is, empty where nothing is", () => {
    const { layers, players } = made;
    const certainty = madeUpCertainty(layers, 1, 4);
    const told = certainty.concepts.slice(0, 1);
    const [header, ...rows] = effectsCsv({ layers, players, certainty: { ...certainty, concepts: told } }).split(
      "\r\n",
    );
    expect(header).toMatch(/,salient,effect_sd_nats,alive_share,robust,firm$/);
    const [{ kind, mask, effectSd, alive, robust }] = told as [(typeof told)[number]];
    rows.slice(0, -1).forEach((row) => {
      const cells = row.split(",");
      const layer = Number(cells[0]);
      const isTold = cells[2] === kind && Number(cells[3]) === mask;
      const expected = isTold ? [`${effectSd[layer]}`, `${alive[layer]! / 4}`, `${robust[layer] === 1}`] : ["", "", ""];
      expect(cells.slice(8, 11)).toEqual(expected);
      expect(cells[11]).toMatch(isTold ? /^(true|false)$/ : /^$/);
    });
    const none = { layers, players, certainty: madeUpCertainty(layers, 1, 0) };
    expect(effectsCsv(none)).toMatch(/,true,,,(true|false),\r\n/);
  });

  it("has a last column with what concepts are called, where some are", () => {
    const lines = effectsCsv({ ...made, names: [{ kind: "and", mask: 3, name: '=a, "b"' }] }).split("\r\n");
    expect(lines[0]).toMatch(/,salient,name$/);
    const rows = lines.slice(1, -1);
    expect(rows.filter((row) => row.includes(",and,3,")).every((row) => row.endsWith(`,"'=a, ""b"""`))).toBe(true);
    expect(rows.filter((row) => !row.includes(",and,3,")).every((row) => row.endsWith(","))).toBe(true);
  });
  it("names patches by column and row", () => {
    expect(table("block0", "output", gridPlayers(2, 1, 4, 4))[2]).toBe("0,block0,and,3,2,a1 a2,-2.5,true");
  });

  it.each([
    ["a, b", '"a, b"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝1", "'＝1"],
    ["\t=1", "'\t=1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ["", ""],
    ["层", "层"],
  ])("writes the name %j as a harmless cell", (name, cell) => {
    expect(table(name, "output")[1]).toBe(`0,${cell},and,1,1,a1,0.1,false`);
  });
});
