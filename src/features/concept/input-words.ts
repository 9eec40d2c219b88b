import type { TFunction } from "i18next";
import type { Kind } from "../../core/interactions.ts";

/** An input in words, by the concept's patches that it shows (AND) or hides (OR). */
export function inputWords(t: TFunction<"picture">, kind: Kind, patches: string): string {
  return patches === "" ? t(`detail.inputNone.${kind}`) : t(`detail.input.${kind}`, { patches });
}
