import { useState } from "react";
import { canInquire } from "../../session/inquiries.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectExpectedSeconds, selectSample } from "../../session/selectors.ts";
import type { StabilityToNoise } from "../../exploration/noisy-draws.ts";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { duration, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { countTicks } from "../topics/chart-place.ts";
import { Frame } from "../topics/Frame.tsx";
import { Choices, LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { Wide } from "../topics/Wide.tsx";
import { extremes, highestOrder, ratioAxis, steadyOrders } from "./layout.ts";

const NO_NAMES: readonly string[] = [];
/** Of the input's range; the paper's is the second. */
const SIGMAS: readonly number[] = [0.01, 0.02, 0.05];
const DRAWS: readonly number[] = [5, 10, 20, 50];
/** Of fewer draws a deviation says so little that orders are not told apart in words. */
const FEWEST_TELLING = 5;
/** So that the same question has the same answer. */
const SEED = 1;

/** How far a ratio lies above its axis, in words. */
const ratioText = (ratio: number): string => ratio.toPrecision(ratio >= 100 ? 3 : 2);

/** How steady effects are to noise on the image, by order and layer. */
export function StabilityView() {
  const t = useStrings("topics");
  const { found } = useStrata((state) => state.inquiries.stability);
  const hasPicture = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const numbers =
    found === null
      ? null
      : {
          columns: [
            { id: "layer", text: t("layer") },
            { id: "order", text: t("order") },
            { id: "ratio", text: t("stability.ratio") },
            { id: "concepts", text: t("stability.concepts") },
            { id: "left_out", text: t("stability.leftOut") },
          ],
          rows: found.layers.flatMap((layer, l) =>
            layer.flatMap(({ ratio, concepts, leftOut }, m) =>
              concepts + leftOut === 0 ? [] : [[names[l]!, m + 1, ratio, concepts, leftOut]],
            ),
          ),
        };
  return (
    <Frame
      id="stability"
      title={t("stability.name")}
      read={t("stability.read", { layer: name })}
      found={found === null ? [] : foundOf(t, found, at, name)}
      numbers={numbers}
      missing={hasPicture ? t("stability.missing") : undefined}
      controls={
        <>
          <Ask />
          {found !== null && <LayerPicker names={names} />}
        </>
      }
    >
      {found !== null && (
        <>
          <Wide>{(width) => <Ratios found={found} at={at} name={name} width={width} />}</Wide>
          <ul className="topic-keys">
            <li>
              <KeyLine name="chart-line" />
              {name}
            </li>
            <li>
              <KeyLine name="chart-soft" />
              {t("sparsity.others")}
            </li>
          </ul>
          <p className="topic-note">{t("stability.how")}</p>
        </>
      )}
    </Frame>
  );
}

function foundOf(
  t: ReturnType<typeof useStrings<"topics">>,
  { asked, done, layers }: StabilityToNoise,
  at: number,
  name: string,
): string[] {
  const orders = steadyOrders(layers[at] ?? []);
  const ends = extremes(orders);
  const [only] = orders;
  const said = t(done < asked.draws ? "stability.sofar" : "stability.of", {
    sigma: asked.sigma,
    done,
    draws: asked.draws,
  });
  if (done < FEWEST_TELLING) return [said];
  return [
    said,
    ends !== null
      ? t("stability.found", {
          layer: name,
          most: ends.most.order,
          mostRatio: ratioText(ends.most.ratio),
          least: ends.least.order,
          leastRatio: ratioText(ends.least.ratio),
        })
      : only !== undefined
        ? t("stability.foundOne", { layer: name, order: only.order, ratio: ratioText(only.ratio) })
        : t("stability.foundNone", { layer: name }),
  ];
}

/** What noise, and how often; how long that takes, and how far it is. */
function Ask() {
  const t = useStrings("topics");
  const page = useStrings("page");
  const { askStability, cancelInquiry } = useActions();
  const { work, found } = useStrata((state) => state.inquiries.stability);
  const canAsk = useStrata((state) => canInquire(state, "stability"));
  const isEstimate = useStrata((state) => selectSample(state) !== null);
  const n = useStrata((state) => state.result?.players.n ?? 1);
  const seconds = useStrata(selectExpectedSeconds)(n);
  const [sigma, setSigma] = useState(found?.asked.sigma ?? 0.02);
  const [draws, setDraws] = useState(found?.asked.draws ?? 20);
  if (work !== null) {
    const { done, fraction } = work.progress ?? { done: 0, fraction: 0 };
    const left =
      seconds === null ? "" : page("run.left", { time: duration(page, seconds * work.asked.draws * (1 - fraction)) });
    return (
      <p className="topic-ask" role="status">
        {t("stability.progress", { done, draws: work.asked.draws, share: percentText(fraction) })} {left}{" "}
        <button type="button" className="link" onClick={() => cancelInquiry("stability")}>
          {t("cancel")}
        </button>
      </p>
    );
  }
  return (
    <>
      <Choices
        label={t("stability.sigma")}
        names={SIGMAS.map(String)}
        at={SIGMAS.indexOf(sigma)}
        onChoose={(i) => setSigma(SIGMAS[i]!)}
      />
      <Choices
        label={t("stability.draws")}
        names={DRAWS.map(String)}
        at={DRAWS.indexOf(draws)}
        onChoose={(i) => setDraws(DRAWS[i]!)}
      />
      <p className="topic-ask">
        <button
          type="button"
          className="button"
          disabled={!canAsk}
          onClick={() => askStability({ sigma, draws, seed: SEED })}
        >
          {t("stability.ask")}
        </button>{" "}
        {canAsk
          ? seconds !== null && t("about", { time: duration(page, seconds * draws) })
          : t(isEstimate ? "needsEveryMask" : "needsNetwork")}
      </p>
    </>
  );
}

interface RatiosProps {
  readonly found: StabilityToNoise;
  readonly at: number;
  readonly name: string;
  readonly width: number;
}

function Ratios({ found: { layers }, at, name, width }: RatiosProps) {
  const t = useStrings("topics");
  const steady = layers.map(steadyOrders);
  const highest = highestOrder(layers);
  const own = layers[at] ?? [];
  return (
    <Chart
      label={t("stability.chart", { layer: name })}
      width={width}
      x={{
        ends: [0.5, highest + 0.5],
        ticks: countTicks(highest).map(({ at: order }) => ({
          at: order,
          text: t("stability.mark", { order, count: own[order - 1]?.concepts ?? 0 }),
        })),
        title: t("stability.across"),
      }}
      y={ratioAxis(steady)}
    >
      {({ x, y }) => {
        const line = (layer: (typeof steady)[number]): string =>
          brokenLine(
            Array.from({ length: highest }, (_, m) => {
              const of = layer.find(({ order }) => order === m + 1);
              return of === undefined ? null : [x(of.order), y(Math.max(of.ratio, 1e-3))];
            }),
          );
        return (
          <>
            {steady.map((layer, l) => l !== at && <path key={l} className="chart-soft" d={line(layer)} />)}
            <path className="chart-line" d={line(steady[at] ?? [])} />
            {steady[at]?.map(({ order, ratio }) => (
              <circle key={order} className="chart-dot" cx={x(order)} cy={y(Math.max(ratio, 1e-3))} r={3} />
            ))}
          </>
        );
      }}
    </Chart>
  );
}
