import { describe, expect, it } from "vitest";
import { certaintyOf } from "../../core/certainty.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { conceptsCsv } from "./csv.ts";
import { plantedSource } from "./source.fixture.ts";

const {
  picture,
  result: { layers },
} = plantedSource();
const named = (...names: readonly string[]) => layers.map((layer, l) => ({ ...layer!, name: names[l]! }));

describe("conceptsCsv", () => {
  it("writes every row that passes, folded ones too, with effects to the last bit and the state of every cell", () => {
    expect(conceptsCsv(picture, layers)).toBe(
      [
        "kind,mask,order,patches,fate,row,born,died,effect_nats:stem,effect_nats:block,effect_nats:output,state:stem,state:block,state:output,scale_nats:stem,scale_nats:block,scale_nats:output",
        "and,1,1,a1,kept,shown,stem,,2,2.5,3,alive,alive,alive,4,4,4",
        "or,6,2,b1 a2,kept,shown,block,,0,0.30000000000000004,1,below,alive,alive,4,4,4",
        "and,12,2,a2 b2,lost,others,stem,block,-1,0,0,alive,below,below,4,4,4",
        "",
      ].join("\r\n"),
    );
  });

  it("is in nats whatever the picture is in", () => {
    expect(conceptsCsv(plantedSource({ units: "scale" }).picture, layers)).toBe(conceptsCsv(picture, layers));
  });

  it("has of an estimate each effect's standard error, and how many half-samples choose it again", () => {
    const estimated = (halves: boolean) =>
      layers.map((layer, l) => {
        const { and, or } = layer!.interactions;
        const of = (value: number) => ({
          and: and.effects.map(() => value),
          or: or.effects.map(() => value + 0.5),
        });
        const quality = { masks: 40, heldOut: 5, seed: 1, heldOutR2: 0.9, heldOutR2Whole: 0.9, unseenShare: 0 };
        const sampled = { ...quality, errors: of(l + 0.25), ...(halves && { halves: 10, frequency: of(0) }) };
        return { ...layer!, interactions: { ...layer!.interactions, sampled } };
      });
    const table = (halves: boolean) =>
      conceptsCsv(picture, estimated(halves))
        .split("\r\n")
        .map((line) => line.split(",").slice(17).join(","));
    const errors = ["stem", "block", "output"].map((name) => `standard_error_nats:${name}`).join(",");
    // Where a concept has no effect there is nothing to be wrong about.
    expect(table(false)).toEqual([errors, "0.25,1.25,2.25", ",1.75,2.75", "0.25,,", ""]);
    const frequencies = ["stem", "block", "output"].map((name) => `half_sample_frequency:${name}`).join(",");
    expect(table(true)).toEqual([
      `${errors},${frequencies}`,
      "0.25,1.25,2.25,0,0,0",
      ",1.75,2.75,,0.5,0.5",
      "0.25,,,0,,",
      "",
    ]);
  });

  it("quotes what RFC 4180 asks to be quoted, and lets no layer's name become a formula; negative numbers stay numbers", () => {
    const [header, , second, third] = conceptsCsv(picture, named("=HYPERLINK(1)", 'a,"b"', "-1+2")).split("\r\n");
    expect(header).toContain(',effect_nats:=HYPERLINK(1),"effect_nats:a,""b""",effect_nats:-1+2,');
    expect(second).toContain(',"a,""b""",,0,');
    expect(third).toContain(',\'=HYPERLINK(1),"a,""b""",-1,0,0,');
  });

  it("writes its header alone when no row passes", () => {
    const empty = { ...picture, groups: picture.groups.map((group) => ({ ...group, rows: [], others: [] })) };
    expect(conceptsCsv(empty, named("a").slice(0, 1))).toBe(
      "kind,mask,order,patches,fate,row,born,died,effect_nats:a,state:a,scale_nats:a\r\n",
    );
  });

  it("says how sure it is where somebody looked: robust, and by how many replicates", () => {
    const own = layers.map((layer) => layer!.interactions);
    const row = picture.groups[0]!.rows[0]!;
    const [counts] = certaintyOf([row], own, [own, own, own, own], []);
    const concept = { ...counts!, robust: Uint8Array.of(1, 0, 1), alive: Uint8Array.of(4, 2, 4) };
    const effectSd = Float64Array.of(0.5, 0.25, 0);
    const sure = firmnessOf(
      layers.map((layer) => layer!),
      { replicates: 4, concepts: [{ ...concept, effectSd }] },
    ).get("and1")!;
    const table = (replicates: number | null, of: typeof sure | null) =>
      conceptsCsv(
        { ...picture, replicates, groups: [{ ...picture.groups[0]!, rows: [{ ...row, sure: of }], others: [] }] },
        layers,
      )
        .split("\r\n")
        .map((line) => line.split(",").slice(17).join(","));
    expect(table(4, sure).slice(0, 2)).toEqual([
      "robust,robust:stem,robust:block,robust:output,firm,fate_share,alive_share:stem,alive_share:block,alive_share:output,effect_sd_nats:stem,effect_sd_nats:block,effect_sd_nats:output",
      "false,true,false,true,true,1,1,0.5,1,0.5,0.25,",
    ]);
    expect(table(0, sure).slice(0, 2)).toEqual([
      "robust,robust:stem,robust:block,robust:output",
      "false,true,false,true",
    ]);
    expect(table(4, null)[1]).toBe(",,,,,,,,,,,");
    expect(table(null, null)[0]).toBe("");
  });
});
