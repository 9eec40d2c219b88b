import type { StrataState } from "./state.ts";
import type { Offline } from "./environment.ts";
import { isUnderWay } from "./run-phase.ts";
import type { Actions } from "./actions.ts";
import type { Services } from "./services.ts";
import type { Session } from "./session.ts";
import type { Run } from "./shape.ts";

/** How a run of the page's own ends. */
const ENDED: ReadonlySet<Run["phase"]> = new Set(["done", "cancelled", "failed"]);

/**
 * Working without a network. The page itself is kept once its first picture is there, so that nothing competes with that; the network and its
 * runtime only after a run: who follows a link to a picture has not asked for them.
 */
export function createOffline(
  { store, dispatch }: Session,
  { offline }: Pick<Services, "offline">,
): Pick<Actions, "makeAllAvailableOffline" | "stopMakingAvailable" | "applyUpdate"> {
  let current: AbortController | null = null;
  const patch = (news: Partial<Offline>): void =>
    dispatch({ type: "told", news: { offline: { ...store.getState().offline, ...news } } });

  const once = (reached: (state: StrataState) => boolean, begin: () => void): void => {
    const stop = store.subscribe((state) => {
      if (!reached(state)) return;
      stop();
      begin();
    });
  };
  once(
    (state) => state.run.phase !== "idle" && !isUnderWay(state),
    () => offline.watch(patch),
  );
  once(
    ({ run }) => ENDED.has(run.phase),
    () => offline.keepStart(),
  );

  async function keepAll(): Promise<void> {
    if (current !== null) return;
    const { signal } = (current = new AbortController());
    patch({ keeping: { phase: "running", doneBytes: 0, totalBytes: store.getState().offline.missingBytes ?? 0 } });
    try {
      await offline.cacheAll(
        (doneBytes, totalBytes) => patch({ keeping: { phase: "running", doneBytes, totalBytes } }),
        signal,
      );
      patch({ keeping: { phase: "idle" } });
    } catch {
      patch({ keeping: { phase: signal.aborted ? "idle" : "failed" } });
    } finally {
      current = null;
    }
  }

  return {
    makeAllAvailableOffline: () => void keepAll(),
    stopMakingAvailable: () => current?.abort(),
    applyUpdate: () => {
      if (!isUnderWay(store.getState())) offline.applyUpdate();
    },
  };
}
