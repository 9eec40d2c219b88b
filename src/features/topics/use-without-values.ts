import { useStrata } from "../../session/react.ts";
import { selectSample } from "../../session/selectors.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** Why a question that asks v at every mask has no answer of a finished picture. */
export function useWithoutValues(): string {
  const t = useStrings("topics");
  const sample = useStrata(selectSample);
  return sample === null ? t("matching.without") : t("estimated", { masks: grouped(sample.masks) });
}
