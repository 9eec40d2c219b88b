import { useMemo } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectFullScores } from "../../session/selectors.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { NatsAxis } from "../../ui/axis/NatsAxis.tsx";
import { useClassName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { useWidth } from "../../ui/size/use-width.ts";
import { signed } from "../../ui/scale/numbers.ts";
import { curveLayout, findingOf, labelsAt, type CurveLayout, type Finding } from "./layout.ts";
import "./curve.css";

/** Width kept for a layer's name under the axis. */
const NAME_PX = 42;

const NO_NAMES: readonly string[] = [];

function Lines({
  layout,
  finding,
  scores,
}: {
  readonly layout: CurveLayout;
  readonly finding: Finding;
  readonly scores: ReturnType<typeof selectFullScores>;
}) {
  const t = useStrings("page");
  const last = scores.length - 1;
  const [end, none] = [scores[last]?.all ?? null, scores[last]?.none ?? null];
  const halfAt = finding.kind === "half" && finding.layer > 0 ? finding.layer : null;
  const labels = labelsAt(layout, end ?? none ?? 0, none ?? end ?? 0);
  return (
    <>
      <NatsAxis ticks={layout.ticks} left={layout.left} right={layout.right} />
      <path d={layout.area} fill="var(--ink)" fillOpacity={0.05} />
      <path d={layout.none} fill="none" stroke="var(--ink-3)" strokeDasharray="3 3" />
      <path d={layout.all} fill="none" stroke="var(--ink)" strokeWidth={1.75} strokeLinejoin="round" />
      {scores.map(
        ({ all }, i) =>
          all !== null && (
            <circle key={i} cx={layout.x[i]} cy={layout.y(all)} r={i === last ? 3 : 1.75} fill="var(--ink)" />
          ),
      )}
      {halfAt !== null && (
        <>
          <line
            x1={layout.x[halfAt]}
            x2={layout.x[halfAt]}
            y1={layout.y(scores[halfAt]!.all!)}
            y2={layout.height - 18}
            stroke="var(--ink-3)"
            strokeDasharray="1 3"
            strokeLinecap="round"
          />
          <circle
            cx={layout.x[halfAt]}
            cy={layout.y(scores[halfAt]!.all!)}
            r={3.5}
            fill="var(--paper)"
            stroke="var(--ink)"
            strokeWidth={1.5}
          />
          <text x={layout.x[halfAt]! - 6} y={layout.y(scores[halfAt]!.all!) - 5} textAnchor="end" className="strong">
            {t("curve.half")}
          </text>
        </>
      )}
      {end !== null && (
        <text x={layout.right + 6} y={labels.all} className="end">
          {signed(end, 1)}
        </text>
      )}
      {end !== null && (
        <text x={layout.right + 6} y={labels.all + 14}>
          {t("curve.all")}
        </text>
      )}
      {none !== null && (
        <text x={layout.right + 6} y={labels.none}>
          {t("curve.none")}
        </text>
      )}
    </>
  );
}

/** v with everything shown, and with nothing, from the stem to the output: where the network comes to know. */
export function Curve() {
  const t = useStrings("page");
  const actions = useActions();
  const nameOf = useClassName();
  const { ref, width } = useWidth<HTMLDivElement>();
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const target = useStrata((state) => state.result?.target?.label);
  const scores = useStrata(selectFullScores);
  const finding = useMemo(() => findingOf(scores), [scores]);
  const layout = useMemo(() => curveLayout(scores, Math.max(160, width), NAME_PX), [scores, width]);
  const read =
    finding.kind === "half"
      ? t("curve.readHalf", { layer: names[finding.layer] ?? "" })
      : finding.kind === "late"
        ? t("curve.readLate")
        : finding.kind === "against"
          ? t("curve.readAgainst", { name: nameOf(target ?? "") })
          : t("curve.waiting");
  const short = fittingNames(names, NAME_PX, t("strip.output"));
  const [first, last] = [scores[0]?.all ?? null, scores.at(-1)?.all ?? null];
  return (
    <section id="curve" className="block" aria-labelledby="curve-title">
      <div className="head">
        <h2 id="curve-title">{t("curve.title")}</h2>
        <span className="note">{t("curve.unit")}</span>
      </div>
      <p className="read">{read}</p>
      <div ref={ref} className="curve">
        {width > 0 && first !== null && (
          <svg
            width={layout.width}
            height={layout.height}
            role="img"
            aria-label={
              last === null
                ? t("curve.waiting")
                : t("curve.label", { first: signed(first, 1), firstLayer: names[0] ?? "", last: signed(last, 1) })
            }
          >
            <Lines layout={layout} finding={finding} scores={scores} />
            {layout.named.map((i) => (
              <text
                key={i}
                x={layout.x[i]}
                y={layout.height - 4}
                textAnchor="middle"
                className={i === scores.length - 1 ? "strong" : undefined}
              >
                {short[i]}
              </text>
            ))}
            {scores.map((_, i) => (
              <rect
                key={i}
                x={layout.x[i]! - 9}
                y={0}
                width={18}
                height={layout.height}
                fill="transparent"
                onClick={() => actions.selectLayer(i)}
              >
                <title>{`${names[i] ?? ""} ${scores[i]!.all === null ? "" : signed(scores[i]!.all!, 2)}`}</title>
              </rect>
            ))}
          </svg>
        )}
      </div>
    </section>
  );
}
