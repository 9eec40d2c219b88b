import type { ReactNode } from "react";

function Icon({ size = 16, children }: { readonly size?: number; readonly children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox={`0 0 ${size} ${size}`}
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Strata's mark: three waves, the middle one violet. */
export const BrandMark = () => (
  <svg
    className="icon"
    viewBox="0 0 20 20"
    width={20}
    height={20}
    fill="none"
    stroke="currentColor"
    strokeWidth={1.6}
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M2 5.2c3-2.2 5.4-2.2 8 0s5 2.2 8 0" />
    <path d="M2 10.2c3-2.2 5.4-2.2 8 0s5 2.2 8 0" stroke="var(--accent)" />
    <path d="M2 15.2c3-2.2 5.4-2.2 8 0s5 2.2 8 0" />
  </svg>
);
export const HelpIcon = () => (
  <Icon>
    <circle cx={8} cy={8} r={6.25} />
    <path d="M6.2 6.3a1.85 1.85 0 1 1 2.7 1.65c-.6.3-.9.65-.9 1.25" />
    <path d="M8 11.6v.01" />
  </Icon>
);
export const Chevron = () => (
  <Icon size={12}>
    <path d="M3 4.5 6 7.5 9 4.5" />
  </Icon>
);
export const ThemeIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" stroke="none" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 5v3.5M8 11v.01" />
  </Icon>
);
export const ImageIcon = () => (
  <Icon>
    <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
    <path d="M6 2.5v11M10 2.5v11M2 6.2h12M2 9.8h12" />
  </Icon>
);
export const ConceptsIcon = () => (
  <Icon>
    <path d="M2 4h8M4 8h7M3 12h10" />
  </Icon>
);
export const DetailIcon = () => (
  <Icon>
    <path d="M2 13c5 0 4-9 9-9.6" />
    <circle cx="12.6" cy="3.4" r="1.2" fill="currentColor" />
  </Icon>
);
export const ChecksIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 5" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon size={12}>
    <path d="m3 3 6 6M9 3 3 9" />
  </Icon>
);
export const LibraryIcon = () => (
  <Icon>
    <path d="M2.5 3.5h4v4h-4zM9.5 3.5h4v4h-4zM2.5 10h4v3.5h-4zM9.5 10h4v3.5h-4z" />
  </Icon>
);
/** A padlock, closed or open. */
export const LockIcon = ({ closed }: { readonly closed: boolean }) => (
  <Icon>
    <path d="M3.5 7.5h9v6h-9z" fill={closed ? "currentColor" : "none"} />
    <path d={closed ? "M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" : "M5.5 7.5V4a2.5 2.5 0 0 1 5 0v.5"} />
  </Icon>
);
export const SaveIcon = ({ filled }: { readonly filled: boolean }) => (
  <Icon>
    <path d="M4 2.5h8v11l-4-3-4 3z" fill={filled ? "currentColor" : "none"} />
  </Icon>
);
export const ShareIcon = () => (
  <Icon>
    <path d="M6.6 9.4a2.8 2.8 0 0 0 4 0l2.2-2.2a2.8 2.8 0 0 0-4-4l-.8.8M9.4 6.6a2.8 2.8 0 0 0-4 0L3.2 8.8a2.8 2.8 0 0 0 4 4l.8-.8" />
  </Icon>
);
