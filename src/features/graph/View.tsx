import { useMemo, useState } from "react";
import { edgesOf, partsWithin, plainEdgesOf } from "../../core/and-or-graph.ts";
import { fitButForConstant, fitOf, rebuild } from "../../core/faithfulness.ts";
import { hasPlayer } from "../../core/masks.ts";
import { playerName, type Players } from "../../core/patches.ts";
import { effectsOf, sumOf } from "../../core/strongest.ts";
import { sameConcept } from "../../core/tracks.ts";
import { isFirmConcept } from "../../exploration/firmness.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllValues, selectFirmness, selectSolvedLayers } from "../../session/selectors.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import { GlyphMarks, KindMark } from "../../ui/glyph/Glyph.tsx";
import { glyphShape } from "../../ui/glyph/shape.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { bitmapUri } from "../../ui/pixels/bitmap.ts";
import { signed } from "../../ui/scale/numbers.ts";
import { FINGER, useCoarse } from "../../ui/size/use-coarse.ts";
import { namesOf } from "../image/layout.ts";
import { ConceptList } from "../topics/ConceptList.tsx";
import { Frame } from "../topics/Frame.tsx";
import { LayerPicker, useTopicLayer } from "../topics/LayerPicker.tsx";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { cutOut } from "./crops.ts";
import { graphLayout, graphPlaces, MANY, type Box, type GraphLayout } from "./layout.ts";
import { graphTable, heldBy, SHARES, type Held } from "./table.ts";
import { ZoomPane } from "./ZoomPane.tsx";
import "./graph.css";

const NO_NAMES: readonly string[] = [];
const GLYPH = { width: 16, height: 12 } as const;
/** What stands above the columns. */
const HEADS = {
  concept: "concept",
  effect_nats: "effectNats",
  effect_shown_nats: "effectShown",
  effect_scale: "effectShown",
  share: "share",
  share_so_far: "soFar",
  parts: "partsUsed",
} as const;
/** A patch's side, pixels, and room for its name. */
const CROP = 30;
const NAME = 22;

/** What is drawn of a layer. */
interface Drawn extends Held {
  /** Of v rebuilt from these alone, as it is and moved by a constant; null where it is not known, or v is flat. */
  readonly r2: readonly [asItIs: number, moved: number] | null;
  readonly masks: number;
}

/** How patches make concepts, and concepts the score, at a layer: the And-Or graph of the few concepts that hold most. */
export function GraphView() {
  const t = useStrings("topics");
  const picture = useStrings("picture");
  const nameOf = useTargetName();
  const [asked, setShare] = useState<number | null>(null);
  const layers = useStrata(selectSolvedLayers);
  const values = useStrata(selectAllValues);
  const players = useStrata((state) => state.result?.players ?? null);
  const target = nameOf(useStrata((state) => state.result?.target));
  const units = useStrata((state) => state.units);
  const perUnit = useStrata(selectNatsPerUnit);
  const firmness = useStrata(selectFirmness);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const name = names[at] ?? "";
  const words = useTableWords();
  const per = perUnit[at] ?? 1;
  const drawn = useMemo((): Drawn | null => {
    const layer = layers?.[at];
    if (layer === undefined) return null;
    const held = heldBy(layer, asked);
    const v = values?.layers[at];
    const { n, constant } = layer.interactions;
    const rebuilt =
      values === null || v === undefined ? null : rebuild({ ...effectsOf(n, held.concepts), constant }, values.masks);
    const [asItIs, moved] =
      rebuilt === null ? [null, null] : [fitOf(v!, rebuilt).r2, fitButForConstant(v!, rebuilt).r2];
    return {
      ...held,
      r2: asItIs === null || moved === null ? null : [asItIs, moved],
      masks: values?.masks.length ?? 0,
    };
  }, [layers, values, at, asked]);
  const numbers =
    drawn === null || players === null || drawn.concepts.length === 0
      ? null
      : withHeads(graphTable(drawn, { name, players, units, per, firmness }, words), (id) =>
          id === "layer" || id === "order" ? t(id) : id === "firm" ? t("concepts.firm") : t(`graph.${HEADS[id]}`),
        );
  return (
    <Frame
      id="graph"
      title={t("graph.name")}
      read={t("graph.read", { target, layer: name, unit: picture(`units.short.${units}`) })}
      found={drawn === null || numbers === null ? [] : foundOf(t, drawn, name)}
      missing={drawn === null ? undefined : t("graph.nothing", { layer: name })}
      numbers={numbers}
      controls={
        <>
          <LayerPicker names={names} />
          <div className="topic-choice" role="group" aria-label={t("graph.shares")}>
            <span>{t("graph.shares")}</span>
            {SHARES.map((value) => (
              <button key={value} type="button" aria-pressed={drawn?.share === value} onClick={() => setShare(value)}>
                {percentText(value)}
              </button>
            ))}
          </div>
        </>
      }
    >
      {drawn !== null && players !== null && (
        <>
          <Wide>{(width) => <Graph drawn={drawn} players={players} per={per} name={name} width={width} />}</Wide>
          <Keys
            target={target}
            hasUnsure={drawn.concepts.some((concept) => isFirmConcept(firmness, concept) === false)}
          />
          <ConceptList
            title={t("graph.list", { layer: name, unit: picture(`units.short.${units}`) })}
            concepts={drawn.concepts}
            strength={drawn.strength}
            per={per}
            players={players}
          />
        </>
      )}
    </Frame>
  );
}

/** Two decimals and a true minus. */
const r2Text = (r2: number): string => r2.toFixed(2).replace("-", "−");

function foundOf(
  t: ReturnType<typeof useStrings<"topics">>,
  { concepts, all, strength, graph, r2, masks }: Drawn,
  layer: string,
): string[] {
  return [
    t("graph.found", {
      count: concepts.length,
      all: all.length,
      layer,
      share: percentText(sumOf(concepts) / strength),
    }) +
      (r2 === null ? "" : ` ${t("graph.rebuilt", { r2: r2Text(r2[0]), moved: r2Text(r2[1]), masks: grouped(masks) })}`),
    ...(graph.parts.length === 0
      ? []
      : [
          t("graph.merged", {
            count: graph.parts.length,
            edges: edgesOf(graph),
            plain: plainEdgesOf(concepts),
          }),
        ]),
  ];
}

interface GraphProps {
  readonly drawn: Drawn;
  readonly players: Players;
  readonly per: number;
  readonly name: string;
  readonly width: number;
}

function Graph({ drawn: { concepts, graph }, players, per, name, width }: GraphProps) {
  const t = useStrings("topics");
  const { hoverConcept, selectConcept } = useActions();
  const image = useStrata((state) => state.result?.image ?? null);
  const shown = useStrata((state) => state.hover ?? state.selection.concept);
  const { concept: chosen, layer, patches } = useStrata((state) => state.selection);
  const firmness = useStrata(selectFirmness);
  const isCoarse = useCoarse();
  /** Concepts that a patch or a part is pointed at for. */
  const [over, setOver] = useState<ReadonlySet<number> | null>(null);
  const places = useMemo(() => {
    const height = isCoarse ? FINGER : concepts.length > MANY ? 18 : 22;
    return graphPlaces(graph, concepts, {
      patch: { width: NAME + CROP, height: Math.max(CROP, height) },
      part: { width: 36, height: 18 },
      concept: { width: 84, height },
    });
  }, [graph, concepts, isCoarse]);
  const layout = useMemo(() => graphLayout(places, width), [places, width]);
  const crops = useMemo(
    () =>
      image === null || image.isLeftOut === true
        ? null
        : players.patches.map((patch) => bitmapUri(cutOut(image.pixels, patch))),
    [image, players],
  );
  const pointed = concepts.findIndex((concept) => sameConcept(shown, concept));
  const lit = over ?? (pointed < 0 ? null : new Set([pointed]));
  const isDim = (of: (concept: number) => boolean): true | undefined =>
    (lit !== null && ![...lit].some(of)) || undefined;
  const throughPart = (part: number) => (concept: number) =>
    partsWithin(graph, graph.concepts[concept]!).includes(part);
  const withPatch = (patch: number) => (concept: number) => hasPlayer(concepts[concept]!.mask, patch);
  const light = (of: (concept: number) => boolean) => ({
    onPointerEnter: () => setOver(new Set(concepts.map((_, concept) => concept).filter(of))),
    onPointerLeave: () => setOver(null),
  });
  const shape = glyphShape(players, GLYPH.width, GLYPH.height);
  return (
    <ZoomPane
      className="graph"
      width={layout.width}
      height={layout.height}
      label={t("graph.chart", { layer: name, count: concepts.length })}
    >
      {layout.edges.map((edge, i) => (
        <path
          key={i}
          className={`graph-edge graph-${edge.sign > 0 ? "for" : edge.sign < 0 ? "against" : "both"}${edge.isEffect ? " graph-effect" : ""}`}
          data-dim={isDim((concept) => edge.concepts.has(concept))}
          d={edge.path}
          strokeWidth={edge.width}
        />
      ))}
      {layout.patches.map(({ patch, x, y, height }) => (
        <g key={patch} className="graph-node" data-dim={isDim(withPatch(patch))} {...light(withPatch(patch))}>
          <rect className="graph-hit" x={x} y={y} width={NAME + CROP} height={height} />
          <text x={x} y={y + height / 2 + 4}>
            {playerName(patch, players)}
          </text>
          {crops === null ? (
            <rect className="graph-blank" x={x + NAME} y={y + (height - CROP) / 2} width={CROP} height={CROP} />
          ) : (
            <image
              href={crops[patch]}
              x={x + NAME}
              y={y + (height - CROP) / 2}
              width={CROP}
              height={CROP}
              preserveAspectRatio="none"
            />
          )}
        </g>
      ))}
      {layout.parts.map((box, part) => (
        <g key={part} className="graph-node" data-dim={isDim(throughPart(part))} {...light(throughPart(part))}>
          <title>
            {namesOf(graph.parts[part]!.mask, players).join(` ${graph.parts[part]!.kind === "and" ? "∧" : "∨"} `)}
          </title>
          <Back box={box} />
          <g transform={`translate(${box.x + 3} ${box.y + 3})`}>
            <GlyphMarks shape={shape} mask={graph.parts[part]!.mask} selected={patches} />
          </g>
          <KindMark kind={graph.parts[part]!.kind} x={box.x + 28} y={box.y + box.height / 2} />
        </g>
      ))}
      {layout.concepts.map((box, i) => {
        const { kind, mask, effect } = concepts[i]!;
        return (
          <g
            key={`${kind}${mask}`}
            className="graph-node graph-concept"
            data-concept={`${kind}${mask}`}
            data-dim={isDim((concept) => concept === i)}
            data-selected={sameConcept(chosen, { kind, mask }) || undefined}
            data-unsure={isFirmConcept(firmness, { kind, mask }) === false || undefined}
            onPointerEnter={() => hoverConcept({ kind, mask })}
            onPointerLeave={() => hoverConcept(null)}
            onClick={() => selectConcept({ kind, mask }, layer)}
          >
            <Back box={box} />
            <g transform={`translate(${box.x + 4} ${box.y + (box.height - GLYPH.height) / 2})`}>
              <GlyphMarks shape={shape} mask={mask} selected={patches} />
            </g>
            <KindMark kind={kind} x={box.x + 31} y={box.y + box.height / 2} />
            <text className="graph-number" x={box.x + box.width - 6} y={box.y + box.height / 2 + 4}>
              {signed(effect / per)}
            </text>
          </g>
        );
      })}
      <rect className="graph-score" {...layout.score} rx={2} />
      <Heads layout={layout} />
    </ZoomPane>
  );
}

function Back({ box: { x, y, width, height } }: { readonly box: Box }) {
  return <rect className="graph-back" x={x} y={y} width={width} height={height} rx={4} />;
}

/** What the columns are. */
function Heads({ layout: { patches, parts, concepts, score } }: { readonly layout: GraphLayout }) {
  const t = useStrings("topics");
  const [patch, part, concept] = [patches[0]!, parts[0], concepts[0]!];
  return (
    <g className="graph-heads">
      <text x={patch.x} y={12}>
        {t("graph.heads.patches")}
      </text>
      {part !== undefined && (
        <text className="graph-middle" x={part.x + part.width / 2} y={12}>
          {t("graph.heads.parts")}
        </text>
      )}
      <text className="graph-middle" x={concept.x + concept.width / 2} y={12}>
        {t("graph.heads.concepts")}
      </text>
      <text className="graph-end" x={score.x + score.width} y={12}>
        {t("graph.heads.score")}
      </text>
    </g>
  );
}

/** What lines and boxes mean. */
function Keys({ target, hasUnsure }: { readonly target: string; readonly hasUnsure: boolean }) {
  const t = useStrings("topics");
  return (
    <ul className="topic-keys">
      {(["for", "against", "both"] as const).map((sign) => (
        <li key={sign}>
          <svg className="graph" width={22} height={12} aria-hidden="true">
            <path className={`graph-edge graph-effect graph-${sign}`} strokeWidth={4} d="M1 6H21" />
          </svg>
          {t(`graph.${sign}`, { target })}
        </li>
      ))}
      {hasUnsure && (
        <li>
          <svg className="graph" width={22} height={12} aria-hidden="true">
            <g className="graph-concept" data-unsure>
              <rect className="graph-back" x={0.5} y={0.5} width={21} height={11} rx={3} />
            </g>
          </svg>
          {t("concepts.unsure")}
        </li>
      )}
    </ul>
  );
}
