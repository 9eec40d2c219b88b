import { useState, type ReactNode } from "react";
import { useActions } from "../../session/react.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { VERSION } from "../export/program.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PAPER, programEntry } from "./bibtex.ts";
import "./citation.css";

/** The page without what stands in its fragment and query, which is somebody's exploration and no part of the program. */
const pageAddress = (): string => location.origin + location.pathname;

/** The two entries, and a button that copies both. */
export function CitationDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("citation");
  const { closeDialog, copyText } = useActions();
  const [opened] = useState(() => new Date().toISOString().slice(0, 10));
  const [copied, setCopied] = useState(false);
  const entries = [
    { name: "paper", text: PAPER },
    { name: "program", text: programEntry({ version: VERSION, address: pageAddress(), day: opened }) },
  ] as const;
  const copy = (): void => copyText(entries.map(({ text }) => text).join("\n\n"), () => setCopied(true));
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice} wide>
      {entries.map(({ name, text }) => (
        <section key={name} className="citation-entry" aria-label={t(name)}>
          <h3>{t(name)}</h3>
          <pre tabIndex={0}>{text}</pre>
        </section>
      ))}
      <div className="citation-acts">
        <button type="button" className="button primary" onClick={copy}>
          {t(copied ? "copied" : "copy")}
        </button>
        <span className="sr" role="status">
          {copied ? t("copied") : ""}
        </span>
      </div>
    </Dialog>
  );
}
