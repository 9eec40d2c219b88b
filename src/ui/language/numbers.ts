import type { TFunction } from "i18next";

/** A whole number with thousands grouped, the same way in both languages. Not by Intl: its first use costs tens of ms. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A power of a whole number, written as one: 2⁶⁵. */
export const powerText = (base: number, exponent: number): string =>
  `${base}${[...String(exponent)].map((digit) => RAISED[Number(digit)]).join("")}`;

/** A duration in seconds as people say it: one decimal below ten seconds, minutes from 90 seconds on. */
export function duration(t: TFunction<"page">, seconds: number): string {
  if (seconds >= 90) return t("time.minutes", { value: Math.round(seconds / 60) });
  return t("time.seconds", { value: seconds < 9.95 ? Math.max(0.1, seconds).toFixed(1) : Math.round(seconds) });
}

/** Keeps a number and its unit on one line. */
const THIN = "\u202f";

/** A share of 1 in percent with its sign, `digits` decimals. */
export function percentText(share: number, digits = 0): string {
  return `${(100 * share).toFixed(digits)}${THIN}%`;
}

/** A probability in percent with one decimal; never 0 or 1, which a network's are not: links round them. */
export function probabilityText(p: number): string {
  if (p > 0.999) return `>${THIN}99.9${THIN}%`;
  if (p < 0.001) return `<${THIN}0.1${THIN}%`;
  return percentText(p, 1);
}

/** Bytes as people count them, powers of ten: megabytes with one decimal, or whole kilobytes below a tenth of one; never less than 1 kB. */
export function sizeText(bytes: number): string {
  return bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A large number in millions with one decimal, or in whole thousands below a tenth of one; never less than a thousand. */
export function millionsText(count: number): string {
  return count < 1e5 ? `${Math.max(1, Math.round(count / 1e3))}${THIN}k` : `${(count / 1e6).toFixed(1)}${THIN}M`;
}
