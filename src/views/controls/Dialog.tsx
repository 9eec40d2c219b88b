import { useEffect, useRef, type ReactNode } from "react";
import { CloseIcon } from "./icons.tsx";
import "./dialog.css";

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/** A dialog over the page: the platform's own, so that focus stays in it and Escape closes it. */
export function Dialog({ title, closeLabel, onClose, children, wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (ref.current?.open === false) ref.current.showModal();
  }, []);
  return (
    <dialog ref={ref} className="dialog" aria-label={title} data-wide={wide || undefined} onClose={onClose}
      // Escape belongs to the dialog, not to what is selected behind it.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === ref.current && onClose()}>
      <div className="dialog-body">
        <header><h2>{title}</h2><button type="button" className="icon-button" aria-label={closeLabel} title={closeLabel} onClick={onClose}><CloseIcon /></button></header>
        {children}
      </div>
    </dialog>
  );
}
