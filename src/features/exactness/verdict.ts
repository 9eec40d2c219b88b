import type { TFunction } from "i18next";
import { SCORE_TOLERANCE } from "../../exploration/verify-layer.ts";
import type { Verification } from "../../exploration/verify.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { smallRatio } from "../../ui/scale/numbers.ts";

/** What a verdict's sentences name. */
export interface Compared {
  readonly layerNames: readonly string[];
  /** Of one layer. */
  readonly masks: number;
  /** Of the picture that was opened. */
  readonly effectError: number;
  /** Whether its effects are debiased, which add up to no smallest sum. */
  readonly isDebiased: boolean;
  /** Whether it came from elsewhere, or was computed earlier by this page or for it. */
  readonly whence: "earlier" | "opened";
}

/** Nats with three decimals, small ones with two digits. */
export function natsText(value: number): string {
  return value === 0 || value >= 0.1 ? value.toFixed(3) : String(Number(value.toPrecision(2)));
}

/** What was compared, and how it came out: the verdict, then a sentence for each comparison. */
export function verdictLines(
  { agrees, rebuilt, objective, scoreDifference, compared, stated, differing }: Verification,
  { layerNames, masks, effectError, isDebiased, whence }: Compared,
  t: TFunction<["exactness", "page"]>,
): readonly string[] {
  const how = (excess: number) => (excess <= 1 ? ("agrees" as const) : ("differs" as const));
  const lines = [
    t(`verified.title.${agrees ? "agrees" : "differs"}.${whence}`),
    t(`verified.rebuilt.${how(rebuilt.excess)}`, {
      total: grouped(masks),
      layer: layerNames[rebuilt.layer],
      residual: natsText(rebuilt.residual),
      allowed: natsText(rebuilt.allowed),
      rounding: effectError === 0 ? "" : t("verified.rounding", { error: percentText(effectError, 2) }),
    }),
    t(`verified.${isDebiased ? "sum" : "objective"}.${how(objective.excess)}`, {
      layer: layerNames[objective.layer],
      found: natsText(objective.found),
      optimum: natsText(objective.optimum),
      allowed: natsText(objective.allowed),
    }),
    t(`verified.scores.${compared}`, {
      difference: smallRatio(scoreDifference),
      tolerance: smallRatio(SCORE_TOLERANCE),
    }),
    stated.length === 0
      ? t("verified.nothingStated")
      : t("verified.stated", {
          what: stated.map((one) => t(`verified.what.${one}`)).join(t("page:classes.separator")),
        }),
  ];
  return agrees && differing.length > 0 ? [...lines, t("verified.others", { count: differing.length })] : lines;
}
