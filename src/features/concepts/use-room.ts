import { useEffect, useState, type RefObject } from "react";

/** The room a picture has, and the look's measures that depend on the screen, pixels. */
export interface Room {
  readonly width: number;
  /** For heads and rows, where the picture is to fill a column or to fit a screen; null where the page goes on below it. */
  readonly height: number | null;
  readonly rowHeight: number;
  /** Least height that a pointer needs: a mouse or a finger. */
  readonly tap: number;
}

function pixels(style: CSSStyleDeclaration, name: string, fallback: number): number {
  const value = Number.parseFloat(style.getPropertyValue(name));
  return Number.isFinite(value) ? value : fallback;
}

/** A screen that is lower than this is scrolled: a picture of a row or two would be none. */
const LOWEST_SCREEN = 640;

/** What a screen leaves for heads and rows. The browser's own bars come and go with scrolling, and do not count. */
function screenHeight(besides: number): number {
  return Math.max(LOWEST_SCREEN, document.documentElement.clientHeight) - besides;
}

function measured(frame: HTMLElement): Room {
  const style = getComputedStyle(frame);
  const place = frame.parentElement!;
  // What shares the place with the frame stands below it; above it is air.
  const box = frame.getBoundingClientRect();
  const besides =
    box.top - place.getBoundingClientRect().top + place.lastElementChild!.getBoundingClientRect().bottom - box.bottom;
  const onScreen = pixels(style, "--picture-besides", 0);
  return {
    width: frame.clientWidth - pixels(style, "padding-left", 0) - pixels(style, "padding-right", 0),
    height:
      pixels(style, "--picture-fills", 0) === 1
        ? Math.floor(place.clientHeight - besides)
        : onScreen > 0
          ? screenHeight(onScreen)
          : null,
    rowHeight: pixels(style, "--row", 17),
    tap: pixels(style, "--tap", 24),
  };
}

/** What stands below a picture may wrap by how many rows it has: so soon after a picture has given way it does not grow back, or the two would chase each other, ms. */
const SETTLED_MS = 400;

const same = (a: Room, b: Room): boolean =>
  a.width === b.width && a.height === b.height && a.rowHeight === b.rowHeight && a.tap === b.tap;

/** Measures a frame within its place whenever the size of either, of what stands below it there, or of the window changes; null before it is on the page. */
export function useRoom(element: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const frame = element.current;
    const place = frame?.parentElement;
    if (frame === null || !place) return;
    let gave = { fromHeight: 0, width: 0, placeHeight: 0, ms: -Infinity };
    const measure = (): void => {
      const next = measured(frame);
      const [placeHeight, ms] = [place.clientHeight, performance.now()];
      setRoom((known) => {
        if (known === null || same(known, next)) return known ?? next;
        const [before, after] = [known.height ?? 0, next.height ?? 0];
        if (after < before) gave = { fromHeight: before, width: next.width, placeHeight, ms };
        const chases =
          after > before &&
          after <= gave.fromHeight &&
          next.width === gave.width &&
          placeHeight === gave.placeHeight &&
          ms - gave.ms < SETTLED_MS;
        return chases ? known : next;
      });
    };
    // Told of the first size with the next frame: asked for at once, it would have the page laid out within the task that draws it first.
    const observer = new ResizeObserver(measure);
    const watched = new Set<Element>();
    const watch = (): void => {
      for (const each of [place, ...place.children]) {
        if (!watched.has(each)) observer.observe(each);
        watched.add(each);
      }
    };
    watch();
    const children = new MutationObserver(watch);
    children.observe(place, { childList: true });
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      children.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [element]);
  return room;
}
