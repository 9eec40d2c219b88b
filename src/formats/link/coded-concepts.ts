/** Which concepts a link tells of, one after the other: ANDs, then ORs, of few patches before many, then by mask. The bits are told in docs/format.md. */
import { KINDS, type Kind } from "../../core/interactions.ts";
import { compareMasks, maskOf, NOBODY, orderOf, patchesOf, type Mask } from "../../core/masks.ts";
import { newChance, type BitCoder, type Chance } from "./bit-coder.ts";
import { codeWhole, families, newFamily } from "./coded-numbers.ts";
import { LinkError } from "./errors.ts";
import { conceptAt, placeCount, placeOf } from "./places.ts";

/** What a link tells of. */
export interface Concept {
  readonly kind: Kind;
  readonly mask: Mask;
}

/** Codes concepts in their order: a writer is given the next one, a reader null. */
export interface ConceptCoder {
  /** No picture has more of them. */
  readonly most: number;
  /** LinkError `damaged` where what is read is none, or not behind the one before. */
  code(given: Concept | null): Concept;
}

/** The order in which links tell of them. */
export function compareConcepts(a: Concept, b: Concept): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || orderOf(a.mask) - orderOf(b.mask) || compareMasks(a.mask, b.mask)
  );
}

/** Orders from this one on share their chances. */
const LARGE = 4;

/** Concepts of at most MAX_ENUMERABLE players, by how many lie between one and the next. */
export function placeCoder(coder: BitCoder, n: number): ConceptCoder {
  const most = placeCount(n);
  const gap = families<string>();
  let [place, before] = [-1, "and1"];
  return {
    most,
    code: (given) => {
      const between = given === null ? 0 : placeOf(n, given.kind, given.mask) - place - 1;
      place += 1 + codeWhole(coder, gap(before), most - 1, between);
      if (place >= most) throw noConcept();
      const concept = conceptAt(n, place);
      before = `${concept.kind}${Math.min(LARGE, orderOf(concept.mask))}`;
      return concept;
    },
  };
}

/** Patches of all concepts together, so that reading takes milliseconds: ten times an estimate of ten layers. */
export const MAX_MEMBERS = 2 ** 16;

/** Concepts of any number of players, patch by patch: the highest first, and how far below it the next is. */
export function setCoder(coder: BitCoder, n: number): ConceptCoder {
  const further = newFamily();
  const [highest, below] = [patchCoder(coder, n), patchCoder(coder, n)];
  const groups = 2 * n - 1;
  let [group, members] = [0, 0];
  let last: { readonly mask: Mask; readonly highest: number } = { mask: NOBODY, highest: 0 };
  return {
    most: MAX_MEMBERS,
    code: (given) => {
      const step = codeWhole(coder, further, groups - 1, given === null ? 0 : groupOf(given, n) - group);
      group += step;
      if (group >= groups) throw noConcept();
      if (step > 0) last = { mask: NOBODY, highest: 0 };
      const kind = group < n ? "and" : "or";
      const order = kind === "and" ? group + 1 : group - n + 2;
      members += order;
      if (members > MAX_MEMBERS) throw noConcept();
      const patches = given === null ? [] : patchesOf(given.mask).reverse();
      let patch = last.highest + highest((patches[0] ?? 0) - last.highest);
      const read = [patch];
      for (let i = 1; i < order; i++) {
        patch -= 1 + below((patches[i - 1] ?? 0) - (patches[i] ?? 0) - 1);
        read.push(patch);
      }
      if (read[0]! >= n || patch < 0) throw noConcept();
      const mask = maskOf(read);
      if (compareMasks(mask, last.mask) <= 0) throw noConcept();
      last = { mask, highest: read[0]! };
      return { kind, mask };
    },
  };
}

/** Those of one kind and order, ANDs of 1 to n patches, then ORs of 2 to n. */
function groupOf({ kind, mask }: Concept, n: number): number {
  return kind === "and" ? orderOf(mask) - 1 : n + orderOf(mask) - 2;
}

/** Codes numbers of patches below n, each binary digit with a chance of those before it: neighbours come often. */
function patchCoder(coder: BitCoder, n: number): (given: number) => number {
  const digits = 32 - Math.clz32(n - 1);
  const known: Chance[] = [];
  return (given) => {
    let read = 1;
    for (let digit = digits - 1; digit >= 0; digit--)
      read = 2 * read + coder.bit((known[read] ??= newChance()), (given >> digit) & 1);
    return read - 2 ** digits;
  };
}

function noConcept(): LinkError {
  return new LinkError("damaged", { problem: "no such concept" });
}
