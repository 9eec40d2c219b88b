import type { Actions } from "../state/actions.ts";
import { PATCH_GRID } from "../views/image/photo.tsx";

/** Fields in which letters are text. */
const TYPING = "input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]";

/** P enters the patch grid, Escape undoes one step; returns how to stop listening. */
export function listenForShortcuts(actions: Actions): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") actions.escape();
    if (event.key.toLowerCase() !== "p" || (event.target instanceof Element && event.target.matches(TYPING))) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`[${PATCH_GRID}] [tabindex="0"]`)?.focus();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}
