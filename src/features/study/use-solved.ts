import { useEffect, useState } from "react";
import { nextTask } from "../../platform/next-task.ts";
import { solve, type Asked, type DrawnFigure, type Solved } from "./measures.ts";
import type { StudyRecord } from "./records.ts";

/** So long a piece of the work may take before the page has its turn, ms. */
const SLICE_MS = 12;

/** The numbers of a figure of a part, once they are there; they come between other tasks. */
export function useSolved(figure: DrawnFigure, record: StudyRecord | null, { order, layer }: Asked): Solved | null {
  const [known, setKnown] = useState<{ readonly key: unknown[]; readonly solved: Solved } | null>(null);
  const key = [figure, record?.of, order, layer];
  const isKnown = known !== null && known.key.every((of, i) => of === key[i]);
  useEffect(() => {
    if (record === null) return;
    let isStale = false;
    void (async () => {
      const steps = solve(figure, record, { order, layer });
      let began = performance.now();
      for (let step = steps.next(); !isStale; step = steps.next()) {
        if (step.done === true) return setKnown({ key: [figure, record.of, order, layer], solved: step.value });
        if (performance.now() - began < SLICE_MS) continue;
        await nextTask();
        began = performance.now();
      }
    })();
    return () => {
      isStale = true;
    };
    // The part's name follows from it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [figure, record?.of, order, layer]);
  return isKnown ? known.solved : null;
}
