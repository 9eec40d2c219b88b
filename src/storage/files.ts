import type { Mortal } from "../platform/mortal.ts";
import type { Remote } from "comlink";
import FilesWorker from "../../workers/files.worker.ts?worker";
import type { StrataEntry } from "../formats/strata-file/document.ts";
import { FileError } from "../formats/strata-file/file-error.ts";
import type { ProbesFile } from "../formats/probes-file/document.ts";
import { ProbesFileError } from "../formats/probes-file/errors.ts";
import type { LooseProbes } from "../formats/probes-file/loose.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { Verification } from "../exploration/verify.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { ReadStudy } from "../study/tables.ts";
import { WorkerPool } from "../platform/worker-pool.ts";

/** Longest time to read or write a file, ms; a library of hundreds of megabytes takes a minute. */
const SILENCE_MS = 300_000;

/** A file of this size leaves a worker with memory that it would not give back for long. */
const LARGE_BYTES = 2 ** 22;

/** The worker for files of explorations and of probes; rejects with FileError. */
export interface FilesWorkerApi extends Mortal {
  read(bytes: Uint8Array): Promise<readonly StrataEntry[]>;
  write(entries: readonly StrataEntry[], options: { readonly values: boolean }): Promise<Uint8Array>;
  readStudy(bytes: Uint8Array): Promise<ReadStudy>;
  /** Rejects with ProbesFileError, as `writeProbes`. */
  readProbes(bytes: Uint8Array): Promise<ProbesFile>;
  writeProbes(file: ProbesFile): Promise<Uint8Array>;
  /** Rejects with ModelError. */
  looseProbes(files: readonly NamedFile[]): Promise<LooseProbes>;
  content(snapshot: Snapshot): Promise<string>;
  verify(there: Snapshot, here: Snapshot): Promise<Verification>;
}

/** Reads and writes files of explorations and of probes in a worker, so that a large or hostile one never holds up the page; rejects with FileError and ProbesFileError. */
export function createFiles() {
  const pool = new WorkerPool<FilesWorkerApi>({
    name: "files",
    size: 1,
    spawn: () => new FilesWorker({ name: "strata-files" }),
    open: async () => undefined,
  });
  /** Has the worker do one piece of work; the only way to stop it, and to have its memory back after a large or refused file, is to end the worker. */
  const ask = async <T>(
    work: (api: Remote<FilesWorkerApi>) => Promise<T>,
    { signal, isLarge = false }: { readonly signal?: AbortSignal | undefined; readonly isLarge?: boolean } = {},
  ): Promise<T> => {
    let end = (): void => undefined;
    let isRefused = false;
    try {
      return await pool.do<T>({
        perform: (handle) => {
          end = () => handle.terminate("its memory is wanted back");
          return work(handle.api);
        },
        silenceMs: SILENCE_MS,
        signal,
        onCancel: (handle) => handle.terminate("cancelled"),
      });
    } catch (error) {
      isRefused = error instanceof FileError || error instanceof ProbesFileError;
      throw error;
    } finally {
      if (isLarge || isRefused) end();
    }
  };
  return {
    read: (bytes: Uint8Array, signal?: AbortSignal): Promise<readonly StrataEntry[]> =>
      ask((api) => api.read(bytes), { signal, isLarge: bytes.length > LARGE_BYTES }),
    write: (entries: readonly StrataEntry[], options: { readonly values: boolean }): Promise<Uint8Array> =>
      ask((api) => api.write(entries, options)),
    readStudy: (bytes: Uint8Array, signal?: AbortSignal): Promise<ReadStudy> =>
      ask((api) => api.readStudy(bytes), { signal, isLarge: true }),
    readProbes: (bytes: Uint8Array, signal?: AbortSignal): Promise<ProbesFile> =>
      ask((api) => api.readProbes(bytes), { signal, isLarge: bytes.length > LARGE_BYTES }),
    writeProbes: (file: ProbesFile): Promise<Uint8Array> => ask((api) => api.writeProbes(file)),
    looseProbes: (files: readonly NamedFile[], signal?: AbortSignal): Promise<LooseProbes> =>
      ask((api) => api.looseProbes(files), { signal, isLarge: true }),
    content: (snapshot: Snapshot): Promise<string> => ask((api) => api.content(snapshot)),
    verify: (there: Snapshot, here: Snapshot, signal?: AbortSignal): Promise<Verification> =>
      ask((api) => api.verify(there, here), { signal }),
  };
}
