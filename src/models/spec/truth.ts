import * as v from "valibot";
import { BASELINES, type BaselineKind } from "../../core/baseline.ts";
import { MAX_ENUMERABLE, type Mask } from "../../core/masks.ts";
import { KINDS, type Kind } from "../../core/interactions.ts";
import { badField, digest, finite, outputIndex } from "./fields.ts";

/** What a constructed network truly holds, known without running it. */
export interface ManifestTruth {
  /** The question it is known for: patches, and what hides them. */
  readonly rows: number;
  readonly cols: number;
  readonly baseline: BaselineKind;
  /** SHA-256 of the images it is known for: of their pixels as the network sees them. */
  readonly images: readonly string[];
  /** The class, by index, whose score the effects add to; of two classes the other's are the negatives. */
  readonly target: number;
  /** Every concept that is somewhere; its effect at every layer, the network's own output last, nats, 0 where it is not. */
  readonly concepts: readonly { readonly kind: Kind; readonly mask: Mask; readonly effects: readonly number[] }[];
}

const MAX_IMAGES = 1000;
const MAX_CONCEPTS = 10_000;
const gridSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ENUMERABLE));

export const truthSchema = v.object({
  rows: gridSide,
  cols: gridSide,
  baseline: v.picklist(BASELINES),
  images: v.pipe(v.array(digest), v.minLength(1), v.maxLength(MAX_IMAGES)),
  target: outputIndex,
  concepts: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(KINDS),
        mask: v.pipe(v.number(), v.integer(), v.minValue(1)),
        effects: v.array(finite),
      }),
    ),
    v.maxLength(MAX_CONCEPTS),
  ),
});

/** Checks what only several fields together can show; `columns` counts the layers, the output among them. */
export function checkTruth({ rows, cols, target, concepts }: ManifestTruth, classes: number, columns: number): void {
  if (rows * cols > MAX_ENUMERABLE) throw badField("truth", `expected at most ${MAX_ENUMERABLE} patches`);
  if (target >= classes) throw badField("truth.target", `expected one of ${classes} classes`);
  concepts.forEach(({ kind, mask, effects }, i) => {
    if (mask >= 2 ** (rows * cols))
      throw badField(`truth.concepts.${i}.mask`, `expected patches of the ${rows} x ${cols}`);
    if (effects.length !== columns)
      throw badField(`truth.concepts.${i}.effects`, `expected ${columns} numbers, one per layer and the output`);
    if (concepts.findIndex((other) => other.kind === kind && other.mask === mask) !== i)
      throw badField(`truth.concepts.${i}`, "the concept stands twice");
  });
}
