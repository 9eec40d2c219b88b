import { expect, it } from "vitest";
import { sparse } from "./all-masks.ts";
import { agreementByOrder } from "./agreement-by-order.ts";
import { iou } from "./metrics.ts";
import { mulberry32 } from "./random.ts";

it("counts what both have, each by its own τ and whatever the signs, worked by hand", () => {
  // By mask: the empty one, a, b, both.
  const a = sparse({ and: Float64Array.of(9, 4, -2, 0.1), or: Float64Array.of(0, 0, 0, 1) });
  const b = sparse({ and: Float64Array.of(9, -1, 0, 0.5), or: Float64Array.of(0, 0, 0, 2) });
  const { orders, all, common } = agreementByOrder(a, b, 0.05);
  // Of order 1: {a, b} and {a}, of two; random ones share a half of the time one of them, and their union is then two.
  expect(orders[0]).toMatchObject({ a: 2, b: 1, both: 1, iou: 1 / 2 });
  expect(orders[0]!.chance!.mean).toBeCloseTo(1 / 2, 12);
  // Of order 2: the OR; the AND is below the first one's τ.
  expect(orders[1]).toMatchObject({ a: 1, b: 2, both: 1, iou: 1 / 2 });
  expect(all).toMatchObject({ a: 3, b: 3, both: 2, iou: 1 / 2 });
  expect(common).toEqual([
    { kind: "and", mask: 1, effects: [4, -1] },
    { kind: "or", mask: 3, effects: [1, 2] },
  ]);
  const nothing = sparse({ and: new Float64Array(4), or: new Float64Array(4) });
  expect(agreementByOrder(nothing, nothing, 0.05).all).toEqual({ a: 0, b: 0, both: 0, iou: null, chance: null });
});

it("equals the paper's measure of every order", () => {
  const random = mulberry32(4);
  for (let trial = 0; trial < 20; trial++) {
    const effects = () => {
      const of = () => Float64Array.from({ length: 32 }, () => (random() < 0.6 ? 0 : random() - 0.5));
      return sparse({ and: of(), or: of() });
    };
    const [a, b] = [effects(), effects()];
    expect(agreementByOrder(a, b, 0.2).orders.map((order) => order.iou)).toEqual(iou(a, b, 0.2));
  }
});
