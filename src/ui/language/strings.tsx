import type { i18n, Namespace, TFunction } from "i18next";
import { createContext, useContext, useDeferredValue, useMemo, type ReactNode } from "react";
import { useStrata } from "../../session/react.ts";

/** The catalogue, and how to say its keys in a language. */
interface Speech {
  readonly strings: i18n;
  in(language: string, ns: Namespace): TFunction;
}

/** A string that takes no values is looked up once: views draw again and again, and i18next takes longer to find a word than React to draw it. */
function remembering(look: (key: string, values?: object) => string): (key: string, values?: object) => string {
  const found = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return look(key, values);
    const text = found.get(key) ?? look(key);
    found.set(key, text);
    return text;
  };
}

function createSpeech(strings: i18n): Speech {
  const known = new Map<string, TFunction>();
  return {
    strings,
    in: (language, ns) => {
      const name = `${language}/${String(ns)}`;
      const say =
        known.get(name) ??
        (remembering(strings.getFixedT(language, ns) as Parameters<typeof remembering>[0]) as TFunction);
      known.set(name, say);
      return say;
    },
  };
}

const SpeechContext = createContext<Speech | null>(null);
const LanguageContext = createContext("en");

function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new TypeError("No StringsProvider above this view.");
  return speech;
}

/** Gives the views below it their words, in one language. */
export function StringsProvider({
  strings,
  language,
  children,
}: {
  readonly strings: i18n;
  readonly language: string;
  readonly children: ReactNode;
}) {
  const speech = useMemo(() => createSpeech(strings), [strings]);
  return (
    <SpeechContext value={speech}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </SpeechContext>
  );
}

/** The words below it are in the language of their store: where that hears of a change later than others, not all words of a page are laid out anew in one task. */
export function StoreLanguage({ children }: { readonly children: ReactNode }) {
  return <LanguageContext value={useStrata((state) => state.language)}>{children}</LanguageContext>;
}

/** The same, but the words change only after what else a change of language brings has been drawn. */
export function LateLanguage({ children }: { readonly children: ReactNode }) {
  return <LanguageContext value={useDeferredValue(useStrata((state) => state.language))}>{children}</LanguageContext>;
}

/** `t(key, values)`: what the catalogue says in the page's language, in `ns` or, where that is several, in the first that has the key. */
export function useStrings<const Ns extends Namespace>(ns: Ns): TFunction<Ns> {
  return useSpeech().in(useContext(LanguageContext), ns) as unknown as TFunction<Ns>;
}

/** The catalogue whole; `language` is the page's. */
export function useCatalogue(): i18n {
  return useSpeech().strings;
}
