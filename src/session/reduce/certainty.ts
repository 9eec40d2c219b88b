/** How sure the picture on the page is: looked at behind the finished picture. */
import type { CertaintyAnswer } from "../../exploration/computations.ts";
import { sameSample, type SolvedLayer } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { sameEffects } from "../../core/interactions.ts";
import type { StrataState } from "../state.ts";
import type { CertaintyEvent } from "../events.ts";
import { canTellCertainty } from "../certainty.ts";
import type { Notice } from "../notice.ts";
import { samePicture, sameSettings, settingsOf } from "../results.ts";
import type { Result } from "../shape.ts";

export function reduceCertainty(state: StrataState, event: CertaintyEvent): StrataState {
  switch (event.type) {
    case "certainty-asked":
      return canTellCertainty(state)
        ? {
            ...state,
            // What came of a wish before is over.
            notice: event.byItself ? state.notice : null,
            certainty: { id: state.nextId, byItself: event.byItself, progress: null },
            nextId: state.nextId + 1,
          }
        : state;
    case "certainty-cancelled":
      return { ...state, certainty: null };
    case "certainty-measured":
      return { ...state, certainty: { ...state.certainty!, progress: event.progress } };
    case "certainty-told":
      return { ...withAnswer(state, event.answer), certainty: null };
    case "certainty-failed":
      return withoutAnswer(state, event.notice);
  }
}

/** It is said why, but of what nobody asked for only once: offline it would be said after every picture. */
function withoutAnswer(state: StrataState, notice: Notice): StrataState {
  const byItself = state.certainty?.byItself === true;
  if (byItself && state.saidUnsure) return { ...state, certainty: null };
  return { ...state, certainty: null, saidUnsure: state.saidUnsure || byItself, notice };
}

/** A new picture with what was found here of how sure the one before is, where it differs from that by half-samples alone: they leave every effect as it is. */
export function withCertaintyOf(before: Result | null, now: Snapshot): Snapshot {
  const then = before?.snapshot ?? null;
  const isTold = before?.opened === "link" || before?.opened === "file";
  if (then?.certainty === undefined || isTold) return now;
  const [asked, asks] = [settingsOf(then), settingsOf(now)];
  const isOfHalves =
    asks.sample?.halves !== undefined &&
    sameSample(asked.sample, asks.sample) &&
    sameSettings({ ...asked, sample: asks.sample }, asks);
  const isSame =
    then.image.sha256 === now.image.sha256 &&
    then.model.sha256 === now.model.sha256 &&
    then.model.setup === now.model.setup &&
    // The network may have answered anew, elsewhere.
    now.layers.every(({ interactions }, l) => sameEffects(interactions, then.layers[l]!.interactions));
  if (!isOfHalves || !isSame) return now;
  const layers = now.layers.map((layer, l): SolvedLayer => {
    const { noiseShare, replicateAgreement } = then.layers[l]!;
    return noiseShare === undefined ? layer : { ...layer, noiseShare, replicateAgreement: replicateAgreement ?? null };
  });
  return { ...now, layers, certainty: then.certainty };
}

/** With what was found beside the picture, and at each layer what its probe is worth on the image; what a file said of that gives way, also where it could not be measured here. */
function withAnswer(state: StrataState, { probes, certainty }: CertaintyAnswer): StrataState {
  const before = state.result!;
  const layers = before.snapshot!.layers.map(({ noiseShare: _noise, replicateAgreement: _agreement, ...layer }, l) => ({
    ...layer,
    ...probes?.[l],
  }));
  const result: Result = { ...before, layers, snapshot: { ...before.snapshot!, layers, certainty } };
  const { finished, pinned } = state;
  return {
    ...state,
    result,
    // A picture that was pinned before that is the same one.
    pinned: samePicture(pinned?.snapshot ?? null, before.snapshot)
      ? { ...pinned!, snapshot: result.snapshot! }
      : pinned,
    // It is the same page, which comes back with what is known by now.
    finished: finished?.page.result === before ? { ...finished, page: { ...finished.page, result } } : finished,
  };
}

/** Nothing more is looked at for a picture that gives way, or that a run may be waiting behind. */
export function withoutStaleCertainty(before: StrataState, state: StrataState): StrataState {
  const isStale = state.result?.snapshot !== before.result?.snapshot || state.jobs.length > 0;
  return state.certainty !== null && isStale ? { ...state, certainty: null } : state;
}
