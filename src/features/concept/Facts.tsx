import type { TermName } from "../../strings/terms.ts";
import { Term } from "../../ui/term/Term.tsx";

/** A number of a concept or a layer, with what it is called. */
export interface Fact {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  /** What the glossary calls it. */
  readonly term?: TermName;
}

/** Numbers side by side, each below its name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="concept-facts">
      {facts.map(({ key, name, value, term }) => (
        <div key={key}>
          <dt>{term === undefined ? name : <Term of={term}>{name}</Term>}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
