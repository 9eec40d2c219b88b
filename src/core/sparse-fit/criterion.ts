/** What a fit by so many columns that leaves Σ residual² = `residual` is worth; less is better. */
export type Criterion = (size: number, residual: number) => number;

/** A criterion that falls by no more has not fallen. */
export const LEAST_GAIN = 1e-7;

/** A residual below this share of Σ (v − mean v)² is rounding: then the fewest columns are best. */
const ROUNDING = 1e-12;

/**
 * The extended Bayesian information criterion (Chen and Chen, 2008): rows · ln(residual / rows) + size · ln rows + 2γ ln C(count, size). γ = 0 is
 * the plain one; with more columns to choose from than rows, γ = 1 keeps chance out. `noise`: a standard deviation that v is taken to have beside what a fit
 * leaves; what is much smaller is not worth a column.
 */
export function ebic(
  { rows, count, square }: { readonly rows: number; readonly count: number; readonly square: number },
  gamma: number,
  noise = 0,
): Criterion {
  const least = ROUNDING * square;
  const beside = rows * noise ** 2;
  // ln C(count, size), as far as it was asked for.
  const choices = [0];
  return (size, residual) => {
    for (let k = choices.length; k <= size; k++) choices.push(choices[k - 1] + Math.log((count - k + 1) / k));
    return (
      rows * Math.log((Math.max(residual, least) + beside) / rows) + size * Math.log(rows) + 2 * gamma * choices[size]
    );
  };
}
