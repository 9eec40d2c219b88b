import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWhole, moved, rectOf, resized, seen, sizesOf, wholeFrame, zoomed, zoomOf, type Sides } from "./frame.ts";

const SIDES: Sides = { width: 400, height: 300, input: [64, 64] };

describe("a crop's frame", () => {
  it("is the largest in the middle at first", () => {
    expect(wholeFrame(SIDES)).toEqual({ x: 50, y: 0, size: 300 });
    expect(isWhole({ x: 50, y: 0, size: 300 }, SIDES)).toBe(true);
    expect(isWhole({ x: 51, y: 0, size: 300 }, SIDES)).toBe(false);
    expect(wholeFrame({ ...SIDES, input: [64, 32] })).toEqual({ x: 0, y: 50, size: 400 });
  });

  it("moves as far as the image goes", () => {
    expect(moved({ x: 50, y: 0, size: 100 }, 10.4, 20, SIDES)).toEqual({ x: 60, y: 20, size: 100 });
    expect(moved({ x: 50, y: 0, size: 100 }, -90, 900, SIDES)).toEqual({ x: 0, y: 200, size: 100 });
  });

  it("zooms about its middle, by equal factors", () => {
    expect(resized({ x: 100, y: 100, size: 100 }, 50, SIDES)).toEqual({ x: 125, y: 125, size: 50 });
    expect(resized({ x: 0, y: 0, size: 100 }, 200, SIDES)).toEqual({ x: 0, y: 0, size: 200 });
    expect(resized({ x: 0, y: 0, size: 100 }, 2, SIDES).size).toBe(16);
    expect(zoomOf({ x: 0, y: 0, size: 300 }, SIDES)).toBe(0);
    expect(zoomOf({ x: 0, y: 0, size: 16 }, SIDES)).toBe(1);
    expect(zoomed({ x: 50, y: 0, size: 300 }, 0.5, SIDES).size).toBe(Math.round(Math.sqrt(16 * 300)));
  });

  it("lies within the image, whatever is done", () => {
    const side = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(
        fc.record({ width: side, height: side, input: fc.tuple(side, side) }),
        fc.array(
          fc.tuple(
            fc.integer({ min: -600, max: 600 }),
            fc.integer({ min: -600, max: 600 }),
            fc.double({ min: 0, max: 1, noNaN: true }),
          ),
          { maxLength: 6 },
        ),
        (sides, steps) => {
          let frame = wholeFrame(sides);
          for (const [right, down, zoom] of steps) {
            frame = zoomed(moved(frame, right, down, sides), zoom, sides);
            const { left, top, width, height } = rectOf(frame, sides);
            expect([left, top, width]).toEqual([frame.x, frame.y, frame.size]);
            expect(left + width).toBeLessThanOrEqual(sides.width);
            expect(top + height).toBeLessThanOrEqual(sides.height);
            const [smallest, largest] = sizesOf(sides);
            expect(frame.size).toBeGreaterThanOrEqual(smallest);
            expect(frame.size).toBeLessThanOrEqual(largest);
          }
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });

  it("shows of a copy what the network sees of the image", () => {
    // Left half black, right half white, at half the size.
    const rgba = new Uint8Array(200 * 150 * 4).map((_, i) => (i % 4 === 3 || (i >> 2) % 200 >= 100 ? 255 : 0));
    const copy = { width: 200, height: 150 };
    const middle = seen(rgba, copy, { x: 150, y: 50, size: 100 }, { ...SIDES, input: [2, 2] });
    expect([...middle.rgb]).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255]);
  });
});
