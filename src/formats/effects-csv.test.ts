import { describe, expect, it } from "vitest";
import { sparse } from "../core/all-masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { effectsCsv } from "./effects-csv.ts";
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
