import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { baselinePixels, type BaselineKind } from "../../core/baseline.ts";
import type { Pixels } from "../../core/resize.ts";
import { useActions, useStrata } from "../../state/react.ts";
import { RgbaCanvas, rgbaOf } from "../pixels/PixelCanvas.tsx";

const KINDS: readonly BaselineKind[] = ["mean", "zero", "blur", "image-mean"];

function Swatch({ kind, pixels, mean }: { readonly kind: BaselineKind; readonly pixels: Pixels; readonly mean: readonly [number, number, number] }) {
  const rgba = useMemo(
    () => rgbaOf({ ...pixels, rgb: Uint8Array.from(baselinePixels(kind, pixels, mean), Math.round) }),
    [kind, pixels, mean],
  );
  return <RgbaCanvas className="swatch" rgba={rgba} width={pixels.width} height={pixels.height} />;
}

/** What stands where a patch is hidden; every choice is shown as it looks on this image. */
export function HiddenAs({ pixels }: { readonly pixels: Pixels }) {
  const { t } = useTranslation("page");
  const actions = useActions();
  const baseline = useStrata((state) => state.settings.baseline);
  const mean = useStrata((state) => state.model?.manifest.baseline);
  if (mean === undefined) return null;
  return (
    <fieldset className="hidden-as">
      <legend>{t("hidden.label")}</legend>
      {KINDS.map((kind) => (
        <label key={kind} title={t(`hidden.${kind}Title`)} data-checked={kind === baseline || undefined}>
          <input type="radio" name="baseline" value={kind} checked={kind === baseline} onChange={() => actions.setBaseline(kind)} />
          <Swatch kind={kind} pixels={pixels} mean={mean} />
          {t(`hidden.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}
