import { useCallback, useMemo, useState } from "react";
import { fitOf, rebuild, rebuildSalient, type RebuildFit } from "../../core/faithfulness.ts";
import type { Mask, Masks } from "../../core/masks.ts";
import { isSalient } from "../../core/salience.ts";
import { useStrata } from "../../session/react.ts";
import { selectSolvedLayers } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { createDrawing } from "../concept/drawing.ts";
import { Later } from "../concept/Later.tsx";
import { namesOf } from "../image/layout.ts";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { Wide } from "../topics/Wide.tsx";
import { furthest, matchingLayout } from "./layout.ts";
import "./matching.css";

const NO_NAMES: readonly string[] = [];
/** Rows of the table on the page; the file has them all. */
const WORST = 20;
/** Masks to be looked at. */
const LOOKED = 5;

const bringMask = async () => (await import("../concept/MaskView.tsx")).MaskView;

/** What is known of a layer. */
interface Found {
  /** `[masks]`, nats; rebuilt from all effects, and from the salient ones. */
  readonly v: Float64Array;
  readonly masks: Masks;
  readonly rebuilt: readonly [all: Float64Array, salient: Float64Array];
  readonly all: RebuildFit;
  readonly salient: RebuildFit;
  /** Nats. */
  readonly kappa: number;
  /** Effects that are not 0, and those that are salient. */
  readonly count: number;
  readonly salientCount: number;
}

/** v rebuilt from the effects against v measured, at every mask of a layer: the paper's universal matching. */
export function MatchingView() {
  const t = useStrings("topics");
  const layers = useStrata(selectSolvedLayers);
  const values = useStrata((state) => state.result?.snapshot?.values ?? null);
  const players = useStrata((state) => state.result?.players ?? null);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const found = useMemo((): Found | null => {
    const [layer, v] = [layers?.[at], values?.layers[at]];
    if (layer === undefined || v === undefined || values === null) return null;
    const rebuilt = [
      rebuild(layer.interactions, values.masks),
      rebuildSalient(layer.interactions, values.masks, layer.tau),
    ] as const;
    const { and, or, exactness } = layer.interactions;
    const effects = [...and.effects, ...or.effects];
    return {
      v,
      masks: values.masks,
      rebuilt,
      all: fitOf(v, rebuilt[0]),
      salient: fitOf(v, rebuilt[1]),
      kappa: exactness.kappa,
      count: effects.length,
      salientCount: effects.filter((effect) => isSalient(effect, layer.tau)).length,
    };
  }, [layers, values, at]);
  const shownAt = (place: number): string =>
    found === null || players === null ? "" : namesOf(found.masks[place]!, players).join(" ") || t("matching.nothing");
  const rowAt = (of: Found) => (place: number) => [
    name,
    of.masks[place]!,
    shownAt(place),
    of.v[place]!,
    of.rebuilt[0][place]!,
    of.rebuilt[1][place]!,
  ];
  const numbers =
    found === null
      ? null
      : {
          columns: [
            { id: "layer", text: t("layer") },
            { id: "mask", text: t("matching.mask") },
            { id: "shown", text: t("matching.shown") },
            { id: "v_nats", text: t("matching.measured") },
            { id: "rebuilt_nats", text: t("matching.rebuilt") },
            {
              id: "rebuilt_salient_nats",
              text: t("matching.fromSalient"),
            },
          ],
          rows: furthest(found.v, found.rebuilt[1], WORST).map(rowAt(found)),
          excerpt: {
            title: t("matching.worst", { count: Math.min(WORST, found.v.length) }),
            all: () => Array.from(found.v, (_, place) => rowAt(found)(place)),
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
        found === null
          ? []
          : [t("matching.found", { max: found.salient.maxAbs.toFixed(2), patches: shownAt(found.salient.worst) })]
      }
      missing={layers === null ? undefined : t("matching.without")}
      numbers={numbers}
      controls={<LayerPicker names={names} />}
      below={found !== null && <Furthest found={found} index={at} />}
    >
      <Wide>{(width) => found !== null && <Plots found={found} titles={titles} name={name} width={width} />}</Wide>
    </Frame>
  );
}

/** The masks that the salient concepts explain worst, each to be looked at. */
function Furthest({ found: { v, masks, rebuilt }, index }: { readonly found: Found; readonly index: number }) {
  const t = useStrings("topics");
  const result = useStrata((state) => state.result)!;
  const units = useStrata((state) => state.units);
  const [looked, look] = useState<Mask | null>(null);
  const drawn = useMemo(() => createDrawing(result), [result]);
  const leave = useCallback(() => look(null), []);
  return (
    <>
      <p className="topic-ask">
        {t("matching.furthest")}
        {furthest(v, rebuilt[1], LOOKED).map((place) => {
          const mask = masks[place]!;
          return (
            <button
              key={mask}
              type="button"
              className="link"
              aria-pressed={mask === looked}
              onClick={() => look(mask === looked ? null : mask)}
            >
              {namesOf(mask, result.players).join(" ") || t("matching.nothing")}{" "}
              {signed(rebuilt[1][place]! - v[place]!)}
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
  readonly found: Found;
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
