import type { ReactNode } from "react";
import { MAX_ENUMERABLE, patchesOf } from "../../core/masks.ts";
import { playerName, type Players } from "../../core/patches.ts";
import { effectAt } from "../../core/interactions.ts";
import {
  ALLOWED_EXCESS,
  isNeeded,
  largestChanges,
  otherSaying,
  type EffectChange,
  type EffectRange,
} from "../../core/uniqueness.ts";
import { useActions, useStrata } from "../../session/react.ts";
import type { Units } from "../../session/shape.ts";
import { uniquenessOf, uniquenessOffer } from "../../session/uniqueness.ts";
import { sameConcept } from "../../core/tracks.ts";
import { conceptWords } from "../concepts/words.ts";
import { Glyph, KindMark } from "../../ui/glyph/Glyph.tsx";
import { percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { useWidth } from "../../ui/size/use-width.ts";
import { intervalBar } from "./interval.ts";
import type { ConceptHere } from "./Unshrunk.tsx";

/** Concepts that are named as taking over. */
const NAMED = 4;
/** Of the concept itself and of changes that do not show in the numbers nothing is said: this many more are looked at. */
const LOOKED_AT = 4 * NAMED;
/** What an answer may be longer by rounding, as a share. */
const ROUNDING = 1e-5;
const BAR_HEIGHT = 20;

interface IntervalProps {
  readonly range: EffectRange;
  readonly effect: number;
  readonly tau: number;
}

/** The range of effects as a bar in the colours of their signs, with the picture's own effect as a dot; the grey band is ±τ. */
function Interval({ range: { least, most }, effect, tau }: IntervalProps) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const { zero, band, from, to, here } = intervalBar({ least: least.effect, most: most.effect, effect, tau }, width);
  const middle = BAR_HEIGHT / 2;
  const part = (a: number, b: number, colour: string) =>
    b > a && <rect x={a} width={b - a} y={middle - 4} height={8} rx={2} fill={colour} />;
  return (
    <div ref={ref} className="concept-interval" aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={BAR_HEIGHT}>
          <rect x={band[0]} width={band[1] - band[0]} height={BAR_HEIGHT} className="concept-band" />
          <path d={`M0 ${middle}H${width}`} stroke="var(--rule-2)" />
          {part(from, Math.min(to, zero), "var(--neg)")}
          {part(Math.max(from, zero), to, "var(--pos)")}
          <path d={`M${zero} 0V${BAR_HEIGHT}`} stroke="var(--ink-2)" />
          <circle cx={here} cy={middle} r={5} fill="var(--paper)" stroke="var(--ink)" strokeWidth={2} />
        </svg>
      )}
    </div>
  );
}

interface TakerProps {
  readonly change: EffectChange;
  /** An effect as the picture says it. */
  readonly say: (nats: number) => string;
  readonly units: Units;
  readonly players: Players;
  readonly layerName: string;
  readonly onSelect: () => void;
}

/** A concept whose effect is another one in the other answer. */
function Taker({ change, say, units, players, layerName, onSelect }: TakerProps) {
  const t = useStrings("picture");
  const { kind, mask, from, to } = change;
  const [before, after] = [say(from), say(to)];
  const sign = after.startsWith("+") ? 1 : after.startsWith("−") ? -1 : 0;
  return (
    <li>
      <button
        type="button"
        onClick={onSelect}
        aria-label={t("detail.otherwise.taker", {
          concept: conceptWords(t, change, players),
          from: before,
          to: after,
          layer: layerName,
          in: t(`units.in.${units}`),
        })}
      >
        <Glyph grid={players} mask={mask} selected={0} width={20} height={16} />
        <span>
          {patchesOf(mask).map((patch, i) => (
            <span key={patch}>
              {i > 0 && (
                <svg width={8} height={8} className="concept-joint">
                  <KindMark kind={kind} x={4} y={4} size={3} />
                </svg>
              )}
              {playerName(patch, players)}
            </span>
          ))}
        </span>
        <span className="concept-change">
          {before} → <b data-sign={sign}>{after}</b>
        </span>
      </button>
    </li>
  );
}

interface ToldProps extends ConceptHere {
  readonly range: EffectRange;
}

/** What was found: whether every answer needs the concept, between what its effect lies, and what takes over in another answer. */
function Told({ concept, result, index, layer, layerName, units, unit, range }: ToldProps) {
  const t = useStrings("picture");
  const { selectConcept } = useActions();
  const say = (nats: number): string => signed(nats / unit);
  const output = result.layerNames.length - 1;
  const effect = effectAt(layer.interactions, concept.kind, concept.mask);
  const { least, most, optimum } = range;
  const other = otherSaying(range, effect);
  const longer = optimum > 0 ? other.objective / optimum - 1 : 0;
  const isFaint = Math.max(Math.abs(least.effect), Math.abs(most.effect)) <= layer.tau;
  const verdict = isFaint ? "faint" : isNeeded(range) ? "needed" : effect === 0 ? "absent" : "otherwise";
  const takers = largestChanges(layer.interactions, other, LOOKED_AT)
    .filter((change) => !sameConcept(change, concept) && say(change.from) !== say(change.to))
    .slice(0, NAMED);
  const values = {
    unit: t(`units.short.${units}`),
    least: say(least.effect),
    most: say(most.effect),
    layer: layerName,
    tau: (layer.tau / unit).toFixed(2),
    excess: percentText(range.excess, 1),
    effect: say(other.effect),
  };
  const sides = [
    { key: "least", name: t("detail.otherwise.least"), value: values.least },
    { key: "here", name: t("detail.otherwise.here"), value: say(effect) },
    { key: "most", name: t("detail.otherwise.most"), value: values.most },
  ];
  const saying = verdict === "otherwise" ? (longer < ROUNDING ? "without" : "withoutLonger") : verdict;
  return (
    <>
      <p className="concept-verdict" role="status">
        <b>{t(`detail.otherwise.verdict.${verdict}`)}</b>{" "}
        <Marked text={t(`detail.otherwise.because.${verdict}`, values)} />
      </p>
      <Interval range={range} effect={effect} tau={layer.tau} />
      <dl className="concept-facts">
        {sides.map(({ key, name, value }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {saying !== "faint" && takers.length > 0 && (
        <>
          <p className="read">
            {t(`detail.otherwise.saying.${saying}`, { ...values, longer: percentText(longer, 2) })}
          </p>
          <ul>
            {takers.map((change) => (
              <Taker
                key={`${change.kind} ${change.mask}`}
                change={change}
                say={say}
                units={units}
                players={result.players}
                layerName={layerName}
                onSelect={() =>
                  selectConcept({ kind: change.kind, mask: change.mask }, index === output ? null : index)
                }
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Whether the concept could be said otherwise at the layer: the question, how far the search is, or what it found. */
export function Uniqueness(here: ConceptHere) {
  const t = useStrings("picture");
  const { askUniqueness, cancelUniqueness } = useActions();
  const { concept, result, index, layerName, units } = here;
  const known = useStrata((state) => uniquenessOf(state, { concept, layer: index }));
  const offer = uniquenessOffer(result, index);
  if (offer === null) return null;
  const section = (tools: ReactNode, content: ReactNode) => (
    <div className="concept-section concept-otherwise">
      <div className="head">
        <h3>{t("detail.otherwise.title")}</h3>
        {tools}
      </div>
      {content}
    </div>
  );
  const said = (text: string) => (
    <p className="read">
      <Marked text={text} />
    </p>
  );
  if (known !== null && "range" in known)
    return section(
      <span className="tools">{t("detail.unitAt", { unit: t(`units.short.${units}`), layer: layerName })}</span>,
      known.range === null ? (
        said(t("detail.otherwise.unknown", { layer: layerName }))
      ) : (
        <Told {...here} range={known.range} />
      ),
    );
  if (known !== null)
    return section(
      null,
      <p className="read">
        <span>{t("detail.otherwise.looking", { share: percentText(known.fraction ?? 0) })}</span>{" "}
        <button type="button" className="link" onClick={cancelUniqueness}>
          {t("detail.otherwise.cancel")}
        </button>
      </p>,
    );
  if (offer !== "offered")
    return section(
      null,
      said(
        offer === "without-values"
          ? t("detail.withoutValues")
          : offer === "estimated"
            ? t(result.players.n > MAX_ENUMERABLE ? "detail.withoutMasks" : "detail.withoutMasksFew", {
                most: String(MAX_ENUMERABLE),
              })
            : t(`detail.otherwise.${offer}`, { layer: layerName }),
      ),
    );
  return section(
    <button type="button" className="link" onClick={() => askUniqueness(concept, index)}>
      {t("detail.otherwise.ask")}
    </button>,
    said(t("detail.otherwise.read", { excess: percentText(ALLOWED_EXCESS, 1) })),
  );
}
