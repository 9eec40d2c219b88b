import type { i18n } from "i18next";
import { english } from "./en/index.ts";
import { addStrings, createStrings, type Language } from "./index.ts";
import { chinese } from "./zh/index.ts";

/** Every string that a person reads on the page, by language and namespace. */
export const catalogue = { en: english, zh: chinese } as const;

/** The page's strings in every language, for whoever need not fetch them. */
export function createAllStrings(language: Language): i18n {
  const strings = createStrings(language);
  addStrings(strings, "zh", chinese);
  return strings;
}
