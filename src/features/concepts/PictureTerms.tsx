import { memo, type CSSProperties } from "react";
import type { TermName } from "../../strings/terms.ts";
import { textWidth } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Term } from "../../ui/term/Term.tsx";
import { headsHeight, useHeadTexts, type HeadText } from "./Heads.tsx";
import type { BodyPlace, Columns } from "./layout.ts";
import type { ColumnHead } from "./picture-model.ts";

/** From a text's baseline up to where its line begins, and the line's height, pixels. */
const RISE = 12;
const LINE = 15;
/** `textWidth` leaves room for wide letters. */
const TRUER = 0.88;

/** Over a text of a drawing. */
const over = (x: number, y: number, text: string): CSSProperties => ({
  left: x,
  top: y - RISE,
  width: Math.ceil(TRUER * textWidth(text)),
  height: LINE,
});

/** The words of the heads as terms: they stand over the drawing, since a grid may hold nothing but its cells. */
export const HeadTerms = memo(function HeadTerms({
  columns,
  heads,
}: {
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
}) {
  const texts = useHeadTexts(columns, heads);
  return (
    <div className="picture-terms" data-of="heads">
      {texts.flatMap(({ term, text, x, y }: HeadText) =>
        term === null ? [] : [<Term key={term} of={term} label={text} style={over(x, y, text)} />],
      )}
    </div>
  );
});

/** The fates that rows stand under. */
const FATE_TERMS: Readonly<Record<string, TermName & ("kept" | "lost" | "transient")>> = {
  kept: "kept",
  lost: "lost",
  transient: "transient",
};
/** From the top of a group's heading to its baseline, pixels. */
const HEADING = 15;

/** The names of the fates as terms, over the drawing, too. */
export const FateTerms = memo(function FateTerms({
  columns,
  heads,
  places,
}: {
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly places: readonly BodyPlace[];
}) {
  const t = useStrings("picture");
  const top = headsHeight(columns, heads);
  return (
    <div className="picture-terms" data-of="fates">
      {places.flatMap(({ type, key, y }) => {
        const fate = type === "heading" ? FATE_TERMS[key] : undefined;
        if (fate === undefined) return [];
        const name = t(`group.${fate}`);
        return [<Term key={fate} of={fate} label={name} style={over(0, top + y + HEADING, name)} />];
      })}
    </div>
  );
});
