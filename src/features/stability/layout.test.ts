import { expect, it } from "vitest";
import { extremes, highestOrder, ratioAxis, steadyOrders } from "./layout.ts";

const layer = [
  { ratio: 8, concepts: 3, leftOut: 0 },
  { ratio: null, concepts: 0, leftOut: 2 },
  { ratio: 0.5, concepts: 1, leftOut: 0 },
  { ratio: null, concepts: 0, leftOut: 0 },
];
it("names the orders that have a ratio, the steadiest and the least steady", () => {
  const orders = steadyOrders(layer);
  expect(orders).toEqual([
    { order: 1, ratio: 8 },
    { order: 3, ratio: 0.5 },
  ]);
  expect(extremes(orders)).toEqual({ most: orders[0], least: orders[1] });
  expect(extremes(orders.slice(0, 1))).toBeNull();
  expect(highestOrder([layer])).toBe(3);
  expect(highestOrder([[layer[3]!]])).toBe(1);
});
it("has an axis of whole marks around every ratio", () => {
  const { ends, ticks } = ratioAxis([steadyOrders(layer)]);
  expect(ends[0]).toBeLessThan(0.5);
  expect(ends[1]).toBeGreaterThan(8);
  expect(ticks.map(({ at }) => at)).toEqual([0.5, 1, 2, 5]);
  expect(ratioAxis([]).ends.every(Number.isFinite)).toBe(true);
});
