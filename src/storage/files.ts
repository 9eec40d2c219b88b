import FilesWorker from "../../workers/files.worker.ts?worker";
import type { StrataEntry } from "../exploration/strata-file/document.ts";
import { FileError, type FileErrorCode } from "../exploration/strata-file/file-error.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { ErrorContext } from "../inference/errors.ts";
import type { Mortal } from "../inference/protocol.ts";
import { WorkerCrew } from "../inference/worker-crew.ts";

/** Longest time to read or write a file, ms; a library of hundreds of megabytes takes a minute. */
const SILENCE_MS = 300_000;

/** What a worker answers: what was asked for, or why a file is refused. */
export type Told<T> = { readonly answer: T } | { readonly refused: { readonly code: FileErrorCode; readonly context: ErrorContext } };

/** The worker for files of explorations. */
export interface FilesWorkerApi extends Mortal {
  read(bytes: Uint8Array): Promise<Told<readonly StrataEntry[]>>;
  write(entries: readonly StrataEntry[], options: { readonly values: boolean }): Promise<Told<Uint8Array>>;
  content(snapshot: Snapshot): Promise<Told<string>>;
}

function answerOf<T>(told: Told<T>): T {
  if ("refused" in told) throw new FileError(told.refused.code, told.refused.context);
  return told.answer;
}

/** Reads and writes files of explorations in a worker, so that a large or hostile one never holds up the page; rejects with FileError. */
export function createFiles() {
  const crew = new WorkerCrew<FilesWorkerApi>({ size: 1, spawn: () => new FilesWorker({ name: "strata-files" }), open: async () => undefined });
  return {
    read: async (bytes: Uint8Array): Promise<readonly StrataEntry[]> =>
      answerOf<readonly StrataEntry[]>(await crew.do<Told<readonly StrataEntry[]>>({ perform: ({ api }) => api.read(bytes), silenceMs: SILENCE_MS })),
    write: async (entries: readonly StrataEntry[], options: { readonly values: boolean }): Promise<Uint8Array> =>
      answerOf<Uint8Array>(await crew.do<Told<Uint8Array>>({ perform: ({ api }) => api.write(entries, options), silenceMs: SILENCE_MS })),
    content: async (snapshot: Snapshot): Promise<string> =>
      answerOf<string>(await crew.do<Told<string>>({ perform: ({ api }) => api.content(snapshot), silenceMs: SILENCE_MS })),
  };
}
