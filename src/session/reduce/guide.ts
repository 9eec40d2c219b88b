/** The guide over the page: what was there stays noted, and comes back when it is left. */
import type { StrataState } from "../state.ts";
import { PLAIN_VIEW } from "../address.ts";
import type { GuideEvent } from "../events.ts";
import { GLASS_BOX, GUIDE_STEPS } from "../guide.ts";
import { DEFAULT_SETTINGS } from "../initial.ts";
import type { LoadTarget } from "../pending.ts";
import { isBusy } from "../run-phase.ts";
import { withoutWork } from "./inquiries.ts";
import { withoutJobs } from "./page.ts";
import { withLoad } from "./request.ts";
import { begin } from "./run.ts";

/** The constructed network's own picture, in nats: so is what was planted. */
const TARGET: LoadTarget = {
  kind: "sample",
  file: GLASS_BOX.file,
  model: GLASS_BOX.model,
  wanted: { settings: DEFAULT_SETTINGS, view: { ...PLAIN_VIEW, units: "nats" }, lookUp: false },
};

export function reduceGuide(state: StrataState, event: GuideEvent): StrataState {
  switch (event.type) {
    case "guide-begun":
      return withLoad(
        {
          ...withoutJobs(state),
          dialog: null,
          notice: null,
          topic: null,
          pinned: null,
          // What is stopped goes on once the guide is left.
          ...(isBusy(state.run) && { run: { phase: "idle" } }),
          guide: state.guide ?? { step: 0, before: noted(state) },
        },
        TARGET,
      );
    case "guide-went":
      return state.guide === null || GUIDE_STEPS[event.step] === undefined
        ? state
        : { ...state, topic: null, guide: { ...state.guide, step: event.step } };
    case "guide-left":
      return withGuideLeft(state);
  }
}

/** What comes back: the page, how it is looked at, what it stands on, and what was on its way to it. */
function noted(state: StrataState): NonNullable<StrataState["guide"]>["before"] {
  const { model, image, settings, source, run, result, reference, referenceFrom, verification, saved } = state;
  const { selection, filters, openOthers, units, scaleLock, topic, names, regions, truthShown } = state;
  const { answers, finished, broken, network, knownManifest, uniqueness, pinned, address, load, lastLoad } = state;
  return {
    ...{ model, image, settings, source, run, result, reference, referenceFrom, verification, saved },
    ...{ selection, filters, openOthers, units, scaleLock, topic, names, regions, truthShown },
    ...{ answers, finished, broken, network, knownManifest, pinned, address, load, lastLoad },
    uniqueness: uniqueness.work === null ? uniqueness : { ...uniqueness, work: null },
    inquiries: withoutWork(state.inquiries),
  };
}

/** The page as it was before the guide; what was under way goes on. */
export function withGuideLeft(state: StrataState): StrataState {
  if (state.guide === null) return state;
  const { load, ...before } = state.guide.before;
  const back: StrataState = { ...withoutJobs(state), ...before, load: null, guide: null, hover: null, certainty: null };
  if (load === null) return isBusy(back.run) ? begin(back, true, true) : back;
  const { target, again, fromAddress, afterwards } = load;
  return withLoad(back, target, {
    ...(again !== undefined && { again }),
    ...(fromAddress !== undefined && { fromAddress }),
    ...(afterwards !== undefined && { afterwards }),
  });
}
