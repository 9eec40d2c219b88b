import type { i18n } from "i18next";

/** How fast a run of many goes. */
export interface Pace {
  /** Notes that one more is done, whether it was computed or was there. */
  count(computed: boolean, nowMs: number): void;
  /** Computed a minute, and how long the others will take if all of them have to be; null while none was computed. */
  now(): { readonly perMinute: number | null; readonly secondsLeft: number | null };
}

/** Counts towards `total` from `startMs`; what is there already is passed over in no time and is no measure of what is not. */
export function createPace(total: number, startMs: number): Pace {
  let [done, computed] = [0, 0];
  let [sinceMs, lastMs] = [startMs, startMs];
  return {
    count: (isComputed, nowMs) => {
      done++;
      lastMs = nowMs;
      if (isComputed) computed++;
      else if (computed === 0) sinceMs = nowMs;
    },
    now: () => {
      const perMs = computed / Math.max(1, lastMs - sinceMs);
      return computed === 0
        ? { perMinute: null, secondsLeft: null }
        : { perMinute: 60_000 * perMs, secondsLeft: (total - done) / perMs / 1000 };
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
