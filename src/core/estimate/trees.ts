/** Gradient boosting of regression trees on binary features (Friedman, 2001): squared error, shrinkage, rows and players drawn for each tree. */
import { mulberry32 } from "../random.ts";
import type { BitColumn } from "./bit-columns.ts";
import { hasRow } from "./bit-columns.ts";

/** A leaf's value, or what follows when a player is hidden and when it is shown. */
export type Tree =
  { readonly value: number } | { readonly player: number; readonly hidden: Tree; readonly shown: Tree };

export interface Boosting {
  readonly trees: number;
  readonly depth: number;
  readonly leaves: number;
  /** What of a tree is added. */
  readonly rate: number;
  /** Share of the rows, and of the players, that a tree is grown from. */
  readonly share: number;
  readonly seed: number;
}

/** As the trials behind the estimator had them. */
export const DEFAULT_BOOSTING: Omit<Boosting, "seed"> = { trees: 300, depth: 5, leaves: 16, rate: 0.1, share: 0.8 };

/** A leaf with fewer rows says nothing. */
const FEWEST_ROWS = 8;

/** Trees whose values add up, with a constant. */
export interface Forest {
  readonly constant: number;
  readonly trees: readonly Tree[];
}

/** Rows as bytes, player after player, so that a row's players lie together. */
export interface ShownPlayers {
  readonly n: number;
  readonly rows: number;
  /** `[rows · n]`, 1 where the player is shown. */
  readonly shown: Uint8Array;
}

/** The same of players' columns. */
export function shownPlayers(columns: readonly BitColumn[], rows: number): ShownPlayers {
  const n = columns.length;
  const shown = new Uint8Array(rows * n);
  columns.forEach((column, player) => {
    for (let row = 0; row < rows; row++) if (hasRow(column, row)) shown[row * n + player] = 1;
  });
  return { n, rows, shown };
}

/** A leaf that may be split, with its best split. */
interface Leaf {
  readonly rows: Uint32Array;
  readonly depth: number;
  readonly sum: number;
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
  gain: number;
  player: number;
  split: readonly [Leaf, Leaf] | null;
}

/**
 * Boosts trees on v, yielding after each; the same seed gives the same trees. Costs about rows · n · depth a tree.
 */
export function* boostedTrees(
  { n, rows, shown }: ShownPlayers,
  v: Float64Array,
  { trees: count, depth, leaves, rate, share, seed }: Boosting,
): Generator<number, Forest, void> {
  const random = mulberry32(seed);
  const constant = v.reduce((sum, value) => sum + value, 0) / rows;
  const residual = v.map((value) => value - constant);
  const trees: Tree[] = [];
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const players = Uint32Array.from({ length: n }, (_, player) => player);
  for (let t = 0; t < count; t++) {
    const drawn = drawFrom(order, Math.max(1, Math.round(share * rows)), random);
    const allowed = new Uint8Array(n);
    for (const player of drawFrom(players, Math.max(1, Math.round(share * n)), random)) allowed[player] = 1;
    // Ascending, so that the memory is read as it lies.
    const tree = grow({ n, rows, shown }, residual, drawn.toSorted(), allowed, { depth, leaves, rate });
    trees.push(tree);
    for (let row = 0; row < rows; row++) residual[row] -= valueOf(tree, shown, row * n);
    yield (t + 1) / count;
  }
  return { constant, trees };
}

/** The first `count` of a list after they were shuffled to its front. */
function drawFrom(list: Uint32Array, count: number, random: () => number): Uint32Array {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (list.length - i));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list.slice(0, count);
}

function valueOf(tree: Tree, shown: Uint8Array, at: number): number {
  let node = tree;
  while ("player" in node) node = shown[at + node.player] === 1 ? node.shown : node.hidden;
  return node.value;
}

/** What a forest says of rows. */
export function forestValues({ constant, trees }: Forest, { n, rows, shown }: ShownPlayers): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    trees.reduce((sum, tree) => sum + valueOf(tree, shown, row * n), constant),
  );
}

/** A tree by its best leaf first. */
function grow(
  { n, shown }: ShownPlayers,
  residual: Float64Array,
  rows: Uint32Array,
  allowed: Uint8Array,
  { depth, leaves, rate }: Pick<Boosting, "depth" | "leaves" | "rate">,
): Tree {
  const leafOf = (of: Uint32Array, at: number, others?: Leaf, parent?: Leaf): Leaf => {
    let sums = new Float64Array(n);
    let counts = new Uint32Array(n);
    let sum = 0;
    if (others !== undefined && parent !== undefined) {
      // What its sibling has not.
      sums = parent.sums.map((value, player) => value - others.sums[player]);
      counts = parent.counts.map((value, player) => value - others.counts[player]);
      sum = parent.sum - others.sum;
    } else {
      for (const row of of) {
        const r = residual[row];
        sum += r;
        for (let player = 0, x = row * n; player < n; player++, x++) {
          sums[player] += shown[x] * r;
          counts[player] += shown[x];
        }
      }
    }
    const leaf: Leaf = { rows: of, depth: at, sum, sums, counts, gain: 0, player: -1, split: null };
    if (at < depth) {
      const own = (sum * sum) / of.length;
      for (let player = 0; player < n; player++) {
        const [on, off] = [counts[player], of.length - counts[player]];
        if (allowed[player] === 0 || on < FEWEST_ROWS || off < FEWEST_ROWS) continue;
        const gain = sums[player] ** 2 / on + (sum - sums[player]) ** 2 / off - own;
        if (gain > leaf.gain) [leaf.gain, leaf.player] = [gain, player];
      }
    }
    return leaf;
  };
  const root = leafOf(rows, 0);
  const open = [root];
  for (let count = 1; count < leaves; count++) {
    const best = open.reduce<Leaf | null>((most, leaf) => (leaf.gain > (most?.gain ?? 0) ? leaf : most), null);
    if (best === null) break;
    const on = best.rows.filter((row) => shown[row * n + best.player] === 1);
    const off = best.rows.filter((row) => shown[row * n + best.player] === 0);
    const fewer = on.length < off.length ? leafOf(on, best.depth + 1) : leafOf(off, best.depth + 1);
    const more = leafOf(on.length < off.length ? off : on, best.depth + 1, fewer, best);
    best.split = on.length < off.length ? [more, fewer] : [fewer, more];
    open.splice(open.indexOf(best), 1, ...best.split);
  }
  const treeOf = (leaf: Leaf): Tree =>
    leaf.split === null
      ? { value: leaf.rows.length === 0 ? 0 : (rate * leaf.sum) / leaf.rows.length }
      : { player: leaf.player, hidden: treeOf(leaf.split[0]), shown: treeOf(leaf.split[1]) };
  return treeOf(root);
}
