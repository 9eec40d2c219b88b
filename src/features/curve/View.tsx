import { useMemo } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectCompleteness } from "../../session/completeness.ts";
import { selectFullScores, type FullScore } from "../../session/selectors.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import { NatsAxis } from "../../ui/axis/NatsAxis.tsx";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { useWidth } from "../../ui/size/use-width.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { signed, sumDigits } from "../../ui/scale/numbers.ts";
import { curveLayout, findingOf, labelsAt, scoresIn, type CurveLayout, type Finding } from "./layout.ts";
import "./curve.css";

/** Width kept for a layer's name under the axis. */
const NAME_PX = 42;

const NO_NAMES: readonly string[] = [];

function Lines({
  layout,
  finding,
  scores,
  digits,
}: {
  readonly layout: CurveLayout;
  readonly finding: Finding;
  readonly scores: readonly FullScore[];
  readonly digits: number;
}) {
  const t = useStrings("page");
  const last = scores.length - 1;
  const [end, none] = [scores[last]?.all ?? null, scores[last]?.none ?? null];
  const marked = finding.kind === "half" ? finding.layer : null;
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
      {marked !== null && (
        <>
          <line
            x1={layout.x[marked]}
            x2={layout.x[marked]}
            y1={layout.y(scores[marked]!.all!)}
            y2={layout.height - 18}
            stroke="var(--ink-3)"
            strokeDasharray="1 3"
            strokeLinecap="round"
          />
          <circle
            cx={layout.x[marked]}
            cy={layout.y(scores[marked]!.all!)}
            r={3.5}
            fill="var(--paper)"
            stroke="var(--ink)"
            strokeWidth={1.5}
          />
        </>
      )}
      {end !== null && (
        <text x={layout.right + 6} y={labels.all} className="end">
          {signed(end, digits)}
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
  const t = useStrings(["page", "picture"]);
  const actions = useActions();
  const nameOf = useTargetName();
  const { ref, width } = useWidth<HTMLDivElement>();
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const target = useStrata((state) => state.result?.target);
  const inNats = useStrata(selectFullScores);
  const units = useStrata((state) => state.units);
  const per = useStrata(selectNatsPerUnit);
  const completeness = useStrata(selectCompleteness);
  const scores = useMemo(() => scoresIn(inNats, per), [inNats, per]);
  const finding = useMemo(() => findingOf(scores.at(-1)?.all ?? null, completeness), [scores, completeness]);
  const digits = sumDigits(units);
  const measure = { in: t(`picture:units.in.${units}`), unit: t(`picture:units.short.${units}`) };
  const layout = useMemo(() => curveLayout(scores, Math.max(160, width), NAME_PX), [scores, width]);
  const read =
    finding.kind === "half" || finding.kind === "late"
      ? t(finding.kind === "half" ? "curve.readHalf" : "curve.readLate", {
          layer: names[finding.layer] ?? "",
          share: percentText(finding.share),
        })
      : finding.kind === "against"
        ? t("curve.readAgainst", { name: nameOf(target) })
        : t(finding.kind === "nothing" ? "curve.readNothing" : "curve.waiting");
  const short = fittingNames(names, NAME_PX, t("strip.output"));
  const [first, last] = [scores[0]?.all ?? null, scores.at(-1)?.all ?? null];
  return (
    <section id="curve" className="block" aria-labelledby="curve-title">
      <div className="head">
        <h2 id="curve-title">{t("curve.title")}</h2>
        <span className="note">
          <Marked text={t("curve.unit", measure)} />
        </span>
      </div>
      <p className="read">
        <Marked text={read} />
      </p>
      <div ref={ref} className="curve">
        {width > 0 && first !== null && (
          <svg
            width={layout.width}
            height={layout.height}
            role="img"
            aria-label={
              last === null
                ? t("curve.waiting")
                : t("curve.label", {
                    first: signed(first, digits),
                    firstLayer: names[0] ?? "",
                    last: signed(last, digits),
                    ...measure,
                  })
            }
          >
            <Lines layout={layout} finding={finding} scores={scores} digits={digits} />
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
