import type { i18n } from "i18next";

/** What a command needs of the world around it. */
export interface Surroundings {
  /** Paths are relative to this folder. */
  readonly cwd: string;
  readonly strings: i18n;
  readonly signal: AbortSignal;
  /** Says a line on standard error. */
  note(line: string): void;
  /** Shows how far a long run is, on a terminal only. */
  progress(line: string): void;
}
