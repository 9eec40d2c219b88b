import type { Actions } from "../session/actions.ts";
import { isTyping } from "../ui/controls/typing.ts";
import { PATCH_GRID } from "../features/image/photo.tsx";

/** P enters the patch grid, Escape undoes one step; returns how to stop listening. */
export function listenForShortcuts(actions: Actions): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") actions.escape();
    if (event.key.toLowerCase() !== "p" || isTyping(event)) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`[${PATCH_GRID}] [tabindex="0"]`)?.focus();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}
