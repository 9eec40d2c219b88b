/** What can be asked, and is known, of how sure the picture on the page is; and who says so. */
import { valuesOfAll } from "../core/games.ts";
import { sampleOf } from "../exploration/exploration.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { compareCertainty, type CertaintyCheck } from "../exploration/verify-certainty.ts";
import { sameQuestion } from "../exploration/verify.ts";
import { remembered } from "../platform/remembered.ts";
import { selectNetwork } from "./selectors.ts";
import type { OpenedFrom } from "./shape.ts";
import type { StrataState } from "./state.ts";

/** Whether the picture's network ships, or the person has it, with replicates of the probes that it came through, and its image is the very one, so that these can be asked. */
export const hasReplicates = (state: StrataState): boolean => {
  const { result, image } = state;
  const snapshot = result?.snapshot ?? null;
  return (
    snapshot !== null &&
    image !== null &&
    snapshot.probes === "first" &&
    snapshot.model.setup !== undefined &&
    image.isLeftOut !== true &&
    image.sha256 === snapshot.image.sha256 &&
    (selectNetwork(state)?.replicates !== undefined || hasOwnReplicates(state, snapshot))
  );
};

/** Whether the network on the page is the person's own, of the very setup of the picture, with replicates. */
const hasOwnReplicates = ({ model }: StrataState, { model: of }: Snapshot): boolean =>
  model !== null &&
  model.manifest.network.sha256 === of.sha256 &&
  model.setup === of.setup &&
  model.manifest.probes?.replicates !== undefined;

/** Who says how sure the picture is: this page, which looked at it; or what it was opened from, as it came. Null where it is not known. */
export const certaintyFrom = ({ result, reference }: StrataState): "here" | OpenedFrom | null => {
  const certainty = result?.snapshot?.certainty;
  if (result === null || certainty === undefined) return null;
  return result.opened !== null && certainty === reference?.certainty ? result.opened : "here";
};

/** Whether it is others who say how sure the picture is. */
export const isCertaintyTold = (state: StrataState): boolean => {
  const from = certaintyFrom(state);
  return from === "link" || from === "file";
};

/**
 * Whether it can be looked at how sure the picture is, and nobody did here: it is finished, its v is known at the masks that it was explained from, and a
 * network is at hand or can be fetched.
 */
export const canTellCertainty = (state: StrataState): boolean => {
  const { result, jobs, certainty, model } = state;
  const snapshot = result?.snapshot ?? null;
  if (snapshot === null || jobs.length > 0 || certainty !== null) return false;
  if (snapshot.certainty !== undefined && !isCertaintyTold(state)) return false;
  const { players, values, layers } = snapshot;
  if (values === null || (sampleOf(layers) === null && valuesOfAll(values, players.n) === null)) return false;
  return model !== null || hasReplicates(state);
};

const checkOf = remembered((there: Snapshot, here: Snapshot): CertaintyCheck | null =>
  there.certainty !== undefined && here.certainty !== undefined && sameQuestion(there, here)
    ? compareCertainty(there, here)
    : null,
);

/**
 * How what an opened picture says of its certainty compares with what was found here; null where either is not known, and of estimates, which choose other
 * effects where scores differ by a rounding.
 */
export const selectCertaintyCheck = (state: StrataState): CertaintyCheck | null => {
  const { result, reference } = state;
  const snapshot = result?.snapshot ?? null;
  const isCompared = reference !== null && sampleOf(reference.layers) === null;
  return snapshot === null || !isCompared || certaintyFrom(state) !== "here" ? null : checkOf(reference, snapshot);
};
