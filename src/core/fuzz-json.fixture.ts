import fc from "fast-check";
import { share } from "./fuzz.fixture.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One change of one place in a document; the place is a share (0..1) of all there are, so that a change fits documents of any size. */
export interface JsonChange {
  readonly at: number;
  /** Which of the place's fields, as a share of them. */
  readonly field: number;
  readonly how: "replace" | "scale" | "negate" | "double" | "cut" | "reverse" | "wrap" | "delete" | "add" | "borrow";
  readonly value: Json;
}

const nested = (depth: number): Json => (depth === 0 ? 0 : [nested(depth - 1)]);

/** What no document of ours holds where it stands, or just may. */
const STRANGE: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1,
  2,
  3,
  4,
  9,
  16,
  17,
  0.5,
  0.02,
  -0,
  1e-9,
  5e-324,
  1e9,
  65_535,
  65_536,
  2 ** 31,
  2 ** 53,
  1e39,
  -1e39,
  1e300,
  -1e308,
  "",
  "A",
  "NaN",
  "mean",
  "1",
  "__proto__",
  "https://example.org/",
  "javascript:alert(1)",
  "\u001b[2J\u202e",
  "\ud800",
  "x".repeat(5000),
  [],
  [[]],
  {},
  [0, 0],
  { length: 3 },
  nested(25),
  nested(300),
  new Array<Json>(100_000).fill(0),
  new Array<Json>(20_000).fill({}),
  JSON.parse('{"__proto__":{"length":3,"name":"x"},"constructor":{"prototype":{"n":1}}}') as Json,
];

/** One to three changes. */
export const jsonChanges: fc.Arbitrary<JsonChange[]> = fc.array(
  fc.record({
    at: share,
    field: share,
    how: fc.constantFrom<JsonChange["how"][]>(
      "replace",
      "replace",
      "scale",
      "scale",
      "scale",
      "negate",
      "double",
      "cut",
      "reverse",
      "wrap",
      "delete",
      "add",
      "borrow",
    ),
    value: fc.oneof(
      fc.constantFrom(...STRANGE),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

type Place = Json[] | { [key: string]: Json };

/** Every list and object of a document that holds something. */
function places(json: Json): Place[] {
  if (typeof json !== "object" || json === null) return [];
  const inner = Object.values(json as object).flatMap((value: Json) => places(value));
  return Object.keys(json).length === 0 ? inner : [json as Place, ...inner];
}

/** A document with changes; the original stays as it is. */
export function changedJson(original: Json, changes: readonly JsonChange[]): Json {
  const document = structuredClone(original);
  for (const change of changes) apply(document, change);
  return document;
}

const pick = <T>(of: readonly T[], at: number): T | undefined =>
  of[Math.min(of.length - 1, Math.floor(at * of.length))];

function apply(document: Json, { at, field, how, value }: JsonChange): void {
  const all = places(document);
  const withNumbers = all.filter((place) => Object.values(place).some((was) => typeof was === "number"));
  const place = pick(how === "scale" || how === "negate" ? withNumbers : all, at) as
    { [key: string]: Json } | undefined;
  const key = place && pick(Object.keys(place), field);
  if (place === undefined || key === undefined) return;
  const was = place[key]!;
  const list = Array.isArray(was) ? (was as Json[]) : [was];
  switch (how) {
    case "replace":
      place[key] = structuredClone(value);
      break;
    case "scale":
      place[key] =
        typeof was === "number" ? was * (1 + pick([1e-9, -1e-9, 1e-6, 1e-3, -0.1, 0.5], (1000 * field) % 1)!) : was;
      break;
    case "negate":
      place[key] = typeof was === "number" ? -was : was;
      break;
    case "double":
      place[key] = [...list, ...list];
      break;
    case "cut":
      place[key] =
        typeof was === "string"
          ? was.slice(0, Math.floor(field * was.length))
          : list.slice(0, Math.floor(field * list.length));
      break;
    case "reverse":
      place[key] = list.toReversed();
      break;
    case "wrap":
      place[key] = [was];
      break;
    case "delete":
      delete place[key];
      break;
    case "add":
      if (!Array.isArray(place))
        place[pick(["version", "values", "n", "0", "constructor", "toString"], field)!] = value;
      break;
    case "borrow":
      place[key] = structuredClone(pick(all, field) as Json);
      break;
  }
}
