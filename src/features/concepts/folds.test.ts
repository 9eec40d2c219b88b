import { describe, expect, it } from "vitest";
import { pictureTracks } from "../../core/tracks.ts";
import { createAllStrings } from "../../strings/catalogue.ts";
import { toggled } from "./folds.ts";
import { plantedLayers, plantedResult } from "./picture.fixture.ts";
import { heldByRows, rowKeyOf, withFolds } from "./drawn-rows.ts";
import { finishedPicture } from "./picture-model.ts";
import { unfolded } from "./rows.ts";
import { rowWords } from "./words.ts";

const layers = plantedLayers(["stem", "1", "2", "output"], 9, [
  { kind: "or", patches: [0, 1, 2, 3, 4, 5], effects: [0, 0, 0, 3] },
  { kind: "or", patches: [0, 1, 2, 3, 4, 6], effects: [0, 0, 0, 2] },
  { kind: "or", patches: [0, 1, 2, 3, 4], effects: [1, 0, 0, 1] },
  { kind: "or", patches: [0, 1, 2, 3, 4, 5, 6], effects: [0, 0, 0, -1] },
  { kind: "or", patches: [0, 1], effects: [2, 2, 2, 1] },
  { kind: "and", patches: [0, 1, 2, 3, 4, 5], effects: [1, 1, 1, 1] },
]);
const tracks = pictureTracks(layers.map(({ interactions }) => interactions));
const picture = finishedPicture(plantedResult(layers, 3, 3), layers, tracks, tracks, "birth", "nats", false);
const closed = withFolds(picture, new Set(), "birth");
const [LEADER, SECOND, SMALLEST] = ["or63", "or95", "or31"];
const row = (of: typeof picture, key: string) => of.groups[0]!.rows.find((each) => each.key === key);
const keys = (of: typeof picture) => of.groups[0]!.rows.map(({ key }) => key);

describe("withFolds", () => {
  it("puts ORs of nearly the same patches and one sign into one row, in the place of the whole", () => {
    // That of seven patches speaks against; the AND and the OR of two patches are no such.
    expect(keys(closed).toSorted()).toEqual(["and63", "or127", "or3", LEADER]);
    const fold = row(closed, LEADER)!;
    expect(fold.fold!.members.map(({ key }) => key)).toEqual([LEADER, SECOND, SMALLEST]);
    expect([...fold.cells]).toEqual(["alive", "below", "below", "alive"]);
    expect(Array.from(fold.effects)).toEqual([1, 0, 0, 6]);
    expect(fold).toMatchObject({ mask: 127, order: 7, peak: 6, born: 0, died: null, births: [3], deaths: [0] });
    expect(fold.share).toBeCloseTo(
      [LEADER, SECOND, SMALLEST].reduce((sum, key) => sum + row(picture, key)!.share, 0),
      12,
    );
  });
  it("has room in the colour scale for the sums, whether it is open or not", () => {
    expect(picture.largest).toBe(6);
    expect(closed.largest).toBe(6);
  });
  it("opens to its members below the strongest, and closes again", () => {
    const open = toggled(new Set(), LEADER);
    const opened = withFolds(picture, open, "birth");
    const at = keys(opened).indexOf(LEADER);
    expect(keys(opened).slice(at, at + 3)).toEqual([LEADER, SMALLEST, SECOND]);
    expect(row(opened, LEADER)).toMatchObject({ mask: 63, peak: 3, fold: { isOpen: true } });
    expect(row(opened, SECOND)!.fold).toBeUndefined();
    expect([...toggled(open, LEADER)]).toEqual([]);
  });
  it("loses no concept, and no strength", () => {
    const all = ({ groups }: typeof picture) => groups.flatMap(({ rows }) => unfolded(rows).map(({ key }) => key));
    expect(all(closed).toSorted()).toEqual(all(picture).toSorted());
    const shut = { kept: false, lost: false, transient: false };
    expect(heldByRows(closed, shut)!.held).toBeCloseTo(heldByRows(picture, shut)!.held, 12);
    expect(heldByRows(closed, shut)!.rows).toBe(4);
  });
  it("finds the row of a member, and leaves others where they are", () => {
    expect(rowKeyOf(closed.groups, SECOND)).toBe(LEADER);
    expect(rowKeyOf(closed.groups, "or3")).toBe("or3");
    expect(rowKeyOf(withFolds(picture, new Set([LEADER]), "birth").groups, SECOND)).toBe(SECOND);
  });
  it("says in words that any is enough", () => {
    const t = createAllStrings("en").getFixedT(null, "picture");
    expect(rowWords(t, row(closed, LEADER)!, closed.heads, { cols: 3, picked: null }, "nats")).toBe(
      "Any of a1 b1 c1 a2 b2 c2 a3 is enough: 3 ORs of 5–6 patches, nearly the same, together kept, there from stem on, +6.00 nats at the output; Enter again opens them",
    );
  });
  it("leaves a picture without such ORs as it is", () => {
    const few = { ...picture, groups: picture.groups.map((group) => ({ ...group, rows: group.rows.slice(0, 1) })) };
    expect(withFolds(few, new Set(), "birth")).toEqual(few);
  });
});
