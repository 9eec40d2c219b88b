import type { Mask } from "../../core/masks.ts";
import { patchesOf } from "../../core/masks.ts";
import { cellRect, patchName, type Players } from "../../core/patches.ts";
import { alwaysHiddenPath, gridPath, outlinePath, ticksPath } from "../image/layout.ts";
import { SMALL } from "./figure-layout.ts";

interface PhotoProps {
  readonly x: number;
  readonly y: number;
  /** Figure pixels in one pixel of the image. */
  readonly scale: number;
  readonly players: Players;
  readonly imageUri: string | null;
  /** Patches of the selected concept, and the selected patches. */
  readonly concept: Mask;
  readonly patches: Mask;
}

/** The image as the network saw it, its patches with their names, and on it what the person selected. */
export function Photo({ x, y, scale, players, imageUri, concept, patches }: PhotoProps) {
  const { rows, cols, width, height } = players;
  // Lines are drawn in pixels of the image, so that they share its scale.
  const pixels = (figurePixels: number): number => figurePixels / scale;
  const hidden = alwaysHiddenPath(players);
  const outline = outlinePath(players, concept);
  const ticks = patchesOf(patches)
    .map((player) => ticksPath(players, player))
    .join("");
  return (
    <g transform={`translate(${x} ${y})`}>
      {Array.from({ length: cols }, (_, col) => {
        const [left, , patchWidth] = cellRect(col, players);
        return (
          <text key={col} x={(left + patchWidth / 2) * scale} y={-4} textAnchor="middle">
            {patchName(col, cols)[0]}
          </text>
        );
      })}
      {Array.from({ length: rows }, (_, row) => {
        const [, top, , patchHeight] = cellRect(row * cols, players);
        return (
          <text key={row} x={-5} y={(top + patchHeight / 2) * scale + SMALL.size * 0.36} textAnchor="end">
            {row + 1}
          </text>
        );
      })}
      <g transform={`scale(${scale})`} fill="none">
        {imageUri === null ? (
          <rect width={width} height={height} fill="var(--field)" />
        ) : (
          <image href={imageUri} width={width} height={height} preserveAspectRatio="none" imageRendering="pixelated" />
        )}
        {hidden !== "" && <path d={hidden} fill="var(--paper)" fillOpacity={0.7} fillRule="evenodd" />}
        <path d={gridPath(players)} stroke="var(--photo-halo)" strokeWidth={pixels(1)} strokeOpacity={0.7} />
        {outline !== "" && <path d={outline} stroke="var(--photo-halo)" strokeWidth={pixels(4)} />}
        {outline !== "" && <path d={outline} stroke="var(--photo-line)" strokeWidth={pixels(2)} />}
        {ticks !== "" && <path d={ticks} stroke="var(--photo-halo)" strokeWidth={pixels(3.5)} strokeLinecap="round" />}
        {ticks !== "" && <path d={ticks} stroke="var(--ink)" strokeWidth={pixels(1.75)} strokeLinecap="round" />}
      </g>
    </g>
  );
}
