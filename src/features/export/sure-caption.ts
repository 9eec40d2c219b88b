/** How sure the picture is, in the words of a caption. */
import type { TFunction } from "i18next";
import type { PictureSource } from "./source.ts";

type FigureT = TFunction<["figure", "picture", "page", "exactness"]>;

/** How many rows are firm and robust, and that others say so where they do; "" where nobody looked. */
export function sureText({ counts, isTold }: Pick<PictureSource, "counts" | "isTold">, t: FigureT): string {
  if (counts === null) return "";
  const [rows, robust] = [String(counts.rows), String(counts.robust)];
  const words =
    counts.firm === null
      ? t("value.sureRobust", { rows, robust })
      : t("value.sure", { rows, firm: String(counts.firm), robust });
  return isTold ? t("value.sureTold", { words }) : words;
}

/** What firm and robust mean, and the marks that tell how sure the picture is, a paragraph each. */
export function sureReading(replicates: number | null, isEstimate: boolean, t: FigureT): string[] {
  if (replicates === null) return [t("reading.sure.unknown")];
  return [
    replicates === 0 ? t("reading.sure.unknown") : t("reading.sure.firm", { of: String(replicates) }),
    t(isEstimate ? "reading.sure.robustSampled" : "reading.sure.robust"),
  ];
}
