import { effectAt, errorAt, frequencyAt, type Interactions } from "../../core/interactions.ts";
import { csvText } from "../../platform/csv.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { PictureModel } from "../concepts/picture-model.ts";
import { unfolded, type PictureRow } from "../concepts/rows.ts";
import { namesOf } from "../image/layout.ts";

/** What the table needs of a layer. */
type CsvLayer = Pick<SolvedLayer, "name" | "scale" | "interactions">;

/** Columns of how sure a picture is, which had so many replicates. */
function sureHeader(layerNames: readonly string[], replicates: number | null): string[] {
  if (replicates === null) return [];
  const perLayer = (column: string): string[] => layerNames.map((name) => csvText(`${column}:${name}`));
  const robust = ["robust", ...perLayer("robust")];
  if (replicates === 0) return robust;
  return [...robust, "firm", "fate_share", ...perLayer("alive_share"), ...perLayer("effect_sd_nats")];
}

/** The cells of those columns; empty where nothing is known of the row. */
function sureCells({ sure, cells }: PictureRow, replicates: number | null): string[] {
  if (replicates === null) return [];
  const perLayer = (of: ArrayLike<number> | undefined, text: (value: number, layer: number) => string): string[] =>
    cells.map((_, layer) => (of === undefined ? "" : text(of[layer]!, layer)));
  const { alive, effectSd, robust } = sure?.concept ?? {};
  const robustCells = [sure === null ? "" : String(sure.isRobust), ...perLayer(robust, (each) => String(each === 1))];
  if (replicates === 0) return robustCells;
  const output = cells.length - 1;
  return [
    ...robustCells,
    sure === null ? "" : String(sure.isFirm),
    sure === null ? "" : String(sure.fate / replicates),
    ...perLayer(alive, (count) => String(count / replicates)),
    ...perLayer(effectSd, (sd, layer) => (layer === output ? "" : String(sd))),
  ];
}

/** Columns of what an estimate says of its effects. */
function sampleHeader(solved: readonly CsvLayer[]): string[] {
  const named = (column: string, of: keyof NonNullable<Interactions["sampled"]>): string[] =>
    solved.flatMap(({ name, interactions }) =>
      interactions.sampled?.[of] === undefined ? [] : [csvText(`${column}:${name}`)],
    );
  return [...named("standard_error_nats", "errors"), ...named("half_sample_frequency", "frequency")];
}

/** The cells of those columns; empty where the concept has no effect. */
function sampleCells({ kind, mask }: PictureRow, solved: readonly CsvLayer[]): string[] {
  const sampled = solved.flatMap(({ interactions }) => (interactions.sampled === undefined ? [] : [interactions]));
  const repeated = sampled.filter((of) => of.sampled!.frequency !== undefined);
  return [...sampled.map((of) => errorAt(of, kind, mask)), ...repeated.map((of) => frequencyAt(of, kind, mask))].map(
    (value) => (value === null ? "" : String(value)),
  );
}

/**
 * The rows behind the picture as CSV (RFC 4180): those that pass the filters, in the picture's order, the folded ones too.
 * Columns: kind; mask (bit i = patch i, row-major); order; patches by their chess names; fate; row (`shown`, or `others` for those folded
 * into one); born, the first layer at which it is alive, and died, the first at which it no longer is, empty when it is alive at the output;
 * then per layer `effect_nats:NAME`, as exact as it was computed and whatever units the picture is in, per layer `state:NAME` (alive, bridged, below), and
 * per layer `scale_nats:NAME`, what the effects of that layer are divided by to compare layers. Of an estimate then
 * per layer `standard_error_nats:NAME`, and `half_sample_frequency:NAME`, the share of half-samples that choose the effect again, where those were asked for;
 * both empty where there is no effect. Where somebody looked how sure it is, then `robust`, and per
 * layer `robust:NAME`, true or false; with replicates also `firm`, true or false, `fate_share`, the share of replicates that say the row's fate, and per layer
 * `alive_share:NAME`, of those that have it alive there, and `effect_sd_nats:NAME`, their effects' standard deviation, empty where there is no probe. The same in
 * every language. Where concepts have names, `name` comes last.
 *
 * @param layers of the picture, all solved, as the model names them.
 */
export function conceptsCsv(
  { groups, players, replicates }: Pick<PictureModel, "groups" | "players" | "replicates">,
  layers: readonly (CsvLayer | null)[],
): string {
  const solved = layers.filter((layer) => layer !== null);
  const layerNames = solved.map(({ name }) => name);
  const nameOf = (layer: number | null): string => (layer === null ? "" : csvText(layerNames[layer] ?? ""));
  const named = groups.some(({ rows, others }) => [...unfolded(rows), ...unfolded(others)].some(({ name }) => name));
  const cells = (row: PictureRow, place: "shown" | "others"): string[] => [
    row.kind,
    String(row.mask),
    String(row.order),
    namesOf(row.mask, players).join(" "),
    row.fate ?? "",
    place,
    nameOf(row.born),
    nameOf(row.died),
    ...solved.map(({ interactions }) => String(effectAt(interactions, row.kind, row.mask))),
    ...row.cells,
    ...solved.map(({ scale }) => String(scale)),
    ...sampleCells(row, solved),
    ...sureCells(row, replicates),
    ...(named ? [csvText(row.name ?? "")] : []),
  ];
  const header = [
    "kind",
    "mask",
    "order",
    "patches",
    "fate",
    "row",
    "born",
    "died",
    ...layerNames.map((name) => csvText(`effect_nats:${name}`)),
    ...layerNames.map((name) => csvText(`state:${name}`)),
    ...layerNames.map((name) => csvText(`scale_nats:${name}`)),
    ...sampleHeader(solved),
    ...sureHeader(layerNames, replicates),
    ...(named ? ["name"] : []),
  ];
  const lines = groups.flatMap(({ rows, others }) => [
    ...unfolded(rows).map((row) => cells(row, "shown")),
    ...unfolded(others).map((row) => cells(row, "others")),
  ]);
  return [header, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
