import { useMemo } from "react";
import { bestSets, insertionAndDeletion } from "../../core/best-sets.ts";
import { shapleyValues } from "../../core/shapley.ts";
import { useStrata } from "../../session/react.ts";
import { selectSolvedLayers } from "../../session/selectors.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { namesOf } from "../image/layout.ts";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { countTicks, roundTicks } from "../topics/chart-place.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { Wide } from "../topics/Wide.tsx";
import { endsOf, fewest, LINES, type Scores } from "./layout.ts";
import "./patches.css";

const NO_NAMES: readonly string[] = [];
/** Of the way from nothing shown to the whole image. */
const ENOUGH = 0.9;

/** Which few patches give the highest score alone, and whose hiding costs most: exact, beside the order of the Shapley values. */
export function PatchesView() {
  const t = useStrings("topics");
  const nameOf = useTargetName();
  const layers = useStrata(selectSolvedLayers);
  const values = useStrata((state) => state.result?.snapshot?.values ?? null);
  const players = useStrata((state) => state.result?.players ?? null);
  const target = nameOf(useStrata((state) => state.result?.target));
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const found = useMemo(() => {
    const [layer, v] = [layers?.[at], values?.layers[at]];
    if (layer === undefined || v === undefined || values === null || players === null) return null;
    const sets = bestSets(players.n, values.masks, v);
    const score = (of: (typeof sets.shown)[number]): number | null => of?.v ?? null;
    const scores: Scores = {
      shown: sets.shown.map(score),
      hidden: sets.hidden.map(score),
      ...insertionAndDeletion(shapleyValues(layer.interactions), values.masks, v),
    };
    return { sets, scores };
  }, [layers, values, players, at]);
  const patches = (set: number | undefined): string =>
    set === undefined || players === null ? "" : namesOf(set, players).join(" ") || t("matching.nothing");
  const few = found === null ? null : fewest(found.scores.shown, ENOUGH);
  const numbers =
    found === null
      ? null
      : {
          columns: [
            { id: "layer", text: t("layer") },
            { id: "patches", text: t("patches.count") },
            { id: "best_shown", text: t("patches.bestShown") },
            { id: "v_shown_nats", text: t("patches.shown") },
            { id: "v_insertion_nats", text: t("patches.insertion") },
            { id: "worst_hidden", text: t("patches.worstHidden") },
            { id: "v_hidden_nats", text: t("patches.hidden") },
            { id: "v_deletion_nats", text: t("patches.deletion") },
          ],
          rows: found.sets.shown.map((set, count) => [
            name,
            count,
            patches(set?.set),
            found.scores.shown[count]!,
            found.scores.insertion[count]!,
            patches(found.sets.hidden[count]?.set),
            found.scores.hidden[count]!,
            found.scores.deletion[count]!,
          ]),
        };
  return (
    <Frame
      id="patches"
      title={t("patches.name")}
      read={t("patches.read", { layer: name, target })}
      found={
        found === null
          ? []
          : [
              few === null
                ? t("patches.foundAll", { share: percentText(ENOUGH), layer: name })
                : t("patches.found", {
                    patches: patches(found.sets.shown[few]?.set),
                    share: percentText(ENOUGH),
                    layer: name,
                  }),
            ]
      }
      missing={layers === null ? undefined : t("matching.without")}
      numbers={numbers}
      controls={<LayerPicker names={names} />}
    >
      <Wide>{(width) => found !== null && <ScoresChart scores={found.scores} name={name} width={width} />}</Wide>
      <ul className="topic-keys">
        {LINES.map((line) => (
          <li key={line}>
            <KeyLine name={`patches-${line}`} />
            {t(`patches.${line}`)}
          </li>
        ))}
      </ul>
    </Frame>
  );
}

interface ScoresProps {
  readonly scores: Scores;
  readonly name: string;
  readonly width: number;
}

function ScoresChart({ scores, name, width }: ScoresProps) {
  const t = useStrings("topics");
  const ends = endsOf(scores);
  const n = Math.max(1, scores.shown.length - 1);
  return (
    <Chart
      label={t("patches.chart", { layer: name })}
      width={width}
      x={{ ends: [0, n], ticks: countTicks(n, 16, 0), title: t("patches.across") }}
      y={{ ends, ticks: roundTicks(...ends, "signed") }}
    >
      {({ x, y }) =>
        LINES.map((line) => (
          <path
            key={line}
            className={`patches-${line}`}
            d={brokenLine(scores[line].map((score, count) => (score === null ? null : [x(count), y(score)])))}
          />
        ))
      }
    </Chart>
  );
}
