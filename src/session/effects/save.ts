/** Whether the picture on the page is among the saved ones, and how it becomes one. */
import { withNames, type Snapshot } from "../../exploration/snapshot.ts";
import type { LibraryEntry } from "../../storage/library/entry.ts";
import type { Vault } from "../../storage/library/vault.ts";
import type { Actions } from "../actions.ts";
import { keptForm, type Contents } from "../contents.ts";
import { keyOf } from "../place.ts";
import { createQueue } from "../queue.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";
import type { Settings } from "../shape.ts";
import type { Autosave } from "./autosave.ts";
import type { LibraryEffect } from "./library-list.ts";
import { packed } from "./packed.ts";

/** Over `services`; the session is told whether its picture is saved. */
export function createSave(
  { store, dispatch }: Session,
  services: Pick<Services, "vault" | "files">,
  autosave: Autosave,
  library: LibraryEffect,
  contents: Contents,
): Pick<Actions, "save"> {
  const saving = createQueue<void>(undefined);

  /** The entries that hold this very picture, as it is or as it is kept by itself. */
  async function entriesOf({ library }: Vault, snapshot: Snapshot, settings: Settings): Promise<LibraryEntry[]> {
    const forms = await Promise.all([contents(snapshot), contents(keptForm(snapshot))]);
    return (await library.answers(keyOf(snapshot.model, snapshot.image, settings))).filter(
      ({ content }) => content !== undefined && forms.includes(content),
    );
  }

  async function noteSaved(): Promise<void> {
    const { result } = store.getState();
    const snapshot = result?.snapshot;
    if (!result || !snapshot) return;
    try {
      const vault = await services.vault();
      library.watch(vault);
      const saved = (await entriesOf(vault, snapshot, result.settings)).some(({ kind }) => kind === "saved");
      dispatch({ type: "saved-told", snapshot, saved });
    } catch {
      // Where nothing is kept nothing is saved, and what cannot be looked up is not said to be.
      dispatch({ type: "saved-told", snapshot, saved: false });
    }
  }
  library.onChange(() => void noteSaved());
  store.subscribe(({ result }, { result: before }) => {
    if (result?.snapshot && result.snapshot !== before?.snapshot) void noteSaved();
  });

  /** Keeps the picture on the page among the saved ones. */
  async function saveNow(vault: Vault): Promise<void> {
    const { library: kept } = vault;
    const { result, names } = store.getState();
    if (!result?.snapshot) return;
    const snapshot = withNames(result.snapshot, names);
    await autosave.settled();
    const same = await entriesOf(vault, snapshot, result.settings);
    const origin = result.opened === "link" || result.opened === "file" ? result.opened : null;
    if (same.length === 0) {
      const [described, bytes] = await packed(snapshot, result.settings, services.files, contents);
      await kept.add({ ...described, ...(origin !== null && { origin }) }, bytes);
      autosave.noteStored(snapshot.image.sha256);
    } else if (!same.some(({ kind }) => kind === "saved")) await kept.keep(same[0]!.id);
    // What was computed here is not told by others how sure it is.
    const isNews = origin === null && snapshot.certainty !== undefined;
    if (isNews && same.some(({ tellsCertainty }) => tellsCertainty !== true)) {
      // What is on the page may be kept as it is or in the form that is kept by itself.
      for (const form of new Set([snapshot, keptForm(snapshot)]))
        await kept.tellCertainty(...(await packed(form, result.settings, services.files, contents)));
    }
    // It is kept now, whatever was said of it before.
    dispatch({ type: "stored-after-all", codes: ["storage-full-picture"] });
    await kept.persist();
  }

  return {
    // One after the other: who presses twice means one.
    save: () => library.withVault((vault) => saving.add(() => saveNow(vault))),
  };
}
