import { nothingShown } from "../../core/baseline.ts";
import type { Mask } from "../../core/masks.ts";
import { playerOfPixel } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";
import type { Result } from "../../session/shape.ts";
import { maskedImage } from "./behind.ts";

/** Draws a picture's masked inputs as the network sees them, each once. */
export function createDrawing({
  players,
  image,
  model,
  settings,
}: Pick<Result, "players" | "image" | "model" | "settings">): (shown: Mask) => Pixels {
  const owners = playerOfPixel(players);
  let hidden: Float32Array | null = null;
  const known = new Map<Mask, Pixels>();
  return (shown) => {
    // A blur takes its time, and may never be asked for.
    hidden ??= nothingShown(settings.baseline, image.pixels, players, model.meanColour);
    const drawn = known.get(shown) ?? maskedImage(image.pixels, hidden, owners, shown);
    known.set(shown, drawn);
    return drawn;
  };
}
