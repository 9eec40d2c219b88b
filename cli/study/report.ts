/** What a study found, as Markdown. */
import type { i18n } from "i18next";
import { quantities, type QuantityName } from "../../src/study/numbers.ts";
import { estimatesOver, type Estimate } from "../../src/study/statistics.ts";
import { BANDS, NOISE_COLUMNS, numberAt, PAIR_COLUMNS, type Cell, type Study } from "../../src/study/study.ts";
import { findingsOfStudy, type PlacedFindings } from "../../src/study/tables.ts";

/** What is told of every layer. */
const CURVES = [
  "completeness",
  "redundancy",
  "salient",
  "strength",
  "born",
  "subsetsBefore",
  "subsetsBeforeByChance",
] as const satisfies readonly QuantityName[];

/** The findings of a study, then the curves behind them, experiment by experiment. */
export function reportOf(study: Study, strings: i18n): string {
  const { t } = strings;
  const number = (estimate: Estimate, images: number): string => numberText(estimate, images, strings);
  const parts = [`# ${escaped(study.plan.name)}`, t("cli:study.rule")];
  const placed = findingsOfStudy(study);
  for (const { name, grids, questions } of study.plan.experiments) {
    parts.push(`## ${escaped(name)}`);
    for (const grid of grids)
      for (const question of questions) {
        const of = placed.filter(
          (one) => one.experiment === name && one.grid === grid && one.question === question.name && one.images > 0,
        );
        // Of networks, of pairs and under noise other claims are told: a table each.
        for (const group of grouped(of))
          parts.push(`### ${escaped(`${grid}, ${question.name}`)}`, findings(group, strings));
      }
    for (const cell of study.cells.filter(({ experiment }) => experiment === name))
      parts.push(...curves(cell, strings));
    for (const pair of study.pairs.filter(({ experiment }) => experiment === name)) {
      const { networks, grid, question } = pair;
      parts.push(
        `### ${escaped(`${networks[0].name} / ${networks[1].name}, ${grid}, ${question}`)}`,
        t("cli:study.agreement", { count: pair.images.length }),
      );
      const estimate = estimatesOver(pair.images.length);
      const output = pair.depths.length - 1;
      parts.push(
        table(
          ["", ...BANDS.map((band) => t(`cli:study.band.${band}`))],
          (["bandIou", "bandChance"] as const).map((column) => [
            t(`cli:study.${column}`),
            ...BANDS.map((_, b) =>
              number(
                estimate((image) => numberAt(PAIR_COLUMNS, pair, column, image, output, b)),
                pair.images.length,
              ),
            ),
          ]),
        ),
      );
    }
    for (const cell of study.noise.filter(({ experiment }) => experiment === name)) {
      const { network, grid, question, layers, n, sigma, draws } = cell;
      parts.push(
        `### ${escaped(`${network.name}, ${grid}, ${question}`)}`,
        t("cli:study.stability", { sigma, draws, count: cell.images.length }),
      );
      const estimate = estimatesOver(cell.images.length);
      const orders = Array.from({ length: n }, (_, m) => m);
      parts.push(
        table(
          [t("cli:study.head.layer"), ...orders.map((m) => String(m + 1))],
          layers.map(({ name: layer }, l) => [
            escaped(layer),
            ...orders.map((m) =>
              number(
                estimate((image) => numberAt(NOISE_COLUMNS, cell, "ratio", image, l, m)),
                cell.images.length,
              ),
            ),
          ]),
        ),
      );
    }
  }
  return `${parts.join("\n\n")}\n`;
}

/** Those that tell of the same claims, together. */
function grouped(placed: readonly PlacedFindings[]): PlacedFindings[][] {
  const groups = new Map<string, PlacedFindings[]>();
  for (const one of placed) {
    const key = one.findings.map(({ id }) => id).join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** A column for each network, or pair; under each claim with its verdicts the numbers that it rests on. */
function findings(placed: readonly PlacedFindings[], strings: i18n): string {
  const { t } = strings;
  const head = [
    t("cli:study.head.finding"),
    ...placed.map(({ networks, images, missing }) => {
      const of = escaped(networks.join(" / "));
      return missing === 0
        ? t("cli:study.images", { of, count: images })
        : t("cli:study.someImages", { of, count: images, total: images + missing });
    }),
  ];
  const rows = placed[0]!.findings.flatMap(({ id, evidence }, f) => [
    [t(`study:claim.${id}`), ...placed.map((one) => `**${t(`study:verdict.${one.findings[f]!.verdict}`)}**`)],
    ...evidence.map((of, e) => [
      `– ${t(`study:evidence.${of.id}`)} (${t(`study:unit.${of.unit}`)})`,
      ...placed.map((one) => {
        const own = one.findings[f]!.evidence[e]!;
        const names = [...new Set(own.layers)].map((layer) => escaped(one.layers[layer]!.name));
        const number = numberText(own, one.images, strings);
        return names.length === 0
          ? number
          : `${number}; ${t("cli:study.layers", { count: names.length, layers: names.join(", ") })}`;
      }),
    ]),
  ]);
  return table(head, rows);
}

function curves(cell: Cell, strings: i18n): string[] {
  const { t } = strings;
  const { network, grid, question, layers, images } = cell;
  if (images.length === 0) return [];
  const estimate = estimatesOver(images.length);
  return [
    `### ${escaped(`${network.name}, ${grid}, ${question}`)}`,
    t("cli:study.curves", { count: images.length }),
    table(
      [t("cli:study.head.layer"), ...CURVES.map((name) => t(`cli:study.quantity.${name}`))],
      layers.map(({ name }, layer) => [
        escaped(name),
        ...CURVES.map((of) =>
          numberText(
            estimate((image) => quantities[of].of(cell, image, layer, null)),
            images.length,
            strings,
          ),
        ),
      ]),
    ),
  ];
}

/** `0.123 (0.101 … 0.145)`, and of how many of the images where not all have the number; a dash where none has. */
function numberText({ mean, interval, count }: Estimate, images: number, { t }: i18n): string {
  if (mean === null) return "–";
  const number = interval === null ? short(mean) : `${short(mean)} (${short(interval[0])} … ${short(interval[1])})`;
  return count === images ? number : t("cli:study.over", { number, count, total: images });
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A text that Markdown takes as it is. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
