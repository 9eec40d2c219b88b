import { useLayoutEffect, useRef, type ReactNode } from "react";
import { GlossaryAtHand } from "../term/Term.tsx";
import { CloseIcon } from "./icons.tsx";
import "./dialog.css";

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Messages that come while it is open: what lies outside can be neither seen nor used. */
  readonly notice: ReactNode;
  readonly wide?: boolean;
}

/** A dialog over the page: the platform's own, so that focus stays in it and Escape closes it. */
export function Dialog({ title, closeLabel, onClose, children, notice, wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    // Closed while it is still in the page, so that the focus goes back to where it came from.
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-label={title}
      data-wide={wide || undefined}
      // Told at once: the event that it is closed comes late, and would close what was opened in between.
      onCancel={(event) => event.target === ref.current && onClose()}
      onClose={() => ref.current?.open === false && onClose()}
      // Escape belongs to the dialog, not to what is selected behind it.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className="dialog-body">
        <header>
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label={closeLabel} title={closeLabel} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        <GlossaryAtHand isSo={false}>{children}</GlossaryAtHand>
      </div>
      {notice}
    </dialog>
  );
}
