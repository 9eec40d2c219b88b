import type { PictureRow } from "./rows.ts";

/** That a row opens to so many, or is the first of them. */
export function FoldMark({
  members,
  isOpen,
  compact,
  middle,
  drop,
}: NonNullable<PictureRow["fold"]> & { readonly compact: boolean; readonly middle: number; readonly drop: number }) {
  return (
    <g className="picture-fold">
      <path
        d={isOpen ? "M1 -2L4.5 1.5L8 -2" : "M2.5 -3.5L6 0L2.5 3.5"}
        transform={`translate(${compact ? 19 : 65} ${middle})`}
        className="picture-chevron"
      />
      {!compact && (
        <text x={76} y={middle + drop}>
          {members.length}
        </text>
      )}
    </g>
  );
}
