import { useState, type FormEvent } from "react";
import { useActions } from "../../session/react.ts";
import { PAGE_SEED } from "../../session/budget.ts";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import { useClassName, useTargetName } from "../../ui/language/class-name.ts";
import { useGridText } from "../../ui/language/grid-text.ts";
import { useModelName } from "../../ui/language/model-name.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useCatalogue, useStrings } from "../../ui/language/strings.tsx";
import { sizeOf, unusual } from "./layout.ts";
import { Thumbnail } from "./Thumbnail.tsx";

function Rename({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => void }) {
  const t = useStrings("library");
  const [text, setText] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(text.trim() === "" ? null : text.trim());
  };
  return (
    <form onSubmit={submit}>
      <input
        className="field"
        autoFocus
        value={text}
        maxLength={200}
        aria-label={t("renameLabel", { name })}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => onDone(text.trim() === "" ? null : text.trim())}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
          // Only the renaming ends, not the dialog.
          event.preventDefault();
          event.stopPropagation();
          onDone(null);
        }}
      />
    </form>
  );
}

/** One exploration: opened by its picture or name; what else can be done with it beside it. */
export function Entry({ entry }: { readonly entry: LibraryEntry }) {
  const t = useStrings("library");
  const catalogue = useCatalogue();
  const page = useStrings("page");
  const actions = useActions();
  const [classNameOf, targetNameOf] = [useClassName(), useTargetName()];
  const modelNameOf = useModelName();
  const gridText = useGridText();
  const [renaming, setRenaming] = useState(false);
  const { id, kind, picked, model, bytes, changedMs, thumbnail } = entry;
  const name = classNameOf(entry.name) || t("untitled");
  const { unit, value } = sizeOf(bytes);
  const { baseline, probes, kappa, tau, sample } = unusual(entry);
  const grid = gridText(entry, picked ?? null);
  const explained = {
    label: entry.target,
    ...(entry.rather !== undefined && { rather: { label: entry.rather } }),
  };
  const facts = [
    t("facts", {
      target: targetNameOf(explained),
      grid:
        sample === null
          ? grid
          : t(sample.seed === PAGE_SEED ? "sample" : "sampleOfSeed", {
              grid,
              masks: grouped(sample.masks),
              seed: sample.seed,
            }),
      model: modelNameOf(model.name),
    }),
    ...(baseline === null ? [] : [t("hiddenAs", { baseline: page(`hidden.${baseline}`) })]),
    ...(probes === null ? [] : [t(`probes.${probes}`)]),
    ...(kappa === null ? [] : [t(`kappa.${kappa.kappaOf}`, { fraction: kappa.kappaFraction })]),
    ...(tau === null ? [] : [t("tau", { fraction: tau })]),
  ].join(" · ");
  const date = new Intl.DateTimeFormat(catalogue.language, { dateStyle: "medium", timeStyle: "short" }).format(
    changedMs,
  );
  return (
    <li className="library-entry">
      <button
        type="button"
        className="library-open"
        aria-label={t("openEntry", { name })}
        onClick={() => actions.openEntry(id)}
      >
        <Thumbnail png={thumbnail} />
      </button>
      <div className="library-text">
        {renaming ? (
          <Rename
            name={name}
            onDone={(text) => {
              setRenaming(false);
              if (text !== null && text !== name) actions.renameEntry(id, text);
            }}
          />
        ) : (
          <button type="button" className="library-name" onClick={() => actions.openEntry(id)}>
            {name}
          </button>
        )}
        <span>{facts}</span>
        <span>{t("when", { date, size: t(`bytes.${unit}`, { value }) })}</span>
      </div>
      <div className="library-acts" role="group" aria-label={t("more", { name })}>
        {kind === "recent" && (
          <button type="button" className="link" title={t("keepTitle")} onClick={() => actions.keepEntry(id)}>
            {t("keep")}
          </button>
        )}
        <button type="button" className="quiet" onClick={() => setRenaming(true)}>
          {t("rename")}
        </button>
        <button type="button" className="quiet" onClick={() => actions.duplicateEntry(id, t("copyOf", { name }))}>
          {t("duplicate")}
        </button>
        <button type="button" className="quiet" onClick={() => actions.exportEntries(id)}>
          {t("export")}
        </button>
        <button type="button" className="quiet" onClick={() => actions.removeEntry(id)}>
          {t("remove")}
        </button>
      </div>
    </li>
  );
}
