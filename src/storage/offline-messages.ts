/** What the build tells the service worker, and what the page and the service worker say to each other: types only. */

/**
 * When the browser keeps a file:
 * `shell`: with the worker itself, before anything else, since without it there is no page;
 * `start`: after the first picture, so that the page opens, explores a sample and takes an image without a network;
 * `more`: when the page fetches it for its own use, or on a person's wish.
 */
export type FileGroup = "shell" | "start" | "more";

/** A file of one build. */
export interface ShippedFile {
  /** Relative to the page. */
  readonly path: string;
  readonly bytes: number;
  /** `sha256-` and the digest in base64, as browsers check it while they fetch. */
  readonly integrity: string;
  readonly group: FileGroup;
}

/** `missing` asks, through a port, for the `ShippedFile[]` that are not kept; `take-over` lets a waiting worker replace the one in charge. */
export type WorkerRequest = "missing" | "take-over";
