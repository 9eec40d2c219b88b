import type { LibraryEntry } from "../../storage/library/entry.ts";

/** Bytes in the largest unit that leaves at least 1, one decimal below 10. */
export function sizeOf(bytes: number): { readonly unit: "b" | "kb" | "mb" | "gb"; readonly value: string } {
  const units = ["b", "kb", "mb", "gb"] as const;
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return { unit: units[power]!, value: power > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value)) };
}

/** The entries whose name, model or class holds every word of a text, whatever its case. */
export function found(entries: readonly LibraryEntry[], text: string): LibraryEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return entries.filter(({ name, model, target }) => {
    const haystack = `${name} ${model.name} ${target}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
