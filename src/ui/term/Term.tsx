import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
} from "react";
import { createPortal } from "react-dom";
import { useActions } from "../../session/react.ts";
import { bringLaterStrings } from "../../strings/index.ts";
import type { TermName } from "../../strings/terms.ts";
import { useCatalogue } from "../language/strings.tsx";
import { Card } from "./Card.tsx";
import "./term.css";

/** Whether the glossary can be opened from here: it would take a dialog's place, and a picture in another page has none. */
const GlossaryContext = createContext(false);

/** Says whether the terms below it lead on to the glossary. */
export function GlossaryAtHand({ isSo, children }: { readonly isSo: boolean; readonly children: ReactNode }) {
  return <GlossaryContext value={isSo}>{children}</GlossaryContext>;
}

interface TermProps {
  readonly of: TermName;
  /** What is read, where nothing is drawn here: the word is part of a drawing below. */
  readonly label?: string;
  readonly style?: CSSProperties;
  readonly children?: ReactNode;
}

/** What lies outside of an open dialog can be neither seen nor used, what lies outside of a shadow root has none of its styles. */
function cardParent(word: HTMLElement): Element {
  const root = word.getRootNode();
  return word.closest("dialog") ?? (root instanceof ShadowRoot ? root.querySelector("[data-theme]")! : document.body);
}

/** A word of the page that opens its definition, by a click, a tap or Enter. */
export function Term({ of, label, style, children }: TermProps) {
  const strings = useCatalogue();
  const { missDialog } = useActions();
  const hasGlossary = useContext(GlossaryContext);
  /** The word itself, while its card is open. */
  const [word, setWord] = useState<HTMLElement | null>(null);
  // The press that opens nothing: it has just closed the card, as any press beside it does.
  const closes = useRef(false);
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => void (isThere.current = false);
  }, []);
  const open = ({ currentTarget }: SyntheticEvent<HTMLElement>): void => {
    if (closes.current) closes.current = false;
    else
      bringLaterStrings(strings).then(() => {
        if (isThere.current) setWord(currentTarget);
      }, missDialog);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(event);
  };
  return (
    <>
      {/* A button's box would break lines where a word does not. */}
      <span
        role="button"
        tabIndex={0}
        className="term"
        data-spot={label === undefined ? undefined : ""}
        style={style}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={word !== null}
        onPointerDown={() => (closes.current = word !== null)}
        onClick={open}
        onKeyDown={onKeyDown}
      >
        {children}
      </span>
      {word !== null &&
        createPortal(
          <Card of={of} word={word} hasGlossary={hasGlossary} onClose={() => setWord(null)} />,
          cardParent(word),
        )}
    </>
  );
}
