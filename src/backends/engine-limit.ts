/** What a browser tells of its memory. */
export interface MemoryWorld {
  /** GiB, rounded to a power of two; only browsers of Chromium's family tell it. */
  readonly deviceMemory?: number;
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/** Below this much memory, GiB, one network's workers are enough: each has a runtime's memory, some 100 MB with a small network. */
const ROOMY_GIB = 4;

/** An iPad calls itself a Mac; no Mac has a touch screen. */
export const isIos = ({ userAgent, maxTouchPoints }: Pick<MemoryWorld, "userAgent" | "maxTouchPoints">): boolean =>
  /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

/**
 * Networks whose workers are held at once: two, but one where the browser says that there is little memory, and on iOS, which ends pages that
 * take much. What a browser does not tell shows when memory runs out: the engine cache then lets go of what is not in use.
 */
export function engineLimit(world: MemoryWorld): number {
  return isIos(world) || (world.deviceMemory !== undefined && world.deviceMemory < ROOMY_GIB) ? 1 : 2;
}

const GIB = 2 ** 30;

/**
 * Of a network's size, what one more worker with it takes: the file, and 2.6 (convolutions) to 4.1 (matrices) times as much in the runtime's memory, where it
 * is read, unpacked and put in the order of the kernels (measured with networks of 100 MB).
 */
const COPIES = 5;

/** Share of a browser's memory that the networks in workers may take; on iOS a quarter of a GiB, whatever there is. */
const SHARE = 1 / 8;

/** What is assumed where a browser does not tell its memory, GiB. */
const USUAL_GIB = 4;

/** Workers for a network of so many bytes, of at most `most`: fewer where their copies of a large network would fill the memory, but one always. */
export function workerLimit(world: MemoryWorld, bytes: number, most: number): number {
  const room = isIos(world) ? GIB / 4 : (world.deviceMemory ?? USUAL_GIB) * GIB * SHARE;
  return Math.max(1, Math.min(most, Math.floor(room / (COPIES * bytes))));
}
