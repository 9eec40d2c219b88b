// As the page has them, in the same order.
import type { StrataState } from "../session/state.ts";
import "../app/tokens.css";
import "../app/base.css";
import "../app/forced-colours.css";
import "./gallery.css";
import { useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { createStore } from "zustand/vanilla";
import type { Actions } from "../session/actions.ts";
import { initialState } from "../session/initial.ts";
import { StrataContext } from "../session/react.ts";
import { createAllStrings } from "../strings/catalogue.ts";
import { StringsProvider } from "../ui/language/strings.tsx";
import { dialogStates } from "./dialog-states.ts";
import { lineStates } from "./line-states.ts";
import { pictureStates, type Shown, type States } from "./picture-states.ts";
import { readRecorded } from "./recorded.ts";
import { VIEWS } from "./views.tsx";

const query = new URLSearchParams(location.search);
const language = query.has("zh") ? "zh" : "en";
const theme = query.has("dark") ? "dark" : "light";
const width = query.get("width");
document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
document.documentElement.dataset["theme"] = theme;

/** Nothing happens here when something is pressed. */
const actions = new Proxy({} as Actions, { get: () => () => undefined });

const recorded = await readRecorded();
const states: Readonly<Record<string, States>> = {
  ...pictureStates(recorded),
  ...lineStates(recorded),
  ...dialogStates(recorded),
  framed: { framed: {} },
  drop: { over: {} },
  failsafe: { thrown: {} },
};

/** Every state, as the address names it, for whoever looks at all of them. */
const names = Object.keys(VIEWS).flatMap((view) => Object.keys(states[view] ?? {}).map((name) => `${view}/${name}`));
Object.assign(globalThis, { gallery: names });

function State({ view, state: name, shown }: { readonly view: string; readonly state: string; readonly shown: Shown }) {
  const { draw: Draw, place } = VIEWS[view]!;
  const store = createStore<StrataState>(() => ({ ...initialState(language, theme), ...shown }));
  return (
    <StrataContext value={{ store, actions }}>
      <div
        className="gallery-place"
        data-place={place}
        data-state={`${view}/${name}`}
        style={width === null ? undefined : { width: `${width}px` }}
      >
        <Draw />
      </div>
    </StrataContext>
  );
}

const hash = (): string => location.hash.slice(1);
const onHash = (changed: () => void): (() => void) => {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
};

function Gallery() {
  const [view = "", state] = useSyncExternalStore(onHash, hash).split("/");
  const known = states[view] ?? {};
  const shown = state === undefined ? undefined : known[state];
  if (state !== undefined && shown !== undefined)
    return <State key={`${view}/${state}`} view={view} state={state} shown={shown} />;
  if (state === undefined && view in VIEWS)
    return Object.entries(known).map(([name, each]) => (
      <section key={name}>
        <h2>
          <a href={`#${view}/${name}`}>{name}</a>
        </h2>
        <State view={view} state={name} shown={each} />
      </section>
    ));
  return (
    <main className="gallery-list">
      {Object.keys(VIEWS).map((each) => (
        <section key={each}>
          <h2>
            <a href={`#${each}`}>{each}</a>
          </h2>
          <p>
            {Object.keys(states[each] ?? {}).map((name) => (
              <a key={name} href={`#${each}/${name}`}>
                {name}
              </a>
            ))}
          </p>
        </section>
      ))}
    </main>
  );
}

createRoot(document.getElementById("root")!).render(
  <StringsProvider strings={createAllStrings(language)} language={language}>
    <Gallery />
  </StringsProvider>,
);
