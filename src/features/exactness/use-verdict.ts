import { useStrata } from "../../session/react.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { verdictLines, type Compared } from "./verdict.ts";

/** Whether a run agrees with the picture that was opened before it, and the sentences that say so. */
export interface Verdict {
  readonly agrees: boolean;
  readonly whence: Compared["whence"];
  readonly lines: readonly string[];
}

/** The verdict on the opened picture; null where nothing was verified. */
export function useVerdict(): Verdict | null {
  const t = useStrings(["exactness", "page"]);
  const verification = useStrata((state) => state.verification);
  const effectError = useStrata((state) => state.reference?.effectError ?? 0);
  const from = useStrata((state) => state.referenceFrom);
  const n = useStrata((state) => state.result?.players.n ?? 0);
  const isDebiased = useStrata((state) => state.result?.settings.kappaOf === "debiased");
  const layerNames = useLayerNames(useStrata((state) => state.result?.layerNames) ?? []);
  if (verification === null) return null;
  const whence = from === "build" || from === "library" ? "earlier" : "opened";
  return {
    agrees: verification.agrees,
    whence,
    lines: verdictLines(verification, { layerNames, masks: 2 ** n, effectError, isDebiased, whence }, t),
  };
}
