import type { i18n, Namespace, TFunction } from "i18next";
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from "react";

/** The catalogue, and how to say its keys in the language that is spoken now. */
interface Spoken {
  readonly strings: i18n;
  in(ns: Namespace): TFunction;
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

function spokenIn(strings: i18n, language: string): Spoken {
  const known = new Map<string, TFunction>();
  return {
    strings,
    in: (ns) => {
      const say = known.get(String(ns)) ?? remembering(strings.getFixedT(language, ns) as Parameters<typeof remembering>[0]) as TFunction;
      known.set(String(ns), say);
      return say;
    },
  };
}

const SpokenContext = createContext<Spoken | null>(null);

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (spoken === null) throw new TypeError("No StringsProvider above this view.");
  return spoken;
}

/** Gives the views below it their words; they are drawn again when the language changes. */
export function StringsProvider({ strings, children }: { readonly strings: i18n; readonly children: ReactNode }) {
  const subscribe = useMemo(() => (changed: () => void) => {
    strings.on("languageChanged", changed);
    return () => strings.off("languageChanged", changed);
  }, [strings]);
  const language = useSyncExternalStore(subscribe, () => strings.language, () => strings.language);
  const spoken = useMemo(() => spokenIn(strings, language), [strings, language]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

/** `t(key, values)`: what the catalogue says in the page's language, in `ns` or, where that is several, in the first that has the key. */
export function useStrings<const Ns extends Namespace>(ns: Ns): TFunction<Ns> {
  return useSpoken().in(ns) as unknown as TFunction<Ns>;
}

/** The catalogue whole; `language` is the page's. */
export function useCatalogue(): i18n {
  return useSpoken().strings;
}
