import type { PictureTrack } from "../../core/tracks.ts";
import type { RowFirmness } from "../../exploration/firmness.ts";
import type { Calibration } from "../../models/spec/probes.ts";
import { useStrata } from "../../session/react.ts";
import { selectCalibration, selectSample } from "../../session/selectors.ts";
import type { Units } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { rowOfTrack } from "../concepts/rows.ts";
import { spreadWords } from "../concepts/sure-words.ts";
import { fitsAt, isFragile } from "../concepts/sureness.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import type { Detail } from "./detail.ts";

/** How often statements like this row's are borne out by a fit to other photographs; of kept concepts the fate hangs on no probe. */
function worthOf(
  { fate, born }: Pick<PictureTrack, "fate" | "born">,
  { fate: ofFate, birth, death }: RowFirmness,
  calibration: Calibration,
): readonly { readonly kind: "fate" | "birth" | "death"; readonly fits: number; readonly share: number }[] {
  const said = [
    ...(fate === "kept"
      ? []
      : [
          { kind: "fate" as const, fits: ofFate },
          { kind: "death" as const, fits: death },
        ]),
    ...(born === 0 ? [] : [{ kind: "birth" as const, fits: birth }]),
  ];
  return said.map(({ kind, fits }) => ({ kind, fits, share: calibration[kind][fits]! }));
}

interface SurenessProps {
  readonly detail: Detail;
  readonly heads: readonly ColumnHead[];
  readonly units: Units;
  readonly selected: number;
}

/** How sure a concept is: what replicates say of it at the selected layer, of its birth and death, and whether it hangs on choices. */
export function Sureness({ detail, heads, units, selected }: SurenessProps) {
  const t = useStrings("picture");
  const measured = useStrata(selectCalibration);
  const cut = useStrata((state) => state.result?.players.cut);
  const isEstimate = useStrata(selectSample) !== null;
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
  const worth = measured === null ? [] : worthOf(track, sure, measured.calibration);
  const fragile = heads.flatMap((head, layer) => (isFragile(row, layer) ? [head.name] : []));
  return (
    <div className="concept-reading concept-sureness">
      {(here !== "" || between !== "") && (
        <p>
          <Marked text={[here, between].filter((text) => text !== "").join(" ")} />
        </p>
      )}
      {worth.length > 0 && (
        <p>
          {worth
            .map(({ kind, fits, share }) =>
              t(`detail.worth.${kind}`, {
                fits: String(fits),
                of: String(sure.replicates),
                share: percentText(share, 0),
              }),
            )
            .join(" ")}
          {cut !== undefined
            ? ` ${t(`detail.worth.${cut}`)}`
            : measured!.otherGrid !== null &&
              ` ${t("detail.worth.otherGrid", { grid: measured!.otherGrid.replace("x", " × ") })}`}
        </p>
      )}
      <p>
        <Marked
          text={
            fragile.length === 0
              ? t(isEstimate ? "detail.robustSampled" : "detail.robust")
              : t(isEstimate ? "detail.fragileSampled" : "detail.fragile", {
                  layers: fragile.join(t("words.listSeparator")),
                })
          }
        />
      </p>
    </div>
  );
}
