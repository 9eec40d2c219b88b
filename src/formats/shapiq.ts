/**
 * Möbius interactions as the Python package shapiq keeps them: the JSON of `InteractionValues.save` and `.load` (shapiq 1.3 and later,
 * https://github.com/mmschlk/shapiq, `shapiq/interaction_values.py` and `utils/saving.py`). What is read is checked here, field by field.
 */
import * as v from "valibot";
import { dense, placeOf } from "../core/all-masks.ts";
import type { Interactions } from "../core/interactions.ts";
import {
  compareMasks,
  maskOf,
  MAX_ENUMERABLE,
  NOBODY,
  orderOf,
  patchesOf,
  subsetsOf,
  type Mask,
} from "../core/masks.ts";
import { subsetSums, supersetSums } from "../core/transforms.ts";

/** What of a layer is written: the AND part of v, its OR part, or v itself as the effects rebuild it. */
export const SHAPIQ_PARTS = ["and", "or", "both"] as const;

/** One of `SHAPIQ_PARTS`. */
export type ShapiqPart = (typeof SHAPIQ_PARTS)[number];

/** The index of Möbius interactions, as shapiq calls it: the value at T is the sum over all S ⊆ T. */
const INDEX = "Moebius";

/** Subsets of ORs that are written of one layer, at most. */
export const MOST_SUBSETS = 2 ** 20;

/** Interactions that a file may hold: one of each set. */
export const MOST_INTERACTIONS = 2 ** MAX_ENUMERABLE;

/** How shapiq writes the interaction of nobody. */
const EMPTY = "Empty";

/** A file of shapiq's. */
export interface ShapiqFile {
  readonly object_name: "InteractionValues";
  readonly data_type: "interaction_values";
  readonly version: string;
  readonly created_from: string | null;
  readonly description: string | null;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly timestamp: string;
  readonly metadata: {
    readonly n_players: number;
    readonly index: string;
    readonly max_order: number;
    readonly min_order: number;
    readonly estimated: boolean;
    readonly estimation_budget: number | null;
    /** The value with nothing shown, nats. */
    readonly baseline_value: number;
  };
  /** Interactions by their players, ascending, as in "0,3"; "Empty" of nobody. nats. */
  readonly data: Readonly<Record<string, number>>;
}

/**
 * A layer's effects as Möbius interactions, nats. `and`: the AND effects as they are, and the constant as that of nobody. `or`: those of Σ or(S) over
 * S ∩ T ≠ ∅, in which an OR of k patches is 2^k − 1 interactions of alternating sign. `both`: their sum, those of v rebuilt. Costs O(n 2^n), of an estimate
 * as many steps as its effects have subsets.
 */
export function toShapiq(
  interactions: Pick<Interactions, "n" | "constant" | "and" | "or" | "sampled">,
  part: ShapiqPart,
  about: { readonly description: string; readonly createdMs: number },
): ShapiqFile {
  const { n, sampled } = interactions;
  const effects = sampled === undefined ? ofAll(interactions, part) : ofEach(interactions, part);
  return {
    object_name: "InteractionValues",
    data_type: "interaction_values",
    version: "1.3.1",
    created_from: null,
    description: about.description,
    parameters: {},
    timestamp: new Date(about.createdMs).toISOString(),
    metadata: {
      n_players: n,
      index: INDEX,
      max_order: n,
      min_order: 0,
      estimated: sampled !== undefined,
      estimation_budget: sampled?.masks ?? null,
      baseline_value: effects.get(NOBODY)!,
    },
    data: Object.fromEntries(Array.from(effects, ([mask, effect]) => [keyOf(mask), effect])),
  };
}

type Parts = Pick<Interactions, "n" | "constant" | "and" | "or">;

/** Möbius interactions by their mask, ascending, that of nobody and those that are not 0, by transforms of all 2^n. */
function ofAll({ n, constant, and, or }: Parts, part: ShapiqPart): ReadonlyMap<Mask, number> {
  const effects = part === "or" ? new Float64Array(2 ** n) : dense(and, n);
  if (part !== "or") effects[0] = constant;
  if (part !== "and") orAsMoebius(dense(or, n), n).forEach((effect, mask) => (effects[mask]! += effect));
  return new Map(
    Array.from(effects, (effect, mask) => [mask, effect] as const).filter(
      ([mask, effect]) => mask === 0 || effect !== 0,
    ),
  );
}

/** The same, effect by effect; RangeError where ORs are of so many patches that their subsets are more than are written. */
function ofEach({ constant, and, or }: Parts, part: ShapiqPart): ReadonlyMap<Mask, number> {
  const subsets = part === "and" ? 0 : [...or.masks].reduce((sum: number, mask) => sum + 2 ** orderOf(mask), 0);
  if (subsets > MOST_SUBSETS)
    throw new RangeError(`ORs of ${subsets} subsets are more than the ${MOST_SUBSETS} that are written`);
  const effects = new Map<Mask, number>([[NOBODY, part === "or" ? 0 : constant]]);
  const add = (mask: Mask, effect: number): void => void effects.set(mask, (effects.get(mask) ?? 0) + effect);
  if (part !== "or") and.masks.forEach((mask, i) => add(mask, and.effects[i]!));
  if (part !== "and")
    or.masks.forEach((mask, i) => {
      for (const subset of subsetsOf(mask))
        if (subset !== NOBODY) add(subset, orderOf(subset) % 2 === 1 ? or.effects[i]! : -or.effects[i]!);
    });
  return new Map(
    [...effects].filter(([mask, effect]) => mask === NOBODY || effect !== 0).sort(([a], [b]) => compareMasks(a, b)),
  );
}

/** The Möbius transform of T ↦ Σ or(S) over S ∩ T ≠ ∅: at U ≠ ∅ Σ or(S) over S ⊇ U, with the sign (−1)^(|U| + 1). In place. [2^n] */
function orAsMoebius(or: Float64Array, n: number): Float64Array {
  or[0] = 0;
  supersetSums(or, n);
  return or.map((sum, mask) => (mask === 0 ? 0 : orderOf(mask) % 2 === 1 ? sum : -sum));
}

const keyOf = (mask: Mask): string => (mask === NOBODY ? EMPTY : patchesOf(mask).join(","));

/** Of a text in a complaint about it. */
const MOST_SHOWN = 40;

const schema = v.object({
  metadata: v.object({
    n_players: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ENUMERABLE)),
    index: v.string(),
    baseline_value: v.pipe(v.number(), v.finite()),
  }),
  // The library's own record takes lists, and passes over names such as __proto__.
  data: v.custom<Readonly<Record<string, unknown>>>(
    (input) => typeof input === "object" && input !== null && !Array.isArray(input),
    "expected an object of interactions by their players",
  ),
});

/** Whether parsed JSON says that it is shapiq's. */
export function isShapiq(document: unknown): boolean {
  return (document as Partial<ShapiqFile> | null)?.data_type === "interaction_values";
}

/** v of every mask, [2^n], that a file of Möbius interactions stands for. Throws RangeError that says what is wrong. Costs O(n 2^n). */
export function scoresOfShapiq(document: unknown): Float64Array {
  const read = v.safeParse(schema, document, { abortEarly: true });
  if (!read.success) {
    const [issue] = read.issues;
    throw new RangeError([v.getDotPath(issue), issue.message].filter(Boolean).join(": "));
  }
  const { metadata, data } = read.output;
  const { n_players: n, index, baseline_value: baseline } = metadata;
  if (index !== INDEX)
    throw new RangeError(
      `its index is ${index.slice(0, MOST_SHOWN)}, which does not say v of every mask; compute the index ${INDEX} instead`,
    );
  const scores = new Float64Array(2 ** n);
  // shapiq takes the baseline for the interaction of nobody, whatever stands there.
  for (const [key, effect] of Object.entries(data)) {
    const mask = maskOfKey(key, n);
    if (!Number.isFinite(effect)) throw new RangeError(`data: "${key}" is no finite number`);
    scores[placeOf(mask)] = effect as number;
  }
  scores[0] = baseline;
  return subsetSums(scores, n);
}

function maskOfKey(key: string, n: number): Mask {
  if (key === EMPTY) return NOBODY;
  const players = key.split(",").map((player) => (/^(?:0|[1-9]\d?)$/.test(player) ? Number(player) : Number.NaN));
  const isKey = players.every((player, i) => player < n && (i === 0 || player > players[i - 1]!));
  if (!isKey) throw new RangeError(`data: "${key.slice(0, MOST_SHOWN)}" names no ascending players of ${n}`);
  return maskOf(players);
}
