import { basename, resolve } from "node:path";
import type { i18n } from "i18next";
import { patchesOf, type Mask } from "../src/core/masks.ts";
import { errorAt, frequencyAt, type Interactions } from "../src/core/interactions.ts";
import { salientCounts } from "../src/core/metrics.ts";
import { playerName } from "../src/core/patches.ts";
import { tracksOf } from "../src/core/tracks.ts";
import { effectsCsv } from "../src/formats/effects-csv.ts";
import { MOST_SUBSETS, toShapiq, type ShapiqPart } from "../src/formats/shapiq.ts";
import { csvTable } from "../src/platform/csv.ts";
import { printable, printableJson } from "../src/platform/printable.ts";
import { pictureOf } from "../src/exploration/derived.ts";
import { sampleOf } from "../src/exploration/exploration.ts";
import { countFirm, firmnessOf } from "../src/exploration/firmness.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import type { StrataEntry } from "../src/formats/strata-file/document.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { r2Text } from "../src/ui/scale/numbers.ts";
import { answer, type Explored } from "./answer.ts";
import type { ShowCommand } from "./arguments.ts";
import { InputError, namingFile } from "./failure.ts";
import { layerAt } from "./layer.ts";
import { readInput } from "./read-input.ts";
import type { Surroundings } from "./surroundings.ts";

/** How many concepts are listed. */
const STRONGEST = 10;

/** How much of a digest tells networks apart. */
const DIGEST_START = 12;

/** Runs `show`: the text to print. Throws InputError or FileError. */
export async function runShow(
  { path, csv, only, shapiq, layer, question }: ShowCommand,
  { cwd, strings, signal, progress }: Pick<Surroundings, "cwd" | "strings" | "signal" | "progress">,
): Promise<string> {
  const file = resolve(cwd, path);
  const entries = chosen(await readEntries(file), only, file);
  if (entries.length === 0) return strings.t("cli:show.empty", { name: printable(basename(file)) });
  if (shapiq !== null) return shapiqOf(oneOf(entries, file), shapiq, layer);
  if (question !== null) {
    const { snapshot } = oneOf(entries, file);
    const other = "other" in question ? await readOther(resolve(cwd, question.other)) : null;
    const { columns, rows } = await answer(
      question,
      { path: file, snapshot },
      { layer, other },
      {
        signal,
        onProgress: (fraction) => progress(strings.t("cli:show.kappas", { percent: Math.floor(100 * fraction) })),
      },
    );
    return csvTable(columns, rows);
  }
  if (!csv) return entries.map((entry) => summaryOf(entry, basename(file), strings)).join("\n");
  return effectsCsv(withPrintableNames(oneOf(entries, file).snapshot));
}

function oneOf(entries: readonly StrataEntry[], path: string): StrataEntry {
  if (entries.length !== 1) throw new InputError("one-table", { path, count: entries.length });
  return entries[0]!;
}

/** The one exploration of a second file. */
async function readOther(path: string): Promise<Explored> {
  const [entry, ...more] = await readEntries(path);
  if (entry === undefined || more.length > 0)
    throw new InputError("one-other", { path, count: entry === undefined ? 0 : more.length + 1 });
  return { path, snapshot: entry.snapshot };
}

/** A layer's interactions as shapiq reads them; `layer` as typed. Throws InputError `bad-layer`. */
function shapiqOf({ name, createdMs, snapshot }: StrataEntry, part: ShapiqPart, layer: string | null): string {
  const { layers, target } = snapshot;
  const found = layers[layerAt(layer, layers)]!;
  const description = [name || snapshot.image.name, target.label, found.name, part].join(" | ");
  try {
    return printableJson(
      `${JSON.stringify(toShapiq(found.interactions, part, { description, createdMs }), null, 1)}\n`,
    );
  } catch (error) {
    if (error instanceof RangeError) throw new InputError("too-many-subsets", { most: MOST_SUBSETS });
    throw error;
  }
}

/** Layers whose names do nothing to the terminal that their table is printed on. */
export function withPrintableNames<
  Layer extends { readonly name: string },
  T extends { readonly layers: readonly Layer[] },
>(explained: T): T {
  return { ...explained, layers: explained.layers.map((layer) => ({ ...layer, name: printable(layer.name) })) };
}

async function readEntries(path: string): Promise<readonly StrataEntry[]> {
  return readStrataFile(await readInput(path)).catch(namingFile(path));
}

function chosen(entries: readonly StrataEntry[], only: string | null, path: string): readonly StrataEntry[] {
  if (only === null) return entries;
  const entry = /^\d{1,6}$/.test(only) ? entries[Number(only) - 1] : undefined;
  if (entry === undefined) throw new InputError("bad-only", { value: only, path, count: entries.length });
  return [entry];
}

function summaryOf({ name, snapshot }: StrataEntry, fileName: string, { t }: i18n): string {
  const { model, probes, target, effectError } = snapshot;
  const lines = [
    t("cli:show.model", { name: printable(model.name), digest: model.sha256.slice(0, DIGEST_START) }),
    gridLine(snapshot, t),
    ...sampleLines(snapshot, t),
    ...(probes === "first" ? [] : [t(`cli:show.probes.${probes}`)]),
    t("cli:show.target", { label: printable(target.label), p: target.p.toFixed(3) }),
    ...(target.rather === undefined ? [] : [t("cli:show.rather", { label: printable(target.rather.label) })]),
    ...(effectError === 0 ? [] : [t("cli:show.inexact", { percent: (100 * effectError).toFixed(1) })]),
    t("cli:show.layers"),
    ...layerLines(snapshot, t).map((line) => `  ${line}`),
    ...conceptLines(snapshot, t),
    ...certaintyLines(snapshot, t),
  ];
  return [printable(name || fileName), ...lines.map((line) => `  ${line}`), ""].join("\n");
}

function gridLine({ players: { n, rows, cols, picked, cut }, baseline }: Snapshot, t: i18n["t"]): string {
  const values = { count: n, rows, cols, baseline, patches: t(`cli:show.patches.${cut ?? "rectangles"}`) };
  return t(`cli:show.grid.${picked?.others ?? "all"}`, values);
}

/** What an estimate was made from; nothing of exact effects. */
function sampleLines({ layers }: Snapshot, t: i18n["t"]): string[] {
  const sampled = layers[0]?.interactions.sampled;
  if (sampled === undefined) return [];
  const { masks, seed, heldOut, halves } = sampled;
  return [
    t("cli:show.sample", { masks, seed, heldOut }),
    ...(halves === undefined ? [] : [t("cli:show.halves", { halves })]),
  ];
}

function layerLines({ layers, tauFraction }: Snapshot, t: i18n["t"]): string[] {
  const names = leftAligned(layers.map(({ name }) => printable(name)));
  const column = (numberOf: (layer: Snapshot["layers"][number]) => string): string[] =>
    rightAligned(layers.map(numberOf));
  const vEmpty = column((layer) => nats(layer.vEmpty));
  const vFull = column((layer) => nats(layer.vFull));
  const kappa = column(({ interactions }) => interactions.exactness.kappa.toFixed(3));
  const concepts = column(({ interactions }) =>
    String(salientCounts(interactions, tauFraction).reduce((sum, count) => sum + count, 0)),
  );
  const gap = column(({ interactions }) => (100 * interactions.exactness.gap).toFixed(2));
  const r2 = column(({ interactions: { sampled } }) => (sampled === undefined ? "" : r2Text(sampled.heldOutR2)));
  return layers.map(({ interactions }, l) =>
    t(lineOf(interactions), {
      r2: r2[l],
      whole: interactions.sampled === undefined ? "" : r2Text(interactions.sampled.heldOutR2Whole),
      name: names[l],
      vEmpty: vEmpty[l],
      vFull: vFull[l],
      kappa: kappa[l],
      concepts: concepts[l],
      gap: gap[l],
      method: interactions.exactness.method,
    }),
  );
}

/** What is told of a layer depends on how it was explained. */
const lineOf = ({ exactness, sampled }: Interactions) =>
  sampled !== undefined
    ? r2Text(Math.max(sampled.heldOutR2, sampled.heldOutR2Whole)) === r2Text(sampled.heldOutR2)
      ? "cli:show.sampledLayer"
      : "cli:show.sampledLayerWhole"
    : exactness.method === "debiased"
      ? "cli:show.layerDebiased"
      : "cli:show.layer";

/** The concepts of largest effect at the output, among those that are salient somewhere. */
function conceptLines({ layers, players, tauFraction }: Snapshot, t: i18n["t"]): string[] {
  const atOutput = tracksOf(
    layers.map(({ interactions }) => interactions),
    tauFraction,
  )
    .map((track) => ({ ...track, effect: track.effects.at(-1)! }))
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, STRONGEST);
  if (atOutput.length === 0) return [t("cli:show.none")];
  const output = layers.at(-1)!.interactions;
  const { sampled } = output;
  const effects = rightAligned(atOutput.map(({ effect }) => nats(effect)));
  const errors = rightAligned(atOutput.map(({ kind, mask }) => errorAt(output, kind, mask)?.toFixed(3) ?? ""));
  const patches = leftAligned(atOutput.map(({ mask }) => patchesText(mask, players)));
  return [
    t(sampled === undefined ? "cli:show.strongest" : "cli:show.strongestSampled"),
    ...atOutput.map(({ kind, mask, fate, born }, i) => {
      const line = t("cli:show.concept", {
        effect: sampled === undefined ? effects[i] : `${effects[i]} ± ${errors[i]}`,
        kind: kind.toUpperCase().padEnd(3),
        patches: patches[i],
        fate: t(`cli:show.fate.${fate}`),
        born: printable(layers[born]!.name),
      });
      const frequency = frequencyAt(output, kind, mask);
      if (frequency === null) return `  ${line}`;
      const { halves = 0 } = sampled!;
      return `  ${t("cli:show.chosenAgain", { line, chosen: Math.round(frequency * halves), halves })}`;
    }),
  ];
}

/** How sure the rows of the picture are, those shown; nothing where nobody looked. */
function certaintyLines({ layers, players, certainty }: Snapshot, t: i18n["t"]): string[] {
  if (certainty === undefined) return [];
  const { replicates } = certainty;
  const firmness = firmnessOf(layers, certainty);
  const picture = pictureOf(layers);
  const { rows, firm, robust } = countFirm(picture, firmness);
  const isEstimate = sampleOf(layers) !== null;
  const told = picture.shown.flatMap((track) => {
    const row = firmness.get(`${track.kind}${track.mask}`);
    return row === undefined ? [] : [{ track, row }];
  });
  const patches = leftAligned(told.map(({ track }) => patchesText(track.mask, players)));
  const [fates, births, deaths] = (["fate", "birth", "death"] as const).map((of) =>
    rightAligned(told.map(({ row }) => `${row[of]}`)),
  );
  return [
    firm === null
      ? t(isEstimate ? "cli:show.robustSampled" : "cli:show.robust", { rows, robust })
      : t(isEstimate ? "cli:show.firmSampled" : "cli:show.firm", { rows, firm, robust, replicates }),
    ...told.map(({ track: { kind, fate }, row: { isFirm, isRobust } }, i) => {
      const marks = [
        ...(isFirm === null ? [] : [t(isFirm ? "cli:show.isFirm" : "cli:show.notFirm")]),
        t(isRobust ? "cli:show.isRobust" : "cli:show.notRobust"),
      ].join(t("cli:show.comma"));
      const values = {
        kind: kind.toUpperCase().padEnd(3),
        patches: patches[i],
        fate: t(`cli:show.fate.${fate}`),
        marks,
      };
      return `  ${
        isFirm === null
          ? t("cli:show.row", values)
          : t("cli:show.rowCounts", { ...values, ofFate: fates![i], birth: births![i], death: deaths![i], replicates })
      }`;
    }),
  ];
}

const patchesText = (mask: Mask, players: Snapshot["players"]): string =>
  patchesOf(mask)
    .map((patch) => playerName(patch, players))
    .join(" ");

const nats = (value: number): string => (value > 0 ? "+" : "") + value.toFixed(3);

/** Texts filled up to the same length, before or after. */
function rightAligned(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(({ length }) => length));
  return texts.map((text) => text.padStart(width));
}

function leftAligned(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(({ length }) => length));
  return texts.map((text) => text.padEnd(width));
}
