import { createInstance, type i18n } from "i18next";
import enEngine from "./en/engine.ts";
import enErrors from "./en/errors.ts";
import enExport from "./en/export.ts";
import enLibrary from "./en/library.ts";
import enOffline from "./en/offline.ts";
import enPage from "./en/page.ts";
import enPicture from "./en/picture.ts";
import enShare from "./en/share.ts";
import zhEngine from "./zh/engine.ts";
import zhErrors from "./zh/errors.ts";
import zhExport from "./zh/export.ts";
import zhLibrary from "./zh/library.ts";
import zhOffline from "./zh/offline.ts";
import zhPage from "./zh/page.ts";
import zhPicture from "./zh/picture.ts";
import zhShare from "./zh/share.ts";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** Every string a person reads on the page, by language and namespace. */
export const catalogue = {
  en: { engine: enEngine, page: enPage, picture: enPicture, errors: enErrors, export: enExport, library: enLibrary, offline: enOffline, share: enShare },
  zh: { engine: zhEngine, page: zhPage, picture: zhPicture, errors: zhErrors, export: zhExport, library: zhLibrary, offline: zhOffline, share: zhShare },
} as const;

/** The supported language closest to a BCP 47 tag or a POSIX locale such as `zh_CN.UTF-8`; English when none fits. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** An i18next instance over the catalogue; values are plain text, escaped by whoever draws them. */
export function createStrings(language: Language): i18n {
  const instance = createInstance();
  void instance.init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "page",
    ns: ["engine", "page", "picture", "errors", "export", "library", "offline", "share"],
    // Copies: what is added to one instance is not in the others.
    resources: { en: { ...catalogue.en }, zh: { ...catalogue.zh } },
    initAsync: false,
    // The default; left unsaid, each key is searched for signs of being a sentence.
    keySeparator: ".",
    // Standard output belongs to the command line's JSON.
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
