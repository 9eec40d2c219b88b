/** Gradient boosting of regression trees on binary features (Friedman, 2001): squared error, shrinkage, rows and players drawn for each tree. */
import { mulberry32 } from "../random.ts";
import { KernelMemory, roomOf, type Kernels } from "../simd/memory.ts";
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

/** Σ residual over rows, over those of them that show each player, and how many these are. */
interface Sums {
  readonly sum: number;
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** A leaf that may be split, with its best split. */
interface Leaf extends Sums {
  /** Where its rows lie in the list of a tree's. */
  readonly from: number;
  readonly until: number;
  readonly depth: number;
  gain: number;
  player: number;
  split: readonly [Leaf, Leaf] | null;
}

/**
 * Boosts trees on v, yielding after each; the same seed gives the same trees. Costs about rows · n · depth / 4 a tree.
 */
export function* boostedTrees(
  { n, rows, shown }: ShownPlayers,
  v: Float64Array,
  { trees: count, depth, leaves, rate, share, seed }: Boosting,
): Generator<number, Forest, void> {
  const random = mulberry32(seed);
  const constant = v.reduce((sum, value) => sum + value, 0) / rows;
  const grower = new TreeGrower({ n, rows, shown });
  const { residual } = grower;
  for (let row = 0; row < rows; row++) residual[row] = v[row] - constant;
  const trees: Tree[] = [];
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const players = Uint32Array.from({ length: n }, (_, player) => player);
  const isDrawn = new Uint8Array(rows);
  for (let t = 0; t < count; t++) {
    isDrawn.fill(0);
    for (const row of drawFrom(order, Math.max(1, Math.round(share * rows)), random)) isDrawn[row] = 1;
    const allowed = new Uint8Array(n);
    for (const player of drawFrom(players, Math.max(1, Math.round(share * n)), random)) allowed[player] = 1;
    const tree = grower.grow(isDrawn, allowed, { depth, leaves, rate });
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

/** Players whose sums are taken together. */
const TOGETHER = 8;

/** Grows trees on rows, in the memory of kernels. */
class TreeGrower {
  readonly residual: Float64Array;
  readonly #rows: ShownPlayers;
  readonly #kernels: Kernels;
  /** Per so many players the rows' bytes, 255 where a player is shown. */
  readonly #blocks: readonly Uint8Array[];
  /** The rows of a tree, leaf after leaf, and room to part them. */
  readonly #list: Int32Array;
  readonly #parted: Int32Array;
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;

  constructor(shownPlayers: ShownPlayers) {
    const { n, rows, shown } = shownPlayers;
    const blocks = Math.ceil(n / TOGETHER);
    const all = blocks * TOGETHER;
    const blockRooms = Array.from({ length: blocks }, () => TOGETHER * rows);
    const memory = new KernelMemory(roomOf(8 * rows, 4 * rows, 8 * all, 4 * all, ...blockRooms));
    this.#rows = shownPlayers;
    this.#kernels = memory.kernels;
    this.residual = memory.doubles(rows);
    this.#list = memory.integers(rows);
    this.#parted = new Int32Array(rows);
    this.#sums = memory.doubles(all);
    this.#counts = memory.integers(all);
    this.#blocks = Array.from({ length: blocks }, (_, block) => {
      const bytes = memory.bytes(rows * TOGETHER);
      const first = block * TOGETHER;
      for (let row = 0; row < rows; row++)
        for (let player = first; player < Math.min(n, first + TOGETHER); player++)
          if (shown[row * n + player] === 1) bytes[row * TOGETHER + player - first] = 255;
      return bytes;
    });
  }

  /** A tree by its best leaf first, of the rows and players that are 1. */
  grow(
    isDrawn: Uint8Array,
    allowed: Uint8Array,
    { depth, leaves, rate }: Pick<Boosting, "depth" | "leaves" | "rate">,
  ): Tree {
    const list = this.#list;
    let count = 0;
    for (let row = 0; row < isDrawn.length; row++) if (isDrawn[row] === 1) list[count++] = row;
    const leafOf = (from: number, until: number, at: number, of: Sums): Leaf => {
      const { sum, sums, counts } = of;
      const leaf: Leaf = { from, until, depth: at, sum, sums, counts, gain: 0, player: -1, split: null };
      if (at < depth) findSplit(leaf, allowed);
      return leaf;
    };
    const open = [leafOf(0, count, 0, this.#sumsOf(0, count))];
    const [root] = open;
    for (let grown = 1; grown < leaves; grown++) {
      const best = open.reduce<Leaf | null>((most, leaf) => (leaf.gain > (most?.gain ?? 0) ? leaf : most), null);
      if (best === null) break;
      const { from, until } = best;
      const middle = this.#part(best);
      const isMoreHidden = until - middle < middle - from;
      const fewer = isMoreHidden ? this.#sumsOf(middle, until) : this.#sumsOf(from, middle);
      const more = without(best, fewer);
      best.split = [
        leafOf(from, middle, best.depth + 1, isMoreHidden ? more : fewer),
        leafOf(middle, until, best.depth + 1, isMoreHidden ? fewer : more),
      ];
      open.splice(open.indexOf(best), 1, ...best.split);
    }
    const treeOf = ({ split, from, until, sum, player }: Leaf): Tree =>
      split === null
        ? { value: until === from ? 0 : (rate * sum) / (until - from) }
        : { player, hidden: treeOf(split[0]), shown: treeOf(split[1]) };
    return treeOf(root);
  }

  /** Σ residual over rows of the list, and over those of them that show each player, and how many these are. */
  #sumsOf(from: number, until: number): Sums {
    const { residual } = this;
    const [list, sums, counts] = [this.#list, this.#sums, this.#counts];
    let sum = 0;
    for (let i = from; i < until; i++) sum += residual[list[i]];
    this.#blocks.forEach((block, k) => {
      this.#kernels.sumShown(
        block.byteOffset,
        list.byteOffset + 4 * from,
        4 * (until - from),
        residual.byteOffset,
        sums.byteOffset + 8 * TOGETHER * k,
        counts.byteOffset + 4 * TOGETHER * k,
      );
    });
    const { n } = this.#rows;
    return { sum, sums: sums.slice(0, n), counts: counts.slice(0, n) };
  }

  /** Puts a leaf's rows that hide its player before those that show it, and tells where these begin. */
  #part({ from, until, player }: Leaf): number {
    const { n, shown } = this.#rows;
    const [list, parted] = [this.#list, this.#parted];
    let [hidden, other] = [from, 0];
    for (let i = from; i < until; i++) {
      const row = list[i];
      if (shown[row * n + player] === 0) list[hidden++] = row;
      else parted[other++] = row;
    }
    list.set(parted.subarray(0, other), hidden);
    return hidden;
  }
}

/** The sums of a leaf's rows that a part of them has not; in the leaf's place, which needs its own no more. */
function without(leaf: Sums, part: Sums): Sums {
  const { sums, counts } = leaf;
  for (let player = 0; player < sums.length; player++) {
    sums[player] -= part.sums[player];
    counts[player] -= part.counts[player];
  }
  return { sum: leaf.sum - part.sum, sums, counts };
}

/** The player that parts a leaf best, and how much that explains. */
function findSplit(leaf: Leaf, allowed: Uint8Array): void {
  const { from, until, sum, sums, counts } = leaf;
  const rows = until - from;
  const own = (sum * sum) / rows;
  for (let player = 0; player < allowed.length; player++) {
    const [on, off] = [counts[player], rows - counts[player]];
    if (allowed[player] === 0 || on < FEWEST_ROWS || off < FEWEST_ROWS) continue;
    const rest = sum - sums[player];
    const gain = (sums[player] * sums[player]) / on + (rest * rest) / off - own;
    if (gain > leaf.gain) [leaf.gain, leaf.player] = [gain, player];
  }
}
