import { memo } from "react";
import type { Players } from "../../core/patches.ts";
import { boundsOf, patchPath } from "./layout.ts";
import "./patch-shape.css";

/** The outline of a patch that is no rectangle, within the button that stands for it: what a rectangle has as the button's own shadow. */
export const PatchShape = memo(function PatchShape({
  players,
  player,
}: {
  readonly players: Players;
  readonly player: number;
}) {
  const patch = players.patches[player]!;
  if (patch.length === 1) return null;
  const outline = patchPath(players, player);
  return (
    <svg className="patch-shape" viewBox={boundsOf(patch).join(" ")} preserveAspectRatio="none" aria-hidden="true">
      <path className="under" d={outline} />
      <path className="over" d={outline} />
    </svg>
  );
});
