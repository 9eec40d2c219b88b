import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodyPlaces,
  boxPath,
  cellBoxes,
  columnCentre,
  columnsOf,
  columnsOfPicture,
  columnX,
  hairlines,
  namePlace,
  roomyRowHeight,
  SCREEN,
  type BodyEntry,
  type Columns,
} from "./layout.ts";
import type { ColumnHead } from "./picture-model.ts";
import type { CellState, PictureRow } from "./rows.ts";

const states = (text: string): CellState[] =>
  [...text].map((c) => (({ "#": "alive", o: "bridged", "-": "below", "~": "thin", ".": "waiting" }) as const)[c]!);

/** The column that an x inside the cells falls into. */
function layerAt({ count, left, pitch, gap }: Columns, x: number): number {
  const outputLeft = left + (count - 1) * pitch + gap / 2;
  return x >= outputLeft ? count - 1 : Math.min(count - 2, Math.floor((x - left) / pitch));
}

describe("room for names", () => {
  const row = (name?: string) => ({ name }) as unknown as PictureRow;
  const picture = (...rows: PictureRow[]) => ({
    heads: Array.from({ length: 6 }, () => ({ isReadout: false })) as unknown as ColumnHead[],
    groups: [{ name: "kept", rows, others: [], total: rows.length }] as const,
  });
  it("is taken from the columns, as much as the longest name needs and no more than a few words", () => {
    expect(columnsOfPicture(600, picture(row()))).toEqual(columnsOf(600, 6));
    const some = columnsOfPicture(600, picture(row(), row("wheel")));
    expect([some.names, some.left, some.width]).toEqual([8 + 33, 88 + 41, 600]);
    expect(namePlace(some)).toEqual({ x: 88, width: 33 });
    expect(columnsOfPicture(600, picture(row("w".repeat(60)))).names).toBe(104);
    const tight = columnsOfPicture(444, picture(row("w".repeat(60))));
    expect([tight.names, tight.pitch, tight.width]).toEqual([444 - 88 - 50 - 8 - 6 * 34, 34, 444]);
  });
  it("is not on a phone", () => {
    expect(columnsOfPicture(358, picture(row("wheel")))).toEqual(columnsOf(358, 6));
  });
});

describe("columnsOf", () => {
  it("fills the width exactly, with 8 px before the output", () => {
    const columns = columnsOf(600, 10);
    expect(columns.width).toBeCloseTo(600, 9);
    expect(columnX(columns, 0)).toBe(88);
    expect(columnX(columns, 8) - columnX(columns, 7)).toBeCloseTo(columns.pitch, 9);
    expect(columnX(columns, 9) - columnX(columns, 8)).toBeCloseTo(columns.pitch + 8, 9);
    expect(columnX(columns, 9) + columns.pitch).toBeCloseTo(columns.right, 9);
  });
  it("joins a readout to the output, and keeps both apart", () => {
    const columns = columnsOf(600, 10, SCREEN, true);
    expect(columnX(columns, 8) - columnX(columns, 7)).toBeCloseTo(columns.pitch + 8, 9);
    expect(columnX(columns, 9) - columnX(columns, 8)).toBeCloseTo(columns.pitch, 9);
    expect(columnX(columns, 9) + columns.pitch).toBeCloseTo(columns.right, 9);
    expect(columnsOf(600, 2, SCREEN, true).gap, "with nothing before the two").toBe(0);
  });
  it("goes compact on a phone and leaves numbers out of narrow cells", () => {
    expect(columnsOf(358, 10)).toMatchObject({ compact: true, numbers: false, left: 54, gap: 4 });
    expect(columnsOf(358, 10).width).toBeCloseTo(358, 9);
    expect(columnsOf(600, 10).numbers).toBe(true);
  });
  it("grows beyond the width rather than squeeze a cell below its least width", () => {
    const columns = columnsOf(400, 60);
    expect(columns.pitch).toBe(26);
    expect(columns.width).toBeGreaterThan(400);
  });
  it("holds eleven columns, as ResNet-20 has, in the room of a window 1280 pixels wide", () => {
    const columns = columnsOf(526, 11);
    expect(columns.width).toBeCloseTo(526, 9);
    expect([columns.compact, columns.plus]).toEqual([false, false]);
    expect(columnsOf(520, 11).width, "and scrolls where there is less").toBe(88 + 11 * 34 + 8 + 50);
  });
  it("holds a single column", () => {
    const columns = columnsOf(600, 1);
    expect(columns.width).toBeCloseTo(600, 9);
    expect(layerAt(columns, columnCentre(columns, 0))).toBe(0);
  });
});

describe("cellBoxes", () => {
  const columns = columnsOf(600, 6);
  const ends = (text: string) =>
    cellBoxes(columns, { cells: states(text) }).map(
      ({ layer, roundLeft, roundRight }) => `${layer}${roundLeft ? "(" : "|"}${roundRight ? ")" : "|"}`,
    );
  it("joins the cells of a life and rounds its ends", () => {
    expect(ends("-###--")).toEqual(["1(|", "2||", "3|)"]);
  });
  it("rounds both sides of the gap before the output", () => {
    expect(ends("---###")).toEqual(["3(|", "4|)", "5()"]);
  });
  it("joins the output to a readout, and rounds the gap before the two", () => {
    const joined = columnsOf(600, 6, SCREEN, true);
    const boxes = cellBoxes(joined, { cells: states("---###") });
    expect(boxes.map(({ roundLeft, roundRight }) => [roundLeft, roundRight])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ]);
    expect(hairlines(joined, { cells: states("------") })).toHaveLength(2);
  });
  it("carries a life over a bridged layer", () => {
    expect(ends("#o#---")).toEqual(["0(|", "1||", "2|)"]);
  });
  it("parts lives that touch nothing, and cells still waiting", () => {
    expect(ends("#-#.#-")).toEqual(["0()", "2()", "3()", "4()"]);
  });
  it("stands each box 0.5 px inside its column, so that neighbours are 1 px apart", () => {
    const [a, b] = cellBoxes(columns, { cells: states("##----") });
    expect(b!.x - (a!.x + a!.width)).toBeCloseTo(1, 9);
  });
});

describe("hairlines", () => {
  const columns = columnsOf(600, 6);
  const spans = (text: string) =>
    hairlines(columns, { cells: states(text) }).map(([from, to]) => [layerAt(columns, from), layerAt(columns, to)]);
  it("runs below the threshold and breaks before the output", () => {
    expect(spans("--##--")).toEqual([
      [0, 1],
      [4, 4],
      [5, 5],
    ]);
    expect(spans("------")).toEqual([
      [0, 4],
      [5, 5],
    ]);
    expect(spans("######")).toEqual([]);
  });
});

describe("boxPath", () => {
  it("draws a plain box when no side is rounded", () => {
    expect(boxPath({ x: 10, width: 20, roundLeft: false, roundRight: false }, 5, 8)).toBe(
      "M10 5H30q0 0 0 0V13q0 0 0 0H10q0 0 0 0V5q0 0 0 0Z",
    );
  });
  it("never rounds more than half a thin cell's height", () => {
    expect(boxPath({ x: 0, width: 20, roundLeft: true, roundRight: false }, 0, 4)).toContain("M2 0");
  });
});

describe("roomyRowHeight", () => {
  it("gives few rows more room, never less than the look asks for and never much", () => {
    expect([24, 40, 20, 12, 0].map((rows) => roomyRowHeight(17, rows))).toEqual([17, 17, 20, 22, 22]);
    expect(roomyRowHeight(24, 5)).toBe(24);
  });
});

describe("bodyPlaces", () => {
  const entries: BodyEntry[] = [
    { type: "heading", key: "kept" },
    { type: "row", key: "a" },
    { type: "row", key: "b" },
    { type: "others", key: "kept" },
    { type: "heading", key: "lost" },
    { type: "row", key: "c" },
  ];
  it("stacks headings and rows without overlap", () => {
    const { places, height } = bodyPlaces(entries, 17, 24);
    expect(places.map(({ y }) => y)).toEqual([0, 22, 39, 56, 78, 100]);
    expect(height).toBe(117);
  });
  it("lets a low row answer to a finger's height where there is room, and shares the room where there is none", () => {
    const { places } = bodyPlaces(entries, 17, 24);
    const [, a, b, others, , c] = places;
    expect(a).toMatchObject({ hitTop: 18.5, hitBottom: 39 });
    expect(b).toMatchObject({ hitTop: 39, hitBottom: 56 });
    expect(others).toMatchObject({ hitTop: 56, hitBottom: 76.5 });
    expect(c!.hitBottom - c!.hitTop).toBe(24);
  });
  it("gives each pixel to at most one row", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<BodyEntry["type"]>("heading", "row", "others"), { maxLength: 30 }),
        fc.integer({ min: 17, max: 24 }),
        (types, rowHeight) => {
          const { places } = bodyPlaces(
            types.map((type, i) => ({ type, key: String(i) })),
            rowHeight,
            44,
          );
          const rows = places.filter(({ type }) => type !== "heading");
          rows.slice(1).forEach((row, i) => {
            if (places.indexOf(row) === places.indexOf(rows[i]!) + 1)
              expect(row.hitTop).toBeGreaterThanOrEqual(rows[i]!.hitBottom);
          });
        },
      ),
    );
  });
});
