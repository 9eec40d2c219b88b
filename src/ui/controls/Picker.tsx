import { Chevron } from "./icons.tsx";
import "./controls.css";

interface PickerProps {
  readonly label: string;
  /** What the closed menu shows; its options may say more. */
  readonly shown: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onPick: (value: string) => void;
  readonly disabled?: boolean;
  readonly title?: string;
}

/** A menu: the platform's own select, laid invisibly over a text, so that keyboard, phone and screen reader work as everywhere. */
export function Picker({ label, shown, value, options, onPick, disabled = false, title }: PickerProps) {
  return (
    <label className="picker" title={title} data-disabled={disabled || undefined}>
      <small>{label}</small>
      <span>{shown}</span>
      <Chevron />
      <select aria-label={label} value={value} disabled={disabled} onChange={(event) => onPick(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
