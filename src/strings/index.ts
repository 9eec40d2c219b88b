import { createInstance, type i18n, type PostProcessorModule } from "i18next";
import { english } from "./en/index.ts";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** The supported language closest to a BCP 47 tag or a POSIX locale such as `zh_CN.UTF-8`; English when none fits. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Strings have a space beside names that they are given, as is right of Latin ones in Chinese; beside a Chinese name there is none. */
const closeUp: PostProcessorModule = {
  type: "postProcessor",
  name: "close-up",
  process: (text: string, _key, values: object) =>
    Object.values(values).reduce<string>((said, value: unknown) => {
      if (typeof value !== "string") return said;
      const before = /^\p{Script=Han}/u.test(value) ? said.replaceAll(` ${value}`, () => value) : said;
      return /\p{Script=Han}$/u.test(value) ? before.replaceAll(`${value} `, () => value) : before;
    }, text),
};

/**
 * An i18next instance with the English strings that the page begins with, which stand in for what another language lacks; values are plain text,
 * escaped by whoever draws them.
 */
export function createStrings(language: Language): i18n {
  const instance = createInstance();
  void instance.use(closeUp).init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "page",
    ns: Object.keys(english),
    // A copy: what is added to one instance is not in the others.
    resources: { en: { ...english } },
    initAsync: false,
    // The default; left unsaid, each key is searched for signs of being a sentence.
    keySeparator: ".",
    // Standard output belongs to the command line's JSON.
    showSupportNotice: false,
    interpolation: { escapeValue: false },
    postProcess: [closeUp.name],
  });
  return instance;
}

/** Adds a language's strings, by namespace. */
export function addStrings(strings: i18n, language: Language, words: Readonly<Record<string, object>>): void {
  for (const [namespace, texts] of Object.entries(words)) strings.addResourceBundle(language, namespace, texts);
}

/** Has the strings that the page begins with at hand in a language, which are fetched when they are first asked for; rejects where they cannot be. */
export async function bringStrings(strings: i18n, language: Language): Promise<void> {
  if (language === "zh" && !strings.hasResourceBundle("zh", "page"))
    addStrings(strings, "zh", (await import("./zh/index.ts")).chinese);
}

/**
 * Has the strings of dialogs and of saved pictures at hand, which are fetched when they are first asked for; rejects where they cannot be. They come in
 * every language, so that the language may change under an open dialog.
 */
export async function bringLaterStrings(strings: i18n): Promise<void> {
  if (strings.hasResourceBundle("en", "share")) return;
  const { laterCatalogue } = await import("./later.ts");
  for (const language of languages) addStrings(strings, language, laterCatalogue[language]);
}
