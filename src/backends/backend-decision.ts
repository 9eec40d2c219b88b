/** Which backend the next run is on, by what is known of the GPU, and why one is refused. */
import type { AdapterFinding } from "./adapter.ts";
import type { Trial } from "./backend-trial.ts";
import type { BackendChoice, Decision, GpuFailure } from "./engine-report.ts";
import { InferenceError, type InferenceErrorCode } from "./errors.ts";
import { WorkerDeath } from "../platform/worker-handle.ts";
import { wordsOf } from "../platform/words.ts";

/** Why a GPU that there is is not used, and the driver's own words if there are any. */
export interface Refusal {
  readonly reason: GpuFailure | "session";
  readonly message: string | null;
}

/** Whether the GPU, or its worker, went away under a run. */
export const isLoss = (error: unknown): boolean =>
  error instanceof WorkerDeath || (error instanceof InferenceError && error.code === "gpu-lost");

/** Why a session does not open. */
const OPENING: ReadonlySet<InferenceErrorCode> = new Set([
  "session-failed",
  "unknown-operator",
  "out-of-memory",
  "no-webassembly",
]);

/** Why a GPU is refused that did not get through its trial. */
export function refusalOf(error: unknown): Refusal {
  const code = error instanceof InferenceError ? error.code : null;
  return {
    reason: isLoss(error)
      ? "lost"
      : code === "gpu-memory"
        ? "memory"
        : code !== null && OPENING.has(code)
          ? "session"
          : "failed",
    message: wordsOf(error),
  };
}

/** The next run's backend; null is what is not known yet, or has not happened. */
export function decisionOf(
  choice: BackendChoice,
  adapter: AdapterFinding | null,
  refused: Refusal | null,
  trial: Trial | null,
): Decision {
  const { unusable, unwise } = adapter ?? { unusable: null, unwise: null };
  if (choice === "wasm") return { backend: "wasm", reason: "chosen" };
  if (unusable !== null) return { backend: "wasm", reason: unusable };
  if (refused !== null) return { backend: "wasm", reason: refused.reason };
  if (choice === "auto" && unwise !== null) return { backend: "wasm", reason: unwise };
  if (trial === null) return { backend: "wasm", reason: "opening" };
  if (choice === "webgpu") return { backend: "webgpu", reason: "chosen" };
  const faster = trial.webgpu.masksPerSecond > trial.wasm.masksPerSecond;
  return faster ? { backend: "webgpu", reason: "faster" } : { backend: "wasm", reason: "slower" };
}
