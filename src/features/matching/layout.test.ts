import { describe, expect, it } from "vitest";
import { furthest, matchingLayout } from "./layout.ts";

it("finds the masks that are furthest off, the worst first", () => {
  expect(furthest([0, 1, 2, 3], [0, 0.5, 3, 3], 2)).toEqual([2, 1]);
});

describe("matchingLayout", () => {
  const layout = matchingLayout(
    [0, 1, 2],
    [
      [[0, 1, 2], 0],
      [[1, 1, 1], 0],
    ],
    0.5,
    640,
  );
  it("puts a rebuilt score that is the measured one on the diagonal, and both plots side by side in one domain", () => {
    const [all, salient] = layout.plots;
    const [[x0, y0], [x1, y1]] = [...all!.dots.matchAll(/M([\d.]+) ([\d.]+)/g)].map((dot) => [
      Number(dot[1]),
      Number(dot[2]),
    ]) as [[number, number], [number, number]];
    expect(x1 - x0).toBeCloseTo(y0 - y1, 0);
    expect(x0 - all!.x).toBeCloseTo(all!.y + all!.size - y0, 0);
    expect(salient!.y).toBe(all!.y);
    expect(salient!.x).toBeGreaterThan(all!.x + all!.size);
    expect(salient!.x + salient!.size).toBeLessThanOrEqual(640);
    expect([all!.band === null, salient!.band]).toEqual([false, null]);
  });
  it("stands below each other where there is no room, and is finite where nothing changes", () => {
    const narrow = matchingLayout(
      [1, 1],
      [
        [[1, 1], 0],
        [[1, 1], 0],
      ],
      0,
      320,
    );
    expect(narrow.plots[1]!.y).toBeGreaterThan(narrow.plots[0]!.y + narrow.plots[0]!.size);
    expect(JSON.stringify(narrow)).not.toMatch(/null,"size"|NaN/);
  });
});
