import type { StoreApi } from "zustand/vanilla";
import { networkFormatOf } from "../models/network-format.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { StrataEntry } from "../formats/strata-file/document.ts";
import { asUtf8 } from "../platform/json-text.ts";
import { fileStem } from "../storage/download.ts";
import { checkBytes, isGzip, mostBytes } from "../formats/strata-file/limits.ts";
import { FileError } from "../formats/strata-file/file-error.ts";
import type { LibraryEntry } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import type { Actions } from "./actions.ts";
import { fileNotice, wantedStorageNotice } from "./failures.ts";
import { keptForm } from "./contents.ts";
import type { Keeping } from "./keeping.ts";
import { openedEntry } from "./kept.ts";
import { openedOf } from "./opened.ts";
import type { Bringing } from "./opening.ts";
import { PLAIN_VIEW } from "./address.ts";
import { entryOf, keyOf, nameOfImage, sourceOfEntry } from "./place.ts";
import { parseRecipe } from "./recipe.ts";
import { settingsOf } from "./results.ts";
import type { Services } from "./services.ts";
import type { InterruptedRun, Settings, StrataState } from "./shape.ts";

type LibraryActions = Pick<
  Actions,
  | "openLibrary"
  | "closeDialog"
  | "save"
  | "openEntry"
  | "renameEntry"
  | "duplicateEntry"
  | "keepEntry"
  | "removeEntry"
  | "undoRemove"
  | "resumeRun"
  | "dropRun"
  | "exportEntries"
  | "exportPicture"
  | "persist"
>;

/** The library on the page. */
export interface LibraryKeeping {
  readonly actions: LibraryActions;
  /** Takes explorations out of a file: one is shown, several go to the library; a file of anything else is left to `otherwise`. */
  openFile(file: Blob, name: string, otherwise: () => void): void;
}

/** What a JSON document begins with. */
const BRACE = "{".charCodeAt(0);

/** Enough of a file to tell it from the weights of a network, which may begin with the same bytes. */
const BEGINNING_BYTES = 64;

const beginningOf = async (file: Blob): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer());

/** Whether a file holds explorations rather than an image, told by how it begins. */
async function holdsExplorations(file: Blob): Promise<boolean> {
  const beginning = await beginningOf(file);
  if (networkFormatOf(beginning) !== null) return false;
  return asUtf8(beginning)[0] === BRACE || isGzip(beginning);
}

/** A file's bytes; one that is too large to be read is refused before it fills the memory. */
async function bytesOf(file: Blob): Promise<Uint8Array> {
  checkBytes(file.size, mostBytes(await beginningOf(file)));
  return new Uint8Array(await file.arrayBuffer());
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
      done,
      total,
      thumbnail,
    },
  ];
}

/** Over `services`, through `bringing`. */
export function createLibrary(
  store: StoreApi<StrataState>,
  services: Services,
  keeping: Keeping,
  bringing: Bringing,
  contents: (snapshot: Snapshot) => Promise<string>,
): LibraryKeeping {
  let listening = false;
  let saving: Promise<void> = Promise.resolve();

  const fail = (error: unknown): void => {
    store.setState({
      notice: error instanceof FileError ? fileNotice(error, nameOnPage()) : wantedStorageNotice(error),
      filing: false,
    });
  };
  const nameOfEntry = (id: string): string =>
    store.getState().shelf?.entries.find((entry) => entry.id === id)?.name ?? "";
  const nameOnPage = (): string => store.getState().result?.snapshot?.image.name ?? "";

  /** Does something with what the browser keeps; a failure is said, and nothing else happens. */
  const withVault = (work: (vault: Vault) => Promise<unknown>): void => void services.vault().then(work).catch(fail);

  async function refresh({ library, runs }: Vault): Promise<void> {
    const [entries, interrupted, usage] = await Promise.all([library.list(), runs.list(), library.usage()]);
    store.setState((state) => ({
      shelf: {
        entries,
        interrupted: interrupted.flatMap((run) => interruptedOf(run, state)),
        usage,
        removed: state.shelf?.removed ?? null,
      },
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

  /** The entries that hold this very picture, as it is or as it is kept by itself. */
  async function entriesOf({ library }: Vault, snapshot: Snapshot, settings: Settings): Promise<LibraryEntry[]> {
    const forms = await Promise.all([contents(snapshot), contents(keptForm(snapshot))]);
    return (await library.answers(keyOf(snapshot.model, snapshot.image, settings))).filter(
      ({ content }) => content !== undefined && forms.includes(content),
    );
  }

  /** Whether the picture on the page is among the saved ones. */
  async function noteSaved(): Promise<void> {
    const { result } = store.getState();
    const snapshot = result?.snapshot;
    if (!result || !snapshot) return;
    try {
      const vault = await services.vault();
      watch(vault);
      const saved = (await entriesOf(vault, snapshot, result.settings)).some(({ kind }) => kind === "saved");
      store.setState((state) => (state.result?.snapshot === snapshot && state.saved !== saved ? { saved } : {}));
    } catch {
      // Where nothing is kept nothing is saved, and what cannot be looked up is not said to be.
      store.setState((state) => (state.saved && state.result?.snapshot === snapshot ? { saved: false } : {}));
    }
  }
  store.subscribe(({ result }, { result: before }) => {
    if (result?.snapshot && result.snapshot !== before?.snapshot) void noteSaved();
  });

  const readEntry = async ({ library }: Vault, { id, name }: LibraryEntry): Promise<StrataEntry[]> =>
    (await services.files.read(await library.read(id))).map((entry) => ({ ...entry, name }));

  function openFile(file: Blob, name: string, otherwise: () => void): void {
    void bringing.wish(
      { what: "file", name },
      {
        fetch: async (signal) => {
          // What cannot even be looked into, such as a folder, is refused as an image.
          if (!(await holdsExplorations(file).catch(() => false))) return null;
          const entries = await services.files.read(await bytesOf(file), signal);
          if (entries.length === 0) throw new FileError("empty");
          const [only, ...others] = entries;
          return only === undefined || others.length > 0 ? { entries } : openedFile(only, signal);
        },
        arrive: (found) => {
          if (found === null) return otherwise();
          if ("entries" in found) {
            store.setState({ dialog: "library" });
            return withVault(async (vault) => {
              const news = await takeIn(vault, found.entries);
              watch(vault);
              await refresh(vault);
              if (news === 0)
                store.setState({
                  notice: { code: "all-here", values: { name, count: found.entries.length }, action: "dismiss" },
                });
            });
          }
          bringing.open(found.opened);
          if (found.unkept !== null) fail(found.unkept);
          else keeping.noteStored(found.opened.snapshot.image.sha256);
        },
        refuse: (error) => store.setState({ notice: fileNotice(error, name) }),
      },
    );
  }

  /** The picture of a file, kept before it is shown, so that a reload brings it back; `unkept` says why it could not be. */
  async function openedFile({ snapshot, ...named }: StrataEntry, signal: AbortSignal) {
    const key = keyOf(snapshot.model, snapshot.image, settingsOf(snapshot));
    const opened = await openedOf(snapshot, "file", { from: "kept", key });
    try {
      if (!signal.aborted) await takeIn(await services.vault(), [{ snapshot, ...named }]);
      return { opened: { ...opened, source: sourceOfEntry({ key, content: await contents(snapshot) }) }, unkept: null };
    } catch (error) {
      return { opened, unkept: error };
    }
  }

  /** Keeps what came in a file; how many were not there before. A picture that is there already is not doubled; another answer to the same question stands beside it. */
  async function takeIn({ library }: Vault, entries: readonly StrataEntry[]): Promise<number> {
    const before = new Set((await library.list()).map(({ id }) => id));
    const taken = new Set<string>();
    for (const { snapshot, ...named } of entries) {
      const name = named.name || snapshot.image.name;
      const key = keyOf(snapshot.model, snapshot.image, settingsOf(snapshot));
      const described = { ...(await entryOf(name, snapshot, key, await contents(snapshot))), origin: "file" } as const;
      taken.add(
        (await library.takeIn(described, await services.files.write([{ snapshot, ...named }], { values: true }), taken))
          .id,
      );
    }
    return [...taken].filter((id) => !before.has(id)).length;
  }

  /** Keeps the picture on the page among the saved ones. */
  async function saveNow(vault: Vault): Promise<void> {
    const { library } = vault;
    const { result } = store.getState();
    const snapshot = result?.snapshot;
    if (!result || !snapshot) return;
    await keeping.settled();
    const same = await entriesOf(vault, snapshot, result.settings);
    const { name } = snapshot.image;
    if (same.length === 0) {
      const from = result.opened === "link" || result.opened === "file" ? { origin: result.opened } : {};
      const described = await entryOf(
        name,
        snapshot,
        keyOf(snapshot.model, snapshot.image, result.settings),
        await contents(snapshot),
      );
      await library.add(
        { ...described, ...from },
        await services.files.write([{ name, createdMs: Date.now(), snapshot }], { values: true }),
      );
      keeping.noteStored(snapshot.image.sha256);
    } else if (!same.some(({ kind }) => kind === "saved")) await library.keep(same[0]!.id);
    // It is kept now, whatever was said of it before.
    store.setState(({ notice }) => (notice?.code === "storage-full-picture" ? { notice: null } : {}));
    await library.persist();
  }

  /** Writes what can be read into one file; says how many could not. */
  async function exportListed(vault: Vault, listed: readonly LibraryEntry[], name: string): Promise<void> {
    store.setState({ filing: true });
    const read = await Promise.allSettled(listed.map((entry) => readEntry(vault, entry)));
    const entries = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const [failed, ...others] = read.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    if (entries.length === 0) throw failed ?? new StorageError("gone");
    await exportAs(entries, name);
    if (failed !== undefined)
      store.setState({ notice: { code: "left-behind", values: { count: 1 + others.length }, action: "dismiss" } });
  }

  async function exportAs(entries: readonly StrataEntry[], name: string): Promise<void> {
    store.setState({ filing: true });
    services.download(await services.files.write(entries, { values: true }), name);
    store.setState({ filing: false });
  }

  return {
    openFile,
    actions: {
      openLibrary: () => {
        store.setState({ dialog: "library" });
        services
          .vault()
          .then((vault) => {
            watch(vault);
            return refresh(vault);
          })
          .catch((error: unknown) => {
            store.setState({ dialog: null });
            fail(error);
          });
      },
      closeDialog: () => store.setState({ dialog: null }),
      // One after the other: who presses twice means one.
      save: () => withVault((vault) => (saving = saving.catch(() => undefined).then(() => saveNow(vault)))),
      openEntry: (id) =>
        void bringing.wish(
          { what: "kept", name: nameOfEntry(id) },
          {
            fetch: async () => {
              const vault = await services.vault();
              const listed = (await vault.library.list()).find((entry) => entry.id === id);
              if (listed === undefined) throw new StorageError("gone", { id });
              return openedEntry(services, listed);
            },
            arrive: (opened) => {
              keeping.noteStored(opened.snapshot.image.sha256);
              bringing.open(opened);
            },
            refuse: (error) =>
              store.setState({
                notice: error instanceof StorageError ? wantedStorageNotice(error) : fileNotice(error, nameOfEntry(id)),
              }),
          },
        ),
      renameEntry: (id, name) => withVault(({ library }) => library.rename(id, name)),
      duplicateEntry: (id, name) => withVault(({ library }) => library.duplicate(id, name)),
      keepEntry: (id) => withVault(({ library }) => library.keep(id)),
      removeEntry: (id) =>
        withVault(async ({ library }) => {
          const removed = await library.remove(id);
          store.setState(({ shelf }) => ({ shelf: shelf && { ...shelf, removed } }));
        }),
      undoRemove: () =>
        withVault(async ({ library }) => {
          const removed = store.getState().shelf?.removed;
          if (!removed) return;
          await library.restore(removed);
          store.setState(({ shelf }) => ({ shelf: shelf && { ...shelf, removed: null } }));
        }),
      resumeRun: (id) =>
        void bringing.wish(
          { what: "kept", name: "" },
          {
            fetch: async () => {
              const { runs } = await services.vault();
              const recipe = parseRecipe((await runs.list()).find((run) => run.id === id)?.recipe);
              // Another tab has taken it up, or it came to its end there.
              if (recipe === null) throw new StorageError("gone", { id });
              return recipe;
            },
            arrive: (recipe) =>
              void bringing.kept(recipe.model, recipe, { settings: recipe.settings, view: PLAIN_VIEW, lookUp: false }),
            refuse: (error) => {
              fail(error);
              withVault(refresh);
            },
          },
        ),
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
        const snapshot = store.getState().result?.snapshot;
        if (snapshot)
          void exportAs(
            [{ name: snapshot.image.name, createdMs: Date.now(), snapshot }],
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
