import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLOSED_OTHERS } from "../../session/initial.ts";
import { entriesOf } from "./entries.ts";
import { firstRows, foldedGroups, isFoldedAway } from "./fitted.ts";
import { bodyPlaces, fillingRowHeight } from "./layout.ts";
import type { PictureGroup } from "./picture-model.ts";
import { sortRows, type PictureRow } from "./rows.ts";

/** A row that is as strong as `share` says and was born at `born`. */
const row = (mask: number, share: number, born = 0): PictureRow => ({
  key: `and${mask}`,
  kind: "and",
  mask,
  order: 1,
  fate: "kept",
  course: "persistent",
  effects: [share],
  cells: ["alive"],
  births: [],
  deaths: [],
  peak: share,
  born,
  died: null,
  share,
  sure: null,
  alone: false,
});
const group = (
  name: "kept" | "lost" | "transient",
  rows: readonly PictureRow[],
  others: readonly PictureRow[] = [],
): PictureGroup => ({ name, rows, others, total: rows.length + others.length });
const height = (groups: readonly PictureGroup[]): number => bodyPlaces(entriesOf(groups, CLOSED_OTHERS), 17, 0).height;
const keysOf = (groups: readonly PictureGroup[]): string[][] => groups.map(({ rows }) => rows.map(({ key }) => key));

const groups = [
  group("kept", [row(1, 9, 0), row(2, 1, 1), row(3, 8, 2)], [row(20, 0.1, 1)]),
  group("lost", [row(4, 2), row(5, 0.5)]),
  group("transient", [row(6, 0.4)]),
];

describe("foldedGroups", () => {
  it("leaves groups alone that fit", () =>
    expect(foldedGroups(groups, height(groups), 17, null, "birth")).toBe(groups));
  it("folds the weakest rows first, but never a group's last one", () => {
    // A pixel less, and one row has to go: "lost" then gets a row for its others, so that two go.
    expect(keysOf(foldedGroups(groups, height(groups) - 1, 17, null, "birth"))).toEqual([
      ["and1", "and3"],
      ["and4"],
      ["and6"],
    ]);
    expect(keysOf(foldedGroups(groups, 0, 17, null, "birth"))).toEqual([["and1"], ["and4"], ["and6"]]);
  });
  it("keeps the row that is looked at, and puts what it folds among the others in their order", () => {
    const [kept] = foldedGroups(groups, height(groups) - 1, 17, "and2", "birth");
    expect(kept!.rows.map(({ key }) => key)).toEqual(["and1", "and2"]);
    expect(kept!.others.map(({ key }) => key)).toEqual(["and20", "and3"]);
  });
  it("loses no row, fits whatever can fit, and is the same for a row that is looked at where that stands there anyway", () => {
    const rows = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), born: fc.nat(8) }), {
      minLength: 0,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, rows, rows, fc.integer({ min: 0, max: 900 }), (a, b, c, room) => {
        let mask = 0;
        const some = (
          [
            ["kept", a],
            ["lost", b],
            ["transient", c],
          ] as const
        ).map(([name, specs]) =>
          group(
            name,
            sortRows(
              specs.map(({ share, born }) => row(++mask, share, born)),
              "birth",
            ),
          ),
        );
        const folded = foldedGroups(some, room, 17, null, "birth");
        folded.forEach(({ rows: stay, others, total }, i) => {
          expect(stay.length + others.length).toBe(total);
          expect(stay.length > 0).toBe(some[i]!.rows.length > 0);
        });
        const least = foldedGroups(some, 0, 17, null, "birth");
        if (height(least) <= room) expect(height(folded)).toBeLessThanOrEqual(room);
        for (const { key } of some.flatMap((one) => one.rows))
          if (!isFoldedAway(some, folded, key)) expect(foldedGroups(some, room, 17, key, "birth")).toEqual(folded);
        for (const { key } of folded.flatMap((one) => one.rows)) expect(isFoldedAway(some, folded, key)).toBe(false);
      }),
      { seed: 14, numRuns: 300 },
    );
  });
});

describe("fillingRowHeight", () => {
  it("fills the room as far as whole pixels go, between the look's height and 28 px", () => {
    // Three headings of 22 px with 5 px between: 76 px; 27 rows.
    expect(fillingRowHeight(17, 24, 3, 76 + 27 * 20)).toBe(20);
    expect(fillingRowHeight(17, 24, 3, 76 + 27 * 20 - 1)).toBe(19);
    expect(fillingRowHeight(17, 24, 3, 100)).toBe(17);
    expect(fillingRowHeight(17, 5, 3, 2000)).toBe(28);
  });
});

describe("firstRows", () => {
  const [kept] = groups;
  const soFar = { ...group("kept", kept!.rows), name: "soFar" as const };
  it("leaves an unfinished picture alone that fits", () =>
    expect(firstRows([soFar], height([soFar]), 17)).toEqual([soFar]));
  it("keeps the first rows, whole ones, where there is room for no more, and says how many there are in all", () => {
    expect(firstRows([soFar], height([soFar]) - 1, 17)).toEqual([{ ...soFar, rows: soFar.rows.slice(0, 2), total: 3 }]);
    expect(firstRows([soFar], 0, 17)).toEqual([{ ...soFar, rows: [] }]);
  });
});
