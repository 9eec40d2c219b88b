import { useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { hasPlayer } from "../../core/masks.ts";
import { patchName, type Players } from "../../core/patches.ts";
import { InTurn } from "../../ui/apart.tsx";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllRows } from "../../session/selectors.ts";
import type { ShownImage } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { gridPath, outlinePath, stepPatch, ticksPath, veilPath } from "./layout.ts";

/** Marks the patch grid for the key P. */
export const PATCH_GRID = "data-patch-grid";

function Marks({ players }: { readonly players: Players }) {
  const lit = useStrata((state) => (state.hover ?? state.selection.concept)?.mask ?? 0);
  const selected = useStrata((state) => state.selection.patches);
  const ticks = players.patches.map((_, player) => player).filter((player) => hasPlayer(selected, player));
  return (
    <svg
      className="marks"
      viewBox={`0 0 ${players.width} ${players.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="grid-lines" d={gridPath(players)} />
      {lit !== 0 && <path className="veil" d={veilPath(players, lit)} fillRule="evenodd" />}
      {lit !== 0 && <path className="halo" d={outlinePath(players, lit)} />}
      {lit !== 0 && <path className="outline" d={outlinePath(players, lit)} />}
      {ticks.map((player) => (
        <path key={player} className="tick-halo" d={ticksPath(players, player)} />
      ))}
      {ticks.map((player) => (
        <path key={player} className="tick" d={ticksPath(players, player)} />
      ))}
    </svg>
  );
}

function PatchGrid({ players }: { readonly players: Players }) {
  const t = useStrings("page");
  const actions = useActions();
  const selected = useStrata((state) => state.selection.patches);
  const rows = useStrata(selectAllRows);
  const [active, setActive] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const current = Math.min(active, players.n - 1);
  const label = (player: number): string => {
    const name = patchName(player, players.cols);
    if (rows === null) return t("image.patch", { name });
    return t("image.patchCount", {
      name,
      within: rows.filter(({ mask }) => hasPlayer(mask, player)).length,
      count: rows.length,
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepPatch(event.key, current, players.rows, players.cols);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-patch="${next}"]`)?.focus();
  };
  const onClick =
    (player: number) =>
    (event: MouseEvent): void => {
      setActive(player);
      actions.togglePatch(player, event.shiftKey || event.ctrlKey || event.metaKey);
    };
  return (
    <div
      className="patch-grid"
      role="grid"
      aria-label={t("image.patches")}
      aria-multiselectable="true"
      ref={grid}
      onKeyDown={onKeyDown}
      {...{ [PATCH_GRID]: "" }}
    >
      {Array.from({ length: players.rows }, (_, row) => (
        <div role="row" key={row} style={{ display: "contents" }}>
          {Array.from({ length: players.cols }, (_, col) => {
            const player = row * players.cols + col;
            const [x, y, width, height] = players.patches[player]!;
            const percent = (value: number, of: number): string => `${(100 * value) / of}%`;
            return (
              <button
                key={player}
                type="button"
                role="gridcell"
                data-patch={player}
                tabIndex={player === current ? 0 : -1}
                aria-selected={hasPlayer(selected, player)}
                aria-label={label(player)}
                onClick={onClick(player)}
                onFocus={() => setActive(player)}
                style={{
                  left: percent(x, players.width),
                  top: percent(y, players.height),
                  width: percent(width, players.width),
                  height: percent(height, players.height),
                }}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** The image as the network sees it, under its grid; the labels name columns by letter and rows by number. */
export function Photo({ image, players }: { readonly image: ShownImage; readonly players: Players }) {
  const t = useStrings("page");
  const selected = useStrata((state) => state.selection.patches);
  const { rows, cols, width, height, patches } = players;
  const inColumn = (col: number): boolean =>
    Array.from({ length: rows }, (_, row) => (selected >>> (row * cols + col)) & 1).includes(1);
  const inRow = (row: number): boolean => ((selected >>> (row * cols)) & (2 ** cols - 1)) !== 0;
  return (
    <div className="photo">
      <div className="columns" aria-hidden="true">
        {Array.from({ length: cols }, (_, col) => (
          <span
            key={col}
            data-on={inColumn(col) || undefined}
            style={{ width: `${(100 * patches[col]![2]) / width}%` }}
          >
            {patchName(col, cols)[0]}
          </span>
        ))}
      </div>
      <div className="rows" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <span
            key={row}
            data-on={inRow(row) || undefined}
            style={{ height: `${(100 * patches[row * cols]![3]) / height}%` }}
          >
            {row + 1}
          </span>
        ))}
      </div>
      <div className="frame" style={{ aspectRatio: `${width} / ${height}` }}>
        <PixelImage pixels={image.pixels} />
        {image.isLeftOut === true && <p className="left-out">{t("image.leftOut")}</p>}
        <Marks players={players} />
        <InTurn>
          <PatchGrid key={`${rows} ${cols}`} players={players} />
        </InTurn>
      </div>
    </div>
  );
}
