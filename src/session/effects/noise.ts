/** What asking for the noise of the probes sets going: their replicates are fetched, and the network runs once more behind whatever else goes on. */
import { imageNoise, type Engines } from "../../exploration/computations.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import { noiseNotice, otherProbesNotice } from "../failures.ts";
import { selectNetwork } from "../selectors.ts";
import type { Services } from "../services.ts";
import { followWork, type Session } from "../session.ts";

/** Computes what `state.noise` names; it fails no run, and no run waits for it. */
export function createNoiseEffect(
  session: Session,
  services: Pick<Services, "loadReplicated">,
  engines: Engines,
  jobs: Jobs,
): void {
  const { store, dispatch } = session;
  followWork(
    session,
    ({ noise }) => (noise === null ? [] : [noise]),
    async ({ id }, { signal, finish }) => {
      const state = store.getState();
      const { name } = selectNetwork(state)!;
      const snapshot = state.result!.snapshot!;
      const image = state.image!.pixels;
      try {
        const model = await services.loadReplicated(name, signal);
        // What the probes said is compared with, must have come through these very ones.
        if (model.manifest.network.sha256 !== snapshot.model.sha256 || model.setup !== snapshot.model.setup)
          return finish({ type: "noise-failed", noise: id, notice: otherProbesNotice(name) });
        const { done } = jobs.start(
          imageNoise(engines),
          { model, image, snapshot },
          {
            signal,
            priority: "background",
            onProgress: (fraction) => dispatch({ type: "noise-measured", noise: id, fraction }),
          },
        );
        finish({ type: "noise-told", noise: id, shares: await done });
      } catch (error) {
        if (!signal.aborted) finish({ type: "noise-failed", noise: id, notice: noiseNotice(error, name) });
      }
    },
  );
}
