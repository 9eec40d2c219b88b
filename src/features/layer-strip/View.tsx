import { memo, useDeferredValue, useMemo, useRef, type KeyboardEvent } from "react";
import type { Pixels } from "../../core/resize.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { shareOf } from "../../session/layers-work.ts";
import { selectFullScores, selectShapley } from "../../session/selectors.ts";
import type { Result } from "../../session/shape.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { effectScale, scaleStops, type EffectScale } from "../../ui/scale/effect-scale.ts";
import { NO_NUMBER, signed, sumDigits } from "../../ui/scale/numbers.ts";
import { UnitTerm } from "../../ui/term/UnitTerm.tsx";
import { heatPixels, largestShapley, reliefOf, type Relief } from "./layout.ts";
import "./layer-strip.css";

/** A tile's least width. */
const NAME_PX = 50;

interface TileProps {
  readonly pixels: Pixels;
  readonly relief: Relief | null;
  readonly shapley: Float64Array | null;
  readonly scale: EffectScale;
}

const Tile = memo(function Tile({ pixels, relief, shapley, scale }: TileProps) {
  const shown = useMemo(
    () =>
      relief === null || shapley === null
        ? pixels
        : heatPixels(
            relief,
            [...shapley].map((value) => scale.colour(value).fill),
            scale.colour(0).fill,
          ),
    [pixels, relief, shapley, scale],
  );
  return <PixelImage pixels={shown} />;
});

function Strip({ result }: { readonly result: Result }) {
  const t = useStrings(["page", "picture"]);
  const actions = useActions();
  const theme = useStrata((state) => state.theme);
  const units = useStrata((state) => state.units);
  const per = useStrata(selectNatsPerUnit);
  const inNats = useStrata(selectShapley);
  const shapley = useMemo(
    () => inNats.map((values, l) => values?.map((value) => value / (per[l] ?? 1)) ?? null),
    [inNats, per],
  );
  const {
    image: { pixels },
    players,
  } = result;
  // Tiles are drawn in slices between events, as photos at first; the numbers below them come at once.
  const heat = useDeferredValue(
    useMemo(() => ({ pixels, players, shapley, theme }), [pixels, players, shapley, theme]),
    { pixels, players, shapley: [], theme },
  );
  const scores = useStrata(selectFullScores);
  const digits = sumDigits(units);
  const picked = useStrata((state) => state.selection.layer) ?? result.layerNames.length - 1;
  const list = useRef<HTMLDivElement>(null);
  const largest = largestShapley(heat.shapley);
  const scale = useMemo(() => effectScale(heat.theme, largest), [heat.theme, largest]);
  const accuracies = result.probes.map(({ accuracy }) => accuracy);
  const names = useLayerNames(result.layerNames);
  const short = fittingNames(names, NAME_PX, t("strip.output"));
  const measured = accuracies.some((accuracy) => accuracy !== null);
  const known = heat.shapley.some((values) => values !== null);
  const relief = useMemo(
    () => (known ? reliefOf(heat.pixels, heat.players) : null),
    [known, heat.pixels, heat.players],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === "ArrowRight" || event.key === "ArrowDown"
        ? 1
        : event.key === "ArrowLeft" || event.key === "ArrowUp"
          ? -1
          : 0;
    const next = picked + step;
    if (step === 0 || next < 0 || next >= result.layerNames.length) return;
    event.preventDefault();
    actions.selectLayer(next);
    list.current?.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  };

  return (
    <>
      <div className="head">
        <h2 id="strip-title">{t("strip.title")}</h2>
        {known && (
          <span className="strip-legend note">
            −{scale.end}
            <i
              aria-hidden="true"
              style={{
                background: `linear-gradient(90deg, ${scaleStops(scale, 8)
                  .map(({ offset, fill }) => `${fill} ${100 * offset}%`)
                  .join(", ")})`,
              }}
            />
            +{scale.end} <UnitTerm units={units} />
          </span>
        )}
      </div>
      <p className="read">
        <Marked text={t(measured ? "strip.read" : "strip.readAlone")} />
      </p>
      <div className="strip" role="radiogroup" aria-labelledby="strip-title" ref={list} onKeyDown={onKeyDown}>
        {names.map((name, index) => {
          const [all, unit, accuracy] = [scores[index]?.all ?? null, per[index] ?? null, accuracies[index] ?? null];
          const v = all === null || unit === null ? null : all / unit;
          const muted = result.layers[index]?.knowsLittle ?? false;
          const values = {
            name,
            v: v === null ? "" : t(`picture:units.amount.${units}`, { value: signed(v, digits) }),
            accuracy: accuracy === null ? t("strip.noAccuracy") : percentText(accuracy),
          };
          return (
            <button
              key={name}
              type="button"
              role="radio"
              aria-checked={index === picked}
              tabIndex={index === picked ? 0 : -1}
              data-muted={muted || undefined}
              aria-label={t(v === null ? "strip.layerUnknown" : muted ? "strip.layerMuted" : "strip.layer", values)}
              onClick={() => actions.selectLayer(index)}
            >
              <Tile pixels={heat.pixels} relief={relief} shapley={heat.shapley[index] ?? null} scale={scale} />
              <b>{short[index]}</b>
              <span className="line">
                <span>{v === null ? NO_NUMBER : signed(v, digits)}</span>
                {measured && <small>{accuracy === null ? NO_NUMBER : percentText(accuracy)}</small>}
              </span>
            </button>
          );
        })}
      </div>
      {result.layers.some((layer) => layer?.knowsLittle) && (
        <p className="note">
          <Marked text={t("strip.muted")} />
        </p>
      )}
    </>
  );
}

/** A way into the layers of a network of the person's own, and how far their probes are. */
function IntoLayers() {
  const t = useStrings("page");
  const { openLayers } = useActions();
  // Of an opened picture the network is not at hand, but a fit of its probes may go on.
  const isOwn = useStrata(
    ({ models, model, result, fit }) =>
      (model !== null || fit !== null) &&
      result !== null &&
      models.length > 0 &&
      !models.some(({ network }) => network === result.model.sha256),
  );
  const share = useStrata(({ fit }) => (fit === null ? null : percentText(shareOf(fit.news))));
  const layers = useStrata(({ model, settings }) =>
    settings.probes === "first" ? model?.manifest.probes?.layers : undefined,
  );
  const weak = (layers ?? []).filter(
    ({ verdict }) => verdict?.code === "near-chance" || verdict?.code === "few-images",
  );
  if (!isOwn) return null;
  return (
    <>
      {weak.length > 0 && <p className="note">{t("strip.weak", { count: layers!.length, weak: weak.length })}</p>}
      <p className="read">
        <button type="button" className="link" onClick={openLayers}>
          {share === null ? t("strip.into") : t("strip.fitting", { share })}
        </button>
      </p>
    </>
  );
}

/** One small image per layer: what each patch adds there, the score with everything shown, and how far to trust the probe. */
export function LayerStrip() {
  const t = useStrings("page");
  const result = useStrata((state) => state.result);
  return (
    <section id="layers" className="block" aria-labelledby="strip-title">
      {result === null ? (
        <>
          <h2 id="strip-title">{t("strip.title")}</h2>
          <p className="read">
            <Marked text={t("strip.read")} />
          </p>
        </>
      ) : (
        <Strip result={result} />
      )}
      <IntoLayers />
    </section>
  );
}
