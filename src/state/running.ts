import type { StoreApi } from "zustand/vanilla";
import { gridPlayers } from "../core/patches.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { evaluateMasks, explain } from "../exploration/analyse.ts";
import type { Evaluation } from "../exploration/exploration.ts";
import { targetOf } from "../exploration/target.ts";
import { nextTask } from "../inference/next-task.ts";
import type { LoadedModel } from "../model/model-files.ts";
import type { Actions } from "./actions.ts";
import { createEngineShelf } from "./engine-shelf.ts";
import { runFailureOf, runNotice } from "./failures.ts";
import { NO_SELECTION } from "./initial.ts";
import { patchResult, watchRun } from "./run-watch.ts";
import type { Services } from "./services.ts";
import type { Pace, Result, Run, Settings, ShownImage, StrataState } from "./shape.ts";

type RunActions = Pick<Actions, "setGrid" | "setBaseline" | "setTarget" | "setKappa" | "runAgain">;

/** A page and what it stands on: the last finished one comes back when a later run breaks, and the broken one can be tried again. */
interface Standing {
  readonly page: Pick<StrataState, "model" | "image" | "settings" | "run" | "result" | "selection">;
  readonly loaded: LoadedModel;
  readonly kept: Kept | null;
}

/** The network's answers to the image on the page, and how long they took. */
interface Kept {
  readonly evaluation: Evaluation;
  readonly maskSeconds: number;
}

/** Runs of the network and its explanations; one at a time, and only the latest may write to the store. */
export interface Running {
  readonly actions: RunActions;
  /** Puts a model and an image on the page and explores it; without an image the page waits for one. */
  show(name: string, loaded: LoadedModel, image: ShownImage | null): void;
  /** Stops whatever is under way; what is on the page stays. */
  cancel(): void;
}

/** Phases in which there is something to cancel. */
type BusyPhase = "loading" | "running" | "solving";
const isBusy = (run: Run): run is Extract<Run, { phase: BusyPhase }> => run.phase === "loading" || run.phase === "running" || run.phase === "solving";

/** A run that has just begun. */
function fresh({ manifest }: LoadedModel, image: ShownImage, settings: Settings): { readonly run: Run; readonly result: Result } {
  const { width, height } = manifest.input;
  const columns = [...manifest.layers, { ...manifest.head, noiseFloor: null }];
  const result: Result = {
    image, settings, meanColour: manifest.baseline,
    layerNames: columns.map(({ name }) => name), probes: columns.map(({ accuracy, noiseFloor }) => ({ accuracy, noiseFloor })),
    partial: null, top: null, target: null, layers: columns.map(() => null), exploration: null,
    players: gridPlayers(settings.rows, settings.cols, width, height),
  };
  return { run: { phase: "loading" }, result };
}

function cancelled(run: Extract<Run, { phase: BusyPhase }>): Run {
  const { done, total } = run.phase === "running" ? run : run.phase === "solving" ? { done: run.total, total: run.total } : { done: 0, total: 0 };
  return { phase: "cancelled", during: run.phase, done, total };
}

/** Runs over `services`, writing to `store`. */
export function createRunning(store: StoreApi<StrataState>, services: Services): Running {
  const shelf = createEngineShelf(services);
  let loaded: LoadedModel | null = null;
  let kept: Kept | null = null;
  let finished: Standing | null = null;
  let broken: Standing | null = null;
  let current = new AbortController();

  const secondsSince = (startMs: number): number => (services.nowMs() - startMs) / 1000;
  const question = () => {
    const { target, kappaFraction, kappaOf } = store.getState().settings;
    return { target, kappaFraction, kappaOf, tauFraction: DEFAULT_TAU_FRACTION };
  };

  function notePace(name: string, news: Partial<Pace>): void {
    store.setState(({ paces }) => ({ paces: { ...paces, [name]: { masksPerSecond: 0, solved: null, ...paces[name], ...news } } }));
  }

  async function measure(model: LoadedModel, signal: AbortSignal): Promise<Kept> {
    const { evaluator } = await shelf.take(model);
    signal.throwIfAborted();
    const { image, settings, model: chosen } = store.getState();
    const total = 2 ** (settings.rows * settings.cols);
    const startMs = services.nowMs();
    const request = { ...settings, ...question(), model: model.manifest, image: image!.pixels };
    const evaluation = await evaluateMasks(request, evaluator, watchRun(store, services, signal, total));
    signal.throwIfAborted();
    const maskSeconds = secondsSince(startMs);
    notePace(chosen!.name, { masksPerSecond: total / maskSeconds });
    return { evaluation, maskSeconds };
  }

  async function answer({ evaluation, maskSeconds }: Kept, model: LoadedModel, signal: AbortSignal): Promise<void> {
    const { solver } = await shelf.take(model);
    signal.throwIfAborted();
    const total = 2 ** evaluation.players.n;
    const startMs = services.nowMs();
    const target = targetOf(evaluation, evaluation.manifest.classes, question().target);
    patchResult(store, ({ layers }) => ({ layers: layers.map(() => null), exploration: null, settings: store.getState().settings, target, top: target.top }));
    store.setState({ run: { phase: "solving", total, solved: 0, layers: evaluation.layerCount, fraction: 0, secondsLeft: null } });
    const exploration = await explain(evaluation, question(), solver, watchRun(store, services, signal, total));
    await nextTask();
    signal.throwIfAborted();
    // The layers stay the very array that is drawn already, so that nothing derived from it is computed again.
    patchResult(store, () => ({ exploration }));
    await nextTask();
    signal.throwIfAborted();
    const solveSeconds = secondsSince(startMs);
    store.setState({ run: { phase: "done", total, maskSeconds, solveSeconds } });
    const { model: chosen, paces } = store.getState();
    const finest = paces[chosen!.name]?.solved ?? null;
    // A coarser grid would foretell less: its time is mostly that of starting.
    if (finest === null || finest.players <= evaluation.players.n) notePace(chosen!.name, { solved: { players: evaluation.players.n, seconds: solveSeconds } });
    finished = standing(model);
  }

  function standing(model: LoadedModel): Standing {
    const { model: chosen, image, settings, run, result, selection } = store.getState();
    return { page: { model: chosen, image, settings, run, result, selection }, loaded: model, kept };
  }

  function goBackTo(earlier: Standing): void {
    ({ loaded, kept } = earlier);
    store.setState(earlier.page);
  }

  function fail(error: unknown, model: LoadedModel): void {
    shelf.clear();
    store.setState({ notice: runNotice(error), run: { phase: "failed", code: runFailureOf(error) } });
    broken = standing(model);
    if (finished !== null) goBackTo(finished);
  }

  /** Starts over, or with `reuse` only asks the answers at hand another question. */
  async function go(reuse: boolean): Promise<void> {
    current.abort();
    const { signal } = (current = new AbortController());
    const { image, settings } = store.getState();
    if (loaded === null || image === null) return;
    const model = loaded;
    broken = null;
    store.setState({ notice: null });
    try {
      if (!reuse || kept === null) {
        kept = null;
        store.setState(fresh(model, image, settings));
        // The page draws the new image before the network is handed to its workers.
        await nextTask();
        signal.throwIfAborted();
        kept = await measure(model, signal);
      }
      await answer(kept, model, signal);
    } catch (error) {
      // A run that was stopped or replaced has nothing left to say.
      if (!signal.aborted) fail(error, model);
    }
  }

  function change(settings: Partial<Settings>): void {
    store.setState((state) => ({ settings: { ...state.settings, ...settings } }));
  }

  /** Another question about the same masks; while they are still being measured it is answered at their end. */
  function ask(settings: Partial<Settings>): void {
    change(settings);
    const { phase } = store.getState().run;
    if (phase === "loading" || phase === "running") patchResult(store, () => ({ settings: store.getState().settings, partial: null, target: null }));
    else void go(true);
  }

  return {
    actions: {
      setGrid: (rows, cols) => {
        change({ rows, cols });
        store.setState(({ filters }) => ({ selection: NO_SELECTION, hover: null, filters: { ...filters, onlyPatches: false } }));
        void go(false);
      },
      setBaseline: (baseline) => {
        change({ baseline });
        void go(false);
      },
      setTarget: (target) => ask({ target }),
      setKappa: (kappaFraction, kappaOf) => ask({ kappaFraction, kappaOf }),
      runAgain: () => {
        if (broken !== null) goBackTo(broken);
        void go(true);
      },
    },
    show: (name, arrived, image) => {
      loaded = arrived;
      kept = null;
      // All at once, so that no view ever meets one model's result beside another's name.
      store.setState(({ settings: before, filters }) => {
        const settings: Settings = { ...before, target: "auto" };
        return {
          model: { name, manifest: arrived.manifest }, image, settings,
          selection: NO_SELECTION, hover: null, filters: { ...filters, onlyPatches: false },
          ...(image === null ? { result: null, run: { phase: "idle" } } : fresh(arrived, image, settings)),
        };
      });
      if (image === null) current.abort();
      else void go(false);
    },
    cancel: () => {
      const { run } = store.getState();
      if (!isBusy(run)) return;
      current.abort();
      store.setState({ run: cancelled(run) });
    },
  };
}
