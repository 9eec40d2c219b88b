import { useActions, useStrata } from "../../session/react.ts";
import { canTellCertainty, hasReplicates, selectFirmCounts, selectSolvedLayers } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** How sure the picture is: a wish, its progress, or what came of it. */
export function HowSure() {
  const t = useStrings("exactness");
  const actions = useActions();
  const work = useStrata((state) => state.certainty);
  const canAsk = useStrata(canTellCertainty);
  const counts = useStrata(selectFirmCounts);
  const sampled = useStrata(hasReplicates);
  const replicates = useStrata((state) => state.result?.snapshot?.certainty?.replicates ?? 0);
  if (work !== null)
    return (
      <p>
        <span role="status">
          {work.progress === null
            ? t("certainty.starting")
            : t(`certainty.${work.progress.stage}`, { share: percentText(work.progress.fraction, 0) })}
        </span>{" "}
        <button type="button" className="link" onClick={actions.cancelCertainty}>
          {t("certainty.cancel")}
        </button>
      </p>
    );
  if (counts !== null) {
    const { rows, firm, robust } = counts;
    return (
      <div role="status">
        <p>{firm === null ? t("certainty.noReplicates") : t("certainty.firm", { count: rows, firm, replicates })}</p>
        <p>{t("certainty.robust", { count: rows, robust })}</p>
        <Noise />
      </div>
    );
  }
  if (!canAsk) return null;
  return (
    <p>
      <button
        type="button"
        className="link"
        title={t(sampled ? "certainty.askTitle" : "certainty.askRobustTitle")}
        onClick={actions.askCertainty}
      >
        {t("certainty.ask")}
      </button>
    </p>
  );
}

/** How far replicates of each layer's probe are from it on this image, where they were asked. */
function Noise() {
  const t = useStrings(["exactness", "page"]);
  const layers = useStrata(selectSolvedLayers) ?? [];
  const names = useLayerNames(layers.map(({ name }) => name));
  const told = layers.flatMap(({ noiseShare }, l) =>
    noiseShare === undefined || noiseShare === null
      ? []
      : [t("noise.layer", { name: names[l], share: percentText(noiseShare, 1) })],
  );
  return told.length === 0 ? null : <p>{t("noise.told", { layers: told.join(t("page:classes.separator")) })}</p>;
}
