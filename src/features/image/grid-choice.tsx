import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { playerCount } from "../../core/patches.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { budgetFor, masksWithin, offeredMasks } from "../../session/budget.ts";
import { selectExpectedSeconds, selectMaskRate, selectSampleTime } from "../../session/selectors.ts";
import { selectLock } from "../../session/lock.ts";
import { LockIcon } from "../../ui/controls/icons.tsx";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useGridText } from "../../ui/language/grid-text.ts";
import { duration, grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { finerGrid, GRIDS, SAMPLED_GRIDS } from "./layout.ts";

/** The grid's menu, each choice with the seconds it will take at the measured rate. */
export function GridChoice() {
  const t = useStrings("page");
  const actions = useActions();
  const { rows, cols, picked, sample } = useStrata((state) => state.settings);
  const gridText = useGridText();
  const secondsFor = useStrata(selectExpectedSeconds);
  const timeFor = useSampleTime();
  const sides = useStrata((state) => state.image?.pixels);
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
  const value = picked === null ? `${rows}x${cols}` : "";
  const sampledOption = ([r, c]: readonly [number, number]) => {
    const grid = { rows: r, cols: c, picked: null };
    const { masks } = budgetFor(grid, sample)!;
    const time = timeFor(r * c, masks);
    const values = { rows: r, cols: c, masks: grouped(masks) };
    return {
      value: `${r}x${c}`,
      text: time === null ? t("grid.optionSampledUnknown", values) : t("grid.optionSampled", { ...values, time }),
    };
  };
  // No patch is smaller than a pixel of what the network sees.
  const sampledGrids = SAMPLED_GRIDS.filter(([r, c]) => sides === undefined || (r <= sides.height && c <= sides.width));
  const isListed = [...GRIDS, ...sampledGrids].some(([r, c]) => value === `${r}x${c}`);
  const own = value === "" || isListed ? [] : [{ value, text: shown }];
  return (
    <span
      className="grid-choice"
      title={locked ? t("grid.lockedTitle") : t("grid.title", { most: String(MAX_ENUMERABLE) })}
    >
      {locked && <LockIcon closed />}
      <Picker
        disabled={locked}
        label={t("grid.label")}
        shown={shown}
        value={value}
        options={[...(picked === null ? own : [{ value: "", text: shown }]), ...GRIDS.map(option)]}
        group={{ label: t("grid.sampled"), options: sampledGrids.map(sampledOption) }}
        onPick={(value) => {
          if (value === "") return;
          const [r, c] = value.split("x").map(Number);
          actions.setGrid(r!, c!);
        }}
      />
    </span>
  );
}

/** How long an estimate will take, in words; null where nothing is known of it. */
export function useSampleTime(): (players: number, masks: number) => string | null {
  const t = useStrings("page");
  const timeFor = useStrata(selectSampleTime);
  return (players, masks) => {
    const time = timeFor(players, masks);
    if (time === null) return null;
    return time.fit === null
      ? t("masks.network", { time: duration(t, time.network) })
      : t("masks.whole", { time: duration(t, time.network + time.fit) });
  };
}

/** How many masks an estimate is made from. */
export function MasksChoice() {
  const t = useStrings("page");
  const { setSample } = useActions();
  const { sample, ...grid } = useStrata((state) => state.settings);
  const timeFor = useSampleTime();
  const rate = useStrata(selectMaskRate);
  if (sample === null) return null;
  const n = playerCount(grid);
  const option = (masks: number) => {
    const time = timeFor(n, masks);
    return {
      value: String(masks),
      text: time === null ? grouped(masks) : t("masks.option", { masks: grouped(masks), time }),
    };
  };
  const within = masksWithin(n, rate)
    .filter(({ masks }) => masks !== sample.masks)
    .map(({ seconds, masks }) => ({
      value: String(masks),
      text: t("masks.withinOption", { time: duration(t, seconds), masks: grouped(masks) }),
    }));
  const all = n <= MAX_ENUMERABLE ? [{ value: "", text: t("masks.all", { masks: grouped(2 ** n) }) }] : [];
  return (
    <Picker
      label={t("masks.label")}
      title={t("masks.title")}
      shown={grouped(sample.masks)}
      value={String(sample.masks)}
      options={[...offeredMasks(n, sample.masks).map(option), ...all]}
      group={within.length === 0 ? undefined : { label: t("masks.within"), options: within }}
      onPick={(value) => setSample(value === "" ? null : { masks: Number(value), seed: sample.seed })}
    />
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
    <button type="button" className="quiet" title={t("grid.pickTitle")} onClick={openPicking}>
      {t("grid.pick")}
    </button>
  );
}

/** The next finer grid as one click, with its price. */
export function FinerGrid() {
  const t = useStrings("page");
  const actions = useActions();
  const { rows, cols, picked, sample } = useStrata((state) => state.settings);
  const secondsFor = useStrata(selectExpectedSeconds);
  const locked = useStrata(selectLock) !== null;
  // Where masks are to be chosen, the line has no room for both.
  const finer = picked === null && sample === null ? finerGrid(rows, cols) : null;
  if (finer === null || locked) return null;
  const isSampled = finer[0] * finer[1] > MAX_ENUMERABLE;
  const seconds = isSampled ? null : secondsFor(finer[0] * finer[1]);
  const values = { rows: finer[0], cols: finer[1] };
  return (
    <button type="button" className="quiet" onClick={() => actions.setGrid(finer[0], finer[1])}>
      {isSampled
        ? t("grid.finerSampled", values)
        : seconds === null
          ? t("grid.finerUnknown", values)
          : t("grid.finer", { ...values, time: duration(t, seconds) })}
    </button>
  );
}
