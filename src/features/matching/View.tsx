import { useCallback, useMemo, useState } from "react";
import type { Mask } from "../../core/masks.ts";
import { useStrata } from "../../session/react.ts";
import { selectAllValues, selectSolvedLayers } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { createDrawing } from "../concept/drawing.ts";
import { Later } from "../concept/Later.tsx";
import { useWithoutValues } from "../topics/use-without-values.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { shownText } from "../topics/table.ts";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { furthest, matchingLayout } from "./layout.ts";
import { matchingOf, matchingTable, type Matching } from "./table.ts";
import "./matching.css";

const NO_NAMES: readonly string[] = [];
/** Rows of the table on the page; the file has them all. */
const WORST = 20;
/** What stands above the columns. */
const HEADS = {
  mask: "mask",
  shown: "shown",
  v_nats: "measured",
  rebuilt_nats: "rebuilt",
  rebuilt_salient_nats: "fromSalient",
} as const;
/** Masks to be looked at. */
const LOOKED = 5;

const bringMask = async () => (await import("../concept/MaskView.tsx")).MaskView;

/** v rebuilt from the effects against v measured, at every mask of a layer: the paper's universal matching. */
export function MatchingView() {
  const t = useStrings("topics");
  const withoutValues = useWithoutValues();
  const layers = useStrata(selectSolvedLayers);
  const values = useStrata(selectAllValues);
  const players = useStrata((state) => state.result?.players ?? null);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const words = useTableWords();
  const found = useMemo(
    () => (layers?.[at] === undefined || values?.layers[at] === undefined ? null : matchingOf(layers, values, at)),
    [layers, values, at],
  );
  const worst = useMemo(() => (found === null ? [] : furthest(found.v, found.rebuilt[1], WORST)), [found]);
  const numbers =
    found === null || players === null
      ? null
      : {
          ...withHeads(matchingTable(found, name, players, words, worst), (id) =>
            id === "layer" ? t(id) : t(`matching.${HEADS[id]}`),
          ),
          excerpt: {
            title: t("matching.worst", { count: Math.min(WORST, found.v.length) }),
            all: () => matchingTable(found, name, players, words).rows,
          },
        };
  const titles =
    found === null
      ? []
      : [
          t("matching.all", { count: found.count, max: found.all.maxAbs.toFixed(3), kappa: found.kappa.toFixed(3) }),
          found.salient.r2 === null
            ? t("matching.salientFlat", { count: found.salientCount })
            : t("matching.salient", { count: found.salientCount, r2: found.salient.r2.toFixed(3) }),
        ];
  return (
    <Frame
      id="matching"
      title={t("matching.name")}
      read={t("matching.read", { layer: name })}
      found={
        found === null || players === null
          ? []
          : [
              t("matching.found", {
                max: found.salient.maxAbs.toFixed(2),
                patches: shownText(found.masks[found.salient.worst]!, players, words),
              }),
            ]
      }
      missing={layers === null ? undefined : withoutValues}
      numbers={numbers}
      controls={<LayerPicker names={names} />}
      below={found !== null && <Furthest found={found} places={worst.slice(0, LOOKED)} index={at} />}
    >
      <Wide>{(width) => found !== null && <Plots found={found} titles={titles} name={name} width={width} />}</Wide>
    </Frame>
  );
}

interface FurthestProps {
  readonly found: Matching;
  /** Where they stand among the masks. */
  readonly places: readonly number[];
  readonly index: number;
}

/** The masks that the salient concepts explain worst, each to be looked at. */
function Furthest({ found: { v, masks, rebuilt }, places, index }: FurthestProps) {
  const t = useStrings("topics");
  const result = useStrata((state) => state.result)!;
  const units = useStrata((state) => state.units);
  const words = useTableWords();
  const [looked, look] = useState<Mask | null>(null);
  const drawn = useMemo(() => createDrawing(result), [result]);
  const leave = useCallback(() => look(null), []);
  return (
    <>
      <p className="topic-ask">
        {t("matching.furthest")}
        {places.map((place) => {
          const mask = masks[place]!;
          return (
            <button
              key={mask}
              type="button"
              className="link"
              aria-pressed={mask === looked}
              onClick={() => look(mask === looked ? null : mask)}
            >
              {shownText(mask, result.players, words)} {signed(rebuilt[1][place]! - v[place]!)}
            </button>
          );
        })}
      </p>
      {looked !== null && (
        <Later
          bring={bringMask}
          props={{ shown: looked, result, index, units, pixels: drawn(looked), onClose: leave }}
          onMiss={leave}
        />
      )}
    </>
  );
}

interface PlotsProps {
  readonly found: Matching;
  readonly width: number;
  readonly titles: readonly string[];
  readonly name: string;
}

function Plots({ found, titles, name, width }: PlotsProps) {
  const t = useStrings("topics");
  const layout = useMemo(() => {
    const { v, rebuilt, all, salient, kappa } = found;
    return matchingLayout(
      v,
      [
        [rebuilt[0], all.worst],
        [rebuilt[1], salient.worst],
      ],
      kappa,
      width,
    );
  }, [found, width]);
  return (
    <svg
      className="matching"
      width={layout.width}
      height={layout.height}
      role="img"
      aria-label={`${t("matching.chart", { layer: name })}: ${titles.join("; ")}`}
    >
      {layout.plots.map((plot, i) => (
        <g key={i}>
          <text className="matching-title" x={plot.left} y={plot.y - 8}>
            {titles[i]}
          </text>
          {plot.ticks.map(({ nats, y, text }) => (
            <g key={nats}>
              <line className="matching-tick" x1={plot.x} x2={plot.x + plot.size} y1={y} y2={y} />
              <text className="matching-up" x={plot.x - 5} y={y + 4}>
                {text}
              </text>
            </g>
          ))}
          {plot.across.map(({ x, text }) => (
            <text key={x} className="matching-across" x={x} y={plot.y + plot.size + 14}>
              {text}
            </text>
          ))}
          {plot.band !== null && <path className="matching-band" d={plot.band} />}
          <path className="matching-diagonal" d={plot.diagonal} />
          <path className="matching-dots" d={plot.dots} />
          <circle className="matching-worst" cx={plot.worst.x} cy={plot.worst.y} r={5} />
          <text className="matching-across" x={plot.x + plot.size / 2} y={plot.y + plot.size + 28}>
            {t("matching.measured")}
          </text>
        </g>
      ))}
    </svg>
  );
}
