import {
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from "react";
import { everybody, onlyPlayer } from "../../core/masks.ts";
import { cellOf, cellRect, patchName, playerName, type Players } from "../../core/patches.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { allPainted, REGIONS, regionOf, type Region } from "../../session/regions.ts";
import type { ShownImage } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { passed } from "../../ui/pixels/sweep.ts";
import { placeOf, stepPlayer } from "../image/layout.ts";
import { PatchShape } from "../image/patch-shape.tsx";

const percent = (value: number, of: number): string => `${(100 * value) / of}%`;

interface PainterProps {
  readonly image: ShownImage;
  readonly players: Players;
  readonly brush: Region;
  /** Whoever paints with a brush has chosen it. */
  readonly onBrush: (region: Region) => void;
}

/** The image whose patches are painted as regions: pressed or swept over, or by keys; a patch that has the region already loses it. */
export function Painter({ image, players, brush, onBrush }: PainterProps) {
  const t = useStrings("topics");
  const { paint } = useActions();
  const regions = useStrata((state) => state.regions);
  return (
    <div className="audit-paint">
      <Patches image={image} players={players} brush={brush} onBrush={onBrush} />
      <div>
        <div className="topic-choice audit-brushes" role="group" aria-label={t("audit.paintAs")}>
          <span>{t("audit.paintAs")}</span>
          {REGIONS.map((region) => (
            <button key={region} type="button" aria-pressed={region === brush} onClick={() => onBrush(region)}>
              <i data-region={region} aria-hidden="true" />
              {t(`audit.regions.${region}`)}
            </button>
          ))}
        </div>
        <p className="topic-note">{t("audit.how")}</p>
        <button
          type="button"
          className="link"
          disabled={allPainted(regions) === 0}
          onClick={() => paint(everybody(players.n), null)}
        >
          {t("audit.clear")}
        </button>
      </div>
    </div>
  );
}

function Patches({ image, players, brush, onBrush }: PainterProps) {
  const t = useStrings("topics");
  const { paint } = useActions();
  const regions = useStrata((state) => state.regions);
  const [active, setActive] = useState(0);
  const current = Math.min(active, players.n - 1);
  const grid = useRef<HTMLDivElement>(null);
  /** What a pointer that is down paints; undefined: none is. */
  const stroke = useRef<Region | null | undefined>(undefined);
  /** Whether the click that comes was a pointer's, which painted when it went down. */
  const isDone = useRef(false);
  /** Where that pointer was told of last. */
  const last = useRef<readonly [number, number]>([0, 0]);
  const { rows, cols, picked, width, height } = players;
  const places = useMemo(() => players.patches.map((_, player) => placeOf(players, player)), [players]);

  const patchAt = (element: Element | null): number | null => {
    const patch = element?.closest<HTMLElement>("[data-paint]")?.dataset["paint"];
    return patch === undefined || grid.current?.contains(element) !== true ? null : Number(patch);
  };
  const strokeFrom = (patch: number): Region | null => (regionOf(regions, patch) === brush ? null : brush);
  const onPointerDown = (event: PointerEvent): void => {
    const patch = patchAt(event.target as Element);
    if (patch === null || event.button !== 0) return;
    isDone.current = true;
    last.current = [event.clientX, event.clientY];
    stroke.current = strokeFrom(patch);
    onBrush(brush);
    paint(onlyPlayer(patch), stroke.current);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (stroke.current === undefined) return;
    const here = [event.clientX, event.clientY] as const;
    for (const place of passed(last.current, here)) {
      // A finger's events go on to where it came down.
      const patch = patchAt(document.elementFromPoint(...place));
      if (patch !== null && regionOf(regions, patch) !== stroke.current) paint(onlyPlayer(patch), stroke.current);
    }
    last.current = here;
  };
  const lift = (): void => void (stroke.current = undefined);
  const onClick = (event: MouseEvent): void => {
    const patch = patchAt(event.target as Element);
    if (!isDone.current && patch !== null) {
      onBrush(brush);
      paint(onlyPlayer(patch), strokeFrom(patch));
    }
    isDone.current = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    isDone.current = false;
    const next = stepPlayer(event.key, current, players);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-paint="${next}"]`)?.focus();
  };
  const rowsOfGrid = Array.from({ length: rows }, (_, row) =>
    players.patches.map((_, player) => player).filter((player) => Math.floor(cellOf(player, picked) / cols) === row),
  ).filter(({ length }) => length > 0);
  return (
    <div className="photo audit-photo" style={{ "--across": cols } as CSSProperties}>
      <div className="columns" aria-hidden="true">
        {Array.from({ length: cols }, (_, col) => (
          <span key={col} style={{ width: percent(cellRect(col, players)[2], width) }}>
            {patchName(col, cols)[0]}
          </span>
        ))}
      </div>
      <div className="rows" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <span key={row} style={{ height: percent(cellRect(row * cols, players)[3], height) }}>
            {row + 1}
          </span>
        ))}
      </div>
      <div className="frame" style={{ aspectRatio: `${width} / ${height}` }}>
        <PixelImage pixels={image.pixels} />
        <div
          className="audit-grid"
          role="grid"
          aria-label={t("audit.patches")}
          aria-multiselectable="true"
          ref={grid}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={lift}
          onPointerCancel={lift}
          onPointerLeave={lift}
          onClick={onClick}
          onKeyDown={onKeyDown}
        >
          {rowsOfGrid.map((inRow, row) => (
            <div role="row" key={row} style={{ display: "contents" }}>
              {inRow.map((patch) => {
                const region = regionOf(regions, patch);
                return (
                  <button
                    key={patch}
                    type="button"
                    role="gridcell"
                    data-paint={patch}
                    data-region={region ?? undefined}
                    tabIndex={patch === current ? 0 : -1}
                    aria-selected={region !== null}
                    aria-label={t("audit.patch", {
                      name: playerName(patch, players),
                      region: t(`audit.regions.${region ?? "rest"}`),
                    })}
                    onFocus={() => setActive(patch)}
                    style={places[patch]}
                  >
                    <PatchShape players={players} player={patch} />
                  </button>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
