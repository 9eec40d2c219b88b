/** A number of a concept or a layer, with what it is called. */
export interface Fact {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** Numbers side by side, each below its name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="concept-facts">
      {facts.map(({ key, name, value }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
