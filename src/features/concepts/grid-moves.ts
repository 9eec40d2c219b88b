/** A cell of the picture's grid: `row` is an index from top to bottom, 0 the heads; `column` is a layer. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

/** How many rows Page Up and Page Down pass. */
const PAGE = 10;

/** The cell that a key leads to from `at`, within `rows` x `columns`; null for keys that do not move. Shift and Alt keep their own meaning. */
export function movedBy(key: string, ctrl: boolean, at: GridCell, rows: number, columns: number): GridCell | null {
  const clamp = (row: number, column: number): GridCell => ({
    row: Math.min(rows - 1, Math.max(0, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
  switch (key) {
    case "ArrowLeft":
      return clamp(at.row, at.column - 1);
    case "ArrowRight":
      return clamp(at.row, at.column + 1);
    case "ArrowUp":
      return clamp(at.row - 1, at.column);
    case "ArrowDown":
      return clamp(at.row + 1, at.column);
    case "Home":
      return clamp(ctrl ? 0 : at.row, 0);
    case "End":
      return clamp(ctrl ? rows - 1 : at.row, columns - 1);
    case "PageUp":
      return clamp(at.row - PAGE, at.column);
    case "PageDown":
      return clamp(at.row + PAGE, at.column);
    default:
      return null;
  }
}
