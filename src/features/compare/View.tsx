import { useMemo } from "react";
import { firmnessOf, isFirmConcept } from "../../exploration/firmness.ts";
import { sampleOf } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import type { SampleQuality } from "../../core/interactions.ts";
import { sameConcept } from "../../core/tracks.ts";
import type { Players } from "../../core/patches.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectFirmness } from "../../session/selectors.ts";
import { samePicture } from "../../session/results.ts";
import type { ImageTitle, Units } from "../../session/shape.ts";
import { GlyphMarks, KindMark } from "../../ui/glyph/Glyph.tsx";
import { glyphShape } from "../../ui/glyph/shape.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { fittingNames, fittingText } from "../../ui/language/fitting-text.ts";
import { useGridText } from "../../ui/language/grid-text.ts";
import { useImageName } from "../../ui/language/image-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { effectScale } from "../../ui/scale/effect-scale.ts";
import { errorText, r2Text } from "../../ui/scale/numbers.ts";
import { ScaleLegend } from "../../ui/scale/ScaleLegend.tsx";
import { conceptWords } from "../concepts/words.ts";
import { EffectsTable } from "../topics/EffectsTable.tsx";
import { Frame } from "../topics/Frame.tsx";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import {
  commonUnits,
  compareLayout,
  countsOf,
  differingIn,
  isWithinError,
  pairOf,
  withinErrors,
  type Aspect,
  type Pair,
} from "./pairs.ts";
import { compareTable } from "./table.ts";
import "./compare.css";

const NO_NAMES: readonly string[] = [];
/** What is called so in the table's columns of this picture's layers. */
const HEADS = { this: "compare.b", difference: "compare.difference", error: "compare.standardError" } as const;
const GLYPH = { width: 20, height: 16 } as const;
const LEGEND = 220;
/** Height of a difference that is no more than its error, pixels. */
const THIN = 5;

/** A pinned picture beside the one on the page, and what is different between them. */
export function CompareView() {
  const t = useStrings("topics");
  const words = useTableWords();
  const { pinPicture, unpinPicture } = useActions();
  const pinned = useStrata((state) => state.pinned);
  const result = useStrata((state) => state.result);
  const asked = useStrata((state) => state.units);
  const describe = useDescription();
  const here = result?.snapshot ?? null;
  const isSame = pinned !== null && samePicture(pinned.snapshot, here);
  const units = pinned === null || here === null ? asked : commonUnits(pinned.snapshot, here, asked);
  const pair = useMemo(
    () => (pinned === null || here === null || isSame ? null : pairOf(pinned.snapshot, here, units)),
    [pinned, here, isSame, units],
  );
  const differing = pinned === null || here === null ? [] : differingIn(pinned.snapshot, here);
  const names = useLayerNames(result?.layerNames ?? NO_NAMES);
  const pinnedNames = useLayerNames(pinned?.snapshot.layers.map(({ name }) => name) ?? NO_NAMES);
  const said = (aspect: Aspect): string =>
    t("compare.from", {
      aspect: t(`compare.aspect.${aspect}`),
      a: describe(pinned!.snapshot, pinned!.title, aspect),
      b: describe(here!, result!.image.title, aspect),
    });
  const counts = pair === null ? null : countsOf(pair);
  const errors = pair === null ? null : withinErrors(pair);
  const samples =
    pinned === null || here === null ? [] : [pinned.snapshot, here].map(({ layers }) => qualityOf(layers));
  const sampleText = (quality: ReturnType<typeof qualityOf>): string =>
    quality === null
      ? t("compare.sample.all")
      : t("compare.sample.some", { masks: grouped(quality.masks), r2: r2Text(quality.heldOutR2) });
  const numbers =
    pair === null || result === null
      ? null
      : withHeads(compareTable(pair, [pinnedNames.length, names.length], result.players, words), (id) => {
          const [block, l] = id.split("_");
          return block === "pinned"
            ? `${t("compare.a")}, ${pinnedNames[Number(l)]}`
            : block === "concept"
              ? t("graph.concept")
              : `${t(HEADS[block as keyof typeof HEADS])}, ${names[Number(l)]}`;
        });
  const missing =
    here === null
      ? undefined
      : pinned === null || isSame
        ? t(pinned === null ? "compare.missing" : "compare.pinnedNow")
        : t("compare.otherPatches", { aspects: differing.map(said).join(t("separator")) });
  return (
    <Frame
      id="compare"
      title={t("compare.name")}
      read={t("compare.read")}
      found={
        counts === null
          ? []
          : [
              differing.length === 0
                ? t("compare.sameQuestion")
                : t("compare.differ", { aspects: differing.map(said).join(t("separator")) }),
              t("compare.found", counts),
              ...(samples.every((quality) => quality === null)
                ? []
                : [
                    t("compare.samples", { a: sampleText(samples[0] ?? null), b: sampleText(samples[1] ?? null) }),
                    ...(errors === null || errors.known === 0 ? [] : [t("compare.within", errors)]),
                  ]),
              ...(units === asked ? [] : [t("compare.inNats")]),
            ]
      }
      numbers={numbers}
      missing={missing}
      controls={
        <p className="topic-ask">
          {pinned !== null && (
            <>
              <span>{t("compare.pinned", { what: describe(pinned.snapshot, pinned.title, null) })}</span>
              <button type="button" className="link" onClick={unpinPicture}>
                {t("compare.unpin")}
              </button>
            </>
          )}
          {here !== null && !isSame && (
            <button type="button" className={pinned === null ? "button" : "link"} onClick={pinPicture}>
              {t(pinned === null ? "compare.pin" : "compare.pinThis")}
            </button>
          )}
        </p>
      }
    >
      {pair !== null && pinned !== null && here !== null && (
        <>
          <Wide>
            {(width) => (
              <Blocks pair={pair} units={units} names={[pinnedNames, names]} players={here.players} width={width} />
            )}
          </Wide>
          <Changes pair={pair} units={units} a={pinned.snapshot} players={here.players} />
        </>
      )}
    </Frame>
  );
}

/** Of an estimate its masks and the least held-out R² of its layers; null where all masks were run. */
function qualityOf(layers: Snapshot["layers"]): Pick<SampleQuality, "masks" | "heldOutR2"> | null {
  const told = layers.flatMap(({ interactions: { sampled } }) => sampled ?? []);
  return told.length === 0
    ? null
    : { masks: told[0]!.masks, heldOutR2: Math.min(...told.map(({ heldOutR2 }) => heldOutR2)) };
}

/** What a picture is of: one aspect of it, or with null all that a person tells pictures by. */
function useDescription(): (snapshot: Snapshot, title: ImageTitle, aspect: Aspect | null) => string {
  const t = useStrings(["topics", "page"]);
  const samples = useStrata((state) => state.samples);
  const [imageOf, titleOf, targetOf, gridOf] = [useImageName(), useNetworkTitle(), useTargetName(), useGridText()];
  return (
    { image, model, probes, target, players, baseline, layers, kappaFraction, kappaOf, tauFraction },
    title,
    aspect,
  ) => {
    const sample = sampleOf(layers);
    const texts: Readonly<Record<Aspect, string>> = {
      image: imageOf(title, samples) || image.name,
      network: titleOf(model.name),
      probes: t(`compare.probes.${probes}`),
      target: targetOf(target),
      grid: gridOf(players, players.picked === null ? null : players.n),
      baseline: t(`page:hidden.as.${baseline}`),
      masks:
        sample === null
          ? t("compare.sample.every")
          : t("compare.sample.seeded", { masks: grouped(sample.masks), seed: String(sample.seed) }),
      kappa: `${kappaFraction} ${kappaOf}`,
      tau: String(tauFraction),
    };
    return aspect === null ? [texts.image, texts.target, texts.network, texts.grid].join(" · ") : texts[aspect];
  };
}

interface BlocksProps {
  readonly pair: Pair;
  readonly units: Units;
  readonly names: readonly [a: readonly string[], b: readonly string[]];
  readonly players: Players;
  readonly width: number;
}

function Blocks({ pair, units, names, players, width }: BlocksProps) {
  const t = useStrings(["topics", "picture"]);
  const picture = useStrings("picture");
  const { hoverConcept, selectConcept } = useActions();
  const theme = useStrata((state) => state.theme);
  const lock = useStrata((state) => (state.units === units ? state.scaleLock : null));
  const chosen = useStrata((state) => state.selection.concept);
  const patches = useStrata((state) => state.selection.patches);
  const scale = useMemo(() => effectScale(theme, pair.largest, lock), [theme, pair.largest, lock]);
  const layout = useMemo(() => compareLayout(pair, width), [pair, width]);
  const { cell, rowHeight, top, blocks } = layout;
  const shape = glyphShape(players, GLYPH.width, GLYPH.height);
  const layerNames = { a: names[0], b: names[1], difference: pair.columns.map(([, l]) => names[1][l]!) };
  return (
    <>
      <div className="compare-scroll" tabIndex={0} role="region" aria-label={t("compare.chart")}>
        <svg className="compare" width={layout.width} height={layout.height} role="img" aria-label={t("compare.chart")}>
          {blocks.map(({ of, x, columns }) => (
            <g key={of}>
              <text className="compare-head" x={x} y={12}>
                {fittingText(t(`compare.${of}`), Math.max(columns * cell, 40))}
              </text>
              {fittingNames(layerNames[of], cell - 2, t("picture:head.out")).map((name, l) => (
                <text
                  key={l}
                  // The last has room behind the block, too.
                  className={l === columns - 1 ? "compare-last" : "compare-layer"}
                  x={l === columns - 1 ? x + l * cell + 2 : x + (l + 0.5) * cell}
                  y={28}
                >
                  {name}
                </text>
              ))}
            </g>
          ))}
          {pair.rows.map((row, r) => {
            const { kind, mask } = row;
            const y = top + r * rowHeight;
            return (
              <g
                key={`${kind}${mask}`}
                className={sameConcept(chosen, row) ? "compare-row compare-chosen" : "compare-row"}
                onPointerEnter={() => hoverConcept({ kind, mask })}
                onPointerLeave={() => hoverConcept(null)}
                onClick={() => selectConcept({ kind, mask })}
              >
                <title>{conceptWords(picture, row, players)}</title>
                <rect className="compare-back" x={0} y={y} width={layout.width} height={rowHeight} />
                <g transform={`translate(0 ${y + (rowHeight - GLYPH.height) / 2})`}>
                  <GlyphMarks shape={shape} mask={mask} selected={patches} />
                </g>
                <KindMark kind={kind} x={34} y={y + rowHeight / 2} />
                {blocks.map(({ of, x }) =>
                  row[of].map((value, l) =>
                    value === null ? (
                      <line
                        key={`${of} ${l}`}
                        className="compare-nothing"
                        x1={x + l * cell}
                        x2={x + (l + 1) * cell}
                        y1={y + rowHeight / 2}
                        y2={y + rowHeight / 2}
                      />
                    ) : (
                      <rect
                        key={`${of} ${l}`}
                        x={x + l * cell + 0.5}
                        width={cell - 1}
                        {...(of === "difference" && isWithinError(value, row.errors[l]!)
                          ? { y: y + (rowHeight - THIN) / 2, height: THIN }
                          : { y: y + 1, height: rowHeight - 2 })}
                        rx={1.5}
                        fill={scale.colour(value).fill}
                      />
                    ),
                  ),
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <ScaleLegend scale={scale} units={units} width={LEGEND} target={null} />
    </>
  );
}

/** The concepts that change most at the output. */
function Changes({ pair, units, a, players }: Omit<BlocksProps, "names" | "width"> & { readonly a: Snapshot }) {
  const t = useStrings("topics");
  const picture = useStrings("picture");
  const here = useStrata(selectFirmness);
  const there = useMemo(() => (a.certainty === undefined ? null : firmnessOf(a.layers, a.certainty)), [a]);
  const rows = useMemo(
    () =>
      pair.rows
        .filter(({ difference }) => (difference.at(-1) ?? null) !== null)
        .toSorted((x, y) => Math.abs(y.difference.at(-1)!) - Math.abs(x.difference.at(-1)!)),
    [pair],
  );
  const sure = (concept: Pair["rows"][number]): string => {
    const firm = [isFirmConcept(there, concept), isFirmConcept(here, concept)];
    if (firm.every((one) => one === null)) return "";
    const key = firm.map((one) => (one === null ? "unknown" : one ? "firm" : "unsure")).join("_");
    return t(`compare.sure.${key as "firm_firm"}`);
  };
  const errorOf = ({ difference, errors }: Pair["rows"][number]): string => {
    const error = errors.at(-1) ?? null;
    if (error === null) return "";
    const size = t(`compare.error.${error.isWhole ? "whole" : "part"}`, { error: errorText(error.size) });
    return isWithinError(difference.at(-1)!, error) ? t("compare.error.within", { error: size }) : size;
  };
  return (
    <EffectsTable
      title={t("compare.changes", { unit: picture(`units.short.${units}`) })}
      heads={[t("compare.a"), t("compare.b"), t("compare.difference")]}
      rows={rows.map((row) => ({
        concept: { kind: row.kind, mask: row.mask },
        effects: [row.a.at(-1) ?? null, row.b.at(-1) ?? null, row.difference.at(-1)!],
        sure: sure(row),
        error: errorOf(row),
        isFaint: isWithinError(row.difference.at(-1)!, row.errors.at(-1)!),
      }))}
      players={players}
    />
  );
}
