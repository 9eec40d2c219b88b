import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { useCallback, useMemo, useState } from "react";
import { effectAt } from "../../core/interactions.ts";
import type { Mask } from "../../core/masks.ts";
import { playerName } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";
import { conceptKey } from "../concepts/rows.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { LARGEST_SHOWN_ORDER, namedPatches, sumOfTerms, termsIn, termsOf, type Term } from "./behind.ts";
import { createDrawing } from "./drawing.ts";
import { inputWords } from "./input-words.ts";
import type { ConceptHere } from "./Unshrunk.tsx";
import { Later } from "./Later.tsx";

const bringContexts = async () => (await import("./Contexts.tsx")).Contexts;
const bringMask = async () => (await import("./MaskView.tsx")).MaskView;

interface BehindProps extends ConceptHere {
  readonly order: number;
}

/** A number in the sum: its operator, then its size, a negative one in brackets. */
function summand({ sign, value }: Term, first: boolean): string {
  const operator = sign === 1 ? (first ? "" : "+ ") : "− ";
  const text = signed(value).replace("+", "");
  return `${operator}${value < 0 && text !== "0.00" ? `(${text})` : text}`;
}

/** What an effect is made of: up to order 3 every masked input with its score and its sign in the sum, beyond that one patch's changes, once somebody asks. Each input can be looked at by itself. */
export function Behind(props: BehindProps) {
  const { concept, order, result, layer, layerName, index, units, unit } = props;
  const t = useStrings("picture");
  const [isOpen, setOpen] = useState(false);
  const [looked, look] = useState<{ readonly of: string; readonly shown: Mask } | null>(null);
  const drawn = useMemo(() => createDrawing(result), [result]);
  const close = useCallback(() => setOpen(false), []);
  const leave = useCallback(() => look(null), []);
  const of = conceptKey(concept);
  const shown = looked?.of === of ? looked.shown : null;
  const isFew = order <= LARGEST_SHOWN_ORDER;
  const effect = signed(effectAt(layer.interactions, concept.kind, concept.mask) / unit);
  const pick = (mask: Mask): void => look(mask === shown ? null : { of, shown: mask });
  return (
    <div className="concept-behind">
      <div className="head">
        <h3>{t("detail.behind", { effect, layer: layerName })}</h3>
        {isFew || isOpen ? (
          <span className="tools">{t(`detail.score.${concept.kind}`, { unit: t(`units.short.${units}`) })}</span>
        ) : (
          order <= MAX_ENUMERABLE && (
            <button type="button" className="link" onClick={() => setOpen(true)}>
              {t("detail.behindShow")}
            </button>
          )
        )}
      </div>
      {isFew ? (
        <Terms {...props} drawn={drawn} picked={shown} onPick={pick} />
      ) : isOpen ? (
        <Later bring={bringContexts} props={{ ...props, drawn, picked: shown, onPick: pick }} onMiss={close} />
      ) : (
        <p className="read">{t(`detail.behindMany.${concept.kind}`, { inputs: grouped(2 ** order) })}</p>
      )}
      {shown !== null && (
        <Later
          bring={bringMask}
          props={{ shown, result, index, units, pixels: drawn(shown), onClose: leave }}
          onMiss={leave}
        />
      )}
    </div>
  );
}

interface TermsProps extends BehindProps {
  readonly drawn: (shown: Mask) => Pixels;
  readonly picked: Mask | null;
  readonly onPick: (shown: Mask) => void;
}

/** Every masked input behind one effect, with its score and its sign in the sum. */
function Terms({ concept, order, result, layer, unit, drawn, picked, onPick }: TermsProps) {
  const t = useStrings("picture");
  const { players } = result;
  const terms = useMemo(() => termsIn(termsOf(concept, layer.interactions), unit), [concept, layer, unit]);
  const effect = signed(sumOfTerms(terms));
  const named = (term: Term): string =>
    namedPatches(term)
      .map((patch) => playerName(patch, players))
      .join(" ");
  const values = { count: terms.length, order: String(order) };
  return (
    <>
      <p className="read">
        {concept.kind === "or"
          ? t("detail.behindOr", values)
          : order === 1
            ? t("detail.behindOne")
            : t("detail.behindAnd", values)}
      </p>
      <ul>
        {terms.map((term) => (
          <li key={term.named} data-sign={term.sign} data-order={order}>
            <button
              type="button"
              className="input"
              aria-label={inputWords(t, concept.kind, named(term))}
              title={t("detail.inputTitle")}
              aria-pressed={picked === term.shown}
              onClick={() => onPick(term.shown)}
            >
              <PixelImage pixels={drawn(term.shown)} />
            </button>
            <span>
              <b aria-hidden="true">{term.sign === 1 ? "+" : "−"}</b> {named(term) || t("detail.behindNone")}
            </span>
            <span className="concept-term">{signed(term.value)}</span>
          </li>
        ))}
      </ul>
      <p className="concept-sum">
        <span>{terms.map((term, i) => summand(term, i === 0)).join(" ")}</span> <b>= {effect}</b>
      </p>
    </>
  );
}
