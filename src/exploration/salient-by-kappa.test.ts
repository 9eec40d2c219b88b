import { expect, it } from "vitest";
import { decompose } from "../core/and-or.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { salientCounts } from "../core/metrics.ts";
import { analyse } from "./analyse.ts";
import { fakeEvaluator, fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";
import { KAPPAS, salientByKappa, type KappaCounts } from "./salient-by-kappa.ts";
import { snapshotModel, snapshotOf } from "./snapshot.ts";

it("counts what is salient at every κ by both rules, tells so far, and stops", async () => {
  const exploration = await analyse(request, { evaluator: fakeEvaluator(), solver: fakeSolver });
  const snapshot = snapshotOf(exploration, snapshotModel({ manifest: threeClasses }), {
    name: "",
    pixels: request.image,
  });
  const told: [number, KappaCounts][] = [];
  const found = await salientByKappa(snapshot, fakeSolver, {
    onProgress: ({ fraction }, sofar) => told.push([fraction, sofar]),
  });
  expect(found).toHaveLength(2 * KAPPAS.length);
  for (const { kappaFraction, kappaOf, salient } of found)
    expect(salient).toEqual(
      snapshot.values!.layers.map((v) => {
        const effects = interactionsOf(v, decompose(v, { kappaFraction, kappaOf }));
        return salientCounts(effects, snapshot.tauFraction).reduce((sum, count) => sum + count, 0);
      }),
    );
  expect(told.at(-1)).toEqual([1, found]);
  expect(told.some(([fraction, { length }]) => fraction < 1 && length === 3)).toBe(true);
  const stop = new AbortController();
  const stopped = salientByKappa(snapshot, fakeSolver, {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await expect(stopped).rejects.toThrow("enough");
  await expect(salientByKappa({ ...snapshot, values: null }, fakeSolver)).rejects.toThrow(RangeError);
});
