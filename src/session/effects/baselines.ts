/** What asking about other baselines sets going: the network runs on the picture's image with each of them. */
import { otherBaselines, type Engines } from "../../exploration/computations.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import { baselinesNotice } from "../failures.ts";
import type { Resources } from "../resources.ts";
import { followWork, type Session } from "../session.ts";

/** Computes what `state.baselines` names; it fails no run. */
export function createBaselinesEffect(session: Session, resources: Resources, engines: Engines, jobs: Jobs): void {
  const { store, dispatch } = session;
  followWork(
    session,
    ({ baselines: { work } }) => (work === null ? [] : [work]),
    async ({ id }, { signal, finish }) => {
      const { result, image, model } = store.getState();
      const input = {
        model: resources.networks.get(model!.id)!,
        image: image!.pixels,
        snapshot: result!.snapshot!,
      };
      try {
        const { done } = jobs.start(otherBaselines(engines), input, {
          signal,
          onProgress: (progress) => dispatch({ type: "baselines-measured", baselines: id, progress }),
        });
        finish({ type: "baselines-told", baselines: id, comparison: await done });
      } catch (error) {
        if (!signal.aborted) finish({ type: "baselines-failed", baselines: id, notice: baselinesNotice(error) });
      }
    },
  );
}
