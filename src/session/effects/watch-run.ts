import type { Watch } from "../../exploration/events.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";

/** Batches come in up to hundreds of times a second; the page follows at a pace that eyes can, and that leaves the cores to the network. */
const REDRAW_MS = 200;

/** Layers solved within this time of each other are drawn together: while the page draws, solvers wait for their next layer. */
const GATHER_MS = 400;

/** How long solving must have gone on before its end is foretold. */
const FORETELL_AFTER_SECONDS = 2;

/** What watches a job: where its news go, by its id, and a clock in milliseconds. */
export interface Watcher {
  readonly dispatch: Session["dispatch"];
  readonly job: number;
  readonly nowMs: Services["nowMs"];
}

/** Tells of masks as they are answered, and of the scores that they give. */
export function watchMasks({ dispatch, job, nowMs }: Watcher): Required<Pick<Watch, "onMasks" | "onValues">> {
  let drawnMs = -Infinity;
  let due = false;
  return {
    onMasks: (progress) => {
      due = progress.done === progress.total || nowMs() - drawnMs >= REDRAW_MS;
      if (!due) return;
      drawnMs = nowMs();
      dispatch({ type: "masks-answered", job, progress });
    },
    onValues: (partial) => {
      // A new object over arrays that go on filling.
      if (due) dispatch({ type: "scores-arrived", job, partial: { ...partial } });
    },
  };
}

/** Tells of `count` layers as they are solved, those together that are solved within moments of each other. */
export function watchLayers(
  { dispatch, job, nowMs }: Watcher,
  count: number,
): Required<Pick<Watch, "onSolve" | "onLayer">> {
  const startMs = nowMs();
  let drawnMs = -Infinity;
  const arrived = new Map<number, SolvedLayer>();
  const solved = new Set<number>();
  const fractions = new Map<number, number>();
  const tell = (layers: readonly (readonly [number, SolvedLayer])[]): void => {
    const shares = Array.from({ length: count }, (_, index) => (solved.has(index) ? 1 : (fractions.get(index) ?? 0)));
    const fraction = shares.reduce((sum, share) => sum + share, 0) / count;
    const elapsed = (nowMs() - startMs) / 1000;
    const secondsLeft = fraction > 0 && elapsed > FORETELL_AFTER_SECONDS ? (elapsed * (1 - fraction)) / fraction : null;
    dispatch({ type: "layers-solved", job, layers, solved: solved.size, fraction, secondsLeft });
  };
  const tellArrived = (): void => {
    // The last ones come with the exploration that they complete, so that it is drawn once.
    if (arrived.size >= count - solved.size) return;
    const layers = [...arrived];
    for (const [index] of layers) solved.add(index);
    arrived.clear();
    tell(layers);
  };
  return {
    onSolve: (index, { fraction }) => {
      fractions.set(index, fraction);
      if (nowMs() - drawnMs < REDRAW_MS) return;
      drawnMs = nowMs();
      tell([]);
    },
    onLayer: (index, layer) => {
      arrived.set(index, layer);
      if (arrived.size === 1) setTimeout(tellArrived, GATHER_MS);
    },
  };
}
