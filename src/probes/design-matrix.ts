/** Features of many samples, as the products with it that fitting needs; where they are computed is up to whoever makes it. */
export interface DesignMatrix {
  readonly rows: number;
  readonly features: number;
  /** X · W: `weights` [features · classes] gives [rows · classes]. */
  multiply(weights: Float32Array, classes: number): Promise<Float32Array>;
  /** Xᵀ · R: `residuals` [rows · classes] gives [features · classes]. */
  multiplyTransposed(residuals: Float32Array, classes: number): Promise<Float32Array>;
}

/** A design matrix over `values`, [rows · features], that multiplies in plain TypeScript; O(rows · features · classes) a product. */
export function plainMatrix(values: Float32Array, features: number): DesignMatrix {
  const rows = values.length / features;
  if (!Number.isInteger(rows))
    throw new RangeError(`${values.length} values are no whole number of rows of ${features}`);
  return {
    rows,
    features,
    async multiply(weights, classes) {
      const product = new Float32Array(rows * classes);
      const sums = new Float64Array(classes);
      for (let row = 0; row < rows; row++) {
        sums.fill(0);
        for (let f = 0; f < features; f++) {
          const x = values[row * features + f]!;
          if (x !== 0) for (let c = 0; c < classes; c++) sums[c]! += x * weights[f * classes + c]!;
        }
        product.set(sums, row * classes);
      }
      return product;
    },
    async multiplyTransposed(residuals, classes) {
      const sums = new Float64Array(features * classes);
      for (let row = 0; row < rows; row++) {
        for (let f = 0; f < features; f++) {
          const x = values[row * features + f]!;
          if (x !== 0) for (let c = 0; c < classes; c++) sums[f * classes + c]! += x * residuals[row * classes + c]!;
        }
      }
      return Float32Array.from(sums);
    },
  };
}
