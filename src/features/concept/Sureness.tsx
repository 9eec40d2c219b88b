import type { Units } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { rowOfTrack } from "../concepts/rows.ts";
import { spreadWords } from "../concepts/sure-words.ts";
import { fitsAt, isFragile } from "../concepts/sureness.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import type { Detail } from "./detail.ts";

interface SurenessProps {
  readonly detail: Detail;
  readonly heads: readonly ColumnHead[];
  readonly units: Units;
  readonly selected: number;
}

/** How sure a concept is: what replicates say of it at the selected layer, of its birth and death, and whether it hangs on choices. */
export function Sureness({ detail, heads, units, selected }: SurenessProps) {
  const t = useStrings("picture");
  const { sure, track } = detail;
  if (sure === null || track === null) return null;
  const row = { ...rowOfTrack(track), sure };
  const { alive, sd, name } = detail.layers[selected]!;
  const fits = alive ? fitsAt(sure, selected) : sure.concept.alive[selected]!;
  const here =
    sd === null || fits === null
      ? ""
      : t("detail.fitsHere", {
          fits: String(fits),
          of: String(sure.replicates),
          layer: name,
          sd: t(`units.amount.${units}`, { value: sd.toFixed(2) }),
        });
  const spreads = spreadWords(t, row, heads);
  const between = spreads.length === 0 ? "" : t("detail.overFits", { words: spreads.join(t("words.separator")) });
  const fragile = heads.flatMap((head, layer) => (isFragile(row, layer) ? [head.name] : []));
  return (
    <div className="concept-reading concept-sureness">
      {(here !== "" || between !== "") && <p>{[here, between].filter((text) => text !== "").join(" ")}</p>}
      <p>
        {fragile.length === 0
          ? t("detail.robust")
          : t("detail.fragile", { layers: fragile.join(t("words.listSeparator")) })}
      </p>
    </div>
  );
}
