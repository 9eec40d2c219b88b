/** What can be asked beside a finished picture. */
import { valuesOfAll } from "../core/games.ts";
import { sampleOf } from "../exploration/exploration.ts";
import { selectLock } from "./lock.ts";
import type { InquiryKind } from "./pending.ts";
import type { StrataState } from "./state.ts";

/**
 * Whether a picture can be looked into: it is finished, explains every mask, its image and its very network are at hand, and nothing else runs. Other baselines are asked once, of a
 * network that takes other questions and whose layers are not looked into by functions of the masks of one baseline alone.
 */
export const canInquire = (state: StrataState, kind: InquiryKind): boolean => {
  const { result, image, model, jobs, inquiries } = state;
  const snapshot = result?.snapshot ?? null;
  return (
    snapshot !== null &&
    sampleOf(snapshot.layers) === null &&
    image !== null &&
    model !== null &&
    jobs.length === 0 &&
    inquiries[kind].work === null &&
    image.isLeftOut !== true &&
    image.sha256 === snapshot.image.sha256 &&
    model.manifest.network.sha256 === snapshot.model.sha256 &&
    model.setup === snapshot.model.setup &&
    (kind !== "kappas" || (snapshot.values !== null && valuesOfAll(snapshot.values, snapshot.players.n) !== null)) &&
    (kind !== "baselines" ||
      (inquiries.baselines.found === null && snapshot.probes !== "on-image" && selectLock(state) === null))
  );
};
