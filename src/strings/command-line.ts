import type { i18n } from "i18next";
import enCli from "./en/cli.ts";
import { createStrings, languages, type Language } from "./index.ts";
import zhCli from "./zh/cli.ts";

/** What a person reads on the command line only: the page need not carry it. */
export const commandLineCatalogue = { en: { cli: enCli }, zh: { cli: zhCli } } as const;

/** The page's strings, and the command line's. */
export function createCommandLineStrings(language: Language): i18n {
  const strings = createStrings(language);
  for (const known of languages) strings.addResourceBundle(known, "cli", commandLineCatalogue[known].cli);
  return strings;
}
