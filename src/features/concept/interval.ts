/** A range of effects as a bar along a line, pixels from the left. */
export interface IntervalBar {
  readonly zero: number;
  /** Where the band below τ ends on both sides of 0. */
  readonly band: readonly [from: number, to: number];
  readonly from: number;
  readonly to: number;
  /** The picture's own effect. */
  readonly here: number;
}

/** Room at both ends for what stands on them, pixels. */
const END = 8;
/** What a bar needs to be seen, pixels. */
const THINNEST = 3;

/** Lays the effects from `least` to `most` (nats) out over `width` pixels, the band ±`tau` and the picture's own effect always in sight. */
export function intervalBar(
  { least, most, effect, tau }: Readonly<Record<"least" | "most" | "effect" | "tau", number>>,
  width: number,
): IntervalBar {
  const low = Math.min(-tau, least, effect);
  const high = Math.max(tau, most, effect);
  const scale = (width - 2 * END) / (high - low || 1);
  const x = (nats: number): number => END + scale * (nats - low);
  const wanting = Math.max(0, THINNEST - (x(most) - x(least)));
  return {
    zero: x(0),
    band: [x(-tau), x(tau)],
    from: x(least) - wanting / 2,
    to: x(most) + wanting / 2,
    here: x(effect),
  };
}
