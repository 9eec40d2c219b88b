import type { StoreApi } from "zustand/vanilla";
import type { Watch } from "../exploration/events.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import type { Services } from "./services.ts";
import type { Result, StrataState } from "./shape.ts";

/** Batches come in up to hundreds of times a second; the page follows at a pace that eyes can, and that leaves the cores to the network. */
const REDRAW_MS = 200;

/** Layers solved within this time of each other are drawn together: while the page draws, solvers wait for their next layer. */
const GATHER_MS = 400;

/** How long solving must have gone on before its end is foretold. */
const FORETELL_AFTER_SECONDS = 2;

/** Changes part of the result on the page, if there is one. */
export function patchResult(store: StoreApi<StrataState>, change: (result: Result) => Partial<Result>): void {
  store.setState(({ result }) => (result === null ? {} : { result: { ...result, ...change(result) } }));
}

/** Events of one run of `total` masks, written to the store as they come; silent once another run has taken its place. */
export function watchRun(
  store: StoreApi<StrataState>,
  services: Pick<Services, "nowMs">,
  signal: AbortSignal,
  total: number,
): Watch {
  const live =
    <A extends unknown[]>(handle: (...args: A) => void) =>
    (...args: A): void => {
      if (!signal.aborted) handle(...args);
    };
  let drawnMs = -Infinity;
  let due = false;
  const arrived = new Map<number, SolvedLayer>();
  const solved = new Set<number>();
  const showArrived = (): void => {
    const { run, result } = store.getState();
    // A layer that could not be solved has ended the run.
    if (run.phase !== "solving" || result === null) return;
    const missing = result.layers.length - solved.size;
    // The last ones come with the exploration that they complete, so that it is drawn once.
    if (arrived.size >= missing) return;
    for (const index of arrived.keys()) solved.add(index);
    // An opened picture stays until all of its layers are solved anew.
    if (result.opened === null)
      patchResult(store, ({ layers }) => ({ layers: layers.map((known, index) => arrived.get(index) ?? known) }));
    arrived.clear();
    showSolving();
  };
  const startMs = services.nowMs();
  const fractions = new Map<number, number>();
  const showSolving = (): void => {
    const { layers } = store.getState().result!;
    const fraction =
      layers.reduce((sum, _, index) => sum + (solved.has(index) ? 1 : (fractions.get(index) ?? 0)), 0) / layers.length;
    const elapsed = (services.nowMs() - startMs) / 1000;
    const secondsLeft = fraction > 0 && elapsed > FORETELL_AFTER_SECONDS ? (elapsed * (1 - fraction)) / fraction : null;
    store.setState({
      run: { phase: "solving", total, solved: solved.size, layers: layers.length, fraction, secondsLeft },
    });
  };
  return {
    signal,
    onMasks: live((progress) => {
      due = progress.done === total || services.nowMs() - drawnMs >= REDRAW_MS;
      if (!due) return;
      drawnMs = services.nowMs();
      store.setState({ run: { phase: "running", ...progress } });
    }),
    onValues: live((partial) => {
      const {
        settings: { target },
        result,
      } = store.getState();
      if (!due || result?.opened !== null) return;
      const { top } = partial.target;
      // The class may have been changed since these masks were asked for: their scores answer another question.
      const answers = target === partial.target.index || (target === "auto" && top[0]!.index === partial.target.index);
      patchResult(store, () => ({
        top,
        ...(answers ? { target: partial.target, partial: { ...partial } } : { target: null, partial: null }),
      }));
    }),
    onSolve: live((index, { fraction }) => {
      fractions.set(index, fraction);
      // Progress comes on a channel of its own and may trail behind the result it led to.
      if (store.getState().run.phase !== "solving" || services.nowMs() - drawnMs < REDRAW_MS) return;
      drawnMs = services.nowMs();
      showSolving();
    }),
    onLayer: live((index, layer) => {
      arrived.set(index, layer);
      if (arrived.size === 1) setTimeout(live(showArrived), GATHER_MS);
    }),
  };
}
