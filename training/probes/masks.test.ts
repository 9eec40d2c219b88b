import { expect, it } from "vitest";
import { orderOf } from "../../src/core/masks.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { manifestFixture } from "../../src/models/manifest.fixture.ts";
import { ALL_SHOWN, drawTrainingMask, hideRandomly, PATCHES, writeMasked } from "./masks.ts";

it("hides as many patches as asked for, any of them", () => {
  const random = mulberry32(1);
  const seen = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const mask = hideRandomly(3, random);
    expect(orderOf(mask)).toBe(PATCHES - 3);
    seen.add(ALL_SHOWN & ~mask);
  }
  expect([...seen].reduce((all, hidden) => all | hidden, 0)).toBe(ALL_SHOWN);
});

it("hides nothing in half of the training images and 0 to 16 patches alike in the others", () => {
  const random = mulberry32(2);
  const counts = new Uint32Array(PATCHES + 1);
  const draws = 34_000;
  for (let i = 0; i < draws; i++) counts[PATCHES - orderOf(drawTrainingMask(random))]!++;
  const each = draws / 2 / (PATCHES + 1);
  counts.forEach((count, hidden) => {
    const expected = hidden === 0 ? draws / 2 + each : each;
    expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
  });
});

it("paints hidden patches in the mean colour, which is 0 after preprocessing", () => {
  const manifest = { ...manifestFixture, input: { ...manifestFixture.input, width: 4, height: 4 } };
  const tensor = new Float32Array(3 * 16).fill(9);
  writeMasked({ width: 4, height: 4, rgb: new Uint8Array(48).fill(255) }, 0b1, manifest, tensor);
  for (let i = 0; i < tensor.length; i++) {
    if (i % 16 === 0) expect(tensor[i]).toBeGreaterThan(0.5);
    else expect(tensor[i]).toBeCloseTo(0, 6);
  }
});
