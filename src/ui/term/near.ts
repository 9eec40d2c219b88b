import type { Box } from "./place.ts";

/** Half of what a finger needs, pixels. */
const REACH = 22;

/** Which of some boxes a finger meant that came down at a point: the nearest within its reach, by its index; null where there is none. */
export function meantBy(x: number, y: number, boxes: readonly Box[]): number | null {
  const distances = boxes.map(({ left, top, width, height }) =>
    Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height)),
  );
  const least = Math.min(...distances);
  return least <= REACH ? distances.indexOf(least) : null;
}

/** What takes a finger for itself. */
const TAKEN = "a, button, select, input, summary, label, dialog, [role=dialog], [tabindex='0'], [data-cell]";

/** Opens the word that a finger came down beside: a line of text is too low for a finger, and the words in it stand too close. Returns how to stop. */
export function openNearWords(): () => void {
  const onClick = (event: MouseEvent): void => {
    const { target } = event;
    if ((event as PointerEvent).pointerType !== "touch" || !(target instanceof Element)) return;
    if (event.defaultPrevented || target.closest(TAKEN) !== null) return;
    const words = [...document.querySelectorAll<HTMLElement>(".term")].filter((word) => word.checkVisibility());
    const meant = meantBy(
      event.clientX,
      event.clientY,
      words.map((word) => word.getBoundingClientRect()),
    );
    if (meant !== null) words[meant]!.click();
  };
  document.addEventListener("click", onClick);
  return () => document.removeEventListener("click", onClick);
}
