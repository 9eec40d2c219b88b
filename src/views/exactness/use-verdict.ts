import { useStrata } from "../../state/react.ts";
import { useLayerNames } from "../language/layer-name.ts";
import { useStrings } from "../language/strings.tsx";
import { verdictLines } from "./verdict.ts";

/** Whether a run agrees with the picture that was opened before it, and the sentences that say so. */
export interface Verdict {
  readonly agrees: boolean;
  readonly lines: readonly string[];
}

/** The verdict on the opened picture; null where nothing was verified. */
export function useVerdict(): Verdict | null {
  const t = useStrings("page");
  const verification = useStrata((state) => state.verification);
  const effectError = useStrata((state) => state.reference?.effectError ?? 0);
  const n = useStrata((state) => state.result?.players.n ?? 0);
  const layerNames = useLayerNames(useStrata((state) => state.result?.layerNames) ?? []);
  if (verification === null) return null;
  return { agrees: verification.agrees, lines: verdictLines(verification, { layerNames, masks: 2 ** n, effectError }, t) };
}
