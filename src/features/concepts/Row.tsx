import { patchesOf, type Mask } from "../../core/masks.ts";
import { memo } from "react";
import { playerName, type Grid } from "../../core/patches.ts";
import type { TruthMark } from "../../core/truth.ts";
import type { Units } from "../../session/shape.ts";
import { GlyphMarks, KindMark } from "../../ui/glyph/Glyph.tsx";
import { glyphShape, type GlyphShape } from "../../ui/glyph/shape.ts";
import { fittingText } from "../../ui/language/fitting-text.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";
import { barHeight, Cell, CellNumber, TruthSign } from "./Cell.tsx";
import { FoldMark } from "./FoldMark.tsx";
import { LifeMarks } from "./LifeMarks.tsx";
import { cellBoxes, columnX, hairlines, namePlace, type BodyPlace, type Columns } from "./layout.ts";
import type { ColumnHead } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";
import { fitsAt, isFragile, lifeMarks, verdictOf } from "./sureness.ts";
import { namedWords, rowWords, type CellWording } from "./words.ts";

/** From here on a row has room for a larger glyph. */
const TALL_ROW = 36;

/** A signed number in at most five characters: two decimals below ten, one above. */
const short = (value: number): string => signed(value, Math.abs(value) < 9.995 ? 2 : 1);

/** Beside a row whose fate no more than half of the replicates say. */
export const UNCLEAR = "?";

interface RowProps extends Pick<BodyPlace, "y" | "height" | "hitTop" | "hitBottom"> {
  readonly row: PictureRow;
  /** 1-based within the grid, heads included. */
  readonly ariaRow: number;
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly units: Units;
  readonly scale: EffectScale;
  readonly grid: Grid;
  /** Selected patches. */
  readonly patches: Mask;
  /** The selected cell's layer when this row is selected, else null. */
  readonly selectedLayer: number | null;
  /** The layer whose cell takes the tab stop, else null. */
  readonly tabLayer: number | null;
  readonly cellWords: CellWording;
  /** Per layer what the network truly holds, null unless that is to be seen. */
  readonly truth: readonly TruthMark[] | null;
}

function RowHead({
  row,
  shape,
  columns,
  grid,
  middle,
  patches,
}: Pick<RowProps, "row" | "columns" | "grid" | "patches"> & { readonly shape: GlyphShape; readonly middle: number }) {
  const { compact } = columns;
  if (row.alone) {
    const name = playerName(patchesOf(row.mask)[0]!, grid);
    return (
      <>
        <g transform={`translate(1 ${middle - shape.height / 2})`}>
          <GlyphMarks shape={shape} mask={row.mask} selected={patches} />
        </g>
        <text x={compact ? 26 : 29} y={middle + columns.type.drop} className="picture-patch">
          {name}
        </text>
      </>
    );
  }
  return (
    <>
      <g transform={`translate(1 ${middle - shape.height / 2})`}>
        <GlyphMarks shape={shape} mask={row.mask} selected={patches} />
      </g>
      <KindMark kind={row.kind} x={compact ? 31 : 34} y={middle} />
      {row.fold && <FoldMark {...row.fold} compact={compact} middle={middle} drop={columns.type.drop} />}
      <text x={compact ? 48 : 58} y={middle + columns.type.drop} textAnchor="middle" className="picture-quiet">
        {row.order}
      </text>
      {row.name !== undefined && <RowName row={row} name={row.name} columns={columns} grid={grid} middle={middle} />}
      {verdictOf(row.sure) === "unclear" && (
        <text x={compact ? 39 : 74} y={middle + columns.type.drop} textAnchor="middle" className="picture-quiet">
          {UNCLEAR}
        </text>
      )}
    </>
  );
}

/** What a row is called, as far as there is room; all of it, with its patches, where a pointer rests. */
function RowName({
  row,
  name,
  columns,
  grid,
  middle,
}: Pick<RowProps, "row" | "columns" | "grid"> & { readonly name: string; readonly middle: number }) {
  const t = useStrings("picture");
  const { x, width } = namePlace(columns);
  return (
    <>
      <title>{namedWords(t, row, grid, name)}</title>
      {columns.names > 0 && (
        <text x={x} y={middle + columns.type.drop} className="picture-patch">
          {fittingText(name, width)}
        </text>
      )}
    </>
  );
}

/** One concept: its patches, kind and order, its life as a joined bar, its peak. */
export const Row = memo(function Row({
  row,
  y,
  height,
  hitTop,
  hitBottom,
  ariaRow,
  columns,
  heads,
  units,
  scale,
  grid,
  patches,
  selectedLayer,
  tabLayer,
  cellWords,
  truth,
}: RowProps) {
  const t = useStrings("picture");
  const words = rowWords(t, row, heads, grid, units);
  const middle = height / 2;
  const selected = selectedLayer !== null;
  const boxes = cellBoxes(columns, row);
  const shape = glyphShape(grid, 16, height < TALL_ROW ? 12 : 16);
  const readout = heads.some(({ isReadout }) => isReadout);
  const agreementAt = (layer: number): number | null => {
    const fits = fitsAt(row.sure, layer);
    return fits === null ? null : fits / row.sure!.replicates;
  };
  const truthWords = (layer: number): string => {
    const mark = truth?.[layer] ?? null;
    return mark === null ? "" : t("words.separator") + t(`truth.${mark}`);
  };
  return (
    <g
      role="row"
      aria-rowindex={ariaRow}
      aria-selected={selected}
      aria-label={words}
      className="picture-row"
      data-row={row.key}
      data-y={y}
      transform={`translate(0 ${y})`}
    >
      <rect
        className="picture-row-back"
        x={-8}
        y={hitTop - y}
        width={columns.width + 16}
        height={hitBottom - hitTop}
        fill="transparent"
      />
      <rect
        className="picture-row-tint"
        x={-8}
        y={0}
        width={columns.width + 16}
        height={height}
        rx={3}
        data-selected={selected || undefined}
      />
      {selected && <rect x={-10} y={1} width={2} height={height - 2} rx={1} fill="var(--accent)" />}
      <g role="rowheader" aria-colindex={1} aria-label={words}>
        <RowHead row={row} shape={shape} columns={columns} grid={grid} middle={middle} patches={patches} />
      </g>
      {hairlines(columns, row).map(([from, to]) => (
        <line key={from} x1={from} x2={to} y1={middle} y2={middle} stroke="var(--rule)" />
      ))}
      {boxes.map((box) => (
        <Cell
          key={box.layer}
          box={box}
          middle={middle}
          rowHeight={height}
          effect={row.effects[box.layer]!}
          agreement={agreementAt(box.layer)}
          fragile={isFragile(row, box.layer)}
          scale={scale}
        />
      ))}
      {truth?.map(
        (mark, layer) =>
          mark !== null && (
            <TruthSign
              key={layer}
              mark={mark}
              x={columnX(columns, layer)}
              width={columns.pitch}
              middle={middle}
              rowHeight={height}
            />
          ),
      )}
      {selected &&
        columns.numbers &&
        boxes
          .filter(({ state }) => state === "alive" || state === "bridged")
          .map(({ layer, x, width }) => (
            <CellNumber
              key={layer}
              x={x + width / 2}
              y={middle + columns.type.drop}
              text={short(row.effects[layer]!)}
              ink={(agreementAt(layer) ?? 1) === 1 ? scale.colour(row.effects[layer]!).ink : null}
            />
          ))}
      <LifeMarks marks={lifeMarks(row, readout)} columns={columns} middle={middle} rowHeight={height} />
      {selected && (
        <rect
          className="picture-ring"
          x={columnX(columns, selectedLayer) - 1}
          y={middle - barHeight(height) / 2 - 1.5}
          width={columns.pitch + 2}
          height={barHeight(height) + 3}
          rx={4}
        />
      )}
      {heads.map(({ name }, layer) => (
        <rect
          key={layer}
          role="gridcell"
          aria-colindex={layer + 2}
          aria-label={cellWords(row, layer, name) + truthWords(layer)}
          aria-selected={selectedLayer === layer}
          tabIndex={tabLayer === layer ? 0 : -1}
          data-cell={`${row.key}/${layer}`}
          className="picture-hit"
          x={columnX(columns, layer)}
          y={hitTop - y}
          width={columns.pitch}
          height={hitBottom - hitTop}
        />
      ))}
      <text
        role="gridcell"
        aria-colindex={heads.length + 2}
        x={columns.width}
        y={middle + columns.type.drop}
        textAnchor="end"
        className={selected ? "picture-peak-selected" : "picture-quiet"}
      >
        {row.peak === null ? NO_NUMBER : short(row.peak)}
      </text>
    </g>
  );
});
