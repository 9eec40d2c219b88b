import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { hasPlayer, patchesOf } from "../../core/masks.ts";
import { cellOf, playerName, type Players } from "../../core/patches.ts";
import { InTurn } from "../../ui/apart.tsx";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllRows } from "../../session/selectors.ts";
import type { ShownImage } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { alwaysHiddenPath, gridPath, outlinePath, placeOf, stepPlayer, ticksPath, veilPath } from "./layout.ts";
import { PatchShape } from "./patch-shape.tsx";
import { Rulers } from "./Rulers.tsx";

/** Marks the patch grid for the key P. */
export const PATCH_GRID = "data-patch-grid";

function Marks({ players }: { readonly players: Players }) {
  const lit = useStrata((state) => (state.hover ?? state.selection.concept)?.mask ?? 0);
  const selected = useStrata((state) => state.selection.patches);
  const hidden = alwaysHiddenPath(players);
  const isPlain = players.picked === null && players.cut === undefined;
  const ticks = useMemo(
    () => patchesOf(selected).map((player) => ({ player, path: ticksPath(players, player) })),
    [players, selected],
  );
  return (
    <svg
      className="marks"
      viewBox={`0 0 ${players.width} ${players.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {hidden !== "" && <path className="always-hidden" d={hidden} fillRule="evenodd" />}
      <path className={isPlain ? "grid-lines" : "grid-lines of-regions"} d={gridPath(players)} />
      {lit !== 0 && <path className="veil" d={veilPath(players, lit)} fillRule="evenodd" />}
      {lit !== 0 && <path className="halo" d={outlinePath(players, lit)} />}
      {lit !== 0 && <path className="outline" d={outlinePath(players, lit)} />}
      {ticks.map(({ player, path }) => (
        <path key={player} className="tick-halo" d={path} />
      ))}
      {ticks.map(({ player, path }) => (
        <path key={player} className="tick" d={path} />
      ))}
    </svg>
  );
}

/** The players by the rows of the grid that have some. */
function rowsOf({ rows, cols, n, picked }: Players): number[][] {
  const players = Array.from({ length: n }, (_, player) => player);
  return Array.from({ length: rows }, (_, row) =>
    players.filter((player) => Math.floor(cellOf(player, picked) / cols) === row),
  ).filter(({ length }) => length > 0);
}

function PatchGrid({ players }: { readonly players: Players }) {
  const t = useStrings("page");
  const actions = useActions();
  const selected = useStrata((state) => state.selection.patches);
  const rows = useStrata(selectAllRows);
  const [active, setActive] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const current = Math.min(active, players.n - 1);
  const places = useMemo(() => players.patches.map((_, player) => placeOf(players, player)), [players]);
  const label = (player: number): string => {
    const name = playerName(player, players);
    if (rows === null) return t("image.patch", { name });
    return t("image.patchCount", {
      name,
      within: rows.filter(({ mask }) => hasPlayer(mask, player)).length,
      count: rows.length,
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepPlayer(event.key, current, players);
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
      {rowsOf(players).map((inRow, row) => (
        <div role="row" key={row} style={{ display: "contents" }}>
          {inRow.map((player) => (
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
              style={places[player]}
            >
              <PatchShape players={players} player={player} />
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The image as the network sees it, under its grid; the labels name columns by letter and rows by number. */
export function Photo({ image, players }: { readonly image: ShownImage; readonly players: Players }) {
  const t = useStrings("page");
  const selected = useStrata((state) => state.selection.patches);
  const { rows, cols, picked, width, height } = players;
  const cells = patchesOf(selected).map((player) => cellOf(player, picked));
  return (
    <div className="photo">
      <Rulers sides={players} marked={cells} />
      <div className="frame" style={{ aspectRatio: `${width} / ${height}` }}>
        <PixelImage pixels={image.pixels} />
        {image.isLeftOut === true && <p className="left-out">{t("image.leftOut")}</p>}
        <Marks players={players} />
        <InTurn>
          <PatchGrid key={`${rows} ${cols} ${picked?.cells.join(" ")} ${players.cut}`} players={players} />
        </InTurn>
      </div>
    </div>
  );
}
