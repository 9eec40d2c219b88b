import { describe, expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { gridPlayers } from "../../core/patches.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import type { Units } from "../../session/shape.ts";
import { madeUpQuality } from "../concepts/picture.fixture.ts";
import type { TableWords } from "../topics/table.ts";
import { commonUnits, compareLayout, countsOf, differingIn, pairOf, withinErrors } from "./pairs.ts";
import { compareTable } from "./table.ts";

const layer = (name: string, and: number[], or: number[], scale: number) => ({
  name,
  scale,
  tau: 0.5,
  interactions: sparse({ and: Float64Array.from(and), or: Float64Array.from(or) }),
});
const snapshot = (layers: ReturnType<typeof layer>[], news: object = {}): Snapshot =>
  ({
    model: { sha256: "a" },
    image: { sha256: "b" },
    players: gridPlayers(1, 2, 4, 4),
    target: { label: "church" },
    baseline: "mean",
    probes: "first",
    kappaFraction: 0.04,
    kappaOf: "range",
    tauFraction: 0.05,
    layers,
    ...news,
  }) as unknown as Snapshot;

const WORDS = { kinds: { and: "AND", or: "OR" }, nothing: "nothing", all: "all" } as TableWords;

// By mask: the empty one, a1, b1, both.
const a = snapshot([layer("stem", [9, 2, 0.1, 0], [0, 0, 0, 0], 2), layer("output", [9, 4, 0, 0], [0, 0, 0, 1], 1)]);
const b = snapshot([layer("stem", [9, 3, 0, 0], [0, 0, 0, 0], 2), layer("output", [9, 1, -2, 0], [0, 0, 0, 0.2], 1)]);

describe("two pictures", () => {
  it("are paired row by row, in units of each layer's scale, worked by hand", () => {
    const { columns, rows, largest } = pairOf(a, b, "scale")!;
    expect(columns).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const row = (kind: string, mask: number) => rows.find((of) => of.kind === kind && of.mask === mask)!;
    expect(row("and", 1)).toMatchObject({ a: [1, 4], b: [1.5, 1], difference: [0.5, -3] });
    // What is salient in one alone is held against the other's effect as it is.
    expect(row("or", 3)).toMatchObject({ a: [null, 1], b: [null, null], difference: [null, expect.closeTo(-0.8, 12)] });
    expect(row("and", 2)).toMatchObject({ a: [null, null], b: [null, -2], difference: [null, -2] });
    expect(largest).toBe(4);
    expect(countsOf({ columns, rows, largest })).toEqual({ both: 1, onlyA: 1, onlyB: 1 });
    expect(pairOf(a, b, "nats")!.rows.find(({ mask }) => mask === 1)).toMatchObject({ a: [2, 4] });
  });
  it("are in nats where a unit is not the same in both, unless they are of two networks", () => {
    const scaled = (scaleFrom: string, scale: number) =>
      ({
        ...b,
        layers: b.layers.map((of) => ({ ...of, scale, scaleFrom })),
      }) as Snapshot;
    const [dataset, image, another] = [scaled("dataset", 2), scaled("image", 5), scaled("image", 4)];
    expect(commonUnits(dataset, scaled("dataset", 3), "scale")).toBe("scale");
    expect(commonUnits(dataset, image, "scale")).toBe("nats");
    expect(commonUnits(another, image, "scale")).toBe("nats");
    expect(commonUnits(image, image, "scale")).toBe("scale");
    expect(commonUnits(dataset, image, "nats")).toBe("nats");
    expect(commonUnits(dataset, { ...image, model: { ...b.model, sha256: "c" } }, "scale")).toBe("scale");
  });
  it("of two networks are held against each other at the outputs alone, and of other patches not at all", () => {
    const other = { ...b, model: { ...b.model, sha256: "c" } };
    expect(pairOf(a, other, "nats")!.columns).toEqual([[1, 1]]);
    expect(pairOf(a, { ...b, players: gridPlayers(2, 2, 4, 4) }, "nats")).toBeNull();
  });
  it("say in what they differ", () => {
    expect(differingIn(a, a)).toEqual([]);
    const other = { ...a, target: { ...a.target, label: "gas pump" }, kappaFraction: 0.02, tauFraction: 0.1 };
    expect(differingIn(a, other)).toEqual(["target", "kappa", "tau"]);
    const rather = { ...a.target, rather: { index: 1, label: "x", p: 0 } };
    expect(differingIn(a, { ...a, target: rather, image: { ...a.image, sha256: "z" } })).toEqual(["image", "target"]);
  });
  it("of estimates have differences with a standard error, worked by hand, and say that their masks differ", () => {
    const estimated = (of: Snapshot, error: number, masks: number): Snapshot => ({
      ...of,
      layers: of.layers.map((one) => ({
        ...one,
        interactions: { ...one.interactions, sampled: madeUpQuality(one.interactions, error, masks) },
      })),
    });
    const [few, many] = [estimated(a, 0.3, 400), estimated(b, 0.4, 800)];
    expect(differingIn(few, many)).toEqual(["masks"]);
    expect(differingIn(few, estimated(b, 0.4, 400))).toEqual([]);
    expect(differingIn(a, many)).toEqual(["masks"]);
    const rowOf = (one: Snapshot, other: Snapshot, units: Units, kind: string, mask: number) =>
      pairOf(one, other, units)!.rows.find((of) => of.kind === kind && of.mask === mask)!;
    // 3, 4, 5; the scale of the stem is 2.
    expect(rowOf(few, many, "scale", "and", 1).errors).toEqual([
      { size: expect.closeTo(0.25, 12) as number, isWhole: true },
      { size: expect.closeTo(0.5, 12) as number, isWhole: true },
    ]);
    expect(rowOf(few, many, "nats", "and", 1).errors[0]!.size).toBeCloseTo(0.5, 12);
    // Where the pinned estimate has no effect only the other's error is known; where there is no difference there is none.
    expect(rowOf(few, many, "nats", "and", 2).errors).toEqual([null, { size: 0.4, isWhole: false }]);
    // What all masks say has no such error.
    expect(rowOf(a, many, "nats", "and", 1).errors[1]).toEqual({ size: 0.4, isWhole: true });
    expect(rowOf(a, b, "nats", "and", 1).errors).toEqual([null, null]);
    // Differences at the output: −3, −2 and, of the OR, −0.8, which is within 2 · 0.5.
    expect(withinErrors(pairOf(few, many, "nats")!)).toEqual({ within: 1, known: 3 });
    expect(withinErrors(pairOf(a, b, "nats")!)).toEqual({ within: 0, known: 0 });
    const table = (one: Snapshot, other: Snapshot) =>
      compareTable(pairOf(one, other, "nats")!, [2, 2], a.players, WORDS).columns.filter((id) =>
        id.startsWith("error"),
      );
    expect([table(a, b), table(few, many)]).toEqual([[], ["error_0", "error_1"]]);
  });
  it("fit the room there is, or take what they need", () => {
    const pair = pairOf(a, b, "nats")!;
    const { blocks, cell, width } = compareLayout(pair, 640);
    expect([blocks.map(({ columns }) => columns), width]).toEqual([[2, 2, 2], 640]);
    expect(blocks[1]!.x).toBe(blocks[0]!.x + 2 * cell + 18);
    const narrow = compareLayout({ ...pair, columns: Array.from({ length: 40 }, () => [0, 0] as const) }, 300);
    expect(narrow.width).toBeGreaterThan(300);
    // What is the answer stands where it is seen without scrolling.
    expect([blocks, narrow.blocks].map((those) => those.map(({ of }) => of))).toEqual([
      ["a", "b", "difference"],
      ["difference", "a", "b"],
    ]);
  });
});
