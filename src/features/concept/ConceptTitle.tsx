import { Fragment } from "react";
import { patchesOf } from "../../core/masks.ts";
import { playerName, type Players } from "../../core/patches.ts";
import type { Units } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { rowOfTrack } from "../concepts/rows.ts";
import { fateWords } from "../concepts/sure-words.ts";
import { conceptWords, lifeWords } from "../concepts/words.ts";
import { Glyph, KindMark } from "../../ui/glyph/Glyph.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import type { Detail } from "./detail.ts";

/** The big number's decimals: from ±10 on one is enough to keep it short. */
const SHORT_FROM = 9.995;

interface ConceptTitleProps {
  readonly detail: Detail;
  readonly units: Units;
  readonly heads: readonly ColumnHead[];
  readonly players: Players;
  readonly patches: number;
  readonly selected: number;
}

function useLifeWords(detail: Detail, heads: readonly ColumnHead[]): string {
  const t = useStrings("picture");
  const { track, layers, kind, order } = detail;
  const words: string[] = [t(`kind.${kind}`), t("detail.order", { order: String(order) })];
  if (track !== null) {
    const row = { ...rowOfTrack(track), sure: detail.sure };
    words.push(...fateWords(t, row), ...lifeWords(t, row, heads));
  } else if (layers.every(({ effect }) => effect !== null)) words.push(t("detail.never"));
  return words.join("\u00a0· ");
}

/** What the concept is called, its life, and its effect at the selected layer as the one big number. */
export function ConceptTitle({ detail, units, heads, players, patches, selected }: ConceptTitleProps) {
  const t = useStrings("picture");
  const life = useLifeWords(detail, heads);
  const unit = t(`units.short.${units}`);
  const { name, effect } = detail.layers[selected]!;
  const isOutput = selected === detail.layers.length - 1;
  return (
    <div className="concept-title">
      <Glyph grid={players} mask={detail.mask} selected={patches} width={44} height={34} />
      <div>
        <h2 id="concept-title">
          <span className="sr">{conceptWords(t, detail, players)}</span>
          <span aria-hidden="true">
            {patchesOf(detail.mask).map((patch, i) => (
              <Fragment key={patch}>
                {i > 0 && (
                  <svg width={10} height={10} className="concept-joint">
                    <KindMark kind={detail.kind} x={5} y={5} size={4} />
                  </svg>
                )}
                {playerName(patch, players)}
              </Fragment>
            ))}
          </span>
        </h2>
        <p className="note">{life}</p>
      </div>
      <p className="concept-number" data-sign={effect === null ? undefined : Math.sign(effect)}>
        {effect === null ? "~" : signed(effect, Math.abs(effect) >= SHORT_FROM ? 1 : 2)}
        <small>{isOutput ? t("detail.unitAtOutput", { unit }) : t("detail.unitAt", { unit, layer: name })}</small>
      </p>
    </div>
  );
}
