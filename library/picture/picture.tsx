/** `import "strata/picture"` defines <strata-picture>: a picture of a link or a file in any page, drawn as Strata's own page draws it. */
import "./shadow.css";
// As the page has them, in the same order.
import "../../src/app/tokens.css";
import "../../src/app/base.css";
import "../../src/app/forced-colours.css";
import type { i18n } from "i18next";
import { createRoot, type Root } from "react-dom/client";
import type { Actions } from "../../src/session/actions.ts";
import { fileNotice, linkNotice } from "../../src/session/failures.ts";
import { initialState } from "../../src/session/initial.ts";
import type { Opened } from "../../src/session/opened.ts";
import { createPicking } from "../../src/session/picking.ts";
import { StrataContext } from "../../src/session/react.ts";
import { withOpened } from "../../src/session/reduce/page.ts";
import { createSession } from "../../src/session/session.ts";
import type { Theme } from "../../src/session/shape.ts";
import type { StrataStore } from "../../src/session/store.ts";
import { createAllStrings } from "../../src/strings/catalogue.ts";
import { languageOf, type Language } from "../../src/strings/index.ts";
import { StringsProvider } from "../../src/ui/language/strings.tsx";
import { styleSheet } from "./sheets.ts";
import { openAsked, Unfetched } from "./shown.ts";
import { Told, View } from "./View.tsx";

/** The picture alone is looked at: what else can be done on the page does nothing here. */
function storeOf(opened: Opened, language: Language, theme: Theme): StrataStore {
  const session = createSession(withOpened(initialState(language, theme), opened));
  const picking = createPicking(session, { stopWork: () => undefined });
  const nothing = (): void => undefined;
  return {
    store: session.store,
    actions: new Proxy(picking as Actions, { get: (all, name) => Reflect.get(all, name) ?? nothing }),
  };
}

const words = new Map<Language, i18n>();

/** Strings in a language, made once for all elements. */
function stringsIn(language: Language): i18n {
  const strings = words.get(language) ?? createAllStrings(language);
  words.set(language, strings);
  return strings;
}

/** Pages that are drawn where there is no document may import this as well. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * A picture in any page.
 *
 * - `src`: the address of a .strata file or of an exploration's JSON, of which the first exploration is shown; or a link of Strata.
 * - `link`: a link of Strata, or its payload. Nothing is fetched for it.
 * - `theme`: `light` or `dark`; otherwise as the system has it.
 * - `lang`: `en` or `zh`; otherwise that of the nearest element that says one.
 *
 * Events: `load` once a picture is shown, `error` (with `message`) once one cannot be.
 */
export class StrataPicture extends Base {
  static readonly observedAttributes = ["src", "link", "theme", "lang"];

  #root: Root | null = null;
  #place: HTMLElement | null = null;
  #coming: AbortController | null = null;
  #opened: Opened | null = null;
  #store: StrataStore | null = null;
  #problem: unknown = null;
  readonly #dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  readonly #onGround = (): void => this.#draw();

  connectedCallback(): void {
    if (this.#place === null) {
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [styleSheet()];
      this.#place = document.createElement("div");
      this.#place.className = "strata";
      shadow.append(this.#place);
    }
    this.#root = createRoot(this.#place);
    this.#dark.addEventListener("change", this.#onGround);
    void this.#open();
  }

  disconnectedCallback(): void {
    this.#coming?.abort();
    this.#dark.removeEventListener("change", this.#onGround);
    this.#root?.unmount();
    this.#root = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (this.#root === null || before === after) return;
    if (name === "src" || name === "link") void this.#open();
    else this.#draw();
  }

  async #open(): Promise<void> {
    this.#coming?.abort();
    const coming = new AbortController();
    this.#coming = coming;
    [this.#opened, this.#store, this.#problem] = [null, null, null];
    this.#draw();
    try {
      const opened = await openAsked({ link: this.getAttribute("link"), src: this.getAttribute("src") }, coming.signal);
      if (coming.signal.aborted) return;
      this.#opened = opened;
    } catch (error) {
      if (coming.signal.aborted) return;
      this.#problem = error;
    }
    this.#draw();
    if (this.#problem !== null)
      this.dispatchEvent(new ErrorEvent("error", { message: this.#sentence(), error: this.#problem }));
    else if (this.#opened !== null) this.dispatchEvent(new Event("load"));
  }

  get #language(): Language {
    return languageOf(this.closest<HTMLElement>("[lang]")?.lang);
  }

  get #theme(): Theme {
    const asked = this.getAttribute("theme");
    return asked === "light" || asked === "dark" ? asked : this.#dark.matches ? "dark" : "light";
  }

  /** What is wrong with what was asked for, in its language. */
  #sentence(): string {
    const strings = stringsIn(this.#language);
    const error = this.#problem;
    const src = this.getAttribute("src");
    const name = src?.split(/[?#]/)[0]!.split("/").at(-1) || strings.t("errors:element.file");
    if (error instanceof Unfetched) return strings.t("errors:element.unfetched", { name, reason: error.message });
    const isLink = this.hasAttribute("link") || src?.includes("#") === true;
    const { code, values } = isLink ? linkNotice(error) : fileNotice(error, name);
    return [`errors:notice.${code}.title`, `errors:notice.${code}.body`]
      .map((key) => strings.t(key as "errors:notice.link-damaged.title", { ...values }))
      .join(" ");
  }

  #draw(): void {
    const [place, language, theme] = [this.#place, this.#language, this.#theme];
    if (this.#root === null || place === null) return;
    place.dataset["theme"] = theme;
    place.lang = language === "zh" ? "zh-Hans" : "en";
    const opened = this.#opened;
    if (opened !== null) {
      this.#store ??= storeOf(opened, language, theme);
      this.#store.store.setState({ language, theme });
    }
    const isAsked = this.hasAttribute("src") || this.hasAttribute("link");
    this.#root.render(
      <StringsProvider strings={stringsIn(language)} language={language}>
        {this.#store !== null ? (
          <StrataContext value={this.#store}>
            <View />
          </StrataContext>
        ) : (
          isAsked && <Told problem={this.#problem === null ? null : this.#sentence()} />
        )}
      </StringsProvider>,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "strata-picture": StrataPicture;
  }
}

globalThis.customElements?.define("strata-picture", StrataPicture);
