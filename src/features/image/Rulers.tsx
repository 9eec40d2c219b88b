import { cellRect, patchName, type Players } from "../../core/patches.ts";

const percent = (value: number, of: number): string => `${(100 * value) / of}%`;

/** The names of a grid's columns and rows along its image: letters and numbers, those of `marked` cells set off. For the eye alone: every patch says its own name. */
export function Rulers({
  sides,
  marked = [],
}: {
  readonly sides: Pick<Players, "rows" | "cols" | "width" | "height">;
  readonly marked?: readonly number[];
}) {
  const { rows, cols, width, height } = sides;
  return (
    <>
      <div className="columns" aria-hidden="true">
        {Array.from({ length: cols }, (_, col) => (
          <span
            key={col}
            data-on={marked.some((cell) => cell % cols === col) || undefined}
            style={{ width: percent(cellRect(col, sides)[2], width) }}
          >
            {patchName(col, cols)[0]}
          </span>
        ))}
      </div>
      <div className="rows" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <span
            key={row}
            data-on={marked.some((cell) => Math.floor(cell / cols) === row) || undefined}
            style={{ height: percent(cellRect(row * cols, sides)[3], height) }}
          >
            {row + 1}
          </span>
        ))}
      </div>
    </>
  );
}
