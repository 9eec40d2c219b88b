import { isWithin, maskOfCode, meets } from "../core/masks.ts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { analyse } from "../exploration/analyse.ts";
import { sparse } from "../core/all-masks.ts";
import { pairsOf, toFile } from "./codec.ts";
import { fakeEvaluator, fakeSolver, request } from "../exploration/fake-engine.fixture.ts";
import { strataFileSchema } from "./strata-file.fixture.ts";

const exploration = await analyse(
  { ...request, kappaFraction: 0.04 },
  { evaluator: fakeEvaluator((m, l, c) => Math.sin(m * 1.7 + l + 5 * c)), solver: fakeSolver },
);

describe("toFile", () => {
  it.each([true, false])("has every field of the format and no other, values %s", (values) => {
    const file = JSON.parse(JSON.stringify(toFile(exploration, { values }))) as unknown;
    expect(v.safeParse(strataFileSchema(4, 3, values), file).issues).toBeUndefined();
  });

  it("keeps every number through text", () => {
    const file = toFile(exploration, { values: true });
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
    expect(Float64Array.from(file.layers[1]!.values!)).toEqual(exploration.values.layers[1]);
  });

  it("holds effects from which v is rebuilt within κ", () => {
    for (const { constant, and, or, kappa, values } of toFile(exploration, { values: true }).layers) {
      values!.forEach((score, mask) => {
        const rebuilt =
          and.reduce((sum, [s, effect]) => sum + (isWithin(maskOfCode(s)!, mask) ? effect : 0), constant) +
          or.reduce((sum, [s, effect]) => sum + (meets(maskOfCode(s)!, mask) ? effect : 0), 0);
        expect(Math.abs(rebuilt - score)).toBeLessThanOrEqual(kappa + 1e-9);
      });
    }
  });
});

describe("pairsOf", () => {
  it("lists what is not zero, by mask, without the empty set", () => {
    expect(pairsOf(sparse({ and: Float64Array.of(5, 0, -1, 0.25), or: new Float64Array(4) }).and)).toEqual([
      [2, -1],
      [3, 0.25],
    ]);
  });
});
