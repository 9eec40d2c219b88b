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

/** Bytes as people count them, powers of ten: megabytes with one decimal, or whole kilobytes below a tenth of one; never less than 1 kB. */
export function sizeText(bytes: number): string {
  return bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
