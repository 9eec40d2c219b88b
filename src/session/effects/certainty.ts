/** What a finished picture sets going: how sure it is is looked at behind whatever else goes on. */
import { tellCertainty, type Engines } from "../../exploration/computations.ts";
import { sampleOf } from "../../exploration/exploration.ts";
import type { SnapshotModel } from "../../exploration/snapshot.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { certaintyNotice, otherProbesNotice } from "../failures.ts";
import { networkKey, type Resources } from "../resources.ts";
import { canTellCertainty, hasReplicates } from "../certainty.ts";
import { selectNetwork } from "../selectors.ts";
import type { Services } from "../services.ts";
import { followWork, type Session } from "../session.ts";
import type { StrataState } from "../state.ts";

/** With more players the many decompositions take minutes, as the fits of an estimate do: then it is looked at when somebody asks. */
const MOST_PLAYERS = 12;
/** A debiased answer takes longer. */
const MOST_PLAYERS_DEBIASED = 9;

/** Computes what `state.certainty` names, and asks for it when a run is done; it fails no run, and no run waits for it. */
export function createCertaintyEffect(
  session: Session,
  services: Pick<Services, "loadReplicated" | "ownShelf" | "savesData">,
  resources: Resources,
  engines: Engines,
  jobs: Jobs,
): void {
  const { store, dispatch } = session;
  store.subscribe((state, before) => {
    const snapshot = finishedSnapshot(state);
    if (snapshot === undefined || snapshot === finishedSnapshot(before)) return;
    const most = snapshot.kappaOf === "debiased" ? MOST_PLAYERS_DEBIASED : MOST_PLAYERS;
    const isQuick = snapshot.players.n <= most && sampleOf(snapshot.layers) === null;
    if (!services.savesData && isQuick && canTellCertainty(state))
      dispatch({ type: "certainty-asked", byItself: true });
  });

  /** The picture's network with its replicates, fetched unless they are at hand; null where it has others than the picture came through. */
  async function replicated(state: StrataState, name: string, signal: AbortSignal): Promise<LoadedModel | null> {
    const { model } = state.result!.snapshot!;
    const known = resources.replicated.get(`${model.sha256} ${model.setup}`);
    if (known !== undefined) return known;
    const loaded =
      selectNetwork(state) === null ? await ownReplicated(model) : await services.loadReplicated(name, signal);
    if (loaded === null) return null;
    // What the probes said is compared with, must have come through these very ones.
    if (loaded.manifest.network.sha256 !== model.sha256 || loaded.setup !== model.setup) return null;
    resources.replicated.clear();
    resources.replicated.set(networkKey(loaded), loaded);
    return loaded;
  }

  /** That of the person's; null where it is gone. */
  async function ownReplicated({ sha256, setup }: SnapshotModel): Promise<LoadedModel | null> {
    const shelf = await services.ownShelf();
    const listed = await shelf.find({ sha256, setup });
    return listed?.isHere === true ? shelf.loadReplicated(listed) : null;
  }

  followWork(
    session,
    ({ certainty }) => (certainty === null ? [] : [certainty]),
    async ({ id }, { signal, finish }) => {
      const state = store.getState();
      const snapshot = state.result!.snapshot!;
      const image = state.image!.pixels;
      const name = selectNetwork(state)?.name ?? state.model?.name ?? snapshot.model.name;
      try {
        const model = hasReplicates(state)
          ? await replicated(state, name, signal)
          : resources.networks.get(state.model!.id)!;
        if (model === null) return finish({ type: "certainty-failed", certainty: id, notice: otherProbesNotice(name) });
        const answers = state.answers === null ? undefined : resources.answers.get(state.answers.id);
        const { done } = jobs.start(
          tellCertainty(engines),
          { model, image, snapshot, replicates: answers?.replicates ?? null },
          {
            signal,
            priority: "background",
            onProgress: (progress) => dispatch({ type: "certainty-measured", certainty: id, progress }),
          },
        );
        finish({ type: "certainty-told", certainty: id, answer: await done });
      } catch (error) {
        if (!signal.aborted) finish({ type: "certainty-failed", certainty: id, notice: certaintyNotice(error, name) });
      }
    },
  );
}

const finishedSnapshot = ({ finished }: StrataState) =>
  finished?.page.run.phase === "done" ? (finished.page.result?.snapshot ?? undefined) : undefined;
