/** What this browser keeps, as the library's dialog lists it, and what a person does with it there. */
import type { StrataState } from "../state.ts";
import type { StrataEntry } from "../../formats/strata-file/document.ts";
import { withNames } from "../../exploration/snapshot.ts";
import { fileStem } from "../../storage/download.ts";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import { StorageError } from "../../storage/library/errors.ts";
import type { RunRecord } from "../../storage/library/run-record.ts";
import type { Vault } from "../../storage/library/vault.ts";
import type { Actions } from "../actions.ts";
import type { InterruptedRun, LibraryList } from "../dialogs.ts";
import { nameOfImage } from "../place.ts";
import { parseRecipe } from "../recipe.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";
import { libraryNotice, type TakeIn } from "./take-in.ts";

type LibraryActions = Pick<
  Actions,
  | "openLibrary"
  | "closeDialog"
  | "renameEntry"
  | "duplicateEntry"
  | "keepEntry"
  | "removeEntry"
  | "undoRemove"
  | "dropRun"
  | "exportEntries"
  | "exportPicture"
  | "persist"
>;

/** The library on the page. */
export interface LibraryEffect {
  readonly actions: LibraryActions;
  /** Keeps several explorations of the file of this name and lists them; says so where all of them were there. */
  takeIn(entries: readonly StrataEntry[], name: string): void;
  /** Lists anew what is kept. */
  refresh(): void;
  /** Does something with what the browser keeps; a failure is said, and nothing else happens. */
  withVault(work: (vault: Vault) => Promise<unknown>): void;
  /** Calls back when what is kept changes in this tab or another, from the first look on. */
  onChange(listener: () => void): void;
  /** Looks, from now on. */
  watch(vault: Vault): void;
}

/** A file's name out of what a person calls an exploration. */
const fileName = (name: string): string => `strata-${fileStem(name)}.strata`;

function interruptedOf({ id, recipe, done, total, thumbnail }: RunRecord, state: StrataState): InterruptedRun[] {
  const known = parseRecipe(recipe);
  if (known === null) return [];
  return [
    {
      id,
      name: nameOfImage(known.title, state.samples),
      rows: known.settings.rows,
      cols: known.settings.cols,
      ...(known.settings.picked !== null && { picked: known.settings.picked.cells.length }),
      ...(known.settings.cut !== undefined && { cut: known.settings.cut }),
      done,
      total,
      thumbnail,
    },
  ];
}

/** Over `services`. */
export function createLibraryEffect(
  { store, dispatch }: Session,
  services: Pick<Services, "vault" | "files" | "download">,
  takeIn: TakeIn,
): LibraryEffect {
  const watched = new WeakSet<Vault>();
  const listeners: (() => void)[] = [];
  const tell = (news: Partial<Pick<StrataState, "libraryList" | "filing" | "dialog" | "notice">>): void =>
    dispatch({ type: "told", news });
  const fail = (error: unknown): void => tell({ notice: libraryNotice(error, store.getState()), filing: false });
  const withVault: LibraryEffect["withVault"] = (work) => void services.vault().then(work).catch(fail);
  const patchList = (news: Partial<LibraryList>): void => {
    const { libraryList } = store.getState();
    if (libraryList !== null) tell({ libraryList: { ...libraryList, ...news } });
  };

  /** Counts looks at what is kept. */
  let looks = 0;
  async function refresh({ library, runs }: Vault): Promise<void> {
    const look = ++looks;
    const [entries, records, usage] = await Promise.all([library.list(), runs.list(), library.usage()]);
    // A later look has seen more.
    if (look !== looks) return;
    const state = store.getState();
    const interrupted = records.flatMap((run) => interruptedOf(run, state));
    tell({ libraryList: { entries, interrupted, usage, removed: state.libraryList?.removed ?? null } });
  }

  function watch(vault: Vault): void {
    if (watched.has(vault)) return;
    watched.add(vault);
    vault.library.onChange(() => {
      if (store.getState().libraryList !== null) void refresh(vault).catch(fail);
      for (const listener of listeners) listener();
    });
  }

  const readEntry = async ({ library }: Vault, { id, name }: LibraryEntry): Promise<StrataEntry[]> =>
    (await services.files.read(await library.read(id))).map((entry) => ({ ...entry, name }));

  /** Writes what can be read into one file; says how many could not. */
  async function exportListed(vault: Vault, listed: readonly LibraryEntry[], name: string): Promise<void> {
    tell({ filing: true });
    const read = await Promise.allSettled(listed.map((entry) => readEntry(vault, entry)));
    const entries = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const [failed, ...others] = read.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    if (entries.length === 0) throw failed ?? new StorageError("gone");
    await exportAs(entries, name);
    if (failed !== undefined)
      tell({ notice: { code: "left-behind", values: { count: 1 + others.length }, action: "dismiss" } });
  }

  async function exportAs(entries: readonly StrataEntry[], name: string): Promise<void> {
    tell({ filing: true });
    services.download(await services.files.write(entries, { values: true }), name);
    tell({ filing: false });
  }

  return {
    withVault,
    watch,
    onChange: (listener) => void listeners.push(listener),
    refresh: () => withVault(refresh),
    takeIn: (entries, name) =>
      withVault(async (vault) => {
        const news = await takeIn.all(entries);
        watch(vault);
        await refresh(vault);
        if (news === 0)
          tell({ notice: { code: "all-here", values: { name, count: entries.length }, action: "dismiss" } });
      }),
    actions: {
      openLibrary: () => {
        tell({ dialog: "library" });
        services
          .vault()
          .then((vault) => {
            watch(vault);
            return refresh(vault);
          })
          .catch((error: unknown) => {
            tell({ dialog: null });
            fail(error);
          });
      },
      closeDialog: () => tell({ dialog: null }),
      renameEntry: (id, name) => withVault(({ library }) => library.rename(id, name)),
      duplicateEntry: (id, name) => withVault(({ library }) => library.duplicate(id, name)),
      keepEntry: (id) => withVault(({ library }) => library.keep(id)),
      removeEntry: (id) =>
        withVault(async ({ library }) => {
          const removed = await library.remove(id);
          patchList({ removed });
        }),
      undoRemove: () =>
        withVault(async ({ library }) => {
          const removed = store.getState().libraryList?.removed;
          if (!removed) return;
          await library.restore(removed);
          patchList({ removed: null });
        }),
      dropRun: (id) =>
        withVault(async (vault) => {
          try {
            if ((await vault.runs.take(id)) !== null) await vault.runs.end(id);
          } finally {
            await refresh(vault);
          }
        }),
      exportEntries: (id) =>
        withVault(async (vault) => {
          const listed = (await vault.library.list()).filter((entry) => id === null || entry.id === id);
          await exportListed(vault, listed, id === null ? "strata-library.strata" : fileName(listed[0]?.name ?? ""));
        }),
      exportPicture: () => {
        const { result, names } = store.getState();
        const snapshot = result?.snapshot;
        if (snapshot)
          void exportAs(
            [{ name: snapshot.image.name, createdMs: Date.now(), snapshot: withNames(snapshot, names) }],
            fileName(snapshot.image.name),
          ).catch(fail);
      },
      persist: () =>
        withVault(async (vault) => {
          await vault.library.persist();
          await refresh(vault);
        }),
    },
  };
}
