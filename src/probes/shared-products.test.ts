import { expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import { plainMatrix, type DesignMatrix } from "./design-matrix.ts";
import { fitProbe } from "./probe-fit.ts";
import { sideBySide } from "./shared-products.ts";

const FEATURES = 3;
const ROWS = 40;
const random = mulberry32(1);
const values = Float32Array.from({ length: ROWS * FEATURES }, () => random() - 0.5);
const matrix = plainMatrix(values, FEATURES);
const labelsOf = (classes: number) => Uint8Array.from({ length: ROWS }, () => Math.floor(random() * classes));

/** Fits of different classes and penalties, so that they end after different numbers of steps. */
const fits = [2, 3, 4, 3].map((classes, i) => {
  const labels = labelsOf(classes);
  return (of: DesignMatrix) => fitProbe(of, { labels }, { classes, l2: 10 ** -i, tolerance: 1e-4, maxIterations: 100 });
});

it("gives what the fits give one by one, with fewer products", async () => {
  let products = 0;
  const counted: DesignMatrix = {
    ...matrix,
    multiply: (...args) => (products++, matrix.multiply(...args)),
    multiplyTransposed: (...args) => (products++, matrix.multiplyTransposed(...args)),
  };
  const together = await sideBySide(counted, fits);
  const sharedProducts = products;
  products = 0;
  const apart = await Promise.all(fits.map((fit) => fit(counted)));
  expect(together).toEqual(apart);
  expect(new Set(apart.map(({ iterations }) => iterations)).size).toBeGreaterThan(1);
  expect(sharedProducts).toBeLessThan(0.6 * products);
});

it("rejects when a product fails, and when one of the fits does, and leaves none waiting", async () => {
  const broken: DesignMatrix = { ...matrix, multiply: () => Promise.reject(new Error("no product")) };
  await expect(sideBySide(broken, fits)).rejects.toThrow("no product");
  const ends: string[] = [];
  const ending = fits.map((fit, i) => async (of: DesignMatrix) => {
    if (i === 0) throw new Error("no fit");
    await fit(of);
    ends.push("done");
  });
  await expect(sideBySide(matrix, ending)).rejects.toThrow("no fit");
  await expect.poll(() => ends.length).toBe(3);
});
