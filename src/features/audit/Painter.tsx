import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from "react";
import { everybody, onlyPlayer } from "../../core/masks.ts";
import { cellOf, playerName, type Players } from "../../core/patches.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { allPainted, REGIONS, regionOf, type Region } from "../../session/regions.ts";
import type { ShownImage } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { useSweep } from "../../ui/pixels/use-sweep.ts";
import { placeOf, stepPlayer } from "../image/layout.ts";
import { PatchShape } from "../image/patch-shape.tsx";
import { Rulers } from "../image/Rulers.tsx";

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
  const sweep = useSweep<Region | null>({
    within: grid,
    name: "paint",
    byFinger: true,
    begin: (patch) => {
      onBrush(brush);
      return regionOf(regions, patch) === brush ? null : brush;
    },
    has: (patch, region) => regionOf(regions, patch) === region,
    give: (patch, region) => paint(onlyPlayer(patch), region),
  });
  const { rows, cols, picked, width, height } = players;
  const places = useMemo(() => players.patches.map((_, player) => placeOf(players, player)), [players]);

  const onKeyDown = (event: KeyboardEvent): void => {
    sweep.reset();
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
      <Rulers sides={players} />
      <div className="frame" style={{ aspectRatio: `${width} / ${height}` }}>
        <PixelImage pixels={image.pixels} />
        <div
          className="audit-grid"
          role="grid"
          aria-label={t("audit.patches")}
          aria-multiselectable="true"
          ref={grid}
          {...sweep.handlers}
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
