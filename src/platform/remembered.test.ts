import { describe, expect, it, vi } from "vitest";
import { remembered } from "./remembered.ts";

/** A product, boxed so that its identity tells whether it was computed anew. */
function products() {
  const compute = vi.fn((key: { readonly n: number }, by: number) => [key.n * by]);
  return { compute, times: remembered(compute) };
}

describe("remembered", () => {
  it("computes once for a key and its arguments, and anew for other arguments", () => {
    const { compute, times } = products();
    const key = { n: 3 };
    expect(times(key, 2)).toBe(times(key, 2));
    expect(times(key, 4)).toEqual([12]);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it("keeps apart two keys, and two callers with arguments of their own, that ask in turn", () => {
    const { compute, times } = products();
    const [one, other] = [{ n: 1 }, { n: 1 }];
    const asked = () => [times(one, 5), times(other, 5), times(one, 6), times(other, 6)];
    const first = asked();
    expect(new Set(first).size).toBe(4);
    asked().forEach((answer, i) => expect(answer).toBe(first[i]));
    expect(compute).toHaveBeenCalledTimes(4);
  });

  it("forgets the arguments that were given longest ago", () => {
    const { compute, times } = products();
    const key = { n: 1 };
    for (const by of [1, 2, 3, 4, 1, 5]) times(key, by);
    expect(compute).toHaveBeenCalledTimes(5);
    times(key, 1);
    expect(compute).toHaveBeenCalledTimes(5);
    times(key, 2);
    expect(compute).toHaveBeenCalledTimes(6);
  });
});
