import { useState, type FormEvent } from "react";
import { RESIZE_RULES } from "../../core/resize.ts";
import type { Preparation } from "../../models/own-network.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { channelNumbers, numbersText, valueText } from "./layout.ts";

/** What black and white become where people say no more: the usual ends. */
const RANGES: readonly (readonly [black: number, white: number])[] = [
  [0, 1],
  [-1, 1],
  [0, 255],
];

interface WayFormProps {
  readonly from: Preparation;
  readonly isGrey: boolean;
  readonly onUse: (how: Preparation) => void;
}

/** A preparation that nobody guessed, written down. */
export function WayForm({ from, isGrey, onUse }: WayFormProps) {
  const t = useStrings("own");
  const [draft, setDraft] = useState(from);
  const [mean, setMean] = useState(numbersText(from.mean));
  const [std, setStd] = useState(numbersText(from.std));
  const [isBad, setBad] = useState(false);
  const channels = isGrey ? 1 : 3;
  const rangeText = ([black, white]: readonly [number, number]): string =>
    t("how.range", { black: valueText(black), white: valueText(white) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const [means, stds] = [channelNumbers(mean, channels), channelNumbers(std, channels)];
    const isGood = means !== null && stds !== null && stds.every((one) => one > 0);
    setBad(!isGood);
    if (isGood) onUse({ ...draft, mean: means, std: stds });
  };
  return (
    <form className="own-form" onSubmit={submit}>
      {!isGrey && (
        <Picker
          label={t("form.channels")}
          shown={t(`how.channels.${draft.channels}`)}
          value={draft.channels}
          options={(["RGB", "BGR"] as const).map((value) => ({ value, text: t(`how.channels.${value}`) }))}
          onPick={(value) => setDraft({ ...draft, channels: value as "RGB" })}
        />
      )}
      <Picker
        label={t("form.range")}
        shown={rangeText(draft.range)}
        value={draft.range.join()}
        options={RANGES.map((range) => ({ value: range.join(), text: rangeText(range) }))}
        onPick={(value) => setDraft({ ...draft, range: RANGES.find((range) => range.join() === value)! })}
      />
      <Picker
        label={t("form.resize")}
        shown={t(`how.resize.${draft.resize}`)}
        value={draft.resize}
        options={RESIZE_RULES.map((value) => ({ value, text: t(`how.resize.${value}`) }))}
        onPick={(value) => setDraft({ ...draft, resize: value as Preparation["resize"] })}
      />
      <label>
        <small>{t("form.mean")}</small>
        <input
          className="field"
          value={mean}
          title={t("form.each")}
          onChange={(event) => setMean(event.target.value)}
        />
      </label>
      <label>
        <small>{t("form.std")}</small>
        <input className="field" value={std} title={t("form.each")} onChange={(event) => setStd(event.target.value)} />
      </label>
      <button type="submit" className="button">
        {t("form.use")}
      </button>
      {isBad && (
        <p className="note" role="alert">
          {t("form.bad")}
        </p>
      )}
    </form>
  );
}
