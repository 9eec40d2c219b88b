/** The levels of all layers as coded bits: concept by concept, from the input side to the output, each by what it was at the layers before. */
import { eachMask, KINDS, sparseOf, type Effects, type Kind } from "../../core/interactions.ts";
import { compareMasks, orderOf, type Mask } from "../../core/masks.ts";
import type { BitCoder } from "./bit-coder.ts";
import { compareConcepts, MAX_MEMBERS, placeCoder, setCoder, type Concept } from "./coded-concepts.ts";
import { chances, codeWhole, families, newFamily } from "./coded-numbers.ts";
import { LinkError } from "./errors.ts";
import { MAX_CELLS, type LevelShape } from "./level-bytes.ts";

/** A concept with a level other than 0 somewhere, and its levels `[layers]`. */
interface Row {
  readonly concept: Concept;
  readonly levels: readonly number[];
}

/** Sizes of which this many digits or more share their chances. */
const LONG = 8;

/** How concepts are told: by how many lie between them, of all that so few players have, or as sets of patches. */
export type Telling = "places" | "sets";

/** The concepts of layers of levels in their order, or null where they are more than are read. RangeError where an OR of one patch has an effect. */
export function rowsOfLevels(layers: readonly Effects[], telling: Telling): Row[] | null {
  const stray = layers.flatMap(({ or }) => [...or.masks]).find((mask) => orderOf(mask) === 1);
  if (stray !== undefined) throw new RangeError(`an OR of one patch counts as an AND, got one at mask ${stray}`);
  const rows: Row[] = [];
  for (const kind of KINDS)
    eachMask(
      layers.map((layer) => layer[kind]),
      (mask, levels) => rows.push({ concept: { kind, mask }, levels: [...levels] }),
    );
  if (rows.length * layers.length > MAX_CELLS) return null;
  const members = rows.reduce((sum, { concept }) => sum + orderOf(concept.mask), 0);
  if (telling === "sets" && members > MAX_MEMBERS) return null;
  return rows.sort((a, b) => compareConcepts(a.concept, b.concept));
}

/**
 * Codes levels: a writer those of `given`, as `rowsOfLevels` gives them; a reader is given null. LinkError `damaged` where what is read is no such
 * thing, or the largest level is not at just those layers where it stands for something. Costs O((layers + n) · effects).
 */
export function codeLevels(
  coder: BitCoder,
  { n, count, largest }: LevelShape,
  given: readonly Row[] | null,
  telling: Telling,
): readonly Effects[] {
  const layers = largest.length;
  const code = cellCoder(coder, layers, count);
  const concepts = (telling === "places" ? placeCoder : setCoder)(coder, n);
  const most = Math.min(Math.floor(MAX_CELLS / layers), concepts.most);
  const length = codeWhole(coder, newFamily(), most, given?.length ?? 0);
  const pairs = Array.from({ length: layers }, (): Record<Kind, [Mask, number][]> => ({ and: [], or: [] }));
  const highest = new Array<number>(layers).fill(0);
  for (let i = 0; i < length; i++) {
    const { kind, mask } = concepts.code(given?.[i]!.concept ?? null);
    code(given?.[i]!.levels ?? null).forEach((level, l) => {
      if (level === 0) return;
      pairs[l]![kind].push([mask, level]);
      highest[l] = Math.max(highest[l]!, Math.abs(level));
    });
  }
  if (highest.some((most, l) => most !== (largest[l]! > 0 ? count : 0)))
    throw new LinkError("damaged", { problem: "no largest effect" });
  return pairs.map((kinds): Effects => {
    const [and, or] = KINDS.map((kind) => sparseOf(kinds[kind].sort(([a], [b]) => compareMasks(a, b))));
    return { n, and: and!, or: or! };
  });
}

/** Codes the levels of one concept after the other. */
function cellCoder(coder: BitCoder, layers: number, count: number): (given: readonly number[] | null) => number[] {
  const [isThere, isNegative, size] = [chances<number>(), chances<number>(), families<number>()];
  return (given) => {
    const levels: number[] = [];
    let sign = 0;
    for (let l = 0; l < layers; l++) {
      const level = given?.[l] ?? 0;
      const [before, beforeThat] = [levels[l - 1] ?? 0, levels[l - 2] ?? 0];
      // Whoever is nowhere else is at the output.
      const isCertain = l === layers - 1 && sign === 0;
      const end = l === 0 ? 1 : l === layers - 1 ? 2 : 0;
      const known = ((LONG + 1) * end + digitsOf(before)) * 4 + (beforeThat === 0 ? 0 : 2) + (sign === 0 ? 0 : 1);
      if (!isCertain && coder.bit(isThere(known), level === 0 ? 0 : 1) === 0) {
        levels.push(0);
        continue;
      }
      const negative = coder.bit(isNegative(sign), level < 0 ? 1 : 0);
      sign = negative === 1 ? -1 : 1;
      const code = codeWhole(coder, size(digitsOf(before)), count - 1, Math.max(0, Math.abs(level) - 1));
      levels.push(sign * (code + 1));
    }
    return levels;
  };
}

/** How long a level is in binary digits: 0 for none. */
function digitsOf(level: number): number {
  return Math.min(LONG, 32 - Math.clz32(Math.abs(level)));
}
