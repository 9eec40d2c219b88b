import { useLayoutEffect, useRef, type RefObject } from "react";

/** How long rows take to their new places; the look's `--resort`. */
const RESORT_MS = 240;

/**
 * Moves rows to their new places when `order` changes: rows are the elements with `data-row` and `data-y` below `body`.
 * Does nothing where the person asked for reduced motion.
 */
export function useResort(body: RefObject<SVGSVGElement | null>, order: string): void {
  const known = useRef<{ readonly order: string; readonly tops: ReadonlyMap<string, number> }>({
    order: "",
    tops: new Map(),
  });
  useLayoutEffect(() => {
    if (body.current === null) return;
    const rows = [...body.current.querySelectorAll<SVGGElement>("[data-row]")];
    const tops = new Map(rows.map((row) => [row.dataset["row"]!, Number(row.dataset["y"])]));
    const before = known.current;
    known.current = { order, tops };
    if (before.order === order || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const row of rows) {
      const from = before.tops.get(row.dataset["row"]!);
      const to = tops.get(row.dataset["row"]!)!;
      if (from === undefined || from === to) continue;
      row.animate([{ transform: `translate(0, ${from}px)` }, { transform: `translate(0, ${to}px)` }], {
        duration: RESORT_MS,
        easing: "cubic-bezier(.2,.7,.2,1)",
      });
    }
  }, [body, order]);
}
