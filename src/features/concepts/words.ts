import type { TFunction } from "i18next";
import { patchesOf } from "../../core/masks.ts";
import { playerName, type Grid } from "../../core/patches.ts";
import { isWithinNoise } from "../../core/salient-jaccard.ts";
import type { Units } from "../../session/shape.ts";
import { NO_NUMBER, percent, signed } from "../../ui/scale/numbers.ts";
import type { ColumnHead } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";

type PictureT = TFunction<"picture">;

/** A signed number with what it is in. */
export function amount(t: PictureT, value: number, units: Units): string {
  return t(`units.amount.${units}`, { value: signed(value) });
}

/** A concept's patches in words, as in "b2 AND c2 AND c3". */
export function conceptWords(
  t: PictureT,
  { kind, mask }: Pick<PictureRow, "kind" | "mask">,
  grid: Pick<Grid, "cols" | "picked">,
): string {
  return patchesOf(mask)
    .map((patch) => playerName(patch, grid))
    .join(` ${t(`words.${kind}`)} `);
}

/** A layer head in words, its score in `units`. */
export function headWords(t: PictureT, head: ColumnHead, isOutput: boolean, units: Units): string {
  const { probeAgreement, layerAgreement, noiseShare } = head;
  const words = t(isOutput ? "head.columnOutput" : "head.column", {
    name: head.name,
    v: head.vFull === null ? t("head.unknown") : amount(t, head.vFull, units),
    accuracy: head.accuracy === null ? t("head.unknown") : `${percent(head.accuracy)} %`,
  });
  const more = [
    ...(probeAgreement === null ? [] : [t("head.probeAgreementWords", { share: probeAgreement.toFixed(2) })]),
    ...(layerAgreement === null ? [] : [t("head.layerAgreementWords", { share: layerAgreement.toFixed(2) })]),
    ...(isWithinNoise(layerAgreement, probeAgreement) ? [t("head.withinNoise")] : []),
    ...(noiseShare === null ? [] : [t("head.noiseShareWords", { share: `${(100 * noiseShare).toFixed(1)} %` })]),
    ...(head.solved ? [] : [t("head.unsolved")]),
    ...(head.knowsLittle ? [t("head.little")] : []),
  ];
  return [words, ...more].join(t("words.separator"));
}

const FATE_WORDS = { kept: "words.fateKept", lost: "words.fateLost", transient: "words.fateTransient" } as const;

/** A row in words: patches, order, fate, birth, death, and its number at the output, in `units`. */
export function rowWords(
  t: PictureT,
  row: PictureRow,
  heads: readonly ColumnHead[],
  grid: Pick<Grid, "cols" | "picked">,
  units: Units,
): string {
  const { fate, born, died } = row;
  const patches = conceptWords(t, row, grid);
  if (row.alone) return t("words.aloneRow", { patches });
  const layer = (index: number): string => heads[index]?.name ?? "";
  const atOutput = row.effects[heads.length - 1]!;
  const life: string[] = [fate === null ? t("words.fateOpen") : t(FATE_WORDS[fate])];
  if (born !== null)
    life.push(born === 0 ? t("words.fromStart", { layer: layer(0) }) : t("words.born", { layer: layer(born) }));
  if (died !== null) life.push(t("words.died", { layer: layer(died - 1) }));
  if (fate === "kept") life.push(t("words.atOutput", { effect: amount(t, atOutput, units) }));
  else if (row.peak !== null) life.push(t("words.peak", { effect: amount(t, row.peak, units) }));
  return t("words.concept", { patches, order: String(row.order), life: life.join(t("words.separator")) });
}

const CELL_WORDS = {
  alive: "words.cell",
  below: "words.cellBelow",
  bridged: "words.cellBridged",
  thin: "words.cellThin",
  waiting: "words.cellWaiting",
} as const;

/** One cell in words. `name` is its layer's. */
export type CellWording = (row: PictureRow, layer: number, name: string) => string;

/** Words for cells in `units`: the sentences are looked up once, since a picture has hundreds of cells and each look-up takes longer than drawing one. */
export function cellWording(t: PictureT, units: Units): CellWording {
  const marks = { layer: "{{layer}}", effect: t(`units.amount.${units}`, { value: "{{effect}}" }) };
  const sentences = {
    alive: t(CELL_WORDS.alive, marks),
    below: t(CELL_WORDS.below, marks),
    bridged: t(CELL_WORDS.bridged, marks),
    thin: t(CELL_WORDS.thin, marks),
    waiting: t(CELL_WORDS.waiting, marks),
  };
  return (row, layer, name) => {
    const effect = row.effects[layer]!;
    const number = Number.isNaN(effect) ? NO_NUMBER : signed(effect);
    return sentences[row.cells[layer]!].replace("{{effect}}", number).replace(marks.layer, () => name);
  };
}
