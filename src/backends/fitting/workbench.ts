import type { GivenFit } from "../../probes/fitting.ts";
import type { KeptLook } from "../../probes/fit-images.ts";
import type { ProbeTools } from "../../probes/tools.ts";

/** What a fit is made of and what is done of it, kept by the browser or, where that keeps nothing, in memory. */
export interface Workbench extends Pick<ProbeTools, "store"> {
  /** What was given; files are parts of what is kept where they are kept. */
  readonly given: GivenFit;
  /** Whether it is kept when the page goes. */
  readonly isKept: boolean;
  readonly look: KeptLook;
  /** Lets go of its files, which stay. */
  close(): Promise<void>;
}

/** Opens the workbench of a fit, and keeps what is given; throws FittingError `not-kept` or `elsewhere`. `onKept` is told how many of how many images are kept. */
export type OpenWorkbench = (
  id: string,
  given: GivenFit | null,
  onKept: (done: number, total: number) => void,
) => Promise<Workbench>;
