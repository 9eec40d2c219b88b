import { intersection } from "../../core/masks.ts";
import { useMemo } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllRows, selectFirmness, selectFocus } from "../../session/selectors.ts";
import type { ConceptId, Result } from "../../session/shape.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import type { PictureModel } from "../concepts/picture-model.ts";
import { conceptKey } from "../concepts/rows.ts";
import { usePicture } from "../concepts/use-picture.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { effectScale } from "../../ui/scale/effect-scale.ts";
import { UnitTerm } from "../../ui/term/UnitTerm.tsx";
import { FINGER, useCoarse } from "../../ui/size/use-coarse.ts";
import { useWidth } from "../../ui/size/use-width.ts";
import { BaselineWords } from "./BaselineWords.tsx";
import { Behind } from "./Behind.tsx";
import { ConceptTitle } from "./ConceptTitle.tsx";
import { detailOf } from "./detail.ts";
import { ChartNames, EffectChart } from "./EffectChart.tsx";
import { Later } from "./Later.tsx";
import { LayerChoice } from "./LayerChoice.tsx";
import { LayerFacts, Reading } from "./LayerReading.tsx";
import { chartOf, NUMBER_STEP } from "./layout.ts";
import { Sureness } from "./Sureness.tsx";
import { Uniqueness } from "./Uniqueness.tsx";
import { Unshrunk } from "./Unshrunk.tsx";
import { refittedText, useRefits } from "./use-refits.ts";
import "./concept.css";
import "./uniqueness.css";

/** Height of the chart, pixels. */
const CHART_HEIGHT = 116;

/** Steps through the picture's rows in its own order; on a phone this is how rows too low for a finger are reached. */
function Steps({ picture, focus }: { readonly picture: PictureModel; readonly focus: ConceptId }) {
  const t = useStrings("picture");
  const actions = useActions();
  const layer = useStrata((state) => state.selection.layer);
  const rows = picture.groups.flatMap((group) => group.rows);
  const at = rows.findIndex(({ key }) => key === conceptKey(focus));
  const step = (by: number) => {
    const row = rows[at < 0 ? 0 : at + by];
    return {
      disabled: row === undefined,
      go: () => row !== undefined && actions.selectConcept({ kind: row.kind, mask: row.mask }, layer),
    };
  };
  const [previous, next] = [step(-1), step(1)];
  return (
    <span className="concept-steps">
      <button
        type="button"
        aria-label={t("detail.previous")}
        title={t("detail.previous")}
        disabled={previous.disabled}
        onClick={previous.go}
      >
        <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
          <path d="M3 7.5 6 4.5 9 7.5" />
        </svg>
      </button>
      <button
        type="button"
        aria-label={t("detail.next")}
        title={t("detail.next")}
        disabled={next.disabled}
        onClick={next.go}
      >
        <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
          <path d="M3 4.5 6 7.5 9 4.5" />
        </svg>
      </button>
    </span>
  );
}

interface KnownConceptProps {
  readonly focus: ConceptId;
  readonly picture: PictureModel;
  readonly result: Result;
}

function KnownConcept({ focus, picture, result }: KnownConceptProps) {
  const t = useStrings("picture");
  const nameOf = useTargetName();
  const { ref, width } = useWidth<HTMLDivElement>();
  const { selectConcept } = useActions();
  const all = useStrata(selectAllRows);
  const sure = useStrata(selectFirmness)?.get(conceptKey(focus)) ?? null;
  const theme = useStrata((state) => state.theme);
  const patches = useStrata((state) => state.selection.patches);
  const layer = useStrata((state) => state.selection.layer);
  const per = useStrata(selectNatsPerUnit);
  const { units } = picture;
  const output = result.layerNames.length - 1;
  const selected = Math.min(layer ?? output, output);
  const detail = useMemo(
    () =>
      detailOf(
        focus,
        picture.heads.map(({ name }) => name),
        result.layers,
        all,
        per,
        sure,
      ),
    [focus, picture, result, all, per, sure],
  );
  const refits = useRefits(result);
  const refitted = refits && refits.map((fit, l) => refittedText(fit, focus, per[l] ?? null));
  const coarse = useCoarse();
  const chart = useMemo(() => chartOf(detail.layers, width, CHART_HEIGHT), [detail, width]);
  const tiled = chart.step < (coarse ? FINGER : NUMBER_STEP);
  const lock = useStrata((state) => state.scaleLock);
  const scale = useMemo(() => effectScale(theme, picture.largest, lock), [theme, picture.largest, lock]);
  const select = (at: number): void => selectConcept(focus, at === output ? null : at);
  const head = picture.heads[selected]!;
  const solved = result.layers[selected] ?? null;
  const unit = per[selected] ?? 1;
  const here = { concept: focus, result, index: selected, layerName: head.name, units, unit };
  return (
    <>
      <ConceptTitle
        detail={detail}
        units={units}
        heads={picture.heads}
        players={result.players}
        patches={intersection(patches, detail.mask)}
        selected={selected}
      />
      <div className="head concept-head">
        <h3>{t("detail.chart")}</h3>
        <span className="tools">
          <UnitTerm units={units} />
          <Steps picture={picture} focus={focus} />
        </span>
      </div>
      <div className="concept-chart" ref={ref}>
        {width > 0 && (
          <EffectChart
            {...{ detail, units, chart, scale, selected }}
            readout={picture.heads.some(({ isReadout }) => isReadout)}
            onSelect={select}
          />
        )}
        {width > 0 && tiled && <ChartNames detail={detail} chart={chart} />}
        {width > 0 && (
          <LayerChoice
            detail={detail}
            units={units}
            refitted={refitted}
            chart={chart}
            tiled={tiled}
            selected={selected}
            onSelect={select}
          />
        )}
      </div>
      <Sureness {...{ detail, units, selected }} heads={picture.heads} />
      <BaselineWords concept={focus} result={result} selected={selected} head={head} />
      <Reading {...{ detail, result, selected, head, units }} unit={unit} target={nameOf(result.target)} />
      <LayerFacts
        head={head}
        units={units}
        agreementKnown={picture.heads.some(({ probeAgreement }) => probeAgreement !== null)}
      />
      {solved !== null && (
        <>
          <Unshrunk {...here} layer={solved} />
          <Uniqueness {...here} layer={solved} />
        </>
      )}
      {solved !== null && <Behind {...here} order={detail.order} layer={solved} />}
    </>
  );
}

const bringLayer = async () => (await import("../layer/View.tsx")).LayerView;

/** One concept: the selected one, else the strongest at the output, so that nothing hides behind a click. Where a layer's head was clicked, that layer. */
export function ConceptView() {
  const t = useStrings("picture");
  const focus = useStrata(selectFocus);
  const result = useStrata((state) => state.result);
  const picture = usePicture();
  const isLayer = useStrata((state) => state.layerShown);
  const layer = useStrata((state) => state.selection.layer);
  const { leaveLayer } = useActions();
  if (isLayer && result !== null && picture !== null) {
    const output = picture.heads.length - 1;
    const index = Math.min(layer ?? output, output);
    return <Later bring={bringLayer} props={{ picture, result, index }} onMiss={leaveLayer} />;
  }
  return (
    <section className="concept" aria-label={t("detail.title")}>
      {focus !== null && result !== null && picture !== null ? (
        <KnownConcept focus={focus} picture={picture} result={result} />
      ) : (
        <p className="concept-empty">
          {t(result === null ? "detail.empty" : picture?.stage === "done" ? "detail.none" : "detail.waiting")}
        </p>
      )}
    </section>
  );
}
