import { describe, expect, it } from "vitest";
import { entriesOf, fateOfStop, reservedHeight, stopsOf } from "./entries.ts";
import { bodyPlaces } from "./layout.ts";
import type { PictureGroup } from "./picture-model.ts";
import { patchAloneRows } from "./rows.ts";

const [a, b, c] = patchAloneRows(null, 1, 3);
const groups: readonly PictureGroup[] = [
  { name: "kept", rows: [a!], others: [b!, c!], total: 3 },
  { name: "lost", rows: [], others: [], total: 0 },
];
const closed = { kept: false, lost: false, transient: false };

describe("entriesOf", () => {
  it("stands a fate's others behind one row", () => {
    expect(entriesOf(groups, closed).map(({ type, key }) => `${type} ${key}`)).toEqual([
      "heading kept",
      "row and1",
      "others kept",
      "heading lost",
    ]);
  });
  it("opens them below that row", () => {
    expect(entriesOf(groups, { ...closed, kept: true }).map(({ key }) => key)).toEqual([
      "kept",
      "and1",
      "kept",
      "and2",
      "and4",
      "lost",
    ]);
  });
});

describe("stopsOf", () => {
  it("stops at heads, rows and what opens others, not at headings", () => {
    const stops = stopsOf(bodyPlaces(entriesOf(groups, closed), 17, 24).places);
    expect(stops).toEqual(["heads", "and1", "others-kept"]);
    expect(stops.map(fateOfStop)).toEqual([null, null, "kept"]);
  });
});

describe("reservedHeight", () => {
  it("keeps room for 24 rows, or for every concept of a small grid", () => {
    expect(reservedHeight({ n: 9 }, 17, 24) - reservedHeight({ n: 3 }, 17, 24)).toBe((24 - 11) * 17);
  });
});
