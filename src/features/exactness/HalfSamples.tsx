import { HALVES } from "../../session/budget.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSample, selectSampleTime } from "../../session/selectors.ts";
import { duration } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

/** Asks of an estimate whether halves of its masks choose the same effects; nothing where that is known. */
export function HalfSamples() {
  const t = useStrings("exactness");
  const page = useStrings("page");
  const { askHalves } = useActions();
  const sample = useStrata(selectSample);
  const players = useStrata((state) => state.result?.players.n ?? 0);
  const timeFor = useStrata(selectSampleTime);
  if (sample === null || sample.halves !== undefined) return null;
  const fit = timeFor(players, sample.masks)?.fit ?? null;
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
