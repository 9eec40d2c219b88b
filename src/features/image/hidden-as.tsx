import { useMemo } from "react";
import { BASELINES, baselinePixels, type BaselineKind } from "../../core/baseline.ts";
import { cropAndResize, type Pixels } from "../../core/resize.ts";
import { InTurn } from "../../ui/apart.tsx";
import { useActions, useStrata } from "../../session/react.ts";
import { selectLock } from "../../session/lock.ts";
import { LockIcon } from "../../ui/controls/icons.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { Term } from "../../ui/term/Term.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";

/** Marks the sentence that says why nothing can be chosen. */
const LOCK_ID = "question-lock";

/** A swatch is drawn at this many pixels a side: its blur then costs nothing, and the look depends on shares of the side only. */
const SWATCH_PIXELS = 16;

/** The RGBA bytes of `pixels`, opaque. */
function rgbaOf({ width, height, rgb }: Pixels): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) rgba.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return rgba;
}

function Swatch({
  kind,
  pixels,
  mean,
}: {
  readonly kind: BaselineKind;
  readonly pixels: Pixels;
  readonly mean: readonly [number, number, number];
}) {
  const hidden = useMemo(
    () => ({ ...pixels, rgb: Uint8Array.from(baselinePixels(kind, pixels, mean), Math.round) }),
    [kind, pixels, mean],
  );
  return <PixelImage pixels={hidden} />;
}

/** What stands where a patch is hidden; every choice is shown as it looks on this image. */
export function HiddenAs({ pixels }: { readonly pixels: Pixels }) {
  const t = useStrings("page");
  const actions = useActions();
  const baseline = useStrata((state) => state.settings.baseline);
  const mean = useStrata((state) => state.result?.model.meanColour);
  const lock = useStrata(selectLock);
  const small = useMemo(
    () => cropAndResize(rgbaOf(pixels), pixels.width, pixels.height, SWATCH_PIXELS, SWATCH_PIXELS),
    [pixels],
  );
  if (mean === undefined) return null;
  return (
    <fieldset className="hidden-as">
      <legend>
        <Term of="baseline">{t("hidden.label")}</Term>
      </legend>
      {BASELINES.map((kind) => (
        <label
          key={kind}
          title={t(`hidden.${kind}Title`)}
          data-checked={kind === baseline || undefined}
          data-disabled={lock !== null || undefined}
        >
          <input
            type="radio"
            name="baseline"
            value={kind}
            checked={kind === baseline}
            disabled={lock !== null}
            aria-describedby={lock === null ? undefined : LOCK_ID}
            onChange={() => actions.setBaseline(kind)}
          />
          <span className="swatch">
            <InTurn>
              <Swatch kind={kind} pixels={small} mean={mean} />
            </InTurn>
          </span>
          {t(`hidden.${kind}`)}
        </label>
      ))}
      {lock !== null && (
        <p id={LOCK_ID} className="locked">
          <LockIcon closed />
          {t("hidden.locked", { rows: lock.rows, cols: lock.cols, baseline: t(`hidden.${lock.baseline}`) })}
        </p>
      )}
    </fieldset>
  );
}
