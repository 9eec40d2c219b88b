/** What the page's questions are answered with, as the tables that their views save. */
import type { SampleBudget } from "../src/exploration/estimator.ts";
import { probeAgreementOf, sampleOf } from "../src/exploration/exploration.ts";
import { agreementByOrder } from "../src/core/agreement-by-order.ts";
import { byNumberShown } from "../src/core/by-number-shown.ts";
import { valuesOfAll, type KnownValues } from "../src/core/games.ts";
import { everybody, isWithin, MAX_ENUMERABLE } from "../src/core/masks.ts";
import { sameGrid } from "../src/core/patches.ts";
import { createLocalSolver } from "../src/backends/local-engine.ts";
import { derive } from "../src/exploration/derived.ts";
import { firmnessOf } from "../src/exploration/firmness.ts";
import { sameClass } from "../src/exploration/other-network.ts";
import { salientByKappa } from "../src/exploration/salient-by-kappa.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { acrossTable } from "../src/features/across/table.ts";
import { layerSides } from "../src/features/audit/layout.ts";
import { auditTable } from "../src/features/audit/table.ts";
import { commonUnits, pairOf } from "../src/features/compare/pairs.ts";
import { compareTable } from "../src/features/compare/table.ts";
import { sharesOf } from "../src/features/completeness/layout.ts";
import { completenessTable } from "../src/features/completeness/table.ts";
import { graphTable, heldBy } from "../src/features/graph/table.ts";
import { matchingOf, matchingTable } from "../src/features/matching/table.ts";
import { strengthsOf } from "../src/features/orders/layout.ts";
import { ordersTable } from "../src/features/orders/table.ts";
import { bestPatches, patchesTable } from "../src/features/patches/table.ts";
import { shownTable } from "../src/features/shown/table.ts";
import { sparsityTable } from "../src/features/sparsity/table.ts";
import { knownFor } from "../src/features/thresholds/layout.ts";
import { thresholdsTable } from "../src/features/thresholds/table.ts";
import type { Table, TableWords } from "../src/features/topics/table.ts";
import { printable } from "../src/platform/printable.ts";
import { allPainted } from "../src/session/regions.ts";
import { settingsOf } from "../src/session/results.ts";
import enPage from "../src/strings/en/page.ts";
import enPicture from "../src/strings/en/picture.ts";
import enTopics from "../src/strings/en/topics.ts";
import type { Question } from "./asked.ts";
import { InputError } from "./failure.ts";
import { layerAt } from "./layer.ts";
import { shippedManifest } from "./model-source.ts";

/** Tables are for programs: their cells are in English, whatever a person reads. */
const WORDS: TableWords = {
  kinds: { and: enPicture.words.and, or: enPicture.words.or },
  regions: enTopics.audit.regions,
  nothing: enTopics.matching.nothing,
  all: enTopics.across.all,
};

/** The page's units unless somebody chooses. */
const UNITS = "scale";

/** One exploration of a file. */
export interface Explored {
  readonly path: string;
  readonly snapshot: Snapshot;
}

/** What is chosen beside the question. */
interface Chosen {
  /** As typed; null: the output. */
  readonly layer: string | null;
  /** The second exploration, of questions that take two. */
  readonly other: Explored | null;
}

/** How an answer is watched and stopped. */
interface Watch {
  readonly signal: AbortSignal;
  /** The share that is done, 0..1, where it takes long. */
  onProgress(fraction: number): void;
}

/** The layers' names as the page's tables have them in English, fit for a terminal. */
export const layerNamesOf = ({ layers }: Snapshot): string[] =>
  layers.map(({ name }, l) => (l === layers.length - 1 ? enPage.strip.outputLong : printable(name)));

/**
 * The table that the page's view of a question saves, of an exploration, and of a second one where two are held against each other.
 *
 * Throws InputError where the files do not have what it takes.
 */
export async function answer(question: Question, of: Explored, chosen: Chosen, watch: Watch): Promise<Table> {
  return marked(
    await answered(question, of, chosen, watch),
    sampleOf(of.snapshot.layers) ?? sampleOf(chosen.other?.snapshot.layers ?? []),
  );
}

/** A table that says of what is estimated from how many masks it is. */
function marked({ columns, rows }: Table, sample: SampleBudget | null): Table {
  return sample === null
    ? { columns, rows }
    : { columns: [...columns, "estimated_from_masks"], rows: rows.map((row) => [...row, sample.masks]) };
}

async function answered(
  question: Question,
  of: Explored,
  { layer, other }: Chosen,
  { signal, onProgress }: Watch,
): Promise<Table> {
  const { path, snapshot } = of;
  const { layers, players, tauFraction, certainty } = snapshot;
  const names = layerNamesOf(snapshot);
  const layerAsked = (): number => layerAt(layer, layers);
  const values = (): KnownValues => {
    if (sampleOf(layers) !== null)
      throw new InputError("needs-all-masks", { path, topic: question.topic, players: MAX_ENUMERABLE });
    if (snapshot.values === null) throw new InputError("needs-values", { path, topic: question.topic });
    return snapshot.values;
  };
  const firmness = certainty === undefined ? null : firmnessOf(layers, certainty);
  switch (question.topic) {
    case "orders":
      return ordersTable(strengthsOf(derive(layers, tauFraction).orders, "all"), names);
    case "completeness": {
      const { completeness, redundancy } = derive(layers, tauFraction);
      return completenessTable(sharesOf(completeness, redundancy, layers.map(probeAgreementOf), null), names);
    }
    case "matching": {
      const at = layerAsked();
      return matchingTable(matchingOf(layers, values(), at), names[at]!, players, WORDS);
    }
    case "sparsity":
      return sparsityTable(layers, names);
    case "patches": {
      const at = layerAsked();
      return patchesTable(bestPatches(layers, values(), at), names[at]!, players, WORDS);
    }
    case "graph": {
      const at = layerAsked();
      const shown = { name: names[at]!, players, units: UNITS, per: layers[at]!.scale, firmness } as const;
      return graphTable(heldBy(layers[at]!, null), shown, WORDS);
    }
    case "audit": {
      const { regions } = question;
      if (!isWithin(allPainted(regions), everybody(players.n)))
        throw new InputError("painted-outside", { path, players: players.n, most: String(everybody(players.n)) });
      const sides = new Map(
        (["object", "background", "forbidden"] as const).map((region) => [
          region,
          layers.map((layer) => layerSides(layer, regions[region], "all")),
        ]),
      );
      return auditTable(sides, regions, names, players, firmness, WORDS);
    }
    case "shown": {
      const { masks, layers: known } = values();
      return shownTable(
        known.map((v) => byNumberShown(masks, v)),
        names,
      );
    }
    case "thresholds": {
      if (question.kappas && valuesOfAll(values(), players.n) === null)
        throw new InputError("needs-values", { path, topic: question.topic });
      const over = knownFor(await shippedManifest(snapshot.model.sha256), layers.length, settingsOf(snapshot));
      const found = question.kappas
        ? await salientByKappa(snapshot, createLocalSolver(), {
            signal,
            onProgress: ({ fraction }) => onProgress(fraction),
          })
        : [];
      return thresholdsTable(layers, names, tauFraction, over, found);
    }
    case "across": {
      const { snapshot: second } = comparable(of, other!);
      checkSameClass(of, other!);
      const [mine, theirs] = [layers[layerAsked()]!, second.layers.at(-1)!];
      return acrossTable(agreementByOrder(mine.interactions, theirs.interactions, tauFraction), WORDS);
    }
    case "compare": {
      const { snapshot: second } = comparable(of, other!);
      const pair = pairOf(snapshot, second, commonUnits(snapshot, second, UNITS))!;
      return compareTable(pair, [layers.length, second.layers.length], players, WORDS);
    }
  }
}

/** The second of two explorations; throws InputError where no concept can be in both. */
function comparable(of: Explored, other: Explored): Explored {
  if (!sameGrid(of.snapshot.players, other.snapshot.players))
    throw new InputError("other-patches", { path: of.path, other: other.path });
  return other;
}

/** Of two networks one class is asked; throws InputError where these are of two. */
function checkSameClass(of: Explored, other: Explored): void {
  const labels = ({ snapshot: { target } }: Explored): string[] => [
    target.label,
    ...(target.rather === undefined ? [] : [target.rather.label]),
  ];
  const [mine, theirs] = [labels(of), labels(other)];
  const isOne =
    mine.length === theirs.length &&
    mine.every((label, i) => {
      try {
        return sameClass(label, [theirs[i]!]) === 0;
      } catch {
        return false;
      }
    });
  if (!isOne)
    throw new InputError("other-class", {
      path: of.path,
      label: printable(mine.join(" / ")),
      other: other.path,
      otherLabel: printable(theirs.join(" / ")),
    });
}
