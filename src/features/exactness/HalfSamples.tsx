import { HALVES } from "../../session/budget.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSample, selectSampleTime } from "../../session/selectors.ts";
import { duration } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** Asks of an estimate whether halves of its masks choose the same effects; nothing where that is known. */
export function HalfSamples() {
  const sample = useStrata(selectSample);
  return sample === null || sample.halves !== undefined ? null : <Ask masks={sample.masks} />;
}

function Ask({ masks }: { readonly masks: number }) {
  const t = useStrings("exactness");
  const page = useStrings("page");
  const { askHalves } = useActions();
  const players = useStrata((state) => state.result?.players.n ?? 0);
  const fit = useStrata(selectSampleTime)(players, masks)?.fit ?? null;
  return (
    <p>
      <button
        type="button"
        className="link"
        title={t("halves.askTitle", { halves: String(HALVES) })}
        onClick={askHalves}
      >
        {fit === null ? t("halves.ask") : t("halves.askTime", { time: duration(page, fit * (1 + HALVES / 2)) })}
      </button>
    </p>
  );
}
