import type { StoreApi } from "zustand/vanilla";
import type { StrataEntry } from "../exploration/strata-file/document.ts";
import { fileStem } from "../storage/download.ts";
import type { LibraryEntry } from "../storage/library/entry.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import type { Actions } from "./actions.ts";
import { fileNotice, storageNotice } from "./failures.ts";
import type { Keeping } from "./keeping.ts";
import type { Navigation } from "./navigation.ts";
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

/** Over `services`, through `navigation` and `bringing`. */
export function createLibrary(store: StoreApi<StrataState>, services: Services, keeping: Keeping, navigation: Navigation, bringing: Bringing): LibraryKeeping {
  let listening = false;

  const fail = (error: unknown): void => {
    const notice = storageNotice(error) ?? { code: "storage-none" as const, values: {}, action: "dismiss" as const };
    store.setState({ notice, filing: false });
  };

  /** Does something with what the browser keeps; a failure is said, and nothing else happens. */
  const withVault = (work: (vault: Vault) => Promise<unknown>): void => void services.vault().then(work).catch(fail);

  async function refresh({ library, runs }: Vault): Promise<void> {
    const [entries, interrupted, usage] = await Promise.all([library.list(), runs.list(), library.usage()]);
    store.setState((state) => ({
      shelf: { entries, interrupted: interrupted.flatMap((run) => interruptedOf(run, state)), usage, removed: state.shelf?.removed ?? null },
    }));
  }

  function watch(vault: Vault): Promise<void> {
    if (!listening) {
      listening = true;
      vault.library.onChange(() => void refresh(vault).catch(fail));
    }
    return refresh(vault);
  }

  async function entriesOf({ library }: Vault, listed: readonly LibraryEntry[]): Promise<StrataEntry[]> {
    const entries: StrataEntry[] = [];
    for (const { id, name } of listed) {
      const read = await services.files.read(await library.read(id));
      entries.push(...read.map((entry) => ({ ...entry, name })));
    }
    return entries;
  }

  async function importFile(file: Blob, name: string): Promise<void> {
    store.setState({ filing: true, notice: null });
    let entries: readonly StrataEntry[];
    try {
      entries = await services.files.read(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      return store.setState({ filing: false, notice: fileNotice(error, name) });
    }
    const keyed = entries.map((entry) => ({ ...entry, key: keyOf(entry.snapshot.model.sha256, entry.snapshot.image, settingsOf(entry.snapshot)) }));
    try {
      if (keyed.length === 1) await navigation.openSnapshot(keyed[0]!.snapshot, "file", { from: "kept", key: keyed[0]!.key });
    } catch (error) {
      return store.setState({ filing: false, notice: fileNotice(error, name) });
    }
    try {
      const vault = await services.vault();
      for (const { key, ...entry } of keyed) {
        await vault.library.add(await entryOf(entry.name || entry.snapshot.image.name, entry.snapshot, key), await services.files.write([entry], { values: true }));
      }
      if (keyed.length !== 1) await watch(vault);
      store.setState(keyed.length === 1 ? { filing: false, saved: true } : { filing: false, dialog: "library" });
    } catch (error) {
      fail(error);
    }
  }

  async function exportAs(entries: readonly StrataEntry[], name: string): Promise<void> {
    store.setState({ filing: true });
    try {
      services.download(await services.files.write(entries, { values: true }), name);
    } finally {
      store.setState({ filing: false });
    }
  }

  return {
    importFile,
    actions: {
      openLibrary: () => {
        store.setState({ dialog: "library" });
        withVault(watch);
      },
      closeDialog: () => store.setState({ dialog: null }),
      save: () => withVault(async ({ library }) => {
        const { result } = store.getState();
        const snapshot = result?.snapshot;
        if (!result || !snapshot) return;
        await keeping.settled();
        const key = keyOf(snapshot.model.sha256, result.image, result.settings);
        const recent = await library.find(key);
        const { name } = snapshot.image;
        if (recent === null) await library.add(await entryOf(name, snapshot, key), await services.files.write([{ name, createdMs: Date.now(), snapshot }], { values: true }));
        else await library.keep(recent.id);
        store.setState((state) => (state.result?.snapshot === snapshot ? { saved: true } : {}));
        await library.persist();
      }),
      openEntry: (id) => withVault(async (vault) => {
        const listed = (await vault.library.list()).find((entry) => entry.id === id);
        const [entry] = await entriesOf(vault, listed === undefined ? [] : [listed]);
        if (entry === undefined || listed === undefined) return;
        store.setState({ dialog: null });
        await navigation.openSnapshot(entry.snapshot, "library", { from: "kept", key: listed.key });
        store.setState({ saved: listed.kind === "saved" });
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
      resumeRun: (id) => withVault(async ({ runs }) => {
        const recipe = parseRecipe((await runs.list()).find((run) => run.id === id)?.recipe);
        if (recipe === null) return;
        store.setState({ dialog: null });
        await bringing.kept(recipe.model, recipe, { settings: recipe.settings, view: PLAIN_VIEW, lookUp: false });
      }),
      dropRun: (id) => withVault(async (vault) => {
        if ((await vault.runs.take(id)) !== null) await vault.runs.end(id);
        await refresh(vault);
      }),
      exportEntries: (id) => withVault(async (vault) => {
        const listed = (await vault.library.list()).filter((entry) => id === null || entry.id === id);
        await exportAs(await entriesOf(vault, listed), id === null ? "strata-library.strata" : fileName(listed[0]?.name ?? ""));
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
