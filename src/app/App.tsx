import { useEffect, type ReactNode } from "react";
import { Apart } from "../ui/apart.tsx";
import type { Actions } from "../session/actions.ts";
import { useActions } from "../session/react.ts";
import { ConceptView } from "../features/concept/View.tsx";
import { Curve } from "../features/curve/View.tsx";
import { DropTarget } from "../features/drop/View.tsx";
import { Exactness } from "../features/exactness/View.tsx";
import { isTyping } from "../ui/controls/typing.ts";
import { Failsafe } from "../ui/failsafe/Failsafe.tsx";
import { Header } from "../features/header/View.tsx";
import { PATCH_GRID } from "../features/image/photo.tsx";
import { FILE_INPUT_ID, ImagePanel } from "../features/image/View.tsx";
import { StoreLanguage, useStrings } from "../ui/language/strings.tsx";
import { LayerStrip } from "../features/layer-strip/View.tsx";
import { NoticeToast } from "../features/notice/View.tsx";
import { Middle } from "../features/topics/View.tsx";
import { GlossaryAtHand } from "../ui/term/Term.tsx";
import { openNearWords } from "../ui/term/near.ts";
import { Offline } from "../features/offline/View.tsx";
import { RunLine } from "../features/run-line/View.tsx";
import { BottomBar } from "./BottomBar.tsx";
import { Dialogs } from "./Dialogs.tsx";
import { Guided } from "./Guided.tsx";
import { Jump } from "./Jump.tsx";
import "./app.css";

const chooseFile = (): void => document.getElementById(FILE_INPUT_ID)?.click();

/** P enters the patch grid, Escape undoes one step, Control or Command and K lists the questions; returns how to stop listening. */
function listenForShortcuts(actions: Actions): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      actions.openTopics();
    }
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") actions.escape();
    if (event.key.toLowerCase() !== "p" || isTyping(event)) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`[${PATCH_GRID}] [tabindex="0"]`)?.focus();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

/** A part of the page that draws in tasks of its own, its words too, and that fails alone. */
function Part({ children }: { readonly children: ReactNode }) {
  return (
    <Apart>
      <StoreLanguage>
        <Failsafe>{children}</Failsafe>
      </StoreLanguage>
    </Apart>
  );
}

/** The page: header, run line, three columns. */
export function App() {
  const t = useStrings("page");
  const actions = useActions();
  useEffect(() => listenForShortcuts(actions), [actions]);
  useEffect(openNearWords, []);
  return (
    <GlossaryAtHand isSo>
      <div className="shell">
        <Jump className="skip" to="concepts">
          {t("skip")}
        </Jump>
        <div className="sticky">
          <Failsafe>
            <Header />
          </Failsafe>
          <Failsafe>
            <RunLine />
          </Failsafe>
        </div>
        <main className="page">
          <div className="column left">
            <div id="image" className="block">
              <Part>
                <ImagePanel />
              </Part>
            </div>
            <Part>
              <LayerStrip />
            </Part>
          </div>
          <div className="column middle">
            <div id="concepts" className="block">
              <Part>
                <Middle />
              </Part>
            </div>
          </div>
          <div className="column right">
            <Part>
              <Curve />
            </Part>
            <Part>
              <div id="concept" className="block">
                <ConceptView />
              </div>
            </Part>
            <Part>
              <Exactness />
            </Part>
            <Part>
              <Offline />
            </Part>
          </div>
        </main>
        {/* After the parts whose sections it watches. */}
        <Part>
          <BottomBar />
        </Part>
        <Failsafe>
          <Dialogs notice={<NoticeToast onChooseFile={chooseFile} />} />
        </Failsafe>
        <Failsafe>
          <Guided />
        </Failsafe>
        <Failsafe>
          <DropTarget />
        </Failsafe>
      </div>
    </GlossaryAtHand>
  );
}
