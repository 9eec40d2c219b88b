import { openImages, type Images } from "./images.ts";
import { openLibrary, type Library } from "./library.ts";
import { rekey, type Describe } from "./rekey.ts";
import { openRuns, type Runs } from "./runs.ts";

/** What this browser keeps: finished explorations, runs that are not finished, and images of which there is neither yet. */
export interface Vault {
  readonly library: Library;
  readonly runs: Runs;
  readonly images: Images;
}

/** Opens all; what earlier pages kept has the keys of this one before anybody looks for it. Rejects with StorageError. */
export async function openVault(describe: Describe, name?: string): Promise<Vault> {
  const options = name === undefined ? {} : { name };
  const [library, runs, images] = await Promise.all([openLibrary(options), openRuns(options), openImages(options)]);
  await rekey(library, describe);
  return { library, runs, images };
}
