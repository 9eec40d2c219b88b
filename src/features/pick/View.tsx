import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { MIN_PICKED, OTHERS, patchName } from "../../core/patches.ts";
import { DEFAULT_SEED, PICKS, type PickRule } from "../../core/picking.ts";
import { knownManifestOf } from "../../session/lock.ts";
import { playersOn } from "../../session/players-on.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { budgetFor } from "../../session/budget.ts";
import { selectExpectedSeconds } from "../../session/selectors.ts";
import type { ShownImage } from "../../session/shape.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { Picker } from "../../ui/controls/Picker.tsx";
import { Marked } from "../../ui/language/Marked.tsx";
import { duration, grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { useSweep } from "../../ui/pixels/use-sweep.ts";
import { useSampleTime } from "../image/grid-choice.tsx";
import { placeOf, stepCell } from "../image/layout.ts";
import { PatchShape } from "../image/patch-shape.tsx";
import {
  countsOffered,
  fineGrids,
  firstDraft,
  gridOfDraft,
  regridded,
  suggested,
  suggestedCount,
  withCell,
  type Draft,
} from "./draft.ts";
import "./pick.css";
import { Rulers } from "../image/Rulers.tsx";

/** Names are told of no more: beyond, the image tells it better. */
const MOST_NAMED = 32;

interface CellsProps {
  readonly draft: Draft;
  readonly image: ShownImage;
  readonly onPick: (cell: number, isPicked: boolean) => void;
}

/** The image under its fine grid, of which every cell can be picked, or left: pressed, swept over with a mouse or pen, or by keys. */
function Cells({ draft, image, onPick }: CellsProps) {
  const t = useStrings("pick");
  const { rows, cols, cells, others } = draft;
  const { width, height } = image.pixels;
  const sides = { rows, cols, width, height };
  const cut = useStrata((state) => state.settings.cut);
  const all = playersOn(image.pixels, { rows, cols, picked: null, cut });
  const places = useMemo(() => all.patches.map((_, cell) => placeOf(all, cell)), [all]);
  const [active, setActive] = useState(cells[0] ?? 0);
  const current = Math.min(active, rows * cols - 1);
  const grid = useRef<HTMLDivElement>(null);
  const sweep = useSweep<boolean>({
    within: grid,
    name: "cell",
    byFinger: false,
    begin: (cell) => {
      setActive(cell);
      return !cells.includes(cell);
    },
    has: (cell, isPicked) => cells.includes(cell) === isPicked,
    give: onPick,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    sweep.reset();
    const next = stepCell(event.key, current, draft);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
  };
  const at = (index: number): string => patchName(index, cols);
  return (
    <div className="pick-window">
      <div className="photo pick-photo" style={{ "--across": cols } as CSSProperties}>
        <Rulers sides={sides} />
        <div className="frame" style={{ aspectRatio: `${width} / ${height}` }}>
          <PixelImage pixels={image.pixels} />
          {image.isLeftOut === true && <p className="left-out">{t("leftOut")}</p>}
          <div
            className="pick-grid"
            role="grid"
            aria-label={t("cells")}
            aria-multiselectable="true"
            data-others={others}
            ref={grid}
            onKeyDown={onKeyDown}
            {...sweep.handlers}
          >
            {Array.from({ length: rows }, (_, row) => (
              <div role="row" key={row} style={{ display: "contents" }}>
                {Array.from({ length: cols }, (_, col) => {
                  const cell = row * cols + col;
                  return (
                    <button
                      key={cell}
                      type="button"
                      role="gridcell"
                      data-cell={cell}
                      tabIndex={cell === current ? 0 : -1}
                      aria-selected={cells.includes(cell)}
                      aria-label={at(cell)}
                      title={at(cell)}
                      onFocus={() => setActive(cell)}
                      style={places[cell]}
                    >
                      <PatchShape players={all} player={cell} />
                    </button>
                  );
                })}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

/** How many cells are picked, and which; said when it changes. */
function Counter({ draft }: { readonly draft: Draft }) {
  const t = useStrings("pick");
  const { cells, cols } = draft;
  const count = cells.length;
  return (
    <div className="pick-count">
      <p role="status">
        <Marked text={t("count", { count })} /> {count < MIN_PICKED && t("few", { least: String(MIN_PICKED) })}
      </p>
      <p className="pick-names">{count <= MOST_NAMED && cells.map((cell) => patchName(cell, cols)).join(" ")}</p>
    </div>
  );
}

/** Which cells of a finer grid are players: picked one by one or suggested, and asked about. */
export function PickDialog({ notice }: { readonly notice: ReactNode }) {
  const image = useStrata((state) => state.image);
  return image === null ? notice : <Picking image={image} notice={notice} />;
}

function Picking({ image, notice }: { readonly image: ShownImage; readonly notice: ReactNode }) {
  const t = useStrings("pick");
  const page = useStrings("page");
  const { closeDialog, setGrid } = useActions();
  const settings = useStrata((state) => state.settings);
  const own = useStrata((state) => knownManifestOf(state)?.players);
  const mean = useStrata((state) => state.result?.model.meanColour ?? null);
  const secondsFor = useStrata(selectExpectedSeconds);
  const timeFor = useSampleTime();
  const { pixels } = image;
  const [draft, setDraft] = useState(() => firstDraft(settings, pixels, own));
  const [seed, setSeed] = useState(DEFAULT_SEED);
  const [wanted, setWanted] = useState<number | null>(null);
  const countOf = (pick: PickRule["pick"]): number => suggestedCount(draft, pick, wanted);
  const suggest = (pick: PickRule["pick"]): void => {
    setDraft(suggested(draft, { pick, count: countOf(pick), seed }, pixels, settings.baseline, mean!));
    // Asked again, other cells are drawn.
    if (pick === "centre") setSeed(seed + 1);
  };
  const { rows, cols, cells } = draft;
  const asked = gridOfDraft(draft);
  const sample = asked === null ? null : budgetFor(asked, settings.sample);
  const seconds = secondsFor(cells.length);
  const exactTime = seconds === null ? null : duration(page, seconds);
  const time = sample === null ? exactTime : timeFor(cells.length, sample.masks);
  const price = sample === null ? "price" : "priceSampled";
  const masks = grouped(sample?.masks ?? 2 ** cells.length);
  const cannot = (pick: PickRule["pick"]): boolean =>
    mean === null || countOf(pick) < MIN_PICKED || (pick === "foreground" && image.isLeftOut === true);
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice} wide>
      <div className="pick">
        <Cells
          draft={draft}
          image={image}
          onPick={(cell, isPicked) => setDraft((before) => withCell(before, cell, isPicked))}
        />
        <div className="pick-controls">
          <p>{t("read", { most: String(MAX_ENUMERABLE) })}</p>
          <div className="pick-line">
            <Picker
              label={t("grid")}
              shown={page("grid.size", { rows, cols })}
              value={`${rows}x${cols}`}
              options={fineGrids(pixels, draft).map(([r, c]) => ({
                value: `${r}x${c}`,
                text: page("grid.size", { rows: r, cols: c }),
              }))}
              onPick={(value) => {
                const [r, c] = value.split("x").map(Number);
                setDraft(regridded(draft, r!, c!));
              }}
            />
          </div>
          <div className="pick-line" role="group" aria-label={t("suggestCells")}>
            <Picker
              label={t("suggest")}
              shown={String(countOf("foreground"))}
              value={String(countOf("foreground"))}
              options={countsOffered(draft, countOf("foreground")).map((count) => ({
                value: String(count),
                text: String(count),
              }))}
              onPick={(value) => setWanted(Number(value))}
            />
            {PICKS.map((pick) => (
              <button
                key={pick}
                type="button"
                className="link"
                disabled={cannot(pick)}
                title={t(`${pick}Title`, { count: countOf(pick) })}
                onClick={() => suggest(pick)}
              >
                {t(pick)}
              </button>
            ))}
          </div>
          <fieldset className="pick-others">
            <legend className="pick-label">{t("others")}</legend>
            {OTHERS.map((others) => (
              <label
                key={others}
                title={t(`others_${others}Title`)}
                data-checked={others === draft.others || undefined}
              >
                <input
                  type="radio"
                  name="others"
                  value={others}
                  checked={others === draft.others}
                  onChange={() => setDraft({ ...draft, others })}
                />
                {t(`others_${others}`)}
              </label>
            ))}
          </fieldset>
          <Counter draft={draft} />
          <div className="pick-acts">
            <button
              type="button"
              className="button primary"
              disabled={asked === null}
              onClick={() => {
                closeDialog();
                setGrid(asked!.rows, asked!.cols, asked!.picked);
              }}
            >
              {t("explore")}
            </button>
            <button
              type="button"
              className="button"
              disabled={cells.length === 0}
              onClick={() => setDraft({ ...draft, cells: [] })}
            >
              {t("clear")}
            </button>
          </div>
          <p className="note pick-price">
            {asked !== null && (time === null ? t(price, { masks }) : t(`${price}Time`, { masks, time }))}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
