import { describe, expect, it } from "vitest";
import type { DetailLayer } from "./detail.ts";
import { chartOf } from "./layout.ts";

const layer = (effect: number | null, tau = 0.1): DetailLayer => ({
  name: "x",
  effect,
  tau: effect === null ? null : tau,
  sd: null,
  error: null,
  alive: effect !== null,
});

describe("chartOf", () => {
  const chart = chartOf(
    [0, 0.5, 1.84, -0.4].map((effect) => layer(effect)),
    376,
    112,
  );
  it("puts layers at equal steps after the axis", () => {
    expect(chart.points.map(({ x }) => x)).toEqual([0, 1, 2, 3].map((l) => 36 + (340 / 4) * (l + 0.5)));
    expect(chart.width).toBe(376);
  });
  it("is linear in nats with zero in sight", () => {
    const [zero, half, high, low] = chart.points.map(({ y }) => y!);
    expect(zero).toBe(chart.zero);
    expect((zero! - half!) / 0.5).toBeCloseTo((zero! - high!) / 1.84, 9);
    expect(low).toBeGreaterThan(zero!);
    for (const { y } of chart.points) expect(y! > 0 && y! < 112).toBe(true);
  });
  it("draws the band of each layer from +τ to −τ around zero", () => {
    const { band } = chart.points[1]!;
    expect(band!.y + band!.height / 2).toBeCloseTo(chart.zero, 9);
  });
  it("writes ticks with their signs, and a plain zero", () => {
    const texts = chart.ticks.map(({ text }) => text);
    expect(texts).toContain("0");
    expect(texts).toContain("+1.5");
    expect(chart.ticks.every(({ text, nats }) => nats === 0 || /^[+−]/.test(text))).toBe(true);
  });
  it("breaks the line where a layer is missing", () => {
    const broken = chartOf([layer(1), layer(null), layer(1), layer(2)], 376, 112);
    expect(broken.path.match(/M/g)).toHaveLength(2);
    expect(broken.points[1]).toMatchObject({ y: null, band: null });
  });
  it("stays finite when every effect is zero, and scrolls rather than squeeze many layers", () => {
    expect(chartOf([layer(0, 0), layer(0, 0)], 376, 112).points.every(({ y }) => Number.isFinite(y))).toBe(true);
    expect(
      chartOf(
        Array.from({ length: 40 }, () => layer(1)),
        376,
        112,
      ).step,
    ).toBe(26);
  });
  it("has room for what replicates scatter by, and says how far that is", () => {
    const sure = { ...layer(1), sd: 0.5 };
    const { points, ticks } = chartOf([layer(0), sure], 376, 112);
    expect(points[0]!.error).toBeNull();
    const [top, bottom] = points[1]!.error!;
    expect(top).toBeGreaterThanOrEqual(8);
    expect((top + bottom) / 2).toBeCloseTo(points[1]!.y!, 9);
    expect(ticks.length).toBeGreaterThan(0);
  });
});
