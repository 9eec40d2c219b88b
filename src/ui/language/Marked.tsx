import { Fragment } from "react";
import { TERMS } from "../../strings/terms.ts";
import { Term } from "../term/Term.tsx";

/** Of a name that was put in, whatever it looks like, nothing else is a mark. */
const MARK = new RegExp(`<(b|${TERMS.join("|")})>(.*?)</\\1>`, "g");

/** A text of the catalogue as it is drawn: what it marks by `<b>` in bold, what it marks by a term's name as that term. */
export function Marked({ text }: { readonly text: string }) {
  // Text, mark and what is marked take turns.
  return text.split(MARK).map((part, i, parts) => {
    if (i % 3 === 0) return <Fragment key={i}>{part}</Fragment>;
    if (i % 3 === 1) return null;
    const term = TERMS.find((name) => name === parts[i - 1]);
    return term === undefined ? (
      <b key={i}>{part}</b>
    ) : (
      <Term key={i} of={term}>
        {part}
      </Term>
    );
  });
}

/** The same text without its marks, for where none can be drawn. */
export const unmarked = (text: string): string => text.replace(MARK, "$2");
