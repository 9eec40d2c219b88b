import { describe, expect, it } from "vitest";
import { movedBy } from "./grid-moves.ts";

const at = { row: 2, column: 3 };
const move = (key: string, ctrl = false) => movedBy(key, ctrl, at, 5, 10);

describe("movedBy", () => {
  it("goes cell by cell and stays inside", () => {
    expect(move("ArrowLeft")).toEqual({ row: 2, column: 2 });
    expect(move("ArrowDown")).toEqual({ row: 3, column: 3 });
    expect(movedBy("ArrowUp", false, { row: 0, column: 0 }, 5, 10)).toEqual({ row: 0, column: 0 });
    expect(movedBy("ArrowRight", false, { row: 0, column: 9 }, 5, 10)).toEqual({ row: 0, column: 9 });
  });
  it("goes to the ends of a row, and with Ctrl to the corners", () => {
    expect(move("Home")).toEqual({ row: 2, column: 0 });
    expect(move("End")).toEqual({ row: 2, column: 9 });
    expect(move("Home", true)).toEqual({ row: 0, column: 0 });
    expect(move("End", true)).toEqual({ row: 4, column: 9 });
  });
  it("pages, and leaves other keys alone", () => {
    expect(move("PageDown")).toEqual({ row: 4, column: 3 });
    expect(move("PageUp")).toEqual({ row: 0, column: 3 });
    expect(move("a")).toBeNull();
  });
});
