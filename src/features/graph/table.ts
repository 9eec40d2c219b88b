import { andOrGraph, partsWithin, type AndOrGraph } from "../../core/and-or-graph.ts";
import { orderOf } from "../../core/masks.ts";
import type { Players } from "../../core/patches.ts";
import { fewestHolding, strongest, sumOf, type ConceptEffect } from "../../core/strongest.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { isFirmConcept, type Firmness } from "../../exploration/firmness.ts";
import type { Units } from "../../session/shape.ts";
import { conceptText, patchesText, type Table, type TableWords } from "../topics/table.ts";
import { MANY } from "./layout.ts";

/** Shares of the salient concepts' strength that can be asked for. */
export const SHARES = [0.5, 0.7, 0.9, 0.95] as const;
/** What is drawn unless somebody chooses, and where that are not too many. */
const USUAL = 0.7;

/** The strongest concepts of a layer, and what they are made of. */
export interface Held {
  /** Of the salient concepts' strength, that was asked for. */
  readonly share: number;
  /** The strongest that hold the share, and all that are salient. */
  readonly concepts: readonly ConceptEffect[];
  readonly all: readonly ConceptEffect[];
  /** Of all, nats. */
  readonly strength: number;
  readonly graph: AndOrGraph;
}

/** @param asked the share; null: what is drawn unless somebody chooses. Costs as `andOrGraph` does. */
export function heldBy({ interactions, tau }: Pick<SolvedLayer, "interactions" | "tau">, asked: number | null): Held {
  const all = strongest(interactions, tau);
  const share = asked ?? (fewestHolding(all, USUAL) > MANY ? SHARES[0] : USUAL);
  const concepts = all.slice(0, fewestHolding(all, share));
  return { share, concepts, all, strength: sumOf(all), graph: andOrGraph(concepts) };
}

/** What is chosen of a picture's numbers. */
interface Shown {
  readonly name: string;
  readonly players: Players;
  readonly units: Units;
  /** Nats in a unit. */
  readonly per: number;
  readonly firmness: Firmness | null;
}

/** The concepts of the graph, the strongest first. */
export function graphTable(
  { concepts, strength, graph }: Held,
  { name, players, units, per, firmness }: Shown,
  words: TableWords,
): Table<
  | "layer"
  | "concept"
  | "order"
  | "effect_nats"
  | "effect_shown_nats"
  | "effect_scale"
  | "share"
  | "share_so_far"
  | "parts"
  | "firm"
> {
  return {
    columns: [
      "layer",
      "concept",
      "order",
      "effect_nats",
      units === "nats" ? "effect_shown_nats" : "effect_scale",
      "share",
      "share_so_far",
      "parts",
      "firm",
    ],
    rows: concepts.map((concept, i) => [
      name,
      conceptText(concept, players, words),
      orderOf(concept.mask),
      concept.effect,
      concept.effect / per,
      Math.abs(concept.effect) / strength,
      sumOf(concepts.slice(0, i + 1)) / strength,
      partsWithin(graph, graph.concepts[i]!)
        .map((part) => graph.parts[part]!)
        .map(({ kind, mask }) => `${words.kinds[kind]} ${patchesText(mask, players)}`)
        .join("; "),
      firmText(isFirmConcept(firmness, concept)),
    ]),
  };
}

const firmText = (firm: boolean | null): string | null => (firm === null ? null : String(firm));
