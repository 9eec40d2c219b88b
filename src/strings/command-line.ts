import type { i18n } from "i18next";
import { createAllStrings } from "./catalogue.ts";
import enCli from "./en/cli.ts";
import { addStrings, languages, type Language } from "./index.ts";
import zhCli from "./zh/cli.ts";

/** What a person reads on the command line only: the page need not carry it. */
export const commandLineCatalogue = { en: { cli: enCli }, zh: { cli: zhCli } } as const;

/** The page's strings, and the command line's. */
export function createCommandLineStrings(language: Language): i18n {
  const strings = createAllStrings(language);
  for (const known of languages) addStrings(strings, known, commandLineCatalogue[known]);
  return strings;
}
