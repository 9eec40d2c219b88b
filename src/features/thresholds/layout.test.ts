import { expect, it } from "vitest";
import { sparse } from "../../core/all-masks.ts";
import { DEFAULT_SETTINGS } from "../../session/initial.ts";
import { salientAt } from "../sparsity/layout.ts";
import { countAbove, countsByTau, countsOfRule, knownFor, TAUS, tauOverImages } from "./layout.ts";

const effects = sparse({ and: Float64Array.of(9, 4, -0.5, 0), or: Float64Array.of(0, 0, 0, 0.1) });
it("counts by τ what the page counts", () => {
  expect(countsByTau(effects)).toEqual(TAUS.map((tau) => salientAt(effects, tau)));
  expect([countsByTau(effects)[0], countsByTau(effects)[4], countsByTau(effects).at(-1)]).toEqual([3, 2, 1]);
});
it("takes τ of the largest effect over images, of as many patches only", () => {
  const known = { images: 60, players: 2, effects: [2, 10] };
  expect(tauOverImages(known, 1, 2, 0.05)).toBe(0.5);
  expect([tauOverImages(known, 1, 3, 0.05), tauOverImages(undefined, 0, 2, 0.05)]).toEqual([null, null]);
  // Exactly τ is not above it.
  expect(countAbove(effects, 0.5)).toBe(1);
  expect(countAbove(effects, 0.05)).toBe(3);
});
it("takes effects over images for a picture that is asked as those were, and for no other", () => {
  const largestEffects = { images: 60, players: 9, effects: [2, 10] };
  const asked = { ...DEFAULT_SETTINGS, target: 3, tauFraction: 0.1 };
  expect(knownFor({ largestEffects }, 2, asked)).toBe(largestEffects);
  // Of an output alone, of nothing known, of other players, and of another question.
  expect([knownFor({ largestEffects }, 1, asked), knownFor(null, 2, asked)]).toEqual([undefined, undefined]);
  const picked = { cells: [0, 1, 2], others: "hidden" } as const;
  for (const other of [
    { rows: 4 },
    { picked },
    { baseline: "blur" },
    { probes: "labels" },
    { rather: 1 },
    { kappaFraction: 0.08 },
    { kappaOf: "delta" },
  ] as const)
    expect(knownFor({ largestEffects }, 2, { ...asked, ...other })).toBeUndefined();
  const players = { rows: 9, cols: 9, pick: "foreground", count: 9, others: "hidden" } as const;
  expect(knownFor({ largestEffects, players }, 2, asked)).toBeUndefined();
  expect(knownFor({ largestEffects, players }, 2, { ...asked, rows: 9, cols: 9, picked })).toBe(largestEffects);
});
it("orders a rule's counts by κ", () => {
  const found = [
    { kappaFraction: 0.08, kappaOf: "range" as const, salient: [1, 5] },
    { kappaFraction: 0.08, kappaOf: "delta" as const, salient: [1, 6] },
    { kappaFraction: 0.04, kappaOf: "range" as const, salient: [2, 7] },
  ];
  expect(countsOfRule(found, "range", 1)).toEqual([
    { kappa: 0.04, salient: 7 },
    { kappa: 0.08, salient: 5 },
  ]);
});
