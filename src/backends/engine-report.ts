/** Where the network runs, why there, and how that was found: data with codes, which `state` and `views` put into words. */

import { PLAIN_FACTS, type BatchLimit, type OpeningFacts } from "./batching.ts";

/** A way to run the network: on the GPU, or on the processor. */
export type Backend = "webgpu" | "wasm";

/** What a person asks for: the faster backend, or one in particular. */
export const BACKEND_CHOICES = ["auto", "webgpu", "wasm"] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** Why a GPU that was running the network does so no more. */
export type GpuFailure =
  /** Its numbers differ from those of WebAssembly by more than the tolerance. */
  | "parity"
  /** Its device was lost twice in a row. */
  | "lost"
  /** It has no room for a single mask. */
  | "memory"
  /** The runtime failed on it. */
  | "failed";

/** Why the GPU is not in use although it is, or might be, there. */
export type GpuRefusal =
  | GpuFailure
  /** The browser has no WebGPU, or WebGPU no adapter. */
  | "no-webgpu"
  | "no-adapter"
  /** The adapter is a program on the processor. */
  | "software-adapter"
  /** iOS ends pages that use it for long: microsoft/onnxruntime#27584. */
  | "ios"
  /** The network could not be opened on it. */
  | "session"
  /** The network takes few images at a time, which leaves a GPU nothing to share out. */
  | BatchLimit;

/** The backend that the next run takes, and why. `opening`: WebAssembly works until the GPU is open and tried. */
export type Decision =
  | { readonly backend: "webgpu"; readonly reason: "chosen" | "faster" }
  | { readonly backend: "wasm"; readonly reason: "chosen" | "slower" | "opening" | GpuRefusal };

/** A backend's speed. */
export interface BackendTiming {
  /** Masks in one batch. */
  readonly batchSize: number;
  readonly masksPerSecond: number;
}

/** How far the GPU's logits are from those of WebAssembly. */
export interface Parity {
  /** Largest |Δlogit| over masks, layers and classes, in nats. */
  readonly largestDelta: number;
  /** Largest |logit| of WebAssembly among them, in nats. */
  readonly largestLogit: number;
  /** largestDelta / largestLogit, to be at most `tolerance`. */
  readonly ratio: number;
  readonly tolerance: number;
  /** Masks that were compared. */
  readonly masks: number;
  /** The batch sizes they were run at. */
  readonly batchSizes: readonly number[];
}

/** What happened on the way, the latest run's last. */
export type EngineEvent =
  /** The GPU's device was lost, and its worker replaced. */
  | { readonly code: "replaced" }
  /** A batch found no room; it goes on with smaller ones. */
  | { readonly code: "halved"; readonly batchSize: number }
  /** A worker of WebAssembly ended, or its runtime failed, and it was replaced. */
  | { readonly code: "worker-replaced" }
  /** A worker of WebAssembly would not open; the others do its work. */
  | { readonly code: "fewer-workers" }
  /** A worker that looks for effects ended, and was replaced. */
  | { readonly code: "solver-replaced" }
  /** WebAssembly found no room for a batch; it goes on with smaller ones, in fresh workers. */
  | { readonly code: "worker-halved"; readonly batchSize: number }
  /** The rest of the run, or all of it, went to WebAssembly. */
  | { readonly code: "gave-up"; readonly reason: GpuFailure }
  /** The GPU did not get through its trial. */
  | { readonly code: "refused"; readonly reason: GpuFailure | "session" };

/** What an engine knows besides its decision. */
export interface EngineFacts {
  readonly choice: BackendChoice;
  /** The runtime's or the driver's own words about a refusal. */
  readonly message: string | null;
  /** The GPU's name, as far as the browser tells it; null where none was asked. */
  readonly adapter: string | null;
  /** As measured on this machine, with this network, last; null where a backend was not measured. */
  readonly timings: { readonly [R in Backend]: BackendTiming | null };
  /** The latest comparison of the two backends. */
  readonly parity: Parity | null;
  /** Workers of WebAssembly, one thread each. */
  readonly workers: number;
  /** What opening the network told. */
  readonly opening: OpeningFacts;
  /** Whether the page is cross-origin isolated. */
  readonly isolated: boolean;
  /** Of the latest run. */
  readonly events: readonly EngineEvent[];
}

/** All that the page can say of its engine. */
export type EngineReport = EngineFacts & Decision;

/** An engine that has not been tried. */
export function freshReport(
  choice: BackendChoice,
  workers: number,
  isolated: boolean,
  opening: OpeningFacts = PLAIN_FACTS,
): EngineReport {
  return {
    choice,
    backend: "wasm",
    reason: choice === "wasm" ? "chosen" : "opening",
    message: null,
    adapter: null,
    timings: { webgpu: null, wasm: null },
    parity: null,
    workers,
    opening,
    isolated,
    events: [],
  };
}
