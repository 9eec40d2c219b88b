import { useMemo } from "react";
import { KAPPA_RULES_ASKED, KAPPAS, type KappaCounts } from "../../exploration/salient-by-kappa.ts";
import { canInquire } from "../../session/inquiries.ts";
import { knownManifestOf } from "../../session/lock.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSample, selectSolvedLayers } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { roundTicks } from "../topics/chart-place.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { countAbove, countsByTau, countsOfRule, knownFor, TAUS, tauOverImages } from "./layout.ts";
import { thresholdsTable, type ThresholdColumn } from "./table.ts";

const NO_NAMES: readonly string[] = [];

/** How many concepts are salient as τ goes from 1 to 20 %, and as κ goes from 0 to 8 %. */
export function ThresholdsView() {
  const t = useStrings("topics");
  const layers = useStrata(selectSolvedLayers);
  const settings = useStrata((state) => state.result?.settings ?? state.settings);
  const over = knownFor(useStrata(knownManifestOf), layers?.length ?? 0, settings);
  const { found } = useStrata((state) => state.inquiries.kappas);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const counts = useMemo(() => layers?.map(({ interactions }) => countsByTau(interactions)) ?? null, [layers]);
  const layer = layers?.[at];
  const byImages = layer === undefined ? null : tauOverImages(over, at, layer.interactions.n, settings.tauFraction);
  const numbers =
    layers === null
      ? null
      : withHeads(thresholdsTable(layers, names, settings.tauFraction, over, found ?? []), headOf(t));
  const here = layer === undefined ? 0 : countAbove(layer.interactions, layer.tau);
  return (
    <Frame
      id="thresholds"
      title={t("thresholds.name")}
      read={t("thresholds.read", { layer: name })}
      found={
        layer === undefined || counts === null
          ? []
          : [
              t("thresholds.found", {
                layer: name,
                most: counts[at]![0]!,
                least: counts[at]!.at(-1)!,
                here,
                tau: percentText(settings.tauFraction),
              }),
              ...(byImages === null
                ? []
                : [
                    t("thresholds.foundOver", {
                      images: over!.images,
                      tau: byImages.toPrecision(2),
                      count: countAbove(layer.interactions, byImages),
                      own: layer.tau.toPrecision(2),
                    }),
                  ]),
              ...(found === null ? [] : foundByKappa(t, found, at, name)),
            ]
      }
      numbers={numbers}
      controls={<LayerPicker names={names} />}
    >
      {counts !== null && layer !== undefined && (
        <>
          <Wide>
            {(width) => (
              <Counts
                label={t("thresholds.chartTau", { layer: name })}
                title="τ"
                lines={counts.map((of, l) => ({
                  className: l === at ? "chart-line" : "chart-soft",
                  points: of.map((count, i) => [TAUS[i]!, count] as const),
                }))}
                mark={settings.tauFraction}
                width={width}
              />
            )}
          </Wide>
          <ul className="topic-keys">
            <li>
              <KeyLine name="chart-line" />
              {name}
            </li>
            <li>
              <KeyLine name="chart-soft" />
              {t("sparsity.others")}
            </li>
            <li>
              <KeyLine name="chart-mark" />
              {t("thresholds.asked")}
            </li>
          </ul>
          <Ask />
          {found !== null && found.length > 0 && (
            <>
              <Wide>
                {(width) => (
                  <Counts
                    label={t("thresholds.chartKappa", { layer: name })}
                    title="κ"
                    lines={KAPPA_RULES_ASKED.map((rule) => ({
                      className: rule === "range" ? "chart-line" : "chart-dashed",
                      points: countsOfRule(found, rule, at).map(({ kappa, salient }) => [kappa, salient] as const),
                    }))}
                    mark={
                      settings.kappaOf === "noise" || settings.kappaOf === "debiased" ? null : settings.kappaFraction
                    }
                    width={width}
                  />
                )}
              </Wide>
              <ul className="topic-keys">
                {KAPPA_RULES_ASKED.map((rule) => (
                  <li key={rule}>
                    <KeyLine name={rule === "range" ? "chart-line" : "chart-dashed"} />
                    {t(`thresholds.rule.${rule}`)}
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="topic-note">{t("thresholds.how")}</p>
        </>
      )}
    </Frame>
  );
}

/** What stands above the columns. */
const headOf =
  (t: ReturnType<typeof useStrings<"topics">>) =>
  (id: ThresholdColumn): string => {
    if (id === "layer") return t(id);
    if (id === "salient_tau_over_images") return t("thresholds.overImages");
    const [, of, ...rest] = id.split("_");
    return of === "tau" ? `τ ${rest[0]}` : `κ ${rest[1]} ${rest[0]}`;
  };

function foundByKappa(
  t: ReturnType<typeof useStrings<"topics">>,
  found: KappaCounts,
  at: number,
  layer: string,
): string[] {
  const range = countsOfRule(found, "range", at);
  const [first, last] = [range[0], range.at(-1)];
  return first === undefined || last === undefined || first === last
    ? []
    : [
        t("thresholds.foundKappa", {
          layer,
          few: last.salient,
          much: percentText(last.kappa),
          many: first.salient,
          little: percentText(first.kappa),
        }),
      ];
}

/** Whether to look at other κ, and how far that is. */
function Ask() {
  const t = useStrings("topics");
  const { askKappas, cancelInquiry } = useActions();
  const { work, found } = useStrata((state) => state.inquiries.kappas);
  const canAsk = useStrata((state) => canInquire(state, "kappas"));
  const isEstimate = useStrata((state) => selectSample(state) !== null);
  if (work !== null)
    return (
      <p className="topic-ask" role="status">
        {t("thresholds.progress", { share: percentText(work.progress?.fraction ?? 0) })}{" "}
        <button type="button" className="link" onClick={() => cancelInquiry("kappas")}>
          {t("cancel")}
        </button>
      </p>
    );
  if (found?.length === KAPPAS.length * KAPPA_RULES_ASKED.length) return null;
  return (
    <p className="topic-ask">
      <button type="button" className="button" disabled={!canAsk} onClick={askKappas}>
        {t("thresholds.ask")}
      </button>{" "}
      {canAsk ? t("thresholds.askTitle") : t(isEstimate ? "needsEveryMask" : "needsNetwork")}
    </p>
  );
}

interface CountsProps {
  readonly label: string;
  readonly title: string;
  readonly lines: readonly { readonly className: string; readonly points: readonly (readonly [number, number])[] }[];
  /** Where the picture stands; null: nowhere on this axis. */
  readonly mark: number | null;
  readonly width: number;
}

function Counts({ label, title, lines, mark, width }: CountsProps) {
  const values = lines.flatMap(({ points }) => points);
  const [low, high] = [Math.min(...values.map(([at]) => at)), Math.max(...values.map(([at]) => at))];
  const most = Math.max(1, ...values.map(([, count]) => count));
  return (
    <Chart
      label={label}
      width={width}
      height={200}
      x={{
        ends: [low, high],
        ticks: roundTicks(low, high).map(({ at }) => ({ at, text: percentText(at) })),
        title,
      }}
      y={{ ends: [0, most], ticks: roundTicks(0, most) }}
    >
      {({ x, y, top, bottom }) => (
        <>
          {mark !== null && mark >= low && mark <= high && (
            <path className="chart-mark" d={`M${x(mark)} ${top}V${bottom}`} />
          )}
          {lines.map(({ className, points }, i) => (
            <path
              key={i}
              className={className}
              d={points
                .map(([at, count], p) => `${p === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(count).toFixed(1)}`)
                .join("")}
            />
          ))}
        </>
      )}
    </Chart>
  );
}
