import { describe, expect, it } from "vitest";
import type { FullScore } from "../../session/selectors.ts";
import { curveLayout, findingOf, labelsAt, scoresIn } from "./layout.ts";

const scores = (...all: (number | null)[]): FullScore[] =>
  all.map((value) => ({ all: value, none: value === null ? null : -1 }));

describe("findingOf", () => {
  it("names the first layer from which on every layer holds half of the output's strength", () => {
    expect(findingOf(7, [0, 0.2, 0.55, 0.8, 1])).toEqual({ kind: "half", layer: 2, share: 0.55 });
    expect(findingOf(7, [0.6, 0.2, 0.5, 1])).toEqual({ kind: "half", layer: 2, share: 0.5 });
    expect(findingOf(7, [0.5, 0.6, 1])).toEqual({ kind: "half", layer: 0, share: 0.5 });
  });
  it("says when no layer before the output does to the end, whatever they score, and when there is nothing to hold", () => {
    expect(findingOf(7, [0, 0.7, 0.4, 1])).toEqual({ kind: "late", layer: 2, share: 0.4 });
    expect(findingOf(7, [null, null])).toEqual({ kind: "nothing" });
  });
  it("says when the output speaks against, and waits for the last layer", () => {
    expect(findingOf(-2, [0, 1])).toEqual({ kind: "against" });
    expect(findingOf(null, [0, 1])).toEqual({ kind: "waiting" });
    expect(findingOf(7, null)).toEqual({ kind: "waiting" });
    expect(findingOf(7, [1]), "of a network without layers").toEqual({ kind: "waiting" });
  });
});

describe("scoresIn", () => {
  it("divides each layer's scores by its own unit", () => {
    expect(
      scoresIn(
        [
          { all: 3, none: -1 },
          { all: 8, none: null },
          { all: 1, none: 1 },
        ],
        [2, 4, null],
      ),
    ).toEqual([
      { all: 1.5, none: -0.5 },
      { all: 2, none: null },
      { all: null, none: null },
    ]);
  });
});

describe("curveLayout", () => {
  it("keeps every point inside its box, input side left, larger scores higher", () => {
    const layout = curveLayout(scores(-2, 0, 3, 8), 296, 30);
    expect(layout.x).toEqual([...layout.x].sort((a, b) => a - b));
    expect(layout.y(8)).toBeLessThan(layout.y(-2));
    for (const nats of [-2, 8]) expect(layout.y(nats) >= 0 && layout.y(nats) <= layout.height - 16).toBe(true);
    expect(layout.all).not.toContain("NaN");
  });
  it("draws what is known while scores come in", () => {
    expect(curveLayout(scores(null, null), 296, 30).all).toBe("");
    expect(curveLayout(scores(1, 2, null), 296, 30).area).not.toBe("");
  });
  it("names the first and the last layer and no two so near that they meet", () => {
    for (const count of [2, 6, 9, 10, 17, 30]) {
      const { named, x } = curveLayout(scores(...Array.from({ length: count }, (_, i) => i)), 296, 30);
      expect([named[0], named.at(-1)]).toEqual([0, count - 1]);
      named.slice(1).forEach((layer, i) => expect(x[layer]! - x[named[i]!]!).toBeGreaterThanOrEqual(29));
    }
  });
});

describe("the curve's axis", () => {
  it.each([[[-3.5, -4.9, -4.1]], [[2, 9, 5]], [[-1, 4, 0.5]], [[0, 0, 0]]])(
    "holds 0, whatever the scores are, and the area stays within: %j",
    (values) => {
      const { zeroY, height, ticks, area } = curveLayout(
        values.map((value) => ({ all: value, none: value < 0 ? -2 : 1 })),
        376,
        42,
      );
      expect(zeroY).toBeGreaterThanOrEqual(10);
      expect(zeroY).toBeLessThanOrEqual(height - 22);
      expect(ticks.map(({ nats }) => nats)).toContain(0);
      for (const [, y] of area.matchAll(/[ML][\d.]+[ ,](-?[\d.]+)/g)) expect(Number(y)).toBeGreaterThanOrEqual(0);
    },
  );
});

describe("labelsAt", () => {
  const layout = { y: (nats: number) => 60 - 10 * nats };
  it("stands beside the points where there is room", () => {
    expect(labelsAt(layout, 3, -1)).toEqual({ all: 34.2, none: 74.2 });
    expect(labelsAt(layout, -3, 1)).toEqual({ all: 94.2, none: 54.2 });
  });
  it("names the higher point higher, however close the two are, and stays above the names of layers", () => {
    for (const [all, none] of [
      [0.1, 0],
      [0, 0.1],
      [-2.8, -2.2],
      [-6, -5.9],
      [4, 4],
    ] as const) {
      const labels = labelsAt(layout, all, none);
      // The score's label has two lines.
      if (all >= none) expect(labels.none - labels.all).toBeGreaterThanOrEqual(28);
      else expect(labels.all - labels.none).toBeGreaterThanOrEqual(14);
      if (all < none) expect(labels.all + 14).toBeLessThan(124);
    }
  });
});
