/** Share of the window's height at which a reader's eye is taken to be. */
const EYE = 1 / 3;

/**
 * Which of a page's sections is in view: the last that begins above the eye. At the page's end the eye goes down to the bottom, since what
 * stands there cannot be scrolled any higher.
 *
 * @param tops of the sections, in the order in which they stand on the page, pixels from the window's top.
 * @param left what is still to be scrolled, pixels.
 */
export function sectionInView(tops: readonly number[], windowHeight: number, left: number): number {
  const eye = Math.max(EYE * windowHeight, windowHeight - Math.max(0, left));
  return Math.max(
    0,
    tops.findLastIndex((top) => top <= eye),
  );
}
