import { describe, expect, it } from "vitest";
import { layerFlow } from "../../core/layer-flow.ts";
import { flowPaths } from "./flow-paths.ts";
import { columnCentre, columnsOf } from "./layout.ts";

const columns = columnsOf(600, 3);
const flow = layerFlow(
  [
    { lives: [{ first: 0, last: 2 }], effects: Float64Array.from([1, 2, 3]) },
    { lives: [{ first: 0, last: 0 }], effects: Float64Array.from([-1, 0, 0]) },
    { lives: [{ first: 2, last: 2 }], effects: Float64Array.from([0, 0, 1]) },
  ],
  3,
);

describe("flowPaths", () => {
  const { nodes, gaps, middle } = flowPaths(flow, columns, 40);
  it("draws nodes linear in nats, centred on their columns and on the band", () => {
    expect(nodes.map(({ height }) => height)).toEqual([20, 20, 40]);
    nodes.forEach(({ x, y, width, height }, l) => {
      expect(x + width / 2).toBeCloseTo(columnCentre(columns, l), 9);
      expect(y + height / 2).toBeCloseTo(middle, 9);
    });
  });
  it("opens what is born from a point at the top and closes what died to a point at the bottom", () => {
    const numbers = (path: string) => path.match(/-?[\d.]+/g)!.map(Number);
    const born = numbers(gaps[1]!.born);
    expect(born.at(-1)).toBe(born[1]);
    const died = numbers(gaps[0]!.died);
    expect(died[7]).toBe(died[8]);
    expect(died.at(-1)! - died[1]!).toBeCloseTo(10, 9);
  });
  it("draws nothing but flat lines when there is no strength", () => {
    expect(
      flowPaths({ totals: [0, 0, 0], gaps: layerFlow([], 3).gaps }, columns, 40).nodes.map(({ height }) => height),
    ).toEqual([0, 0, 0]);
  });
});
