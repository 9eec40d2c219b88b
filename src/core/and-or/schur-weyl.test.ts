import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import { subsetSums } from "../transforms.ts";
import { fromLadders, schurWeyl, symmetricPower, toLadders } from "./schur-weyl.ts";

describe.each([1, 2, 3, 5, 8])("for %i players", (n) => {
  const basis = schurWeyl(n);
  const random = mulberry32(n);
  const a = Float64Array.from({ length: 2 ** n }, () => random() - 0.5);

  it("the ladders share out all masks", () => {
    const positions = basis.groups.flatMap((group) => [...group.positions]);
    expect(positions.toSorted((i, j) => i - j)).toEqual([...a.keys()]);
  });

  it("the change of basis keeps lengths and can be undone", () => {
    const ladders = a.slice();
    toLadders(ladders, basis);
    expect(ladders.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(
      a.reduce((sum, x) => sum + x * x, 0),
      12,
    );
    fromLadders(ladders, basis);
    ladders.forEach((x, i) => expect(x).toBeCloseTo(a[i]!, 12));
  });

  it("a product of equal 2x2 matrices acts within each ladder by its symmetric power", () => {
    const direct = subsetSums(a.slice());
    toLadders(direct, basis);
    const ladders = a.slice();
    toLadders(ladders, basis);
    for (const { length, positions } of basis.groups) {
      const block = symmetricPower(
        [
          [1, 0],
          [1, 1],
        ],
        length,
      );
      for (let start = 0; start < positions.length; start += length) {
        const ladder = Array.from({ length }, (_, k) => ladders[positions[start + k]!]!);
        block.forEach((line, i) => {
          const sum = line.reduce((total, entry, k) => total + entry * ladder[k]!, 0);
          expect(sum).toBeCloseTo(direct[positions[start + i]!]!, 10);
        });
      }
    }
  });
});
