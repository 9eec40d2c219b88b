import { useState } from "react";
import { patchesOf } from "../../core/masks.ts";
import { playerName, type Players } from "../../core/patches.ts";
import type { ConceptEffect } from "../../core/strongest.ts";
import { sameConcept } from "../../core/tracks.ts";
import { nameOf } from "../../exploration/concept-names.ts";
import { isFirmConcept } from "../../exploration/firmness.ts";
import { useActions, useStrata } from "../../session/react.ts";
import type { ConceptId } from "../../session/shape.ts";
import { selectFirmness } from "../../session/selectors.ts";
import { Glyph, KindMark } from "../../ui/glyph/Glyph.tsx";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { conceptWords } from "../concepts/words.ts";

/** So many stand there without being asked for. */
const AT_FIRST = 8;

interface ConceptListProps {
  readonly title: string;
  /** The strongest first; effects in nats. */
  readonly concepts: readonly ConceptEffect[];
  /** Of what their shares are, nats. */
  readonly strength: number;
  /** Nats in a unit of the page's numbers. */
  readonly per: number;
  readonly players: Players;
}

/** Concepts with what each holds: pointed at, their patches light up; pressed, they are the page's concept. */
export function ConceptList({ title, concepts, strength, per, players }: ConceptListProps) {
  const t = useStrings("topics");
  const picture = useStrings("picture");
  const { hoverConcept, selectConcept } = useActions();
  const units = useStrata((state) => state.units);
  const { concept: chosen, layer, patches } = useStrata((state) => state.selection);
  const firmness = useStrata(selectFirmness);
  const names = useStrata((state) => state.names);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? concepts : concepts.slice(0, AT_FIRST);
  const unit = picture(`units.short.${units}`);
  return (
    <div className="topic-concepts">
      <h3>{title}</h3>
      <ol onPointerLeave={() => hoverConcept(null)}>
        {shown.map((concept) => {
          const { kind, mask, effect } = concept;
          const firm = isFirmConcept(firmness, concept);
          const name = nameOf(names, concept);
          const words = [
            ...(name === null ? [] : [name]),
            conceptWords(picture, concept, players),
            `${signed(effect / per)} ${unit}`,
            percentText(Math.abs(effect) / strength, 1),
            ...(firm === null ? [] : [t(firm ? "concepts.firm" : "concepts.unsure")]),
          ];
          return (
            <li key={`${kind}${mask}`}>
              <button
                type="button"
                aria-pressed={sameConcept(chosen, concept)}
                aria-label={words.join(t("separator"))}
                onPointerEnter={() => hoverConcept({ kind, mask })}
                onFocus={() => hoverConcept({ kind, mask })}
                onBlur={() => hoverConcept(null)}
                onClick={() => selectConcept({ kind, mask }, layer)}
              >
                <Glyph grid={players} mask={mask} selected={patches} width={20} height={16} />
                <ConceptName concept={concept} players={players} name={name} />
                <span className="topic-concept-number" data-sign={Math.sign(effect)}>
                  {signed(effect / per)}
                </span>
                <span className="topic-concept-number">{percentText(Math.abs(effect) / strength, 1)}</span>
                <span className="topic-concept-firm">
                  {firm === null ? "" : t(firm ? "concepts.firm" : "concepts.unsure")}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {concepts.length > AT_FIRST && (
        <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("concepts.fewer") : t("concepts.all", { count: concepts.length })}
        </button>
      )}
    </div>
  );
}

/** A concept's patches with the mark of its kind between them, and what it is called. */
export function ConceptName({
  concept: { kind, mask },
  players,
  name,
}: {
  readonly concept: ConceptId;
  readonly players: Players;
  readonly name: string | null;
}) {
  return (
    <span className="topic-concept-name">
      {patchesOf(mask).map((patch, i) => (
        <span key={patch}>
          {i > 0 && (
            <svg width={10} height={8} aria-hidden="true">
              <KindMark kind={kind} x={5} y={4} size={3} />
            </svg>
          )}
          {playerName(patch, players)}
        </span>
      ))}
      {name !== null && <b> {name}</b>}
    </span>
  );
}
