import { useMemo } from "react";
import { playerName } from "../../core/patches.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { ConceptId, Result, Units } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { inputsOf, namedPatches, sumOfTerms, termsIn, termsOf, type Term } from "./behind.ts";

interface BehindProps {
  readonly concept: ConceptId;
  readonly order: number;
  readonly result: Result;
  readonly layer: SolvedLayer;
  readonly layerName: string;
  readonly units: Units;
  /** What one of those units is at the layer, nats. */
  readonly unit: number;
}

/** A number in the sum: its operator, then its size, a negative one in brackets. */
function summand({ sign, value }: Term, first: boolean): string {
  const operator = sign === 1 ? (first ? "" : "+ ") : "− ";
  const text = signed(value).replace("+", "");
  return `${operator}${value < 0 && text !== "0.00" ? `(${text})` : text}`;
}

/** Every masked input behind one effect, with its score and its sign in the sum. */
export function Behind({ concept, order, result, layer, layerName, units, unit }: BehindProps) {
  const t = useStrings("picture");
  const {
    players,
    image,
    model: { meanColour },
    settings,
  } = result;
  const terms = useMemo(() => termsIn(termsOf(concept, layer.interactions), unit), [concept, layer, unit]);
  const inputs = useMemo(
    () => inputsOf(terms, image.pixels, players, settings.baseline, meanColour),
    [terms, image, players, settings.baseline, meanColour],
  );
  const effect = signed(sumOfTerms(terms));
  const names = (term: Term): string =>
    namedPatches(term)
      .map((patch) => playerName(patch, players))
      .join(" ") || t("detail.behindNone");
  const values = { count: terms.length, order: String(order) };
  return (
    <div className="concept-behind">
      <div className="head">
        <h3>{t("detail.behind", { effect, layer: layerName })}</h3>
        <span className="tools">{t(`detail.score.${concept.kind}`, { unit: t(`units.short.${units}`) })}</span>
      </div>
      <p className="read">
        {concept.kind === "or"
          ? t("detail.behindOr", values)
          : order === 1
            ? t("detail.behindOne")
            : t("detail.behindAnd", values)}
      </p>
      <ul>
        {terms.map((term, i) => (
          <li key={term.named} data-sign={term.sign} data-order={order}>
            <PixelImage pixels={inputs[i]!} />
            <span>
              <b aria-hidden="true">{term.sign === 1 ? "+" : "−"}</b> {names(term)}
            </span>
            <span className="concept-term">{signed(term.value)}</span>
          </li>
        ))}
      </ul>
      <p className="concept-sum">
        <span>{terms.map((term, i) => summand(term, i === 0)).join(" ")}</span> <b>= {effect}</b>
      </p>
    </div>
  );
}
