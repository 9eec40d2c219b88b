import fc from "fast-check";

/** How many mutations each fuzz test tries and from which seed; `npm run fuzz -- --runs 20000 --seed 7` sets both. */
export const FUZZ = {
  numRuns: Number(process.env["STRATA_FUZZ_RUNS"] ?? 300),
  seed: Number(process.env["STRATA_FUZZ_SEED"] ?? 1),
} as const;

/** One change of some bytes; places and lengths are shares (0..1) of the whole, so that a change fits bytes of any length. */
export type Mutation =
  | { readonly kind: "overwrite"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "remove"; readonly at: number; readonly length: number }
  | { readonly kind: "repeat"; readonly at: number; readonly length: number }
  | { readonly kind: "cut"; readonly at: number };

/** Even over the whole: fc.double is even over the doubles there are, nearly all of which are close to 0. */
export const share: fc.Arbitrary<number> = fc.integer({ min: 0, max: 2 ** 20 }).map((part) => part / 2 ** 20);
const someBytes = fc.uint8Array({ minLength: 1, maxLength: 8 });

/** One to four changes. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("overwrite" as const), at: share, bytes: someBytes }),
    fc.record({ kind: fc.constant("flip" as const), at: share, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("insert" as const), at: share, bytes: someBytes }),
    fc.record({ kind: fc.constant("remove" as const), at: share, length: share }),
    fc.record({ kind: fc.constant("repeat" as const), at: share, length: share }),
    fc.record({ kind: fc.constant("cut" as const), at: share }),
  ),
  { minLength: 1, maxLength: 4 },
);

/** Mutated bytes; the original stays as it is. */
export function mutate(original: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce(changed, original.slice());
}

function changed(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = Math.min(bytes.length, Math.floor(change.at * bytes.length));
  const spliced = (removed: number, inserted: Uint8Array): Uint8Array =>
    Uint8Array.from([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at + removed)]);
  const piece = (length: number): Uint8Array => bytes.subarray(at, at + Math.ceil(length * (bytes.length - at)));
  switch (change.kind) {
    case "overwrite":
      return spliced(change.bytes.length, change.bytes);
    case "flip":
      return at === bytes.length ? bytes : spliced(1, Uint8Array.of(bytes[at]! ^ (1 << change.bit)));
    case "insert":
      return spliced(0, change.bytes);
    case "remove":
      return spliced(piece(change.length).length, new Uint8Array());
    case "repeat":
      return spliced(0, piece(change.length));
    case "cut":
      return bytes.slice(0, at);
  }
}
