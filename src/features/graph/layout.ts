import { Graph, layout } from "@dagrejs/dagre";
import { levelsOf, partsWithin, type AndOrGraph, type Made } from "../../core/and-or-graph.ts";
import { NOBODY, patchesOf, union, type Mask } from "../../core/masks.ts";
import type { ConceptEffect } from "../../core/strongest.ts";

/** Sizes of what is drawn, pixels. */
export interface NodeSizes {
  readonly patch: Size;
  readonly part: Size;
  readonly concept: Size;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A node's box, pixels. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** A line from a patch or part to what it is part of, or from a concept to the score. */
export interface Edge {
  readonly path: string;
  readonly width: number;
  /** The sign of all effects that go through it; 0 where they have both. */
  readonly sign: 1 | -1 | 0;
  /** The concepts that go through it, by their places. */
  readonly concepts: ReadonlySet<number>;
  readonly isEffect: boolean;
}

/** Everything in its place, pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** In the concepts' order. */
  readonly concepts: readonly Box[];
  /** In the graph's order. */
  readonly parts: readonly Box[];
  readonly patches: readonly (Box & { readonly patch: number })[];
  readonly score: Box;
  readonly edges: readonly Edge[];
}

/** The strongest effect's line, pixels; and that of none. */
const WIDEST = 10;
const NARROWEST = 0.75;
/** Between two nodes of a column, and where they are many; between two lines. */
const NODE_GAP = 6;
const SMALL_GAP = 3;
const EDGE_GAP = 3;
/** More concepts than this are many. */
export const MANY = 30;
/** Between two columns, at least. */
const LEAST_COLUMN_GAP = 44;
/** The bar in which the effects add up; between two of them. */
const SCORE_WIDTH = 8;
const PORT_GAP = 2;
/** Around all; above there is room for what the columns are called. */
const MARGIN = 2;
const TOP = 24;

/** What dagre calls a node. */
const named = (sort: "patch" | "part" | "concept", at: number): string => `${sort} ${at}`;
const SCORE = "score";

/** What is joined, before it has a place. */
interface Join {
  readonly from: string;
  readonly to: string;
  readonly concepts: Set<number>;
}

/** Joins of the graph, each with the concepts that go through it. */
function joinsOf(graph: AndOrGraph, concepts: readonly ConceptEffect[]): Join[] {
  const joins = new Map<string, Join>();
  const join = (from: string, to: string, concept: number): void => {
    const key = `${from} > ${to}`;
    const known = joins.get(key) ?? { from, to, concepts: new Set<number>() };
    known.concepts.add(concept);
    joins.set(key, known);
  };
  const into = ({ patches, parts }: Made, to: string, concept: number): void => {
    for (const patch of patchesOf(patches)) join(named("patch", patch), to, concept);
    for (const part of parts) join(named("part", part), to, concept);
  };
  concepts.forEach((_, concept) => {
    const made = graph.concepts[concept]!;
    into(made, named("concept", concept), concept);
    for (const part of new Set(partsWithin(graph, made))) into(graph.parts[part]!, named("part", part), concept);
    join(named("concept", concept), SCORE, concept);
  });
  return [...joins.values()];
}

/** Where all stands from top to bottom, whatever the width. */
export interface GraphPlaces {
  readonly graph: AndOrGraph;
  readonly sizes: NodeSizes;
  /** Of patches, the parts by level, concepts, the score, by dagre's names. */
  readonly columnOf: (name: string) => number;
  readonly columns: number;
  readonly height: number;
  /** Middles of nodes, pixels. */
  readonly middles: ReadonlyMap<string, number>;
  /** Where its effect comes into the score, by the concepts' places. */
  readonly ports: readonly number[];
  readonly scoreHeight: number;
  readonly joins: readonly (Join & {
    /** Heights at the columns that it passes. */
    readonly bends: readonly number[];
    readonly width: number;
    readonly sign: Edge["sign"];
  })[];
}

/**
 * Orders the graph in columns: patches, parts by their level, concepts, the score. Places in a column are dagre's, which keeps crossings few. The same concepts give
 * the same drawing. A line is as wide as the effects that go through it, each by its size, in the same measure throughout. Takes tens of milliseconds for tens
 * of concepts.
 */
export function graphPlaces(graph: AndOrGraph, concepts: readonly ConceptEffect[], sizes: NodeSizes): GraphPlaces {
  const levels = levelsOf(graph);
  const conceptColumn = 1 + Math.max(0, ...levels);
  const columnOf = (name: string): number => {
    const [sort, at] = name.split(" ");
    return sort === "patch" ? 0 : sort === "part" ? levels[Number(at)]! : conceptColumn + (sort === SCORE ? 1 : 0);
  };
  const joins = joinsOf(graph, concepts);
  const amountOf = ({ concepts: through }: Join): number =>
    [...through].reduce((sum, concept) => sum + Math.abs(concepts[concept]!.effect), 0);
  const most = Math.max(...joins.map(amountOf));
  const widthOf = (amount: number): number => NARROWEST + ((WIDEST - NARROWEST) * amount) / (most || 1);
  const taken = concepts.map(({ effect }) => widthOf(Math.abs(effect)) + PORT_GAP);
  const scoreHeight = taken.reduce((sum, one) => sum + one, 0);
  const shown = concepts.reduce<Mask>((mask, concept) => union(mask, concept.mask), NOBODY);

  const drawn = new Graph({ directed: true });
  drawn.setGraph({
    rankdir: "LR",
    ranker: "longest-path",
    nodesep: concepts.length > MANY ? SMALL_GAP : NODE_GAP,
    edgesep: EDGE_GAP,
    marginy: TOP,
  });
  for (const patch of patchesOf(shown)) drawn.setNode(named("patch", patch), { ...sizes.patch });
  graph.parts.forEach((_, part) => drawn.setNode(named("part", part), { ...sizes.part }));
  concepts.forEach((_, concept) => drawn.setNode(named("concept", concept), { ...sizes.concept }));
  drawn.setNode(SCORE, { width: SCORE_WIDTH, height: scoreHeight });
  // Of this length each, all lines together leave every node one column only.
  for (const { from, to } of joins) drawn.setEdge(from, to, { minlen: columnOf(to) - columnOf(from) });
  layout(drawn);

  const middles = new Map(drawn.nodes().map((name) => [name, (drawn.node(name) as { y: number }).y]));
  // Effects come in as their concepts stand, so that none crosses another.
  const ports: number[] = [];
  let top = middles.get(SCORE)! - scoreHeight / 2;
  const middleOf = (concept: number): number => middles.get(named("concept", concept))!;
  for (const concept of concepts.map((_, at) => at).sort((a, b) => middleOf(a) - middleOf(b))) {
    ports[concept] = top + taken[concept]! / 2;
    top += taken[concept]!;
  }
  return {
    graph,
    sizes,
    columnOf,
    columns: conceptColumn + 2,
    height: (drawn.graph() as { height: number }).height,
    middles,
    ports,
    scoreHeight,
    joins: joins.map((join) => {
      const { points } = drawn.edge(join.from, join.to) as { points: readonly { readonly y: number }[] };
      const signs = new Set([...join.concepts].map((concept) => Math.sign(concepts[concept]!.effect)));
      return {
        ...join,
        // dagre bends a line between columns, too; only where it passes one it has to.
        bends: points
          .slice(1, -1)
          .filter((_, at) => at % 2 === 1)
          .map(({ y }) => y),
        width: widthOf(amountOf(join)),
        sign: signs.size === 1 ? ([...signs][0] as 1 | -1) : 0,
      };
    }),
  };
}

/** Draws the graph within `width` pixels; where the columns take more, it is wider. Linear in its lines. */
export function graphLayout(places: GraphPlaces, width: number): GraphLayout {
  const { graph, sizes, columnOf, columns, height, middles, ports, scoreHeight, joins } = places;
  const across = Array.from({ length: columns }, (_, column) =>
    column === 0
      ? sizes.patch.width
      : column < columns - 2
        ? sizes.part.width
        : column < columns - 1
          ? sizes.concept.width
          : SCORE_WIDTH,
  );
  const taken = across.reduce((sum, one) => sum + one, 2 * MARGIN);
  const gap = Math.max(LEAST_COLUMN_GAP, (width - taken) / (columns - 1));
  const lefts: number[] = [];
  let left = MARGIN;
  for (const one of across) {
    lefts.push(left);
    left += one + gap;
  }
  const boxOf = (name: string): Box => {
    const column = columnOf(name);
    const { width: w, height: h } =
      name === SCORE ? { width: SCORE_WIDTH, height: scoreHeight } : sizes[name.split(" ")[0] as keyof NodeSizes];
    return { x: lefts[column]!, y: middles.get(name)! - h / 2, width: w, height: h };
  };
  const boxesOf = (sort: keyof NodeSizes, count: number): Box[] =>
    Array.from({ length: count }, (_, at) => boxOf(named(sort, at)));
  return {
    width: Math.max(width, left - gap + MARGIN),
    height,
    concepts: boxesOf("concept", ports.length),
    parts: boxesOf("part", graph.parts.length),
    patches: [...middles.keys()]
      .filter((name) => name.startsWith("patch "))
      .map((name) => ({ ...boxOf(name), patch: Number(name.split(" ")[1]) })),
    score: boxOf(SCORE),
    edges: joins.map(({ from, to, concepts, bends, width: wide, sign }): Edge => {
      const [source, target] = [boxOf(from), boxOf(to)];
      const isEffect = to === SCORE;
      const [only] = concepts;
      const path = pathOf([
        { x: source.x + source.width, y: source.y + source.height / 2 },
        ...bends.map((y, i) => {
          const column = columnOf(from) + 1 + i;
          return { x: lefts[column]! + across[column]! / 2, y };
        }),
        { x: target.x, y: isEffect ? ports[only!]! : target.y + target.height / 2 },
      ]);
      return { path, width: wide, sign, concepts, isEffect };
    }),
  };
}

/** A line that leaves and comes in level, and passes its bends so. */
function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  const at = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const [first, ...rest] = points;
  let [path, from] = [`M${at(first!.x, first!.y)}`, first!];
  for (const to of rest) {
    const middle = (from.x + to.x) / 2;
    path += `C${at(middle, from.y)} ${at(middle, to.y)} ${at(to.x, to.y)}`;
    from = to;
  }
  return path;
}
