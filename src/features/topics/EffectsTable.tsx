import { useState } from "react";
import type { Players } from "../../core/patches.ts";
import { sameConcept } from "../../core/tracks.ts";
import { nameOf } from "../../exploration/concept-names.ts";
import { useActions, useStrata } from "../../session/react.ts";
import type { ConceptId } from "../../session/shape.ts";
import { Glyph } from "../../ui/glyph/Glyph.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";
import { namedWords } from "../concepts/words.ts";
import { ConceptName } from "./ConceptList.tsx";

/** So many stand there without being asked for. */
const AT_FIRST = 12;

interface EffectsTableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly {
    readonly concept: ConceptId;
    /** One for each head; null is a cell without a number. */
    readonly effects: readonly (number | null)[];
    /** How sure it is, in words; empty where that is not known. */
    readonly sure: string;
    /** How far off its last effect may be, in words; empty where that is not known. */
    readonly error?: string;
    /** Whether its last effect stands back, since that is no more than its error. */
    readonly isFaint?: boolean;
  }[];
  readonly players: Players;
}

/** How sure a concept is, in words. */
export const sureText = (t: ReturnType<typeof useStrings<"topics">>, isFirm: boolean | null): string =>
  isFirm === null ? "" : t(isFirm ? "concepts.firm" : "concepts.unsure");

/** Concepts with several effects side by side: pointed at, their patches light up; pressed, they are the page's concept. */
export function EffectsTable({ title, heads, rows, players }: EffectsTableProps) {
  const t = useStrings("topics");
  const picture = useStrings("picture");
  const { hoverConcept, selectConcept } = useActions();
  const chosen = useStrata((state) => state.selection.concept);
  const patches = useStrata((state) => state.selection.patches);
  const names = useStrata((state) => state.names);
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) return null;
  const hasErrors = rows.some(({ error = "" }) => error !== "");
  const hasSure = rows.some(({ sure }) => sure !== "");
  return (
    <div className="topic-concepts topic-effects">
      <h3>{title}</h3>
      <table onPointerLeave={() => hoverConcept(null)}>
        <thead>
          <tr>
            <th scope="col">{t("graph.concept")}</th>
            {heads.map((head, i) => (
              <th key={i} scope="col">
                {head}
              </th>
            ))}
            {hasErrors && <th scope="col">{t("compare.standardError")}</th>}
            {hasSure && (
              <th scope="col">
                <span className="sr">{t("concepts.firm")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {(isWhole ? rows : rows.slice(0, AT_FIRST)).map(({ concept, effects, sure, error, isFaint = false }) => (
            <tr key={`${concept.kind}${concept.mask}`} data-chosen={sameConcept(chosen, concept) || undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={sameConcept(chosen, concept)}
                  aria-label={namedWords(picture, concept, players, nameOf(names, concept))}
                  onPointerEnter={() => hoverConcept(concept)}
                  onFocus={() => hoverConcept(concept)}
                  onBlur={() => hoverConcept(null)}
                  onClick={() => selectConcept(concept)}
                >
                  <Glyph grid={players} mask={concept.mask} selected={patches} width={20} height={16} />
                  <ConceptName concept={concept} players={players} name={nameOf(names, concept)} />
                </button>
              </th>
              {effects.map((effect, i) => (
                <td
                  key={i}
                  className="topic-effect"
                  data-sign={Math.sign(effect ?? 0)}
                  data-faint={(isFaint && i === effects.length - 1) || undefined}
                >
                  {effect === null ? NO_NUMBER : signed(effect)}
                </td>
              ))}
              {hasErrors && <td>{error}</td>}
              {hasSure && <td>{sure}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > AT_FIRST && (
        <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("concepts.fewer") : t("concepts.all", { count: rows.length })}
        </button>
      )}
    </div>
  );
}
