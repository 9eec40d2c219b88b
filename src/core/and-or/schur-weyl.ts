/**
 * An orthonormal basis in which every matrix A⊗A⊗…⊗A (one 2x2 factor A per player) and every diagonal that depends on
 * the order |S| only become block diagonal, with blocks of size at most n + 1 (Schur-Weyl duality). The change of basis
 * adds one player after the other: a ladder of d entries, one for each order from r to r + d − 1, and the two states of
 * the next player combine into a ladder of d + 1 and one of d − 1 by plane rotations (Clebsch-Gordan coefficients with
 * cosines sqrt((d − k)/d)). Cost of either direction O(n 2^n).
 */

/** The rotations that add one player: of entries `first` and `second` by the angle (cosine, sine). */
interface Stage {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** All ladders from order r to n − r: `positions` lists their entries one ladder after the other, `length` = n − 2r + 1 each. */
export interface LadderGroup {
  readonly lowestOrder: number;
  readonly length: number;
  readonly positions: Int32Array;
}

/** The change of basis for n players. */
export interface SchurWeyl {
  readonly stages: readonly Stage[];
  readonly groups: readonly LadderGroup[];
}

/** The ladders of some players: `positions` end to end, one after the other, with their `lengths`. */
interface Ladders {
  readonly positions: Int32Array;
  readonly lengths: Int32Array;
}

/** Builds the change of basis for n players. Cost O(2^n), memory about 50 bytes per mask. */
export function schurWeyl(n: number): SchurWeyl {
  let ladders: Ladders = { positions: Int32Array.of(0), lengths: Int32Array.of(1) };
  const stages: Stage[] = [];
  for (let player = 0; player < n; player++) {
    stages.push(rotationsOf(ladders, 1 << player));
    ladders = extend(ladders, 1 << player);
  }
  return { stages, groups: groupByLength(n, ladders) };
}

/** Step k of a ladder without the new player and step k − 1 with it are of one order: they turn together. */
function rotationsOf({ positions, lengths }: Ladders, bit: number): Stage {
  const count = positions.length - lengths.length;
  const stage = {
    first: new Int32Array(count),
    second: new Int32Array(count),
    cosine: new Float64Array(count),
    sine: new Float64Array(count),
  };
  let rotation = 0;
  let start = 0;
  for (const d of lengths) {
    for (let k = 1; k < d; k++, rotation++) {
      stage.first[rotation] = positions[start + k];
      stage.second[rotation] = positions[start + k - 1] | bit;
      stage.cosine[rotation] = Math.sqrt((d - k) / d);
      stage.sine[rotation] = Math.sqrt(k / d);
    }
    start += d;
  }
  return stage;
}

/** Each ladder of d entries becomes one of d + 1 and, where d > 1, one of d − 1. */
function extend({ positions, lengths }: Ladders, bit: number): Ladders {
  const next = new Int32Array(2 * positions.length);
  const nextLengths: number[] = [];
  let start = 0;
  let end = 0;
  for (const d of lengths) {
    for (let k = 0; k < d; k++) next[end++] = positions[start + k];
    next[end++] = positions[start + d - 1] | bit;
    nextLengths.push(d + 1);
    for (let k = 0; k < d - 1; k++) next[end++] = positions[start + k] | bit;
    if (d > 1) nextLengths.push(d - 1);
    start += d;
  }
  return { positions: next, lengths: Int32Array.from(nextLengths) };
}

function groupByLength(n: number, { positions, lengths }: Ladders): LadderGroup[] {
  const groups: LadderGroup[] = [];
  for (let lowestOrder = 0; 2 * lowestOrder <= n; lowestOrder++) {
    const length = n - 2 * lowestOrder + 1;
    const grouped = new Int32Array(length * lengths.filter((d) => d === length).length);
    let start = 0;
    let end = 0;
    for (const d of lengths) {
      if (d === length) {
        grouped.set(positions.subarray(start, start + d), end);
        end += d;
      }
      start += d;
    }
    groups.push({ lowestOrder, length, positions: grouped });
  }
  return groups;
}

/** Into the ladder basis, in place; a has length 2^n. */
export function toLadders(a: Float64Array, { stages }: SchurWeyl): void {
  stages.forEach((stage, player) => rotate(a, 2 << player, stage, 1));
}

/** Back from the ladder basis, in place. */
export function fromLadders(a: Float64Array, { stages }: SchurWeyl): void {
  for (let player = stages.length - 1; player >= 0; player--) rotate(a, 2 << player, stages[player], -1);
}

function rotate(a: Float64Array, block: number, { first, second, cosine, sine }: Stage, direction: 1 | -1): void {
  for (let start = 0; start < a.length; start += block) {
    for (let l = 0; l < first.length; l++) {
      const i = start + first[l];
      const j = start + second[l];
      const c = cosine[l];
      const s = direction * sine[l];
      const p = a[i];
      const q = a[j];
      a[i] = c * p + s * q;
      a[j] = c * q - s * p;
    }
  }
}

/**
 * What A⊗…⊗A does to a ladder of d entries: the (d − 1)-th symmetric power of the 2x2 matrix A in the ladder's basis,
 * d x d (up to a factor det A per pair of players left out, which cancels in A D A^T for |det A| = 1).
 */
export function symmetricPower(a: readonly (readonly number[])[], d: number): number[][] {
  let power = [[1]];
  for (let length = 1; length < d; length++) {
    // Entry k of the longer ladder = its lower part without the new player and its upper part with it.
    const parts = Array.from({ length: length + 1 }, (_, k) => [
      ...(k < length ? [{ from: k, state: 0, weight: Math.sqrt((length - k) / length) }] : []),
      ...(k > 0 ? [{ from: k - 1, state: 1, weight: Math.sqrt(k / length) }] : []),
    ]);
    const shorter = power;
    power = parts.map((left) =>
      parts.map((right) => {
        let sum = 0;
        for (const l of left)
          for (const r of right) sum += l.weight * r.weight * shorter[l.from][r.from] * a[l.state][r.state];
        return sum;
      }),
    );
  }
  return power;
}
