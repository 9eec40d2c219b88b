import { memo } from "react";
import { isCertaintyTold } from "../../session/certainty.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSolvedLayers } from "../../session/selectors.ts";
import type { Units } from "../../session/shape.ts";
import { LockIcon } from "../../ui/controls/icons.tsx";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { percent } from "../../ui/scale/numbers.ts";
import { ScaleLegend } from "../../ui/scale/ScaleLegend.tsx";
import { Term } from "../../ui/term/Term.tsx";
import { heldByRows } from "./drawn-rows.ts";
import { legendKeys } from "./legend-keys.tsx";
import type { PictureModel } from "./picture-model.ts";
import { TruthSign } from "./Cell.tsx";

/** Narrow enough to leave the marks one line beside it. */
const SCALE_WIDTH = 184;

/** Marks of lives, then marks of rows: where one line has no room for both, each has its own. */
function Keys({ picture }: { readonly picture: PictureModel }) {
  const t = useStrings("picture");
  const keys = legendKeys(picture);
  const rowsFrom = keys.findIndex(({ name }) => name === "and");
  return (
    <div className="picture-keys">
      {[keys.slice(0, rowsFrom), keys.slice(rowsFrom)].map((marks, i) => (
        <div key={i}>
          {marks.map(({ name, width, mark, term }) => (
            <span key={name}>
              {typeof mark === "string" ? (
                <b>{mark}</b>
              ) : (
                <svg width={width} height={10} aria-hidden="true">
                  {mark}
                </svg>
              )}
              {term === undefined ? t(`legend.${name}`) : <Term of={term}>{t(`legend.${name}`)}</Term>}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The marks of the truth. */
function TruthKeys() {
  const t = useStrings("picture");
  return (
    <div className="picture-keys picture-truth-keys">
      {(["there", "missing", "extra"] as const).map((mark) => (
        <span key={mark}>
          <svg width={16} height={12} aria-hidden="true">
            <TruthSign mark={mark} x={0} width={16} middle={6} rowHeight={14} />
          </svg>
          {t(`truth.${mark}`)}
        </span>
      ))}
    </div>
  );
}

/** Keeps the scale's end from picture to picture, or lets it go. */
function ScaleLock({ end, disabled }: { readonly end: number; readonly disabled: boolean }) {
  const t = useStrings("picture");
  const { lockScale } = useActions();
  const locked = useStrata((state) => state.scaleLock !== null);
  return (
    <button
      type="button"
      className="picture-lock"
      aria-pressed={locked}
      aria-label={t("legend.lock")}
      title={t("legend.lock")}
      disabled={disabled && !locked}
      onClick={() => lockScale(locked ? null : end)}
    >
      <LockIcon closed={locked} />
    </button>
  );
}

/** Shows nats in place of units of each layer's scale, and back. */
function UnitsSwitch({ units }: { readonly units: Units }) {
  const t = useStrings("picture");
  const { setUnits } = useActions();
  return (
    <button
      type="button"
      className="picture-only picture-units"
      aria-pressed={units === "nats"}
      title={t("units.inNatsTitle")}
      onClick={() => setUnits(units === "nats" ? "scale" : "nats")}
    >
      {t("units.inNats")}
    </button>
  );
}

/** What a locked scale means for this picture; nothing where it is its own. */
function LockNote({ scale: { end, beyond }, units }: { readonly scale: EffectScale; readonly units: Units }) {
  const t = useStrings("picture");
  const unit = t(`units.short.${units}`);
  const locked = useStrata((state) => state.scaleLock !== null);
  if (!locked) return null;
  return (
    <p role="status">
      {beyond === null
        ? t("legend.locked", { end: String(end), unit })
        : t("legend.clamped", { end: String(end), unit, beyond: beyond.toFixed(2) })}
    </p>
  );
}

/** What the units are of a picture in them; of a network without a data set, of this image alone. */
function ScaleNote() {
  const t = useStrings("picture");
  const layers = useStrata(selectSolvedLayers);
  const isOwn = layers !== null && layers.every(({ scaleFrom }) => scaleFrom === "image");
  return (
    <p>
      <Marked text={t(isOwn ? "units.scaleOwnRead" : "units.scaleRead")} />
    </p>
  );
}

/** That others say how sure the picture is, which its marks are drawn by; nothing where it was looked at here. */
function ToldNote() {
  const t = useStrings("picture");
  return useStrata(isCertaintyTold) ? <p>{t("legend.told")}</p> : null;
}

/** The colour scale, the marks, and what the picture leaves out. */
export const Legend = memo(function Legend({
  picture,
  scale,
  target,
  width,
  truth,
}: {
  readonly picture: PictureModel;
  readonly scale: EffectScale;
  readonly target: string | null;
  readonly width: number;
  readonly truth: boolean;
}) {
  const t = useStrings("picture");
  const open = useStrata((state) => state.openOthers);
  const { shares, units } = picture;
  const here = heldByRows(picture, open);
  const share = (value: number): string => `${percent(value, value < 0.1 ? 1 : 0)} %`;
  return (
    <div className="picture-legend">
      <div className="picture-scale">
        <ScaleLegend scale={scale} units={units} width={Math.min(SCALE_WIDTH, width)} target={target} />
        <ScaleLock end={scale.end} disabled={shares === null} />
        <UnitsSwitch units={units} />
      </div>
      <Keys picture={picture} />
      {truth && <TruthKeys />}
      <div className="picture-notes">
        <LockNote scale={scale} units={units} />
        <ToldNote />
        {units === "scale" && <ScaleNote />}
        {shares === null ? (
          <p>{t("legend.thinRead")}</p>
        ) : (
          <>
            <p>
              {here !== null && here.rows > 0 && (
                <Marked text={t("legend.held", { count: here.rows, share: share(here.held) })} />
              )}{" "}
              <Marked text={t("legend.belowTau", { share: share(shares.belowTau) })} />
            </p>
            <p className="picture-hysteresis">
              <Marked text={t("legend.hysteresis")} />
            </p>
          </>
        )}
      </div>
    </div>
  );
});
