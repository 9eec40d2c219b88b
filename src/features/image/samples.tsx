import { useActions, useStrata } from "../../session/react.ts";
import { useClassName } from "../../ui/language/class-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** Thumbnails of the samples that belong to the chosen model. */
export function Samples() {
  const t = useStrings("page");
  const actions = useActions();
  const nameOf = useClassName();
  const samples = useStrata((state) => state.samples);
  const model = useStrata((state) => state.model?.name ?? state.result?.model.name);
  const shown = useStrata((state) => (state.image?.title.from === "sample" ? state.image.title.file : null));
  const own = samples.filter((sample) => sample.model === model);
  if (own.length === 0) return null;
  return (
    <div className="samples" role="group" aria-label={t("samples.label")}>
      {own.map((sample) => (
        <button
          key={sample.file}
          type="button"
          aria-pressed={sample.file === shown}
          title={nameOf(sample.label)}
          aria-label={t("samples.open", { name: nameOf(sample.label) })}
          onClick={() => actions.chooseSample(sample)}
        >
          <img src={`./samples/${sample.file}`} alt="" width={40} height={40} loading="lazy" decoding="async" />
        </button>
      ))}
    </div>
  );
}
