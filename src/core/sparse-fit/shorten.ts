import { DEPENDENT, type SupportFit } from "./support-fit.ts";

/** Σ |effect| that falls by no more than this share of itself has not fallen. */
const LEAST_SHARE = 1e-9;
/** The part, of columns of length 1, below which a column has none in a sum. */
const NO_PART = 1e-6;

/**
 * Exchanges columns of the support for sums of them, one for one, as long as Σ |effect| falls. The fit stays the same: of the answers with as many
 * columns that say the same, this is the shortest, as the simplex method finds it. Says whether any column was exchanged.
 */
export function shorten(fit: SupportFit): boolean {
  for (let any = false; ; any = true) {
    const { support, parts, coefficients, lengths, left, place } = fit;
    const strength = coefficients.reduce((sum, c, k) => sum + Math.abs(c) / lengths[support[k]], 0);
    let [least, added, removed] = [strength * (1 - LEAST_SHARE), -1, -1];
    for (let j = 0; j < left.length; j++) {
      if (left[j] > DEPENDENT || place[j] >= 0 || lengths[j] === 0) continue;
      parts.forEach((part, i) => {
        if (Math.abs(part[j]) < NO_PART) return;
        const step = coefficients[i] / part[j];
        let after = Math.abs(step) / lengths[j];
        for (let k = 0; k < support.length && after < least; k++)
          if (k !== i) after += Math.abs(coefficients[k] - step * parts[k][j]) / lengths[support[k]];
        if (after < least) [least, added, removed] = [after, j, i];
      });
    }
    if (added < 0) return any;
    fit.remove(removed);
    fit.add(added);
  }
}
