import type { i18n } from "i18next";

/** How fast a run of many goes. */
export interface Pace {
  /** Notes that one more is done, whether it was computed or was there. */
  count(computed: boolean, nowMs: number): void;
  /** Computed a minute, and how long the others will take if as many of them have to be as of the last ones; null while none was computed. */
  now(): { readonly perMinute: number | null; readonly secondsLeft: number | null };
}

/** The last ones that the time left goes by. */
const LAST = 50;

/**
 * Counts towards `total` from `startMs`. What is there is passed over in no time: where a run goes on it is no measure of what is not, so nothing is counted
 * before the first that is computed; from then on both count as they come, since they may come in turns.
 */
export function createPace(total: number, startMs: number): Pace {
  let [done, computed, sinceMs] = [0, 0, startMs];
  // When each of the last ones was done, before them when they began.
  let times = [startMs];
  return {
    count: (isComputed, nowMs) => {
      done++;
      if (isComputed) computed++;
      else if (computed === 0) {
        sinceMs = nowMs;
        times = [nowMs];
        return;
      }
      times = [...times, nowMs].slice(-LAST - 1);
    },
    now: () => {
      if (computed === 0) return { perMinute: null, secondsLeft: null };
      const lastMs = times.at(-1)!;
      const msEach = (lastMs - times[0]!) / (times.length - 1);
      return {
        perMinute: (60_000 * computed) / Math.max(1, lastMs - sinceMs),
        secondsLeft: ((total - done) * msEach) / 1000,
      };
    },
  };
}

/** `, 12 a minute, about 3 min left`; nothing while it is not known. */
export function paceText(pace: Pace, t: i18n["t"]): string {
  const { perMinute, secondsLeft } = pace.now();
  if (perMinute === null || secondsLeft === null) return "";
  const [unit, size] =
    secondsLeft < 100
      ? (["seconds", 1] as const)
      : secondsLeft < 6000
        ? (["minutes", 60] as const)
        : (["hours", 3600] as const);
  return t("cli:pace", {
    rate: Number(perMinute.toPrecision(2)),
    left: t(`cli:left.${unit}`, { count: Math.ceil(secondsLeft / size) }),
  });
}
