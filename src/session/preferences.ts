import type { StrataState } from "./state.ts";
import type { Language } from "../strings/index.ts";
import type { Actions } from "./actions.ts";
import type { Services } from "./services.ts";
import type { Session } from "./session.ts";

/** How the page speaks and looks, kept for the next visit. */
export function createPreferences(
  { store, dispatch }: Session,
  services: Pick<Services, "bringStrings" | "remember">,
): Pick<Actions, "setLanguage" | "setTheme" | "missDialog"> {
  const remember = (news: Partial<Pick<StrataState, "language" | "theme">>): void => {
    dispatch({ type: "told", news });
    const { language, theme } = store.getState();
    services.remember({ language, theme });
  };
  const miss = (news: Partial<Pick<StrataState, "dialog">>): void =>
    dispatch({ type: "told", news: { ...news, notice: { code: "part-missing", values: {}, action: "dismiss" } } });
  /** The page changes over once the strings are here; the last wish wins. */
  const speak = async (language: Language): Promise<void> => {
    dispatch({ type: "told", news: { languageAsked: language } });
    try {
      await services.bringStrings(language);
      if (store.getState().languageAsked === language) remember({ language });
    } catch {
      miss({});
    }
  };
  return {
    missDialog: () => miss({ dialog: null }),
    setLanguage: (language) => void speak(language),
    setTheme: (theme) => remember({ theme }),
  };
}
