import type { TFunction } from "i18next";
import { patchesOf } from "../../core/masks.ts";
import { playerName, type Grid } from "../../core/patches.ts";
import type { Units } from "../../session/shape.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { NO_NUMBER, percent, r2Text, signed } from "../../ui/scale/numbers.ts";
import type { ColumnHead } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";
import { fateWords, robustWords, spreadWords } from "./sure-words.ts";
import { fitsAt, isFragile } from "./sureness.ts";

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
  return playerNames({ mask }, grid).join(` ${t(`words.${kind}`)} `);
}

/** A concept by what it is called, with its patches; by these alone where it has no name. */
export function namedWords(
  t: PictureT,
  concept: Pick<PictureRow, "kind" | "mask">,
  grid: Pick<Grid, "cols" | "picked">,
  name: string | null,
): string {
  const patches = conceptWords(t, concept, grid);
  return name === null ? patches : t("words.named", { name, patches });
}

function playerNames({ mask }: Pick<PictureRow, "mask">, grid: Pick<Grid, "cols" | "picked">): string[] {
  return patchesOf(mask).map((patch) => playerName(patch, grid));
}

/** A layer head in words, its score in `units`. */
export function headWords(t: PictureT, head: ColumnHead, isOutput: boolean, units: Units): string {
  const { probeAgreement, layerAgreement, noiseShare, sampled } = head;
  const words = t(isOutput ? "head.columnOutput" : head.isOnImage ? "head.columnOnImage" : "head.column", {
    name: head.name,
    v: head.vFull === null ? t("head.unknown") : amount(t, head.vFull, units),
    accuracy: head.accuracy === null ? t("head.unknown") : `${percent(head.accuracy)} %`,
  });
  const more = [
    ...(sampled === null
      ? []
      : [
          t("head.heldOutWords", {
            masks: grouped(sampled.masks),
            seed: String(sampled.seed),
            heldOut: grouped(sampled.heldOut),
            r2: r2Text(sampled.heldOutR2),
          }),
        ]),
    ...(probeAgreement === null
      ? []
      : [t(`head.probeAgreementWords.${head.probeAgreementOn}`, { share: probeAgreement.toFixed(2) })]),
    ...(layerAgreement === null ? [] : [t("head.layerAgreementWords", { share: layerAgreement.toFixed(2) })]),
    ...(head.isWithinNoise ? [t("head.withinNoise")] : []),
    ...(noiseShare === null ? [] : [t("head.noiseShareWords", { share: `${(100 * noiseShare).toFixed(1)} %` })]),
    ...(head.solved ? [] : [t("head.unsolved")]),
    ...(head.isReadout ? [t("head.readoutWords")] : []),
    ...(head.knowsLittle ? [t("head.little")] : []),
  ];
  return [words, ...more].join(t("words.separator"));
}

/** Where a life begins and ends; the output only reads what a readout holds, and so nothing is said to be born or gone there. */
export function lifeWords(
  t: PictureT,
  { born, died }: Pick<PictureRow, "born" | "died">,
  heads: readonly Pick<ColumnHead, "name" | "isReadout">[],
): string[] {
  const name = (index: number): string => heads[index]?.name ?? "";
  const words: string[] = [];
  if (born === 0 && heads.length > 1) words.push(t("words.fromStart", { layer: name(0) }));
  else if (born !== null && born > 0)
    words.push(t(heads[born - 1]?.isReadout ? "words.onlyRead" : "words.born", { layer: name(born) }));
  if (died !== null) {
    const [last, next] = [name(died - 1), name(died)];
    words.push(t(heads[died - 1]?.isReadout ? "words.notRead" : "words.died", { layer: last, next }));
  }
  return words;
}

/** A row in words: patches, order, fate, birth, death, and its number at the output, in `units`; with how sure that is. */
export function rowWords(
  t: PictureT,
  row: PictureRow,
  heads: readonly ColumnHead[],
  grid: Pick<Grid, "cols" | "picked">,
  units: Units,
): string {
  const { fate, fold } = row;
  const patches = namedWords(t, row, grid, row.name ?? null);
  if (row.alone) return t("words.aloneRow", { patches });
  const atOutput = row.effects[heads.length - 1]!;
  const life = [...fateWords(t, row), ...lifeWords(t, row, heads), ...spreadWords(t, row, heads)];
  if (fate === "kept") life.push(t("words.atOutput", { effect: amount(t, atOutput, units) }));
  else if (row.peak !== null) life.push(t("words.peak", { effect: amount(t, row.peak, units) }));
  life.push(...robustWords(t, row, heads));
  const words = { patches, order: String(row.order), life: life.join(t("words.separator")) };
  if (fold === undefined) return t("words.concept", words);
  if (fold.isOpen) return [t("words.concept", words), t("words.foldOpen")].join(t("words.separator"));
  const orders = fold.members.map(({ order }) => order);
  const [least, most] = [Math.min(...orders), Math.max(...orders)];
  return t("words.fold", {
    ...words,
    patches: playerNames(row, grid).join(" "),
    size: String(fold.members.length),
    orders: least === most ? String(least) : `${least}–${most}`,
  });
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
  const separator = t("words.separator");
  const fitWords = separator + t("sure.cell", { fits: "{{fits}}", of: "{{of}}" });
  const fragile = separator + t("sure.fragile");
  const sureWords = (row: PictureRow, layer: number): string => {
    const state = row.cells[layer]!;
    const fits = state === "alive" || state === "bridged" ? fitsAt(row.sure, layer) : null;
    const of = row.sure?.replicates ?? 0;
    const doubt =
      fits === null || fits === of ? "" : fitWords.replace("{{fits}}", String(fits)).replace("{{of}}", String(of));
    return isFragile(row, layer) ? doubt + fragile : doubt;
  };
  return (row, layer, name) => {
    const effect = row.effects[layer]!;
    const number = Number.isNaN(effect) ? NO_NUMBER : signed(effect);
    const words = sentences[row.cells[layer]!].replace("{{effect}}", number).replace(marks.layer, () => name);
    return words + sureWords(row, layer);
  };
}
