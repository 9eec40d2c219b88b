import { bestSets, insertionAndDeletion, type BestSets } from "../../core/best-sets.ts";
import type { KnownValues } from "../../core/games.ts";
import type { Players } from "../../core/patches.ts";
import { shapleyValues } from "../../core/shapley.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { shownText, type Table, type TableWords } from "../topics/table.ts";
import type { Scores } from "./layout.ts";

/** The best sets of a layer, with all their scores, nats. */
export interface BestPatches {
  readonly sets: BestSets;
  readonly scores: Scores;
}

/** @param at the layer; RangeError where it has no scores. Linear in the masks. */
export function bestPatches(
  layers: readonly SolvedLayer[],
  { masks, layers: known }: KnownValues,
  at: number,
): BestPatches {
  const [layer, v] = [layers[at], known[at]];
  if (layer === undefined || v === undefined) throw new RangeError(`there is no layer ${at}`);
  const sets = bestSets(layer.interactions.n, masks, v);
  const score = (of: BestSets["shown"][number]): number | null => of?.v ?? null;
  return {
    sets,
    scores: {
      shown: sets.shown.map(score),
      hidden: sets.hidden.map(score),
      ...insertionAndDeletion(shapleyValues(layer.interactions), masks, v),
    },
  };
}

const COLUMNS = [
  "layer",
  "patches",
  "best_shown",
  "v_shown_nats",
  "v_insertion_nats",
  "worst_hidden",
  "v_hidden_nats",
  "v_deletion_nats",
] as const;

/** By how many patches are shown, or hidden: which do most, and the scores, nats. */
export function patchesTable(
  { sets, scores }: BestPatches,
  name: string,
  players: Players,
  words: TableWords,
): Table<(typeof COLUMNS)[number]> {
  const text = (of: BestSets["shown"][number]): string => (of === null ? "" : shownText(of.set, players, words));
  return {
    columns: COLUMNS,
    rows: sets.shown.map((set, count) => [
      name,
      count,
      text(set),
      scores.shown[count]!,
      scores.insertion[count]!,
      text(sets.hidden[count]!),
      scores.hidden[count]!,
      scores.deletion[count]!,
    ]),
  };
}
