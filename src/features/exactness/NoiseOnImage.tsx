import { useActions, useStrata } from "../../session/react.ts";
import { canTellNoise, selectSolvedLayers } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** How noisy each layer's probe is on this image: a wish, its progress, or what came of it. */
export function NoiseOnImage() {
  const t = useStrings(["exactness", "page"]);
  const actions = useActions();
  const noise = useStrata((state) => state.noise);
  const canAsk = useStrata(canTellNoise);
  const layers = useStrata(selectSolvedLayers) ?? [];
  const names = useLayerNames(layers.map(({ name }) => name));
  const told = layers.flatMap(({ noiseShare }, l) =>
    noiseShare === undefined || noiseShare === null
      ? []
      : [t("noise.layer", { name: names[l], share: percentText(noiseShare, 1) })],
  );
  if (noise !== null)
    return (
      <p>
        <span role="status">
          {noise.fraction === null
            ? t("noise.fetching")
            : t("noise.running", { share: percentText(noise.fraction, 0) })}
        </span>{" "}
        <button type="button" className="link" onClick={actions.cancelNoise}>
          {t("noise.cancel")}
        </button>
      </p>
    );
  if (told.length > 0)
    return <p role="status">{t("noise.told", { layers: told.join(t("page:classes.separator")) })}</p>;
  if (layers.some(({ noiseShare }) => noiseShare === null)) return <p role="status">{t("noise.none")}</p>;
  if (!canAsk) return null;
  return (
    <p>
      <button type="button" className="link" title={t("noise.askTitle")} onClick={actions.askNoise}>
        {t("noise.ask")}
      </button>
    </p>
  );
}
