import type { PictureView } from "./shape.ts";
import { FileError } from "../formats/strata-file/file-error.ts";
import {
  imageOfKey,
  sameImage,
  sameMasks,
  sameNetwork,
  settingsOfKey,
  type LibraryEntry,
} from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import type { RunProgress } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import { fileOf } from "./image-file.ts";
import { NO_SELECTION } from "./initial.ts";
import { openedOf, type Opened } from "./opened.ts";
import { sourceOfEntry } from "./place.ts";
import { parseRecipe, type Recipe } from "./recipe.ts";
import type { Services } from "./services.ts";
import type { Settings, ShownImage, AddressedBy } from "./shape.ts";

/** A tab that was just closed or loaded again gives its run up within this time. */
const GIVING_UP_MS = 1000;
const LOOK_AGAIN_MS = 25;

/** What it takes to ask again about a kept image; of a finished picture its very pixels too. */
type Again = Recipe & Partial<Pick<ShownImage, "pixels" | "sha256">>;

/** What lies under an address: a picture, or what it takes to ask again; `elsewhere`: another tab computes the same. */
export type Found = { readonly opened: Opened } | { readonly recipe: Again; readonly elsewhere: boolean };

/**
 * What this browser keeps under a key, the best first: the answer itself, the masks of a run that broke off, the same image in whatever is
 * kept of it, to be asked anew. Null where nothing of that image is kept; rejects with StorageError where that cannot be told.
 */
export async function findKept(
  services: Services,
  { key, answer }: Extract<AddressedBy, { from: "kept" }>,
  view: PictureView,
): Promise<Found | null> {
  const vault = await services.vault();
  let failure: unknown = null;
  /** What is damaged, or was let go meanwhile, is passed over. */
  const unless = <T>(looking: Promise<T | null>): Promise<T | null> =>
    looking.catch((error: unknown) => {
      const isPassedOver = error instanceof FileError || (error instanceof StorageError && error.code === "gone");
      if (!isPassedOver) failure ??= error;
      return null;
    });
  /** The first that can be read. */
  const firstOf = async <T, R>(items: readonly T[], read: (item: T) => Promise<R | null>): Promise<R | null> => {
    for (const item of items) {
      const found = await unless(read(item));
      if (found !== null) return found;
    }
    return null;
  };
  const opened = (entries: readonly LibraryEntry[], looked: PictureView): Promise<Opened | null> =>
    firstOf(entries, (entry) => openedEntry(services, entry, looked));
  const answers = await vault.library.answers(key);
  const exact = answers.filter(({ content }) => answer !== undefined && content?.startsWith(answer));
  const known = await opened([...exact, ...answers], view);
  if (known !== null) return { opened: known };
  const settings = settingsOfKey(key);
  if (settings === null) return null;
  const elsewhere = await isComputedElsewhere(vault, key);
  const asked = (recipe: Again): Found => ({ recipe: { ...recipe, settings }, elsewhere });

  const runs = (await vault.runs.all())
    .filter((run) => sameImage(run.key, key))
    .toSorted((a, b) => distance(a.key, key) - distance(b.key, key));
  const entries = (await vault.library.list()).filter((entry) => sameImage(entry.key, key));
  const ofNetwork = (of: { readonly key: string }): boolean => sameNetwork(of.key, key);
  const again =
    (await firstOf<RunProgress, Again>(runs.filter(ofNetwork), (run) => recipeOfRun(vault, run))) ??
    (await firstOf(entries.filter(ofNetwork), (entry) => recipeOfEntry(services, entry)));
  if (again !== null) return asked(again);
  const image = parseRecipe(await vault.images.find(imageOfKey(key)!));
  if (image !== null)
    return key.startsWith(image.model.sha256.slice(0, key.indexOf(".")))
      ? asked(image)
      : { recipe: image, elsewhere: false };
  // Of the same image only what another network made of it is left, or a picture that cannot be computed again.
  const foreign = await firstOf(runs, (run) => recipeOfRun(vault, run));
  if (foreign !== null) return { recipe: foreign, elsewhere: false };
  const still = await opened(entries, { ...view, selection: NO_SELECTION });
  if (still !== null) return { opened: still };
  if (failure !== null) throw failure;
  return null;
}

/** An entry as it is put on the page; rejects with StorageError, FileError or LinkError. */
export async function openedEntry(
  { vault, files }: Services,
  entry: LibraryEntry,
  view?: PictureView,
): Promise<Opened> {
  const { library } = await vault();
  const [kept] = await files.read(await library.read(entry.id));
  const settings: Settings | null = settingsOfKey(entry.key);
  return openedOf(kept!.snapshot, entry.origin ?? "library", sourceOfEntry(entry), {
    ...(view && { view }),
    ...(settings && { settings }),
  });
}

async function recipeOfRun({ runs }: Vault, { id }: RunProgress): Promise<Recipe | null> {
  return parseRecipe((await runs.origin(id))?.recipe);
}

/** What it takes to ask another question about a kept picture; null where its image is not the very one. */
async function recipeOfEntry(services: Services, entry: LibraryEntry): Promise<Again | null> {
  const { snapshot, image, settings } = await openedEntry(services, entry);
  if (image.isLeftOut === true || !snapshot.image.exact) return null;
  const { title, pixels, sha256 } = image;
  return { model: snapshot.model, title, file: await fileOf(image), pixels, sha256, settings };
}

/** A run of the same masks first. */
const distance = (of: string, key: string): number => (sameMasks(of, key) ? 0 : 1);

/** Whether another tab computes these masks, and goes on doing so: one that was just closed may still hold them. */
async function isComputedElsewhere({ runs }: Vault, key: string): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const [all, interrupted] = [await runs.all(), new Set((await runs.list()).map(({ id }) => id))];
    const same = all.filter((run) => sameMasks(run.key, key));
    if (same.length === 0 || same.some(({ id }) => interrupted.has(id))) return false;
    if (waitedMs >= GIVING_UP_MS) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
