import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { KindMark } from "../glyph/Glyph.tsx";
import type { EffectScale } from "../scale/effect-scale.ts";
import { percent } from "../scale/numbers.ts";
import { ScaleLegend } from "../scale/ScaleLegend.tsx";
import type { PictureModel } from "./picture-model.ts";

/** Narrow enough to leave the marks one line beside it. */
const SCALE_WIDTH = 152;

function Key({ width = 10, text, children }: { readonly width?: number; readonly text: string; readonly children: ReactNode }) {
  return <span><svg width={width} height={10} aria-hidden="true">{children}</svg>{text}</span>;
}

/** What the marks mean, in the picture's own strokes. */
function Keys({ stage, little }: { readonly stage: PictureModel["stage"]; readonly little: boolean }) {
  const { t } = useTranslation("picture");
  const done = stage === "done";
  return (
    <div className="picture-keys">
      {done && <Key text={t("legend.birth")}><circle cx={5} cy={5} r={3} fill="var(--ink)" /></Key>}
      {done && <Key text={t("legend.death")}><circle cx={5} cy={5} r={2.75} fill="none" stroke="var(--ink)" strokeWidth={1.25} /></Key>}
      {stage !== "measuring" && <Key width={16} text={t("legend.below")}><line x1={0} x2={16} y1={5} y2={5} stroke="var(--rule-2)" /></Key>}
      {done && <Key width={16} text={t("legend.bridged")}><rect x={0.5} y={0.5} width={15} height={9} className="picture-bridge" /></Key>}
      {!done && <Key width={16} text={t("legend.waiting")}><rect y={3.5} width={16} height={3} rx={1.5} fill="var(--field)" /></Key>}
      <Key text={t("legend.and")}><KindMark kind="and" x={5} y={5} /></Key>
      <Key text={t("legend.or")}><KindMark kind="or" x={5} y={5} /></Key>
      <span><b>3</b>{t("legend.order")}</span>
      {little && <Key width={12} text={t("legend.little")}><rect width={12} height={10} rx={2} className="picture-little" /></Key>}
    </div>
  );
}

/** The colour scale, the marks, and what the picture leaves out. */
export function Legend({ picture, scale, target, width }: { readonly picture: PictureModel; readonly scale: EffectScale; readonly target: string | null; readonly width: number }) {
  const { t } = useTranslation("picture");
  const { shares, stage } = picture;
  const share = (value: number): string => `${percent(value, value < 0.1 ? 1 : 0)} %`;
  return (
    <div className="picture-legend">
      <ScaleLegend scale={scale} width={Math.min(SCALE_WIDTH, width)} target={target} />
      <div>
        <Keys stage={stage} little={picture.heads.some(({ knowsLittle }) => knowsLittle)} />
        {shares === null
          ? <p>{t("legend.thinRead")}</p>
          : (
            <>
              <p>{t("legend.held", { count: shares.rows, share: share(shares.held) })} {t("legend.belowTau", { share: share(shares.belowTau) })}</p>
              <p title={t("legend.hysteresisTitle")}>{t("legend.hysteresis")}</p>
            </>
          )}
      </div>
    </div>
  );
}
