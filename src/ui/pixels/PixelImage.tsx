import type { Pixels } from "../../core/resize.ts";
import { bitmapUri } from "./bitmap.ts";

/**
 * An image one to one, which CSS scales up with hard edges; decoration, the text beside it says what it is.
 * No canvas: each is a layer of its own to the browser, and with a dozen of them every frame of the page waits.
 */
export function PixelImage({ pixels }: { readonly pixels: Pixels }) {
  return (
    <img src={bitmapUri(pixels)} width={pixels.width} height={pixels.height} alt="" decoding="sync" draggable={false} />
  );
}
