import { useMemo } from "react";
import { useStrata } from "../../session/react.ts";
import { selectAllValues, selectSolvedLayers } from "../../session/selectors.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { Chart, KeyLine } from "../topics/Chart.tsx";
import { countTicks, roundTicks } from "../topics/chart-place.ts";
import { useWithoutValues } from "../topics/use-without-values.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { shownText } from "../topics/table.ts";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { endsOf, fewest, LINES, type Scores } from "./layout.ts";
import { bestPatches, patchesTable } from "./table.ts";
import "./patches.css";

const NO_NAMES: readonly string[] = [];
/** What stands above the columns. */
const HEADS = {
  patches: "count",
  best_shown: "bestShown",
  v_shown_nats: "shown",
  v_insertion_nats: "insertion",
  worst_hidden: "worstHidden",
  v_hidden_nats: "hidden",
  v_deletion_nats: "deletion",
} as const;
/** Of the way from nothing shown to the whole image. */
const ENOUGH = 0.9;

/** Which few patches give the highest score alone, and whose hiding costs most: exact, beside the order of the Shapley values. */
export function PatchesView() {
  const t = useStrings("topics");
  const withoutValues = useWithoutValues();
  const nameOf = useTargetName();
  const layers = useStrata(selectSolvedLayers);
  const values = useStrata(selectAllValues);
  const players = useStrata((state) => state.result?.players ?? null);
  const target = nameOf(useStrata((state) => state.result?.target));
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const words = useTableWords();
  const found = useMemo(
    () => (layers?.[at] === undefined || values?.layers[at] === undefined ? null : bestPatches(layers, values, at)),
    [layers, values, at],
  );
  const few = found === null ? null : fewest(found.scores.shown, ENOUGH);
  const numbers =
    found === null || players === null
      ? null
      : withHeads(patchesTable(found, name, players, words), (id) =>
          id === "layer" ? t(id) : t(`patches.${HEADS[id]}`),
        );
  return (
    <Frame
      id="patches"
      title={t("patches.name")}
      read={t("patches.read", { layer: name, target })}
      found={
        found === null || players === null
          ? []
          : [
              few === null
                ? t("patches.foundAll", { share: percentText(ENOUGH), layer: name })
                : t("patches.found", {
                    patches: shownText(found.sets.shown[few]!.set, players, words),
                    share: percentText(ENOUGH),
                    layer: name,
                  }),
            ]
      }
      missing={layers === null ? undefined : withoutValues}
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
