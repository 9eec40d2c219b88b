import type { BaselineKind } from "../../core/baseline.ts";
import { effectAt } from "../../core/interactions.ts";
import { isSalient, tauOf } from "../../core/salience.ts";
import { foundWith } from "../../session/baselines.ts";
import { useStrata } from "../../session/react.ts";
import type { ConceptId, Result } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { useStrings } from "../../ui/language/strings.tsx";

interface BaselineWordsProps {
  readonly concept: ConceptId;
  readonly result: Result;
  readonly selected: number;
  readonly head: ColumnHead;
}

/** Whether the concept hangs on what hides the patches; nothing where nobody asked, and at a layer that has none of it. */
export function BaselineWords({ concept, result, selected, head }: BaselineWordsProps) {
  const t = useStrings(["picture", "page"]);
  const told = useStrata((state) => state.inquiries.baselines.found);
  const found = foundWith(told, concept);
  const baseline = result.snapshot?.baseline;
  if (told === null || found === null || baseline === undefined) return null;
  const as = (kind: BaselineKind): string => t(`page:hidden.as.${kind}`);
  const list = (kinds: readonly BaselineKind[]): string => kinds.map(as).join(t("words.listSeparator"));
  const own = as(baseline);
  const layer = result.layers[selected]?.interactions;
  const isHere = layer !== undefined && isSalient(effectAt(layer, concept.kind, concept.mask), tauOf(layer));
  const here = found.byLayer[selected]!;
  const missed = told.others.flatMap((other) => (here.includes(other.baseline) ? [] : [other.baseline]));
  const words =
    found.anywhere.length === 0
      ? t("detail.baselines.only", { own })
      : !isHere
        ? null
        : missed.length === 0
          ? t("detail.baselines.all", { layer: head.name })
          : here.length === 0
            ? t("detail.baselines.onlyHere", { layer: head.name, own })
            : t("detail.baselines.some", { layer: head.name, found: list(here), missed: list(missed) });
  if (words === null) return null;
  return (
    <div className="concept-reading concept-sureness">
      <p>{words}</p>
    </div>
  );
}
