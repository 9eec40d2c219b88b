import { withNames, type Snapshot } from "../../exploration/snapshot.ts";
import { UNNAMED, withChange, type ConceptNames } from "../../exploration/concept-names.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { imageDigits, type LibraryEntry } from "../../storage/library/entry.ts";
import { StorageError } from "../../storage/library/errors.ts";
import type { Vault } from "../../storage/library/vault.ts";
import { formatAddress, PLAIN_VIEW } from "../address.ts";
import { totalMasks } from "../budget.ts";
import { keptForm } from "../contents.ts";
import { storageNotice, wantedStorageNotice, type Unkept } from "../failures.ts";
import { keyModel, keyOf } from "../place.ts";
import { recipeOf, type Recipe } from "../recipe.ts";
import { packed } from "./packed.ts";
import { createRunsAutosave, NOTHING_KEPT, type RunAutosave } from "./run-autosave.ts";
import type { Contents } from "../contents.ts";
import { fileOf } from "../image-file.ts";
import { createQueue } from "../queue.ts";
import { samePicture } from "../results.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";
import type { Notice } from "../notice.ts";
import type { Result, Settings, ShownImage } from "../shape.ts";

/** A sample's run of no more masks than this is over before anything of it would be kept. */
const FLEETING_MASKS = 512;

/** An image is shown without waiting longer for the browser to keep it; its address follows once it is kept. */
const HOLD_PATIENCE_MS = 1000;

/** What this browser keeps without being asked; nothing here ever fails a run. */
export interface Autosave {
  /** Sees to it that an image which is no sample is kept before it is shown, so that a reload brings it back; never rejects. */
  hold(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<void>;
  /** Takes up the interrupted run of the same question, or begins to keep a new one. */
  begin(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<RunAutosave>;
  /** The finished answer to a question, where this browser computed and keeps one. */
  find(model: LoadedModel, image: ShownImage, settings: Settings): Promise<Snapshot | null>;
  /** Notes that an image is kept in some form, so that the address may name it; by its SHA-256. */
  noteStored(imageSha256: string): void;
  /** Resolves when nothing is on its way into the browser's store. */
  settled(): Promise<void>;
}

/** Notices that say that a run goes on. */
const OF_RUN: readonly Notice["code"][] = ["storage-full-run", "storage-failed-run"];

/** Whether an address alone brings the picture back within moments. */
function isAtHand({ title }: ShownImage, settings: Settings): boolean {
  return title.from === "sample" && formatAddress({ source: { from: "start" }, settings, view: PLAIN_VIEW }) === "";
}

/** Over `services`; every picture that is computed here is kept among the recent ones, and the session is told what could not be, and which images are. */
export function createAutosave(session: Session, services: Services, contents: Contents): Autosave {
  const { store, dispatch } = session;
  /** Each gives whether the picture needs nothing else to be kept for it. */
  const saving = createQueue<boolean>(true);
  const tell = (error: unknown, unkept: Unkept): void => {
    const notice = storageNotice(error, unkept);
    if (notice !== null) dispatch({ type: "not-stored", notice });
  };

  const isStored = ({ sha256 }: ShownImage): boolean => store.getState().stored.includes(imageDigits(sha256));
  const noteStored = (sha256: string): void => dispatch({ type: "image-stored", digits: imageDigits(sha256) });

  const hold = async (
    { images }: Vault,
    { name, sha256 }: Recipe["model"],
    image: ShownImage,
    settings: Settings,
  ): Promise<void> => {
    const file = await fileOf(image);
    await images.hold(image.sha256, recipeOf({ name, sha256 }, image, file, settings), file.size);
    noteStored(image.sha256);
  };

  /** Keeps a picture that was opened out of this browser's store, which is there no longer. */
  async function keepOpened(
    { library }: Vault,
    snapshot: Snapshot,
    { opened, settings }: Pick<Result, "opened" | "settings">,
  ): Promise<void> {
    const [entry, bytes] = await packed(snapshot, settings, services.files, contents);
    await (opened === "file" ? library.takeIn({ ...entry, origin: "file" }, bytes) : library.autosave(entry, bytes));
    noteStored(snapshot.image.sha256);
  }

  const watched = new WeakSet<Vault>();
  /** The vault; should all in it be deleted under the page, the image or the opened picture on it is kept anew, since the address names it. */
  async function openVault(): Promise<Vault> {
    const vault = await services.vault();
    if (!watched.has(vault)) {
      watched.add(vault);
      vault.library.onLoss(() => {
        const { image, result, settings, names } = store.getState();
        dispatch({ type: "store-lost" });
        if (image === null || result === null) return;
        const opened = result.opened === "file" || result.opened === "library" ? result.snapshot : null;
        const snapshot = opened && withNames(opened, names);
        const isAnew = image.isLeftOut !== true && image.title.from !== "sample";
        if (snapshot === null && !isAnew) return;
        // The database that is made anew opens once the old one is gone; until then a write might still go into the old one.
        vault.library
          .ready()
          .then(async () => {
            if (snapshot !== null) await keepOpened(vault, snapshot, result);
            else await hold(vault, result.model, image, settings);
          })
          .catch((error: unknown) => tell(error, snapshot === null ? "image" : "picture"));
      });
    }
    return vault;
  }

  const runs = createRunsAutosave({
    openVault,
    nowMs: services.nowMs,
    saved: saving.last,
    onError: (error) => tell(error, "run"),
    // What was told of a run is no longer so.
    onStopped: () => dispatch({ type: "stored-after-all", codes: OF_RUN }),
  });

  /**
   * Tells why a run is not kept. Where this browser keeps nothing a long run is worth a word, once, since it starts over should it break off;
   * a page in another page was never expected to keep anything.
   */
  const tellOfRun = (error: unknown, masks: number, image: ShownImage): void => {
    const embedded = error instanceof StorageError && error.context["reason"] === "embedded";
    const unkept = image.title.from === "sample" || isStored(image) ? "run" : "image";
    if (
      storageNotice(error, unkept) !== null ||
      embedded ||
      store.getState().saidNothingKept ||
      masks <= FLEETING_MASKS
    )
      return tell(error, unkept);
    dispatch({ type: "nothing-stored", notice: wantedStorageNotice(error) });
  };

  /** The entries that are this very picture. */
  async function entriesOf({ library }: Vault, snapshot: Snapshot, settings: Settings): Promise<LibraryEntry[]> {
    const forms = await Promise.all([contents(snapshot), contents(keptForm(snapshot))]);
    const answers = await library.answers(keyOf(snapshot.model, snapshot.image, settings));
    return answers.filter(({ content }) => content !== undefined && forms.includes(content));
  }

  /** The picture with what its concepts are called where it is kept: since this tab last wrote there, another may have named some. */
  async function namedAsKept(snapshot: Snapshot, settings: Settings): Promise<Snapshot> {
    try {
      const vault = await openVault();
      const [there] = await entriesOf(vault, snapshot, settings);
      const [entry] = there === undefined ? [] : await services.files.read(await vault.library.read(there.id));
      return entry === undefined ? snapshot : withNames(snapshot, entry.snapshot.names ?? UNNAMED);
    } catch {
      return snapshot;
    }
  }

  async function kept(snapshot: Snapshot, image: ShownImage, settings: Settings): Promise<void> {
    const { library } = await openVault();
    const [entry, bytes] = await packed(keptForm(snapshot), settings, services.files, contents);
    try {
      await library.autosave(entry, bytes);
    } catch (error) {
      // Where the very picture is there already all that failed was to make it the newest.
      if (
        !(await library.answers(entry.key)).some(
          ({ content, origin }) => content === entry.content && origin === undefined,
        )
      )
        throw error;
    }
    noteStored(image.sha256);
    dispatch({ type: "stored-after-all", codes: null });
  }

  /** Brings how sure it is to a picture where it is kept already. */
  async function toldWhereKept(snapshot: Snapshot, settings: Settings): Promise<void> {
    try {
      const { library } = await openVault();
      const named = await namedAsKept(snapshot, settings);
      await library.tellCertainty(...(await packed(keptForm(named), settings, services.files, contents)));
    } catch {
      // The picture itself is as it was.
    }
  }

  /** Writes what has changed in what its concepts are called to a picture where it is kept: another tab may have named others. */
  async function namedWhereKept(
    snapshot: Snapshot,
    settings: Settings,
    before: ConceptNames,
    after: ConceptNames,
  ): Promise<void> {
    const changed = (kept: Snapshot): Snapshot => withNames(kept, withChange(kept.names ?? UNNAMED, before, after));
    try {
      const vault = await openVault();
      for (const { id } of await entriesOf(vault, snapshot, settings))
        await vault.library.rewrite(id, async (bytes) => {
          const entries = await services.files.read(bytes);
          return services.files.write(
            entries.map((entry) => ({ ...entry, snapshot: changed(entry.snapshot) })),
            { values: true },
          );
        });
    } catch (error) {
      tell(error, "picture");
    }
  }

  /** `isTold`: the picture was kept before, and more is known of it now. */
  async function autosaved(
    snapshot: Snapshot,
    image: ShownImage,
    settings: Settings,
    isTold: boolean,
  ): Promise<boolean> {
    try {
      if (!isAtHand(image, settings))
        await kept(isTold ? await namedAsKept(snapshot, settings) : snapshot, image, settings);
      else if (snapshot.certainty !== undefined) await toldWhereKept(snapshot, settings);
      return true;
    } catch (error) {
      tell(error, "picture");
      return false;
    }
  }
  store.subscribe(({ finished, names }, { finished: before }) => {
    const snapshot = finished?.page.run.phase === "done" ? finished.page.result?.snapshot : undefined;
    const snapshotBefore = before?.page.result?.snapshot ?? null;
    if (!snapshot || snapshot === snapshotBefore) return;
    const { image, settings } = finished!.page;
    const isTold = samePicture(snapshot, snapshotBefore);
    void saving.add(() => autosaved(withNames(snapshot, names), image!, settings, isTold));
  });
  store.subscribe(({ result, names }, { result: before, names: namesBefore }) => {
    const snapshot = result?.snapshot ?? null;
    if (snapshot === null || names === namesBefore || !samePicture(snapshot, before?.snapshot ?? null)) return;
    const { settings } = result!;
    void saving.add(() => namedWhereKept(snapshot, settings, namesBefore, names).then(() => true));
  });
  store.subscribe(({ result }, { result: before }) => {
    const told = result?.snapshot ?? null;
    const toldBefore = before?.snapshot ?? null;
    if (told === null || told.certainty === toldBefore?.certainty || !samePicture(told, toldBefore)) return;
    // What was opened out of the library, or was kept there as it came.
    if (result!.opened !== "library" && result!.opened !== "file") return;
    const { settings } = result!;
    void saving.add(() => toldWhereKept(told, settings).then(() => true));
  });

  return {
    hold: async (model, name, image, settings) => {
      if (image.title.from === "sample") return;
      // Should it fail, so will its run, which tells.
      const holding = openVault()
        .then((vault) => hold(vault, { name, sha256: model.manifest.network.sha256 }, image, settings))
        .catch(() => undefined);
      await within(HOLD_PATIENCE_MS, holding);
    },
    begin: async (model, name, image, settings) => {
      const total = totalMasks(settings);
      if (image.title.from === "sample" && total <= FLEETING_MASKS) return NOTHING_KEPT;
      try {
        const key = keyOf(keyModel(model), image, settings);
        const recipe = recipeOf({ name, sha256: model.manifest.network.sha256 }, image, await fileOf(image), settings);
        const run = await runs.begin({ key, total, recipe, pixels: image.pixels }, (vault) =>
          hold(vault, recipe.model, image, settings),
        );
        noteStored(image.sha256);
        // The run has the image now; a second copy that stays does no harm.
        void openVault()
          .then(({ images }) => images.release(image.sha256))
          .catch(() => undefined);
        return run;
      } catch (error) {
        tellOfRun(error, total, image);
        return NOTHING_KEPT;
      }
    },
    find: async (model, image, settings) => {
      if (isAtHand(image, settings)) return null;
      try {
        const { library } = await openVault();
        const [entry] = await library.answers(keyOf(keyModel(model), image, settings));
        return entry === undefined || entry.origin !== undefined
          ? null
          : ((await services.files.read(await library.read(entry.id)))[0]?.snapshot ?? null);
      } catch {
        // What cannot be read is computed again.
        return null;
      }
    },
    noteStored: (sha256) => {
      noteStored(sha256);
      // From now on its loss would be heard of.
      void openVault().catch(() => undefined);
    },
    settled: async () => void (await Promise.all([saving.last(), runs.settled()])),
  };
}

/** Resolves with `work`, or after so long without it. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
