import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectExpectedSeconds } from "../../session/selectors.ts";
import { selectLock } from "../../session/lock.ts";
import { LockIcon } from "../../ui/controls/icons.tsx";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useGridText } from "../../ui/language/grid-text.ts";
import { duration, grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { finerGrid, GRIDS } from "./layout.ts";

/** The grid's menu, each choice with the seconds it will take at the measured rate. */
export function GridChoice() {
  const t = useStrings("page");
  const actions = useActions();
  const { rows, cols, picked } = useStrata((state) => state.settings);
  const gridText = useGridText();
  const secondsFor = useStrata(selectExpectedSeconds);
  const locked = useStrata(selectLock) !== null;
  const shown = gridText({ rows, cols }, picked?.cells.length ?? null);
  const option = ([r, c]: readonly [number, number]) => {
    const seconds = secondsFor(r * c);
    const values = { rows: r, cols: c, masks: grouped(2 ** (r * c)) };
    return {
      value: `${r}x${c}`,
      text:
        seconds === null
          ? t("grid.optionUnknown", values)
          : t("grid.option", { ...values, time: duration(t, seconds) }),
    };
  };
  return (
    <span className="grid-choice" title={t(locked ? "grid.lockedTitle" : "grid.title")}>
      {locked && <LockIcon closed />}
      <Picker
        disabled={locked}
        label={t("grid.label")}
        shown={shown}
        value={picked === null ? `${rows}x${cols}` : ""}
        options={[...(picked === null ? [] : [{ value: "", text: shown }]), ...GRIDS.map(option)]}
        onPick={(value) => {
          if (value === "") return;
          const [r, c] = value.split("x").map(Number);
          actions.setGrid(r!, c!);
        }}
      />
    </span>
  );
}

/** Cells of a finer grid, picked by hand. */
export function PickCells() {
  const t = useStrings("page");
  const { openPicking } = useActions();
  const locked = useStrata(selectLock) !== null;
  const isThere = useStrata((state) => state.image !== null);
  if (locked || !isThere) return null;
  return (
    <button
      type="button"
      className="quiet"
      title={t("grid.pickTitle", { most: String(MAX_ENUMERABLE) })}
      onClick={openPicking}
    >
      {t("grid.pick")}
    </button>
  );
}

/** The next finer grid as one click, with its price. */
export function FinerGrid() {
  const t = useStrings("page");
  const actions = useActions();
  const { rows, cols, picked } = useStrata((state) => state.settings);
  const secondsFor = useStrata(selectExpectedSeconds);
  const locked = useStrata(selectLock) !== null;
  const finer = picked === null ? finerGrid(rows, cols) : null;
  if (finer === null || locked) return null;
  const seconds = secondsFor(finer[0] * finer[1]);
  const values = { rows: finer[0], cols: finer[1] };
  return (
    <button type="button" className="quiet" onClick={() => actions.setGrid(finer[0], finer[1])}>
      {seconds === null ? t("grid.finerUnknown", values) : t("grid.finer", { ...values, time: duration(t, seconds) })}
    </button>
  );
}
