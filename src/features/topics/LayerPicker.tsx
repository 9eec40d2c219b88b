import { useActions, useStrata } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** The layer that a view is about: the selected one, the output where none is. */
export function useTopicLayer(layers: number): number {
  const selected = useStrata((state) => state.selection.layer);
  return Math.min(selected ?? layers - 1, layers - 1);
}

/** Chooses the layer, which is then the page's. */
export function LayerPicker({ names }: { readonly names: readonly string[] }) {
  const t = useStrings("topics");
  const { selectLayer } = useActions();
  const at = useTopicLayer(names.length);
  return (
    <Choices
      label={t("layers")}
      names={names}
      at={at}
      onChoose={(layer) => selectLayer(layer === names.length - 1 ? null : layer)}
    />
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly at: number;
  readonly onChoose: (at: number) => void;
}

/** One of a few, by their names. */
export function Choices({ label, names, at, onChoose }: ChoicesProps) {
  return (
    <div className="topic-choice" role="group" aria-label={label}>
      <span>{label}</span>
      {names.map((name, i) => (
        <button key={i} type="button" aria-pressed={i === at} onClick={() => onChoose(i)}>
          {name}
        </button>
      ))}
    </div>
  );
}
