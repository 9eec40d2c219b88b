/** A place on the screen, CSS pixels. */
type Place = readonly [x: number, y: number];

/** No closer together than this lie the places that a sweep is followed by, CSS pixels: less than anything that is swept over. */
const STEP = 6;

/** The places that a pointer passed from one to another, the last among them, the first not: a fast one is told of far between. */
export function passed([fromX, fromY]: Place, [toX, toY]: Place): readonly Place[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(toX - fromX, toY - fromY) / STEP));
  return Array.from({ length: steps }, (_, i) => {
    const share = (i + 1) / steps;
    return [fromX + share * (toX - fromX), fromY + share * (toY - fromY)];
  });
}
