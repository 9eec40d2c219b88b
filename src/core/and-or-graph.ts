/**
 * Concepts as an And-Or graph: patches make parts, patches and parts make concepts. A part is what several concepts of one kind have in common, so that the
 * whole is written in fewer edges (Ren et al., "Towards Axiomatic, Hierarchical, and Symbolic Explanation for Deep Models", 2021; there for AND alone).
 */
import type { Kind } from "./interactions.ts";
import { intersection, isWithin, NOBODY, orderOf, union, without, type Mask } from "./masks.ts";

/** What a concept or a part is made of: patches, and parts by their place in the graph; no patch is in two of them. */
export interface Made {
  readonly patches: Mask;
  readonly parts: readonly number[];
}

/** What several concepts have in common. All of its patches are shown (AND), or any (OR). */
export interface Part extends Made {
  readonly kind: Kind;
  readonly mask: Mask;
}

/** Patches make parts, patches and parts make concepts. */
export interface AndOrGraph {
  readonly parts: readonly Part[];
  /** One for each concept, in their order. */
  readonly concepts: readonly Made[];
}

/** What is made while parts are looked for. */
interface Making {
  readonly kind: Kind;
  patches: Mask;
  parts: number[];
}

const sizeOf = ({ patches, parts }: Made): number => orderOf(patches) + parts.length;

const common = (a: Made, b: Made): Made => ({
  patches: intersection(a.patches, b.patches),
  parts: a.parts.filter((part) => b.parts.includes(part)),
});

const holds = (whole: Made, some: Made): boolean =>
  isWithin(some.patches, whole.patches) && some.parts.every((part) => whole.parts.includes(part));

/**
 * The graph of some concepts, by greedy merging: time and again what two nodes of one kind have in common becomes a part wherever it occurs, whichever saves most edges,
 * until nothing saves any; of equals the larger, then the first in the concepts' order. Each of k nodes gives up m edges for one, and the part has m: k·m − k − m are saved.
 * It says the same concepts at every step. Greedy: fewer edges may be possible. Costs O(parts · nodes³) at worst.
 */
export function andOrGraph(concepts: readonly { readonly kind: Kind; readonly mask: Mask }[]): AndOrGraph {
  const made: Making[] = concepts.map(({ kind, mask }) => ({ kind, patches: mask, parts: [] }));
  const parts: Making[] = [];
  for (;;) {
    const found = bestPart([...made, ...parts]);
    if (found === null) break;
    const { members, of } = found;
    for (const node of members) {
      node.patches = without(node.patches, of.patches);
      node.parts = [...node.parts.filter((part) => !of.parts.includes(part)), parts.length];
    }
    parts.push({ kind: members[0].kind, patches: of.patches, parts: [...of.parts] });
  }
  const maskOf = ({ patches, parts: within }: Made): Mask =>
    within.reduce((mask, part) => union(mask, maskOf(parts[part])), patches);
  return {
    parts: parts.map((part) => ({ ...part, mask: maskOf(part) })),
    concepts: made.map(({ patches, parts }) => ({ patches, parts })),
  };
}

/** What is in common that saves most edges, and the nodes that hold it; null where nothing saves any. */
function bestPart(nodes: readonly Making[]): { readonly of: Made; readonly members: readonly Making[] } | null {
  let best: { readonly of: Made; readonly members: readonly Making[]; readonly saved: number } | null = null;
  const seen = new Set<string>();
  for (const [i, a] of nodes.entries())
    for (const b of nodes.slice(i + 1)) {
      if (a.kind !== b.kind) continue;
      const of = common(a, b);
      const size = sizeOf(of);
      const name = `${a.kind} ${of.patches} ${of.parts.join(" ")}`;
      if (size < 2 || seen.has(name)) continue;
      seen.add(name);
      const members = nodes.filter((node) => node.kind === a.kind && holds(node, of));
      const saved = members.length * size - members.length - size;
      if (saved <= 0) continue;
      if (best === null || saved > best.saved || (saved === best.saved && size > sizeOf(best.of)))
        best = { of, members, saved };
    }
  return best;
}

/** How many edges lead from patches and parts into parts and concepts. */
export function edgesOf({ parts, concepts }: AndOrGraph): number {
  return [...parts, ...concepts].reduce((sum, made) => sum + sizeOf(made), 0);
}

/** How many edges it takes to write the concepts out, patch by patch. */
export function plainEdgesOf(concepts: readonly { readonly mask: Mask }[]): number {
  return concepts.reduce((sum, { mask }) => sum + orderOf(mask), 0);
}

/** How many steps a part is above the patches: 1 where it is made of patches alone. [parts] */
export function levelsOf({ parts }: Pick<AndOrGraph, "parts">): number[] {
  const level = (part: number): number => 1 + Math.max(0, ...parts[part].parts.map(level));
  return parts.map((_, part) => level(part));
}

/** All parts that a concept is made of, those of its parts too. */
export function partsWithin(graph: Pick<AndOrGraph, "parts">, made: Made): number[] {
  return made.parts.flatMap((part) => [part, ...partsWithin(graph, graph.parts[part])]);
}

/** The patches that something is made of, in the end. */
export function spelled(graph: Pick<AndOrGraph, "parts">, made: Made): Mask {
  return made.parts.reduce((mask, part) => union(mask, spelled(graph, graph.parts[part])), union(made.patches, NOBODY));
}
