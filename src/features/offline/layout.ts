import type { Offline } from "../../session/environment.ts";

/** What the line says, the most pressing first; "nothing" where the browser keeps nothing. */
export type OfflineLine = "update" | "keeping" | "failed" | "away" | "caching" | "ready" | "nothing";

/** What to say of a state. */
export function offlineLine({ phase, updateWaiting, online, keeping }: Offline): OfflineLine {
  if (updateWaiting) return "update";
  if (keeping.phase !== "idle") return keeping.phase === "running" ? "keeping" : "failed";
  if (phase === "ready" && !online) return "away";
  return phase === "none" ? "nothing" : phase;
}
