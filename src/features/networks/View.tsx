import type { ReactNode } from "react";
import type { ListedModel } from "../../models/store.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectNetwork } from "../../session/selectors.ts";
import words from "../../strings/en/networks.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { millionsText, percentText, sizeText } from "../../ui/language/numbers.ts";
import { Term } from "../../ui/term/Term.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { groupsOf, unstopped, type NetworkGroup } from "./layout.ts";
import { OwnNetworks } from "./OwnNetworks.tsx";
import "./networks.css";

/** What is told of each network, in the columns' order. */
const COLUMNS = ["whole", "half", "layers", "size", "cost"] as const;
type Column = (typeof COLUMNS)[number];

/** A figure as it is read; null where it is not known. */
function figureOf(column: Column, of: ListedModel): string | null {
  switch (column) {
    case "whole":
      return of.accuracy === null ? null : percentText(of.accuracy, 1);
    case "half":
      return of.accuracyHalfHidden === null ? null : percentText(of.accuracyHalfHidden, 1);
    case "layers":
      return String(of.layers);
    case "size":
      return sizeText(of.bytes);
    case "cost":
      return of.multiplyAdds === null ? null : millionsText(of.multiplyAdds);
  }
}

function Row({ of }: { readonly of: ListedModel }) {
  const t = useStrings("networks");
  const titleOf = useNetworkTitle();
  const { chooseModel, closeDialog } = useActions();
  const isShown = useStrata((state) => selectNetwork(state) === of);
  const coming = useStrata(({ load }) => (load === null ? null : load.what === "model" ? load.name : ""));
  const state = coming === of.name ? "coming" : isShown ? "current" : null;
  const choose = (): void => {
    closeDialog();
    // What is on the page is not asked for again, unless something else was to take its place.
    if (!(isShown && coming === null)) chooseModel(of.name);
  };
  return (
    <tr className="network" data-current={isShown || undefined}>
      <th scope="row">
        <button type="button" aria-current={isShown || undefined} onClick={choose}>
          {titleOf(of.name)}
        </button>
        {state !== null && <small>{t(state)}</small>}
      </th>
      {COLUMNS.map((column) => (
        <td key={column} data-label={t(column)}>
          {figureOf(column, of) ?? (
            <>
              <span aria-hidden="true">–</span>
              <span className="sr">{t("unknown")}</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}

/** A text of a shipped network in the page's language; of any other as it came. */
function useTranslated(): (of: "tasks" | "terms", text: string) => string {
  const t = useStrings("networks");
  return (of, text) => {
    const key = unstopped(text);
    return Object.hasOwn(words[of], key) ? t(`${of}.${key}` as "terms.MIT") : text;
  };
}

function Group({ group: { task, terms, models } }: { readonly group: NetworkGroup }) {
  const translated = useTranslated();
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={1 + COLUMNS.length}>
          {translated("tasks", task)}
          <small>{translated("terms", terms)}</small>
        </th>
      </tr>
      {models.map((of) => (
        <Row key={of.name} of={of} />
      ))}
    </tbody>
  );
}

/** Columns that are about a term of the page. */
const TERMS = { whole: "accuracy", layers: "layer" } as const;

/** The networks that ship and the person's own: what each is, and one click that asks it about the image. */
export function NetworksDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("networks");
  const { closeDialog } = useActions();
  const titleOf = useNetworkTitle();
  const models = useStrata((state) => state.models);
  const missing = useStrata((state) =>
    state.model === null && state.result !== null && selectNetwork(state) === null ? state.result.model.name : null,
  );
  const bytes = models.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice} wide>
      <p>{missing === null ? t("read") : t("missing", { name: titleOf(missing) })}</p>
      <table className="networks">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{t("name")}</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" title={t(`${column}Title`)}>
                {column in TERMS ? <Term of={TERMS[column as keyof typeof TERMS]}>{t(column)}</Term> : t(column)}
              </th>
            ))}
          </tr>
        </thead>
        {groupsOf(models).map((group) => (
          <Group key={group.models[0]!.name} group={group} />
        ))}
      </table>
      <p className="note">{t("together", { count: models.length, size: sizeText(bytes) })}</p>
      <OwnNetworks />
    </Dialog>
  );
}
