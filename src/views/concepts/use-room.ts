import { useEffect, useState, type RefObject } from "react";

/** The room a picture has, and the look's measures that depend on the screen, pixels. */
export interface Room {
  readonly width: number;
  readonly rowHeight: number;
  /** Least height that a pointer needs: a mouse or a finger. */
  readonly tap: number;
}

function pixels(style: CSSStyleDeclaration, name: string, fallback: number): number {
  const value = Number.parseFloat(style.getPropertyValue(name));
  return Number.isFinite(value) ? value : fallback;
}

/** Measures an element whenever its size or the window's changes; null before it is on the page. */
export function useRoom(element: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = (): void => {
      const style = getComputedStyle(target);
      const width = target.clientWidth - pixels(style, "padding-left", 0) - pixels(style, "padding-right", 0);
      const next = { width, rowHeight: pixels(style, "--row", 17), tap: pixels(style, "--tap", 24) };
      setRoom((known) => (known !== null && known.width === next.width && known.rowHeight === next.rowHeight && known.tap === next.tap ? known : next));
    };
    // Told of the first size with the next frame: asked for at once, it would have the page laid out within the task that draws it first.
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [element]);
  return room;
}
