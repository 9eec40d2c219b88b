import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { TOPICS, type Topic } from "../../session/topics.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { matching, type Question } from "./search.ts";
import "./topics.css";

/** A question of the list: the picture, a view of its own, or what explains the page. */
type Asked = Topic | "picture" | "guide" | "words";

/** The list of questions, found by their words; the picture is the first of them. */
export function TopicsDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("topics");
  const { chooseTopic, beginGuide, openGlossary, closeDialog } = useActions();
  const current = useStrata((state) => state.topic ?? "picture");
  const [text, setText] = useState("");
  const list = useId();
  const search = useRef<HTMLInputElement>(null);
  // The dialog gives the focus to its first button.
  useEffect(() => search.current?.focus(), []);
  const questions: readonly Question<Asked>[] = (["picture", ...TOPICS, "guide", "words"] as const).map((topic) => ({
    topic,
    name: t(`${topic}.name`),
    note: t(`${topic}.note`),
  }));
  const found = matching(questions, text);
  const [at, setAt] = useState(() => questions.findIndex(({ topic }) => topic === current));
  const choose = (topic: Asked): void => {
    if (topic === "guide") beginGuide();
    else if (topic === "words") openGlossary(null);
    else chooseTopic(topic === "picture" ? null : topic);
  };
  const active = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && found[active] !== undefined) {
      event.preventDefault();
      choose(found[active].topic);
    }
  };
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice}>
      <input
        className="field topics-search"
        type="text"
        role="combobox"
        ref={search}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[active] === undefined ? undefined : `${list}-${active}`}
        aria-label={t("search")}
        placeholder={t("search")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={t("title")} className="topics-list">
        {found.map(({ topic, name, note }, i) => (
          <li
            key={topic}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === active}
            aria-current={topic === current || undefined}
            onPointerMove={() => setAt(i)}
            onClick={() => choose(topic)}
          >
            <b>{name}</b>
            <span>{note}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{t("none")}</p>}
    </Dialog>
  );
}
