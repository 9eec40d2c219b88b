import type { Grid } from "../../core/patches.ts";
import { useStrings } from "./strings.tsx";

/** How a grid is called in the page's language: `3 × 4`, or `12 of 8 × 8` where so many of its cells are players; of superpixels it says so. */
export function useGridText(): (grid: Pick<Grid, "rows" | "cols" | "cut">, picked: number | null) => string {
  const t = useStrings("page");
  return ({ rows, cols, cut }, picked) => {
    const grid = picked === null ? t("grid.size", { rows, cols }) : t("grid.picked", { rows, cols, count: picked });
    return cut === undefined ? grid : t(`grid.${cut}`, { grid });
  };
}
