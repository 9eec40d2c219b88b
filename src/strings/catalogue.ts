import type { i18n } from "i18next";
import { english } from "./en/index.ts";
import enNeeds from "./en/needs.ts";
import { addStrings, createStrings, type Language } from "./index.ts";
import { laterCatalogue } from "./later.ts";
import { chinese } from "./zh/index.ts";
import zhNeeds from "./zh/needs.ts";

/** Every string that a person reads on the page, or in its place where no script of it runs, by language and namespace. */
export const catalogue = {
  en: { ...english, ...laterCatalogue.en, needs: enNeeds },
  zh: { ...chinese, ...laterCatalogue.zh, needs: zhNeeds },
} as const;

/** The page's strings in every language, for whoever need not fetch them. */
export function createAllStrings(language: Language): i18n {
  const strings = createStrings(language);
  addStrings(strings, "en", laterCatalogue.en);
  addStrings(strings, "zh", { ...chinese, ...laterCatalogue.zh });
  return strings;
}
