import type { Decision, EngineEvent, EngineReport, GpuRefusal } from "../../backends/engine-report.ts";

/** What the badge says. */
export type Badge = "webgpu" | "wasm" | "opening" | "gaveUp";

/** Refusals of a GPU that there is and that was in use, or was about to be: news to a person, unlike a GPU that never was there. */
const GIVEN_UP: ReadonlySet<string> = new Set<GpuRefusal>(["parity", "session", "lost", "memory", "failed"]);

/** What to say in a few words. */
export function badgeOf({ backend, reason }: Decision): Badge {
  if (backend === "webgpu") return "webgpu";
  if (GIVEN_UP.has(reason)) return "gaveUp";
  return reason === "opening" ? "opening" : "wasm";
}

/** How many times as fast the GPU is as WebAssembly, with one decimal below ten; null where one of them was not measured. */
export function timesFaster({ timings: { webgpu, wasm } }: Pick<EngineReport, "timings">): string | null {
  if (webgpu === null || wasm === null) return null;
  const times = webgpu.masksPerSecond / wasm.masksPerSecond;
  return times.toFixed(times < 9.95 ? 1 : 0);
}

/** A text that no line may end within; a hyphen is a place to break otherwise. */
export function unbroken(text: string): string {
  return text.replaceAll("-", "\u2060-\u2060");
}

/** The event that says most about a run, which the run line repeats: where it ended before what it met on the way; null without any. */
export function tellingEvent(events: readonly EngineEvent[]): EngineEvent | null {
  return events.find(({ code }) => code === "gave-up" || code === "refused") ?? events.at(-1) ?? null;
}
