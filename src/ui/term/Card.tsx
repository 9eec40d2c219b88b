import { useId, useLayoutEffect, useRef } from "react";
import { useActions } from "../../session/react.ts";
import type { TermName } from "../../strings/terms.ts";
import { useStrings } from "../language/strings.tsx";
import { cardPlace } from "./place.ts";

interface CardProps {
  readonly of: TermName;
  /** What it stands by. */
  readonly word: HTMLElement;
  readonly hasGlossary: boolean;
  readonly onClose: () => void;
}

/** What a term means, beside it: the platform's own popover, so that Escape and a press elsewhere close it. */
export function Card({ of, word, hasGlossary, onClose }: CardProps) {
  const t = useStrings("glossary");
  const { openGlossary } = useActions();
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const card = ref.current!;
    const put = (): void => {
      const { left, top } = cardPlace(word.getBoundingClientRect(), card.getBoundingClientRect(), {
        width: document.documentElement.clientWidth,
        height: window.innerHeight,
      });
      card.style.left = `${left}px`;
      card.style.top = `${top}px`;
    };
    card.showPopover();
    put();
    card.focus({ preventScroll: true });
    const listeners = new AbortController();
    // Whichever part of the page scrolls.
    document.addEventListener("scroll", put, { capture: true, passive: true, signal: listeners.signal });
    window.addEventListener("resize", put, { signal: listeners.signal });
    return () => listeners.abort();
  }, [word]);
  return (
    <div
      ref={ref}
      className="term-card"
      popover="auto"
      role="dialog"
      tabIndex={-1}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-is`}
      onToggle={({ newState }) => newState === "closed" && onClose()}
      // Escape closes it, and does nothing else.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) currentTarget.hidePopover();
      }}
    >
      <b id={`${id}-name`}>{t(`terms.${of}.name`)}</b>
      <p id={`${id}-is`}>{t(`terms.${of}.is`)}</p>
      {hasGlossary && (
        <button
          type="button"
          className="link"
          onClick={() => {
            ref.current?.hidePopover();
            openGlossary(of);
          }}
        >
          {t("more")}
        </button>
      )}
    </div>
  );
}
