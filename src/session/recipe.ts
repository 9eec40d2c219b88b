import * as v from "valibot";
import { KAPPA_RULES } from "../core/and-or.ts";
import { BASELINES } from "../core/baseline.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import type { Crop } from "../core/resize.ts";
import { isPicked, MAX_GRID_SIDE, OTHERS, playerCount } from "../core/patches.ts";
import { isBudget } from "../exploration/exploration.ts";
import { PROBE_CHOICES } from "../models/spec/probes.ts";
import type { ImageTitle, Settings, ShownImage } from "./shape.ts";

/** What it takes to ask an interrupted run's question again, as it lies in this browser. */
export interface Recipe {
  readonly model: { readonly name: string; readonly sha256: string };
  readonly title: ImageTitle;
  readonly file: Blob;
  readonly crop?: Crop | undefined;
  readonly settings: Settings;
}

const text = v.pipe(v.string(), v.maxLength(1000));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_GRID_SIDE));

const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 20));

const recipe = v.object({
  model: v.object({ name: text, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  title: v.variant("from", [
    v.object({ from: v.literal("sample"), file: text }),
    v.object({ from: v.literal("file"), name: text }),
    v.object({ from: v.literal("clipboard") }),
    v.object({ from: v.literal("snapshot"), name: text }),
  ]),
  file: v.instance(Blob),
  // Earlier pages knew of none.
  crop: v.optional(v.object({ x: place, y: place, size: v.pipe(place, v.minValue(1)) })),
  settings: v.pipe(
    v.object({
      rows: side,
      cols: side,
      // Earlier pages knew of none.
      picked: v.optional(v.nullable(v.object({ cells: v.array(v.number()), others: v.picklist(OTHERS) })), null),
      cut: v.optional(v.literal("superpixels")),
      // Earlier pages ran every mask.
      sample: v.optional(
        v.nullable(v.object({ masks: v.number(), seed: v.number(), halves: v.exactOptional(v.number()) })),
        null,
      ),
      baseline: v.picklist(BASELINES),
      // Earlier pages knew of no other.
      probes: v.optional(v.picklist(PROBE_CHOICES), "first"),
      target: v.union([v.literal("auto"), v.pipe(v.number(), v.integer(), v.minValue(0))]),
      // Earlier pages held a class against all others alone.
      rather: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
      kappaFraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      kappaOf: v.picklist(KAPPA_RULES),
      // Earlier pages asked with no other.
      tauFraction: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), DEFAULT_TAU_FRACTION),
    }),
    v.check(({ target, rather }) => rather === null || (target !== "auto" && target !== rather)),
    v.check(({ rows, cols, picked }) => picked === null || isPicked(rows, cols, picked)),
    v.check(({ sample, ...grid }) =>
      sample === null ? playerCount(grid) <= MAX_ENUMERABLE : isBudget(playerCount(grid), sample),
    ),
  ),
});

/** The recipe of a run, with its image as a file. */
export function recipeOf(
  model: Recipe["model"],
  { title, crop }: Pick<ShownImage, "title" | "crop">,
  file: Blob,
  settings: Settings,
): Recipe {
  return { model, title, file, ...(crop && { crop }), settings };
}

/** A recipe that came back from the browser's store, or null where it is none. */
export function parseRecipe(stored: unknown): Recipe | null {
  const parsed = v.safeParse(recipe, stored);
  return parsed.success ? parsed.output : null;
}
