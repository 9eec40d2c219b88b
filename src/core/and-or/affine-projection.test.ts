import { describe, expect, it } from "vitest";
import { orderOf } from "../masks.ts";
import { mulberry32 } from "../random.ts";
import { moebius, subsetSums, supersetMoebius } from "../transforms.ts";
import { AffineProjection } from "./affine-projection.ts";
import { mirror, mirrorTransposed } from "./mirror-transform.ts";

describe.each([1, 2, 5, 6, 7])("for %i players", (n) => {
  const random = mulberry32(n);
  const vector = () => Float64Array.from({ length: 2 ** n }, () => random() - 0.5);
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  it("K is M R Z, its own inverse, and has the transpose it should", () => {
    const y = vector();
    const x = vector();
    const ky = mirror(y.slice(), n);
    const expected = moebius(subsetSums(y.slice()).reverse());
    ky.forEach((value, mask) => expect(value).toBeCloseTo(expected[mask]!, 10));
    mirror(ky.slice(), n).forEach((value, mask) => expect(value).toBeCloseTo(y[mask]!, 10));
    expect(product(mirrorTransposed(x.slice(), n), y)).toBeCloseTo(product(x, ky), 10);
  });

  it.each([0, 2])(
    "the projection fits, moves along the constraint's normals, and stays when repeated (δ weight %i)",
    (deltaWeight) => {
      const b = vector();
      const projection = new AffineProjection(n, b, 0.8, deltaWeight);
      const [x0, y0, delta0] = [vector(), vector(), deltaWeight > 0 ? vector() : new Float64Array(2 ** n)];
      const [x, y, delta] = [x0.slice(), y0.slice(), delta0.slice()];
      projection.project(x, y, delta);
      const ky = mirror(y.slice(), n);
      const mDelta = moebius(delta.slice());
      for (let mask = 1; mask < 2 ** n; mask++) expect(x[mask]! + ky[mask]! - mDelta[mask]!).toBeCloseTo(b[mask]!, 10);

      const normal = projection.multiplier.slice();
      const normalY = mirrorTransposed(normal.slice(), n);
      const normalDelta = supersetMoebius(normal.slice());
      for (let mask = 1; mask < 2 ** n; mask++) {
        const weight = 0.8 ** orderOf(mask);
        expect(x[mask]! - x0[mask]!).toBeCloseTo(weight * normal[mask]!, 10);
        expect(y[mask]! - y0[mask]!).toBeCloseTo(weight * normalY[mask]!, 10);
        expect(delta[mask]! - delta0[mask]!).toBeCloseTo(-deltaWeight * normalDelta[mask]!, 10);
      }
      const again = [x.slice(), y.slice(), delta.slice()] as const;
      projection.project(...again);
      again[0].forEach((value, mask) => expect(value).toBeCloseTo(x[mask]!, 10));
    },
  );
});
