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
    <div className="topic-choice" role="group" aria-label={t("layers")}>
      <span>{t("layers")}</span>
      {names.map((name, layer) => (
        <button
          key={layer}
          type="button"
          aria-pressed={layer === at}
          onClick={() => selectLayer(layer === names.length - 1 ? null : layer)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
