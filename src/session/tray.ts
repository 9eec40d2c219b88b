/** Several images that were brought at once, to be gone through: one is on the page, the others wait as files. */
import type { Crop, Pixels } from "../core/resize.ts";
import type { NamedFile } from "../platform/named-file.ts";

/** So many images at most: of each there is a thumbnail in memory, the files stay where they are. */
export const TRAY_MOST = 60;

/** One of them. */
export interface TrayItem extends NamedFile {
  readonly id: number;
  /** Null until it was read. */
  readonly thumbnail: Pixels | null;
  /** Set where it could not be read. */
  readonly isBroken?: true;
  /** The part of it that was on the page last. */
  readonly crop?: Crop;
}

/** In the order in which they were brought; never empty. `left` is how many more there were than are taken. */
export interface Tray {
  readonly items: readonly TrayItem[];
  readonly left: number;
}
