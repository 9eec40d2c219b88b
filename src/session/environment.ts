/** What the page knows of where it runs: its engine, and what the browser keeps for working without a network. */
import type { EngineReport, BackendChoice } from "../backends/engine-report.ts";
import { NOTHING_KEPT, type OfflineStatus } from "../storage/offline.ts";

/** Where the network runs: what the person asked for, and what the engine says; null while none is open. */
export interface EngineState {
  readonly choice: BackendChoice;
  readonly report: EngineReport | null;
}

/** Before any engine is open. */
export const ENGINE_AT_FIRST: EngineState = { choice: "auto", report: null };

/** The wish to have everything without a network. */
export type Keeping =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly phase: "failed" };

/** What the browser keeps of the page, and the wish to keep all of it. */
export interface Offline extends OfflineStatus {
  readonly keeping: Keeping;
}

/** Before the browser has been asked. */
export const OFFLINE_AT_FIRST: Offline = { ...NOTHING_KEPT, keeping: { phase: "idle" } };
