import { openLibrary, type Library } from "./library.ts";
import { openRuns, type Runs } from "./runs.ts";

/** What this browser keeps: finished explorations, and runs that are not finished. */
export interface Vault {
  readonly library: Library;
  readonly runs: Runs;
}

/** Opens both; rejects with StorageError. */
export async function openVault(name?: string): Promise<Vault> {
  const options = name === undefined ? {} : { name };
  const [library, runs] = await Promise.all([openLibrary(options), openRuns(options)]);
  return { library, runs };
}
