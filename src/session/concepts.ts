import type { ConceptId } from "./shape.ts";

/** Whether two references name the same concept; null equals only null. */
export function sameConcept(a: ConceptId | null, b: ConceptId | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.mask === b.mask);
}
