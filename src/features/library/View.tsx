import { useRef, useState, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import type { InterruptedRun, LibraryList } from "../../session/dialogs.ts";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { RUNS_BYTES_MAX, RUNS_MAX } from "../../storage/library/runs.ts";
import { useClassName } from "../../ui/language/class-name.ts";
import { useModelName } from "../../ui/language/model-name.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { useGridText } from "../../ui/language/grid-text.ts";
import { Entry } from "./Entry.tsx";
import { found, sizeOf } from "./layout.ts";
import { Thumbnail } from "./Thumbnail.tsx";
import "./library.css";

/** As many explorations as the page keeps by itself. */
const RECENT_SHOWN = 20;

function Interrupted({ run }: { readonly run: InterruptedRun }) {
  const t = useStrings("library");
  const actions = useActions();
  const nameOf = useClassName();
  const gridText = useGridText();
  const { id, picked, done, total, thumbnail } = run;
  return (
    <li className="library-entry">
      <Thumbnail png={thumbnail} />
      <div className="library-text">
        <b>{nameOf(run.name) || t("untitled")}</b>
        <span>{gridText(run, picked ?? null)}</span>
        <span>{t("done", { share: percentText(done / total), total: grouped(total) })}</span>
      </div>
      <div className="library-acts">
        <button type="button" className="link" onClick={() => actions.resumeRun(id)}>
          {t("resume")}
        </button>
        <button type="button" className="quiet" onClick={() => actions.dropRun(id)}>
          {t("drop")}
        </button>
      </div>
    </li>
  );
}

function Group({ title, entries }: { readonly title: string; readonly entries: readonly LibraryEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function useSizeText(): (bytes: number) => string {
  const t = useStrings("library");
  return (bytes) => {
    const { unit, value } = sizeOf(bytes);
    return t(`bytes.${unit}`, { value });
  };
}

function Room({ libraryList: { usage } }: { readonly libraryList: LibraryList }) {
  const t = useStrings("library");
  const { persist } = useActions();
  const sizeText = useSizeText();
  const used = sizeText(usage.usedBytes);
  return (
    <p className="note library-room">
      {usage.quotaBytes === null ? t("used", { used }) : t("usedOf", { used, quota: sizeText(usage.quotaBytes) })}
      {" · "}
      {usage.persisted ? (
        t("persisted")
      ) : (
        <button type="button" className="link" onClick={persist}>
          {t("persist")}
        </button>
      )}
    </p>
  );
}

function Shelves({ libraryList }: { readonly libraryList: LibraryList }) {
  const t = useStrings("library");
  const classNameOf = useClassName();
  const modelNameOf = useModelName();
  const sizeText = useSizeText();
  const [text, setText] = useState("");
  const { entries, interrupted } = libraryList;
  // What is written there is what is looked for, in the page's language as in the model's own words.
  const shown = found(entries, text, ({ name, model, target }) =>
    [name, classNameOf(name), target, classNameOf(target), model.name, modelNameOf(model.name)].join(" "),
  );
  if (entries.length + interrupted.length === 0) return <p className="library-empty">{t("empty")}</p>;
  return (
    <>
      <input
        className="field"
        type="search"
        value={text}
        placeholder={`${t("search")}: ${t("searchHint")}`}
        aria-label={t("search")}
        onChange={(event) => setText(event.target.value)}
      />
      {interrupted.length > 0 && (
        <section aria-label={t("interrupted")}>
          <h3>{t("interrupted")}</h3>
          <p className="note">{t("interruptedRead", { most: RUNS_MAX, size: sizeText(RUNS_BYTES_MAX) })}</p>
          <ul>
            {interrupted.map((run) => (
              <Interrupted key={run.id} run={run} />
            ))}
          </ul>
        </section>
      )}
      <Group title={t("saveds")} entries={shown.filter(({ kind }) => kind === "saved")} />
      <Group title={t("recents")} entries={shown.filter(({ kind }) => kind === "recent")} />
      {entries.length > 0 && shown.length === 0 && <p className="library-empty">{t("nothingFound", { text })}</p>}
    </>
  );
}

/** What this browser keeps: explorations to open again, and runs that broke off. */
export function LibraryDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("library");
  const actions = useActions();
  const nameOf = useClassName();
  const libraryList = useStrata((state) => state.libraryList);
  const filing = useStrata((state) => state.filing || state.load?.what === "file" || state.load?.what === "kept");
  const file = useRef<HTMLInputElement>(null);
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={actions.closeDialog} notice={notice} wide>
      <p>{t("read", { recent: RECENT_SHOWN })}</p>
      {libraryList === null ? (
        <p className="library-empty" role="status">
          {t("reading")}
        </p>
      ) : (
        <Shelves libraryList={libraryList} />
      )}
      {libraryList?.removed && (
        <p className="library-removed" role="status">
          {t("removed", { name: nameOf(libraryList.removed.entry.name) || t("untitled") })}{" "}
          <button type="button" className="link" onClick={actions.undoRemove}>
            {t("undo")}
          </button>
        </p>
      )}
      <div className="library-foot">
        <input
          ref={file}
          type="file"
          accept=".strata,.json,application/gzip,application/json"
          hidden
          onChange={(event) => {
            const picked = event.target.files?.[0];
            event.target.value = "";
            if (picked !== undefined) actions.openFile(picked, picked.name);
          }}
        />
        <button type="button" className="button" disabled={filing} onClick={() => file.current?.click()}>
          {t("import")}
        </button>
        <button
          type="button"
          className="button"
          disabled={filing || (libraryList?.entries.length ?? 0) === 0}
          onClick={() => actions.exportEntries(null)}
        >
          {t("exportAll")}
        </button>
        <span role="status" className="note">
          {filing ? t("filing") : ""}
        </span>
      </div>
      {libraryList !== null && <Room libraryList={libraryList} />}
    </Dialog>
  );
}
