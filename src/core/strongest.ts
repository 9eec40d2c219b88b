/** The strongest concepts of a layer, and how few of them hold a share of its strength. */
import { eachMask, KINDS, sparseOf, type Effects, type Kind } from "./interactions.ts";
import { compareMasks, type Mask } from "./masks.ts";
import { isSalient } from "./salience.ts";

/** A concept with its effect at a layer, nats. */
export interface ConceptEffect {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly effect: number;
}

/** A layer's salient concepts, the strongest first; of equals AND first, then the smaller mask. Costs O(effects · log effects). */
export function strongest(effects: Effects, tau: number): ConceptEffect[] {
  const salient: ConceptEffect[] = [];
  for (const kind of KINDS)
    eachMask([effects[kind]], (mask, [effect]) => {
      if (isSalient(effect, tau)) salient.push({ kind, mask, effect });
    });
  // Sorting is stable, so that equals stay as they came.
  return salient.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** Σ |effect|, nats. */
export function sumOf(concepts: readonly Pick<ConceptEffect, "effect">[]): number {
  return concepts.reduce((sum, { effect }) => sum + Math.abs(effect), 0);
}

/**
 * How few of the concepts hold a share of the strength of all together: no other choice of fewer does, since these are the strongest.
 *
 * @param concepts the strongest first; @param share 0..1.
 */
export function fewestHolding(concepts: readonly Pick<ConceptEffect, "effect">[], share: number): number {
  const enough = share * sumOf(concepts);
  let [count, held] = [0, 0];
  while (count < concepts.length && held < enough) held += Math.abs(concepts[count++].effect);
  return count;
}

/** The effects of these concepts alone, of n players. */
export function effectsOf(n: number, concepts: readonly ConceptEffect[]): Effects {
  const of = (kind: Kind) =>
    sparseOf(
      concepts
        .filter((concept) => concept.kind === kind)
        .toSorted((a, b) => compareMasks(a.mask, b.mask))
        .map(({ mask, effect }) => [mask, effect] as const),
    );
  return { n, and: of("and"), or: of("or") };
}
