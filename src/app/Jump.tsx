import type { MouseEvent, ReactNode } from "react";

interface JumpProps {
  /** The section's id. */
  readonly to: string;
  readonly className?: string;
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A link to a section of the page that leaves the address alone: its fragment says what is on the page. */
export function Jump({ to, className, current = false, children }: JumpProps) {
  const onClick = (event: MouseEvent): void => {
    event.preventDefault();
    const section = document.getElementById(to);
    section?.scrollIntoView();
    // Where a keyboard goes on from.
    section?.setAttribute("tabindex", "-1");
    section?.focus({ preventScroll: true });
  };
  return (
    <a className={className} href={`#${to}`} aria-current={current ? "location" : undefined} onClick={onClick}>
      {children}
    </a>
  );
}
