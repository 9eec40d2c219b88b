import type { ProbeChoice } from "../../models/spec/probes.ts";
import { DEFAULT_SETTINGS } from "../../session/initial.ts";
import { settingsOfKey, type KeySettings, type LibraryEntry } from "../../storage/library/entry.ts";

/** Bytes in the largest unit that leaves at least 1, one decimal below 10. */
export function sizeOf(bytes: number): { readonly unit: "b" | "kb" | "mb" | "gb"; readonly value: string } {
  const units = ["b", "kb", "mb", "gb"] as const;
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return { unit: units[power]!, value: power > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value)) };
}

/** The entries of which `textOf` holds every word of a text, whatever its case. */
export function found(
  entries: readonly LibraryEntry[],
  text: string,
  textOf: (entry: LibraryEntry) => string,
): LibraryEntry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return entries.filter((entry) => {
    const haystack = textOf(entry).toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** What was asked otherwise than the page does by itself, and tells apart entries that look alike; `sample`: what an estimate was made from. */
export function unusual({ key }: Pick<LibraryEntry, "key">): {
  readonly baseline: KeySettings["baseline"] | null;
  readonly probes: Exclude<ProbeChoice, "first"> | null;
  readonly kappa: Pick<KeySettings, "kappaFraction" | "kappaOf"> | null;
  readonly tau: number | null;
  readonly sample: KeySettings["sample"];
} {
  const asked = settingsOfKey(key) ?? DEFAULT_SETTINGS;
  const { baseline, probes, kappaFraction, kappaOf, tauFraction, sample } = asked;
  return {
    baseline: baseline === DEFAULT_SETTINGS.baseline ? null : baseline,
    probes: probes === "first" ? null : probes,
    kappa:
      kappaFraction === DEFAULT_SETTINGS.kappaFraction && kappaOf === DEFAULT_SETTINGS.kappaOf
        ? null
        : { kappaFraction, kappaOf },
    tau: tauFraction === DEFAULT_SETTINGS.tauFraction ? null : tauFraction,
    sample,
  };
}
