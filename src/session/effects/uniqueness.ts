/** What asking whether a concept could be said otherwise sets going: a solver looks for the answers, before whatever waits for nobody. */
import { effectRange } from "../../exploration/computations.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import { uniquenessNotice } from "../failures.ts";
import type { Services } from "../services.ts";
import { followWork, type Session } from "../session.ts";

/** Computes what `state.uniqueness` names; it fails no run. */
export function createUniquenessEffect(session: Session, services: Pick<Services, "rangeSolver">, jobs: Jobs): void {
  const { store, dispatch } = session;
  followWork(
    session,
    ({ uniqueness: { work } }) => (work === null ? [] : [work]),
    async ({ id, concept, layer }, { signal, finish }) => {
      const snapshot = store.getState().result!.snapshot!;
      try {
        const solver = await services.rangeSolver();
        const { done } = jobs.start(
          effectRange(solver),
          { snapshot, layer, concept },
          {
            signal,
            onProgress: (fraction) => dispatch({ type: "uniqueness-measured", uniqueness: id, fraction }),
          },
        );
        finish({ type: "uniqueness-told", uniqueness: id, range: await done });
      } catch (error) {
        if (!signal.aborted) finish({ type: "uniqueness-failed", uniqueness: id, notice: uniquenessNotice(error) });
      }
    },
  );
}
