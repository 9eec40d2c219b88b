import { describe, expect, it } from "vitest";
import { encodeBitmap } from "./bitmap.ts";

describe("encodeBitmap", () => {
  it("writes blue, green, red from the top left, rows filled up to four bytes", () => {
    const bytes = encodeBitmap({ width: 2, height: 2, rgb: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) });
    expect([...bytes.subarray(54)]).toEqual([3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0]);
  });

  it("says what it is and where its pixels are", () => {
    const bytes = encodeBitmap({ width: 3, height: 1, rgb: new Uint8Array(9) });
    const view = new DataView(bytes.buffer);
    expect(String.fromCharCode(...bytes.subarray(0, 2))).toBe("BM");
    expect([view.getUint32(2, true), view.getUint32(10, true), view.getUint32(14, true)]).toEqual([66, 54, 40]);
    expect([
      view.getInt32(18, true),
      view.getInt32(22, true),
      view.getUint16(26, true),
      view.getUint16(28, true),
    ]).toEqual([3, -1, 1, 24]);
  });
});
