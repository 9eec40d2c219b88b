import { expect, it } from "vitest";
import { certaintyOf, robustAt } from "../core/certainty.ts";
import { layersOf } from "../core/effects.fixture.ts";
import { pictureTracks } from "../core/tracks.ts";
import { countFirm, firmnessOf } from "./firmness.ts";

const own = layersOf([0, 0.5, 0.5, 0]);
const layers = own.map((interactions) => ({
  interactions: {
    ...interactions,
    constant: 0,
    exactness: { kappa: 0, objective: 1, bound: 1, gap: 0, method: "A" as const, rebuildMaxAbs: 0 },
  },
  probeAgreement: null,
}));
const rows = pictureTracks(own).shown;
/** By replicates that each count twice. */
const certainty = (fits: readonly (readonly number[])[], others: readonly (readonly number[])[] = []) => {
  const replicates = [...fits, ...fits];
  const robust = robustAt(rows, own, others.map(layersOf));
  return {
    replicates: replicates.length,
    concepts: certaintyOf(rows, own, replicates.map(layersOf), []).map((one, i) => ({ ...one, robust: robust[i]! })),
  };
};

it("spans from the earliest to the latest layer that anybody names, the picture's own included", () => {
  const firmness = firmnessOf(
    layers,
    certainty([
      [0.5, 0.5, 0.5, 0],
      [0, 0, 0.5, 0.5],
    ]),
  );
  expect(firmness.get("and1")).toMatchObject({
    isFirm: false,
    fate: 0,
    birth: 0,
    death: 2,
    bornWithin: [0, 2],
    diedWithin: [3, 4],
  });
});

it("counts the shown rows that are firm, and those that are robust", () => {
  const count = (...of: Parameters<typeof certainty>) =>
    countFirm({ shown: rows }, firmnessOf(layers, certainty(...of)));
  const same = [0, 0.5, 0.5, 0];
  // The other concept of these layers is the same everywhere.
  expect(count([same, same], [same])).toEqual({ rows: 2, firm: 2, robust: 2 });
  expect(count([same, [0, 0, 0, 0]], [[0, 0.5, 0.04, 0]])).toEqual({ rows: 2, firm: 1, robust: 1 });
  expect(count([], [])).toEqual({ rows: 2, firm: null, robust: 2 });
  // Two replicates that say the same say it by chance often enough.
  expect(count([same], [same])).toEqual({ rows: 2, firm: null, robust: 2 });
});

it("tells nothing of concepts that live nowhere in the picture", () => {
  const { replicates, concepts } = certainty([]);
  const stray = { ...concepts[0]!, mask: 2 };
  expect([...firmnessOf(layers, { replicates, concepts: [stray] }).keys()]).toEqual([]);
});
