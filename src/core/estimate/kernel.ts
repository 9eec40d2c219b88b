/**
 * A kernel on masks: how alike two of them are to a function that is a sum of smooth functions, one of each group of patches that lie together
 * and one of all. Within a group it falls with the share of players in which two masks differ, e^(−2 · differing / players); its terms of high order
 * weigh less. Kernel ridge regression with it is a Gaussian process's mean: what can be told of v at a mask from all others, though no few effects say it.
 */
import { playersIn, setOf, type PlayerSet } from "./player-sets.ts";
import { KernelMemory, roomOf } from "../simd/memory.ts";
import { bitColumn, bitsIn } from "./bit-columns.ts";
import { FloatMatrix } from "./float-matrix.ts";
import { cliquesOf, type Touching } from "./neighbourhoods.ts";
import type { ShownPlayers } from "./trees.ts";

/** What a group's kernel falls by, e to it, where all of its players differ. */
const FALL = 2;

/** How much the groups that touch, a patch with those around it, and all players weigh. */
const CLIQUES = 1;
const AROUND = 0.3;
const ALL = 0.1;

/** Of more patches around one the last are left out, so that tables stay small. */
const MOST_AROUND = 12;

/** Lines of a matrix that are mirrored together: as many of its numbers as a line of a cache holds. */
const LINES = 16;

/** A group of players whose kernel weighs so much. */
interface Group {
  readonly players: readonly number[];
  readonly weight: number;
}

/** Groups that are looked at together, since they lie in the players of one. */
interface Window {
  readonly players: readonly number[];
  /** By which of its players differ. `[2^players]` */
  readonly table: Float32Array;
}

/** A kernel over n players. */
export interface MaskKernel {
  readonly n: number;
  readonly groups: readonly Group[];
  readonly windows: readonly Window[];
  /** By how many of all players differ. `[n + 1]` */
  readonly byCount: Float32Array;
}

/** The kernel of players that touch each other so; of none that touch it knows all players alone. Its value at equal masks is 1. */
export function maskKernel(touches: Touching): MaskKernel {
  const n = touches.length;
  const cliques = cliquesOf(touches).filter(({ length }) => length > 1 && length <= MOST_AROUND);
  const around = touches.flatMap((others, player) =>
    others.length === 0 ? [] : [[player, ...others.slice(0, MOST_AROUND - 1)].sort((a, b) => a - b)],
  );
  const whole = cliques.length === 0 ? 1 : CLIQUES + AROUND + ALL;
  const groups: Group[] = [
    ...cliques.map((players) => ({ players, weight: CLIQUES / cliques.length / whole })),
    ...around.map((players) => ({ players, weight: AROUND / around.length / whole })),
  ];
  const all: Group = { players: touches.map((_, player) => player), weight: cliques.length === 0 ? 1 : ALL / whole };
  // A clique's table is part of a neighbourhood's that it lies in.
  const inside = new Map<readonly number[], Group[]>(around.map((players) => [players, []]));
  for (const group of groups) {
    const host = around.find((players) => group.players.every((player) => players.includes(player)));
    const home = inside.get(host ?? group.players);
    if (home === undefined) inside.set(group.players, [group]);
    else home.push(group);
  }
  const windows = [...inside].map(([players, within]) => ({ players, table: tableOf(players, within) }));
  const byCount = Float32Array.from(
    { length: n + 1 },
    (_, differing) => all.weight * Math.exp((-FALL * differing) / n),
  );
  return { n, groups: [...groups, all], windows, byCount };
}

function tableOf(players: readonly number[], groups: readonly Group[]): Float32Array {
  const table = new Float32Array(2 ** players.length);
  for (const { players: own, weight } of groups) {
    const places = own.map((player) => players.indexOf(player));
    for (let pattern = 0; pattern < table.length; pattern++) {
      const differing = places.reduce((sum, place) => sum + ((pattern >>> place) & 1), 0);
      table[pattern] += weight * Math.exp((-FALL * differing) / own.length);
    }
  }
  return table;
}

/** The kernel between all rows, symmetric. Costs rows² · windows / 2; yields now and then the share done. */
export function* kernelMatrix(
  { n, windows, byCount }: MaskKernel,
  { rows, shown }: ShownPlayers,
): Generator<number, FloatMatrix, void> {
  const memory = new KernelMemory(
    FloatMatrix.roomOf(rows) +
      roomOf(...windows.flatMap(({ table }) => [table.byteLength, Uint16Array.BYTES_PER_ELEMENT * rows])),
  );
  const matrix = new FloatMatrix(memory, rows);
  const words = Math.ceil(n / 32);
  const bits = new Uint32Array(rows * words);
  for (let row = 0; row < rows; row++) {
    for (let player = 0; player < n; player++)
      if (shown[row * n + player] === 1) bits[row * words + (player >>> 5)] |= 1 << (player & 31);
  }
  const tables = windows.map(({ players, table }) => {
    const own = memory.floats(table.length);
    own.set(table);
    const patterns = memory.shorts(rows);
    for (let row = 0; row < rows; row++)
      patterns[row] = players.reduce((pattern, player, place) => pattern | (shown[row * n + player] << place), 0);
    return { table: own, patterns };
  });
  for (let i = 0; i < rows; i++) {
    const line = matrix.line(i);
    for (let j = 0; j <= i; j++) {
      let differing = 0;
      for (let w = 0; w < words; w++) differing += bitsIn(bits[i * words + w] ^ bits[j * words + w]);
      line[j] = byCount[differing];
    }
    // Up to three entries more are written, which mirrors overwrite, or nobody reads.
    const length = 16 * Math.ceil((i + 1) / 4);
    for (const { table, patterns } of tables)
      memory.kernels.addTable(line.byteOffset, length, patterns.byteOffset, patterns[i], table.byteOffset);
    const next = i + 1;
    if (next % LINES === 0 || next === rows) matrix.mirror(next - (i % LINES) - 1, next);
    if (next % (4 * LINES) === 0) yield (next / rows) ** 2;
  }
  return matrix;
}

/**
 * What share of F(S) = share(S) · Σ weights(row) χ_S(row) is, for f(mask) = Σ weights(row) k(mask, row): the kernel's own coefficient of a set.
 * A group's kernel is Π (1 + ρ + (1 − ρ) χ_i χ_i′) / 2 over its players, ρ = e^(−2 / players).
 */
export function kernelCoefficient({ groups }: MaskKernel, set: PlayerSet): number {
  const players = playersIn(set);
  let sum = 0;
  for (const { players: own, weight } of groups) {
    if (!players.every((player) => own.includes(player))) continue;
    const rho = Math.exp(-FALL / own.length);
    sum += weight * ((1 + rho) / 2) ** (own.length - players.length) * ((1 - rho) / 2) ** players.length;
  }
  return sum;
}

/** F(S) of f(mask) = Σ weights(row) k(mask, row) for each of the sets. Yields the share done; costs sets · rows. */
export function* kernelFourier(
  kernel: MaskKernel,
  { n, rows, shown }: ShownPlayers,
  weights: Float64Array,
  sets: readonly (readonly number[])[],
): Generator<number, Map<PlayerSet, number>, void> {
  const fourier = new Map<PlayerSet, number>();
  const hidden = Array.from({ length: n }, (_, player) => bitColumn(rows, (row) => shown[row * n + player] === 0));
  // Of each row its weight where χ is 1, and where it is −1.
  const signed = Float64Array.from({ length: 2 * rows }, (_, i) =>
    i % 2 === 0 ? weights[i / 2] : -weights[(i - 1) / 2],
  );
  const odd = new Uint32Array(Math.ceil(rows / 32));
  for (let s = 0; s < sets.length; s++) {
    const players = sets[s];
    if (s % 128 === 127) yield s / sets.length;
    odd.fill(0);
    for (const player of players) for (let w = 0; w < odd.length; w++) odd[w] ^= hidden[player][w];
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += signed[2 * row + ((odd[row >>> 5] >>> (row & 31)) & 1)];
    const set = setOf(players);
    fourier.set(set, sum * kernelCoefficient(kernel, set));
  }
  return fourier;
}
