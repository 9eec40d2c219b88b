import { useSyncExternalStore } from "react";

/** What a finger needs to hit, pixels. */
export const FINGER = 44;

const COARSE = "(pointer: coarse)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(COARSE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Whether the pointer is a finger; follows it, since a tablet may get a mouse. */
export function useCoarse(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(COARSE).matches);
}
