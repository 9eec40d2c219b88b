import { Chevron } from "./icons.tsx";
import "./controls.css";

interface Option {
  readonly value: string;
  readonly text: string;
}

interface PickerProps {
  readonly label: string;
  /** What the closed menu shows; its options may say more. */
  readonly shown: string;
  readonly value: string;
  readonly options: readonly Option[];
  /** More options behind these, under a heading. */
  readonly group?: { readonly label: string; readonly options: readonly Option[] } | undefined;
  readonly onPick: (value: string) => void;
  readonly disabled?: boolean;
  readonly title?: string;
}

/** A menu: the platform's own select, laid invisibly over a text, so that keyboard, phone and screen reader work as everywhere. */
export function Picker({ label, shown, value, options, group, onPick, disabled = false, title }: PickerProps) {
  return (
    <label className="picker" title={title} data-disabled={disabled || undefined}>
      <small>{label}</small>
      <span>{shown}</span>
      <Chevron />
      <select aria-label={label} value={value} disabled={disabled} onChange={(event) => onPick(event.target.value)}>
        <Options options={options} />
        {group !== undefined && (
          <optgroup label={group.label}>
            <Options options={group.options} />
          </optgroup>
        )}
      </select>
    </label>
  );
}

function Options({ options }: Pick<PickerProps, "options">) {
  return options.map(({ value, text }) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
}
