import { useEffect, useRef, useState, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { TERMS } from "../../strings/terms.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { matching } from "../topics/search.ts";
import { PAPER_ADDRESS } from "../citation/bibtex.ts";
import "./glossary.css";

/** Every term of the page with what it means, found by its words; it opens at the one that led here. */
export function GlossaryDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("glossary");
  const { closeDialog, beginGuide } = useActions();
  const at = useStrata((state) => state.term);
  const [text, setText] = useState("");
  const list = useRef<HTMLDListElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const entry = at === null ? null : list.current!.querySelector<HTMLElement>(`[data-term="${at}"]`);
    entry?.scrollIntoView({ block: "center" });
    (entry ?? search.current)?.focus({ preventScroll: true });
  }, [at]);
  const terms = TERMS.map((topic) => ({ topic, name: t(`terms.${topic}.name`), note: t(`terms.${topic}.is`) }));
  const found = matching(terms, text);
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice}>
      <p>
        <button type="button" className="link" onClick={beginGuide}>
          {t("guide")}
        </button>
      </p>
      <input
        ref={search}
        className="field"
        type="text"
        role="searchbox"
        aria-label={t("search")}
        placeholder={t("search")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <dl className="glossary" ref={list}>
        {found.map(({ topic, name, note }) => (
          <div key={topic} data-term={topic} data-at={topic === at || undefined} tabIndex={-1}>
            <dt>{name}</dt>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <p role="status">{found.length === 0 ? t("none") : ""}</p>
      <p className="note">
        {t("paper")}{" "}
        <a href={PAPER_ADDRESS} target="_blank" rel="noopener noreferrer">
          arXiv 2409.08712
        </a>
      </p>
    </Dialog>
  );
}
