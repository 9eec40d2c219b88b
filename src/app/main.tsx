// The base comes first, so that every view may override it.
import "./tokens.css";
import "./base.css";
import "./forced-colours.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { withFragment } from "../session/address-text.ts";
import { browserServices, rememberedChoice } from "../session/browser-services.ts";
import { asksForEmbed } from "../storage/page-headers.ts";
import { StrataContext } from "../session/react.ts";
import { createStrataStore } from "../session/store.ts";
import { bringStrings, createStrings, type Language } from "../strings/index.ts";
import { followGround } from "./follow-ground.ts";
import { LateLanguage, StringsProvider } from "../ui/language/strings.tsx";

const choice = rememberedChoice();
const strings = createStrings(choice.language);
// Before anything reads the address.
const mended = withFragment(location.href);
if (mended !== null) history.replaceState(null, "", mended);
// In a frame of another page only the picture is shown, and going from place to place in it is no step of that page.
const embedded = asksForEmbed(location.search);
// Where no header could be sent, any page may frame this one all the same: then it has nothing to press.
const framed = !embedded && window.top !== window.self;
const strata = createStrataStore(
  browserServices({ embedded, bringStrings: (language) => bringStrings(strings, language) }),
  choice,
);

/** BCP 47 tags for the document, so that fonts and voices fit. */
const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-Hans" };

function dress({ language, theme }: { readonly language: Language; readonly theme: string }): void {
  document.documentElement.lang = TAGS[language];
  document.documentElement.dataset["theme"] = theme;
  document.title = strings.t("title", { lng: language });
}

followGround(strata.store, matchMedia("(forced-colors: active)"), matchMedia("(prefers-color-scheme: dark)"));
strata.store.subscribe((state, before) => {
  if (state.language === before.language && state.theme === before.theme) return;
  dress(state);
  void strings.changeLanguage(state.language);
});

// For the browser's console, and for tests that read what the page computed.
Object.assign(globalThis, { strata });
if (!framed) strata.actions.start();

// Evaluated in a task of its own, while the first files are on their way.
const page = async () =>
  framed
    ? (await import("./Framed.tsx")).Framed
    : embedded
      ? (await import("./Embed.tsx")).Embed
      : (await import("./App.tsx")).App;
const [Page] = await Promise.all([page(), bringStrings(strings, choice.language)]);
dress(choice);
document.getElementById("needs")?.remove();
createRoot(document.getElementById("root")!, {
  // What React drew again and well is told by what was thrown, not by its own words for that.
  onRecoverableError: (error) => reportError(error instanceof Error && error.cause !== undefined ? error.cause : error),
}).render(
  <StrictMode>
    <StringsProvider strings={strings} language={choice.language}>
      <StrataContext value={strata}>
        <LateLanguage>
          <Page />
        </LateLanguage>
      </StrataContext>
    </StringsProvider>
  </StrictMode>,
);
