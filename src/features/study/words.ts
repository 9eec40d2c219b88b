import { gridOf, OWN_PLAYERS } from "../../study/plan.ts";
import type { Estimate } from "../../study/statistics.ts";
import type { Evidence, Unit } from "../../study/findings.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { NO_NUMBER } from "../../ui/scale/numbers.ts";
import type { MeasureUnit, Measure } from "./measures.ts";
import { BETWEEN, CHOICES, type Choice, type StudyRecord } from "./records.ts";

/** A number in its unit, a true minus before it. */
export function valueText(value: number, unit: MeasureUnit | Unit): string {
  const size = Math.abs(value);
  const text = unit === "share" ? percentText(size, 1) : size.toFixed(unit === "scales" || unit === "patches" ? 2 : 1);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Words of a study's view. */
export function useStudyWords() {
  const t = useStrings("study");
  const page = useStrings("page");
  const titleOf = useNetworkTitle();
  const choiceText = (choice: Choice, value: string): string => {
    if (choice === "network") return value.split(BETWEEN).map(titleOf).join(BETWEEN);
    if (choice !== "grid") return value;
    const sides = gridOf(value);
    return value === OWN_PLAYERS ? t("view.own") : sides === null ? value : `${sides.rows} × ${sides.cols}`;
  };
  const layerNames = (layers: readonly { readonly name: string }[]): string[] =>
    layers.map(({ name }, l) => (l === layers.length - 1 ? page("strip.outputLong") : name));
  return {
    t,
    choiceText,
    layerNames,
    /** What a part is called. */
    titleOf: (record: StudyRecord): string => CHOICES.map((choice) => choiceText(choice, record[choice])).join(" · "),
    estimateText: ({ mean, interval }: Pick<Estimate, "mean" | "interval">, unit: MeasureUnit | Unit): string =>
      mean === null
        ? NO_NUMBER
        : interval === null
          ? valueText(mean, unit)
          : t("view.range", {
              mean: valueText(mean, unit),
              low: valueText(interval[0], unit),
              high: valueText(interval[1], unit),
            }),
    /** What evidence of a part says, and of which layers. */
    evidenceText: ({ id, layers }: Pick<Evidence, "id" | "layers">, { kind, of }: StudyRecord): string => {
      const names = kind === "pair" ? [] : [...new Set(layers)].map((layer) => layerNames(of.layers)[layer]!);
      const what = t(`evidence.${id}`);
      return names.length === 0 ? what : t("view.atLayers", { what, layers: names.join(", ") });
    },
    /** Of how many images a number is, where not all of a part have it. */
    countText: ({ count }: Pick<Estimate, "count">, { of }: StudyRecord): string =>
      count === of.images.length ? "" : ` ${t("view.over", { count, total: String(of.images.length) })}`,
    /** What a point is. `names`: of the layers. */
    pointText: ({ series, layer, order }: Measure, names: readonly string[]): string =>
      [
        t(`view.series.${series}`),
        names[layer] ?? "",
        ...(order === null ? [] : [t("view.order", { order: String(order) })]),
      ].join(", "),
  };
}
export type StudyWords = ReturnType<typeof useStudyWords>;
