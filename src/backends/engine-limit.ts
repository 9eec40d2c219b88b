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
