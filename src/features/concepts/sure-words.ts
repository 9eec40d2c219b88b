/** How sure a row is, in words. */
import type { TFunction } from "i18next";
import type { ColumnHead } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";
import { isFragile, spreadsOf, verdictOf } from "./sureness.ts";

type PictureT = TFunction<"picture">;

const FATE_WORDS = { kept: "words.fateKept", lost: "words.fateLost", transient: "words.fateTransient" } as const;

/** A row's fate with its course and how far replicates bear it out: "kept, late, firm", "likely lost, 6 of 8 fits". */
export function fateWords(t: PictureT, { fate, course, sure }: Pick<PictureRow, "fate" | "course" | "sure">): string[] {
  if (fate === null) return [t("words.fateOpen")];
  const name = t(FATE_WORDS[fate]);
  const courses = course === null || course === fate ? [] : [t(`course.${course}`)];
  const verdict = verdictOf(sure);
  if (verdict === null) return [name, ...courses];
  const [fits, of] = [String(sure!.fate), String(sure!.replicates)];
  switch (verdict) {
    case "firm":
    case "signs":
      return [name, ...courses, t(`sure.${verdict}`)];
    case "likely":
      return [t("sure.likely", { fate: name, fits, of }), ...courses];
    case "unclear":
      return [t("sure.unclear", { fate: name, fits, of }), ...courses];
  }
}

/** How far replicates differ about its birth and death; nothing where they agree, and where there are none. */
export function spreadWords(
  t: PictureT,
  row: Pick<PictureRow, "sure" | "died" | "cells">,
  heads: readonly Pick<ColumnHead, "name" | "isReadout">[],
): string[] {
  const { birth, death } = spreadsOf(
    row,
    heads.some(({ isReadout }) => isReadout),
  );
  return (["birth", "death"] as const).flatMap((end) => {
    const spread = { birth, death }[end];
    if (spread === null) return [];
    const [first, last] = spread.span;
    const words = { fits: String(spread.fits), of: String(row.sure!.replicates) };
    if (first === last) return [t(`sure.${end}At`, words)];
    return [t(`sure.${end}Within`, { ...words, first: heads[first]?.name ?? "", last: heads[last]?.name ?? "" })];
  });
}

/** Whether all of its cells are robust, else at which layers they are not; nothing where nobody looked. */
export function robustWords(
  t: PictureT,
  row: Pick<PictureRow, "sure" | "cells">,
  heads: readonly Pick<ColumnHead, "name">[],
): string[] {
  if (row.sure === null) return [];
  const layers = heads.flatMap(({ name }, layer) => (isFragile(row, layer) ? [name] : []));
  return [
    layers.length === 0 ? t("sure.robust") : t("sure.fragileAt", { layers: layers.join(t("words.listSeparator")) }),
  ];
}
