import { useEffect, useState } from "react";
import { named } from "./brought.ts";
import type { NamedFile } from "../../platform/named-file.ts";
import { useOpen } from "./use-open.ts";
import { isTyping } from "../../ui/controls/typing.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import "./drop.css";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** The files of folders, by their paths; none where they cannot be read. */
async function filesWithin(entries: readonly (FileSystemEntry | null)[]): Promise<readonly NamedFile[]> {
  try {
    const { walked } = await import("../../images/image-set/dropped-files.ts");
    return (await walked(entries)).map(({ path, file }) => ({ name: path, file }));
  } catch {
    return [];
  }
}

/** Takes an image dropped or pasted anywhere on the page, and shows that it would. What a field can take is left to the field. */
export function DropTarget() {
  const t = useStrings("page");
  const open = useOpen();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const on = <K extends keyof WindowEventMap>(type: K, handle: (event: WindowEventMap[K]) => void): void =>
      window.addEventListener(type, handle, { signal });
    // What is dragged from one place of the page to another, such as a link, means nothing here.
    let ownDrag = false;
    on("dragstart", () => void (ownDrag = true));
    // The pointer is silent during a drag, and there is no other end to one whose element is gone.
    for (const end of ["dragend", "pointermove"] as const) on(end, () => void (ownDrag = false));
    const isForField = (event: DragEvent): boolean => isTyping(event) && !carriesFiles(event);
    on("dragover", (event) => {
      if (isForField(event)) return;
      // Otherwise the browser would leave the page for what is dropped on it, an address as well as a file.
      event.preventDefault();
      if (carriesFiles(event) && !ownDrag) setOver(true);
    });
    // Leaving the window has no element to go to; leaving one element for another has.
    on("dragleave", (event) => event.relatedTarget === null && setOver(false));
    on("drop", (event) => {
      if (isForField(event)) return;
      event.preventDefault();
      setOver(false);
      if (ownDrag) return;
      // To be asked for as the drop comes: what it holds is gone a moment later.
      const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
      if (entries.some((entry) => entry?.isDirectory)) void filesWithin(entries).then((files) => open(files, "folder"));
      else open(named(event.dataTransfer?.files ?? []), "dropped");
    });
    on("paste", (event) => {
      if (isTyping(event)) return;
      const files = named(event.clipboardData?.files ?? []);
      // Text pasted into nothing is no mistake worth a message.
      if (files.length > 0) open(files, "pasted");
    });
    return () => listeners.abort();
  }, [open]);
  if (!over) return null;
  return (
    <div className="drop" aria-hidden="true">
      <div>
        <p>{t("drop.title")}</p>
        <p>{t("drop.body")}</p>
      </div>
    </div>
  );
}
