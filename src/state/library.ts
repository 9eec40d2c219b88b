import type { StoreApi } from "zustand/vanilla";
import type { StrataEntry } from "../exploration/strata-file/document.ts";
import { fileStem } from "../storage/download.ts";
import { FileError } from "../exploration/strata-file/file-error.ts";
import { settingsOfKey, type LibraryEntry } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import type { Actions } from "./actions.ts";
import { fileNotice, wantedStorageNotice } from "./failures.ts";
import type { Keeping } from "./keeping.ts";
import { openedOf } from "./opened.ts";
import type { Bringing } from "./opening.ts";
import { PLAIN_VIEW } from "./address.ts";
import { entryOf, keyOf, nameOfImage } from "./place.ts";
import { parseRecipe } from "./recipe.ts";
import { settingsOf } from "./results.ts";
import type { Services } from "./services.ts";
import type { InterruptedRun, StrataState } from "./shape.ts";

type LibraryActions = Pick<Actions, "openLibrary" | "closeDialog" | "save" | "openEntry" | "renameEntry" | "duplicateEntry" | "keepEntry"
  | "removeEntry" | "undoRemove" | "resumeRun" | "dropRun" | "exportEntries" | "exportPicture" | "persist">;

/** The library on the page. */
export interface LibraryKeeping {
  readonly actions: LibraryActions;
  /** Takes explorations out of a file: one is shown, several go to the library. */
  importFile(file: Blob, name: string): Promise<void>;
}

/** What a gzip stream and a JSON document begin with. */
const GZIP = 0x1f8b;
const BRACE = "{".charCodeAt(0);

/** Whether a file holds explorations rather than an image, told by how it begins. */
export async function holdsExplorations(file: Blob): Promise<boolean> {
  const [first = 0, second = 0] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === BRACE || first * 256 + second === GZIP;
}

/** A file's name out of what a person calls an exploration. */
const fileName = (name: string): string => `strata-${fileStem(name)}.strata`;

function interruptedOf({ id, recipe, done, total, thumbnail }: RunRecord, state: StrataState): InterruptedRun[] {
  const known = parseRecipe(recipe);
  if (known === null) return [];
  return [{ id, name: nameOfImage(known.title, state.samples), rows: known.settings.rows, cols: known.settings.cols, done, total, thumbnail }];
}

/** Over `services`, through `bringing`. */
export function createLibrary(store: StoreApi<StrataState>, services: Services, keeping: Keeping, bringing: Bringing): LibraryKeeping {
  let listening = false;

  const fail = (error: unknown): void => {
    store.setState({ notice: error instanceof FileError ? fileNotice(error, nameOnPage()) : wantedStorageNotice(error), filing: false });
  };
  const nameOnPage = (): string => store.getState().result?.snapshot?.image.name ?? "";

  /** Does something with what the browser keeps; a failure is said, and nothing else happens. */
  const withVault = (work: (vault: Vault) => Promise<unknown>): void => void services.vault().then(work).catch(fail);

  async function refresh({ library, runs }: Vault): Promise<void> {
    const [entries, interrupted, usage] = await Promise.all([library.list(), runs.list(), library.usage()]);
    store.setState((state) => ({
      shelf: { entries, interrupted: interrupted.flatMap((run) => interruptedOf(run, state)), usage, removed: state.shelf?.removed ?? null },
    }));
  }

  /** Follows what changes in this tab and others from the first look on. */
  function watch(vault: Vault): void {
    if (listening) return;
    listening = true;
    vault.library.onChange(() => {
      if (store.getState().shelf !== null) void refresh(vault).catch(fail);
      void noteSaved();
    });
  }

  /** Whether the picture on the page is among the saved ones. */
  async function noteSaved(): Promise<void> {
    const { result } = store.getState();
    const snapshot = result?.snapshot;
    if (!result || !snapshot) return;
    try {
      const vault = await services.vault();
      watch(vault);
      const found = await vault.library.find(keyOf(snapshot.model.sha256, result.image, result.settings));
      const saved = found?.kind === "saved";
      store.setState((state) => (state.result?.snapshot === snapshot && state.saved !== saved ? { saved } : {}));
    } catch {
      // Where nothing is kept nothing is saved.
    }
  }
  store.subscribe(({ result }, { result: before }) => {
    if (result?.snapshot && result.snapshot !== before?.snapshot) void noteSaved();
  });

  const readEntry = async ({ library }: Vault, { id, name }: LibraryEntry): Promise<StrataEntry[]> =>
    (await services.files.read(await library.read(id))).map((entry) => ({ ...entry, name }));

  function importFile(file: Blob, name: string): Promise<void> {
    return bringing.wish({ what: "file", name }, {
      fetch: async () => {
        const entries = await services.files.read(new Uint8Array(await file.arrayBuffer()));
        const keyed = entries.map((entry) => ({ ...entry, key: keyOf(entry.snapshot.model.sha256, entry.snapshot.image, settingsOf(entry.snapshot)) }));
        const [only, ...others] = keyed;
        return { keyed, opened: only === undefined || others.length > 0 ? null : await openedOf(only.snapshot, "file", { from: "kept", key: only.key }) };
      },
      arrive: ({ keyed, opened }) => {
        if (opened !== null) bringing.open(opened);
        withVault(async (vault) => {
          for (const { key, ...entry } of keyed) {
            await vault.library.add({ ...(await entryOf(entry.name || entry.snapshot.image.name, entry.snapshot, key)), origin: "file" }, await services.files.write([entry], { values: true }));
          }
          if (opened === null) await showAll(vault);
        });
      },
      refuse: (error) => store.setState({ notice: fileNotice(error, name) }),
    });
  }

  async function showAll(vault: Vault): Promise<void> {
    watch(vault);
    await refresh(vault);
    store.setState({ dialog: "library" });
  }

  /** Writes what can be read into one file; says how many could not. */
  async function exportListed(vault: Vault, listed: readonly LibraryEntry[], name: string): Promise<void> {
    store.setState({ filing: true });
    const read = await Promise.allSettled(listed.map((entry) => readEntry(vault, entry)));
    const entries = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const [failed, ...others] = read.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    if (entries.length === 0) throw failed;
    await exportAs(entries, name);
    if (failed !== undefined) store.setState({ notice: { code: "left-behind", values: { count: 1 + others.length }, action: "dismiss" } });
  }

  async function exportAs(entries: readonly StrataEntry[], name: string): Promise<void> {
    store.setState({ filing: true });
    services.download(await services.files.write(entries, { values: true }), name);
    store.setState({ filing: false });
  }

  return {
    importFile,
    actions: {
      openLibrary: () => {
        store.setState({ dialog: "library" });
        services.vault().then(showAll).catch((error: unknown) => {
          store.setState({ dialog: null });
          fail(error);
        });
      },
      closeDialog: () => store.setState({ dialog: null }),
      save: () => withVault(async ({ library }) => {
        const { result, run } = store.getState();
        const snapshot = result?.snapshot;
        if (!result || !snapshot) return;
        await keeping.settled();
        const key = keyOf(snapshot.model.sha256, result.image, result.settings);
        const recent = await library.find(key);
        const { name } = snapshot.image;
        if (recent === null) {
          const from = run.phase === "opened" && run.from !== "library" ? { origin: run.from } : {};
          await library.add({ ...(await entryOf(name, snapshot, key)), ...from }, await services.files.write([{ name, createdMs: Date.now(), snapshot }], { values: true }));
        } else await library.keep(recent.id);
        await library.persist();
      }),
      openEntry: (id) => void bringing.wish({ what: "kept", name: store.getState().shelf?.entries.find((entry) => entry.id === id)?.name ?? "" }, {
        fetch: async () => {
          const vault = await services.vault();
          const listed = (await vault.library.list()).find((entry) => entry.id === id);
          if (listed === undefined) throw new StorageError("gone", { id });
          const [entry] = await readEntry(vault, listed);
          const settings = settingsOfKey(listed.key);
          return openedOf(entry!.snapshot, listed.origin ?? "library", { from: "kept", key: listed.key }, settings === null ? {} : { settings });
        },
        arrive: bringing.open,
        refuse: (error) => store.setState({ notice: error instanceof StorageError ? wantedStorageNotice(error) : fileNotice(error, "") }),
      }),
      renameEntry: (id, name) => withVault(({ library }) => library.rename(id, name)),
      duplicateEntry: (id, name) => withVault(({ library }) => library.duplicate(id, name)),
      keepEntry: (id) => withVault(({ library }) => library.keep(id)),
      removeEntry: (id) => withVault(async ({ library }) => {
        const removed = await library.remove(id);
        store.setState(({ shelf }) => ({ shelf: shelf && { ...shelf, removed } }));
      }),
      undoRemove: () => withVault(async ({ library }) => {
        const removed = store.getState().shelf?.removed;
        if (!removed) return;
        await library.restore(removed);
        store.setState(({ shelf }) => ({ shelf: shelf && { ...shelf, removed: null } }));
      }),
      resumeRun: (id) => withVault(async (vault) => {
        const recipe = parseRecipe((await vault.runs.list()).find((run) => run.id === id)?.recipe);
        if (recipe === null) {
          // Another tab has taken it up, or it came to its end there.
          await refresh(vault);
          throw new StorageError("gone", { id });
        }
        await bringing.kept(recipe.model, recipe, { settings: recipe.settings, view: PLAIN_VIEW, lookUp: false });
      }),
      dropRun: (id) => withVault(async (vault) => {
        if ((await vault.runs.take(id)) !== null) await vault.runs.end(id);
        await refresh(vault);
      }),
      exportEntries: (id) => withVault(async (vault) => {
        const listed = (await vault.library.list()).filter((entry) => id === null || entry.id === id);
        await exportListed(vault, listed, id === null ? "strata-library.strata" : fileName(listed[0]?.name ?? ""));
      }),
      exportPicture: () => {
        const snapshot = store.getState().result?.snapshot;
        if (snapshot) void exportAs([{ name: snapshot.image.name, createdMs: Date.now(), snapshot }], fileName(snapshot.image.name)).catch(fail);
      },
      persist: () => withVault(async (vault) => {
        await vault.library.persist();
        await refresh(vault);
      }),
    },
  };
}
