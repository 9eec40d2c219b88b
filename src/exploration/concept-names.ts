/** What people call concepts: their own words, which come from anywhere and change no number. */
import type { Kind } from "../core/interactions.ts";
import { compareMasks, everybody, isWithin, NOBODY, orderOf, type Mask } from "../core/masks.ts";
import { onlyPrintable } from "../platform/printable.ts";

/** A concept with what it is called. */
export interface ConceptName {
  readonly kind: Kind;
  readonly mask: Mask;
  /** As `cleanName` gives it, not empty. */
  readonly name: string;
}

/** The names of a picture's concepts: AND before OR, masks ascending, no concept twice. */
export type ConceptNames = readonly ConceptName[];

/** Characters of a name, UTF-16 units. */
export const MAX_CONCEPT_NAME = 60;

/** Names of one picture: far more than anyone gives, and still within an address. */
export const MAX_NAMED = 256;

/** No concept has a name. */
export const UNNAMED: ConceptNames = [];

/** A foreign text as a name: one line of what can be seen, without marks that turn text around, and not too long; empty where nothing is left. */
export function cleanName(text: string): string {
  const line = onlyPrintable(text.normalize("NFC").replaceAll(/\s+/gu, " ")).trim();
  const cut = line
    .slice(0, MAX_CONCEPT_NAME)
    .replace(/[\uD800-\uDBFF]$/u, "")
    .trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(cut) ? cut : "";
}

/** What a concept is called; null where nobody named it. */
export function nameOf(names: ConceptNames, { kind, mask }: Omit<ConceptName, "name">): string | null {
  return names.find((named) => named.kind === kind && named.mask === mask)?.name ?? null;
}

/** The names once a concept is called `text`, or nothing where that is no name; as before where there is room for no more. */
export function withName(names: ConceptNames, { kind, mask }: Omit<ConceptName, "name">, text: string): ConceptNames {
  const name = cleanName(text);
  if (name === (nameOf(names, { kind, mask }) ?? "")) return names;
  const others = names.filter((named) => named.kind !== kind || named.mask !== mask);
  if (name === "") return others;
  return others.length >= MAX_NAMED ? names : [...others, { kind, mask, name }].toSorted(inOrder);
}

/** Names after the change that made `after` of `before`, which may be others: what it did not touch stays. */
export function withChange(names: ConceptNames, before: ConceptNames, after: ConceptNames): ConceptNames {
  const gone = before.filter((named) => nameOf(after, named) === null);
  const given = after.filter((named) => nameOf(before, named) !== named.name);
  const without = gone.reduce((left, named) => withName(left, named, ""), names);
  return given.reduce((all, named) => withName(all, named, named.name), without);
}

/** Whether every name is of a concept that a picture of n players can have. */
export function namesFit(names: ConceptNames, n: number): boolean {
  const all = everybody(n);
  return names.every(
    ({ kind, mask }) => mask !== NOBODY && isWithin(mask, all) && (kind === "and" || orderOf(mask) > 1),
  );
}

function inOrder(a: ConceptName, b: ConceptName): number {
  return a.kind === b.kind ? compareMasks(a.mask, b.mask) : a.kind === "and" ? -1 : 1;
}

/** Names that may be hostile, made clean and brought in order; what is left of them empty is left out, and of two for one concept the first stands. */
export function cleanNames(names: Iterable<ConceptName>): ConceptNames {
  let clean = UNNAMED;
  for (const named of names) if (nameOf(clean, named) === null) clean = withName(clean, named, named.name);
  return clean;
}
