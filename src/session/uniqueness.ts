/** What can be asked, and is known, of whether a concept could be said otherwise. */
import { valuesOfAll } from "../core/games.ts";
import { sameConcept } from "../core/tracks.ts";
import type { ConceptAtLayer, UniquenessTold, UniquenessWork } from "./pending.ts";
import type { Result } from "./shape.ts";
import type { StrataState } from "./state.ts";

/**
 * Whether the question is offered of a layer's concepts; or why not: the picture is an estimate from a sample of masks, came without v at every mask, or the layer was solved
 * by method B, whose answer is only near the best, or is a debiased answer, which is no shortest one. Null while the picture is not finished.
 */
export function uniquenessOffer(
  { snapshot, layers, players }: Result,
  layer: number,
): "offered" | "estimated" | "without-values" | "approximate" | "debiased" | null {
  const solved = layers[layer] ?? null;
  if (snapshot === null || solved === null) return null;
  if (solved.interactions.sampled !== undefined) return "estimated";
  if (snapshot.values === null || valuesOfAll(snapshot.values, players.n) === null) return "without-values";
  const { method } = solved.interactions.exactness;
  return method === "B" ? "approximate" : method === "debiased" ? "debiased" : "offered";
}

/** What is known or looked at of a concept at a layer; null where nobody asked. */
export function uniquenessOf(
  { uniqueness: { work, told } }: StrataState,
  { concept, layer }: ConceptAtLayer,
): UniquenessWork | UniquenessTold | null {
  return (
    [...(work === null ? [] : [work]), ...told].find(
      (one) => one.layer === layer && sameConcept(one.concept, concept),
    ) ?? null
  );
}
