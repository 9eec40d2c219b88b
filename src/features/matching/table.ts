import { fitOf, rebuild, rebuildSalient, type RebuildFit } from "../../core/faithfulness.ts";
import type { KnownValues } from "../../core/games.ts";
import { codeOf, type Masks } from "../../core/masks.ts";
import type { Players } from "../../core/patches.ts";
import { isSalient } from "../../core/salience.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { shownText, type Table, type TableWords } from "../topics/table.ts";

/** How a layer's effects rebuild its scores. */
export interface Matching {
  /** `[masks]`, nats; rebuilt from all effects, and from the salient ones. */
  readonly v: Float64Array;
  readonly masks: Masks;
  readonly rebuilt: readonly [all: Float64Array, salient: Float64Array];
  readonly all: RebuildFit;
  readonly salient: RebuildFit;
  /** Nats. */
  readonly kappa: number;
  /** Effects that are not 0, and those that are salient. */
  readonly count: number;
  readonly salientCount: number;
}

/** @param at the layer; RangeError where it has no scores. Costs O(masks · effects). */
export function matchingOf(layers: readonly SolvedLayer[], values: KnownValues, at: number): Matching {
  const [layer, v] = [layers[at], values.layers[at]];
  if (layer === undefined || v === undefined) throw new RangeError(`there is no layer ${at}`);
  const rebuilt = [
    rebuild(layer.interactions, values.masks),
    rebuildSalient(layer.interactions, values.masks, layer.tau),
  ] as const;
  const { and, or, exactness } = layer.interactions;
  const effects = [...and.effects, ...or.effects];
  return {
    v,
    masks: values.masks,
    rebuilt,
    all: fitOf(v, rebuilt[0]),
    salient: fitOf(v, rebuilt[1]),
    kappa: exactness.kappa,
    count: effects.length,
    salientCount: effects.filter((effect) => isSalient(effect, layer.tau)).length,
  };
}

/** Measured and rebuilt scores, nats: of every mask, or of those at some places. */
export function matchingTable(
  { v, masks, rebuilt }: Matching,
  name: string,
  players: Players,
  words: TableWords,
  places: readonly number[] = Array.from(v, (_, place) => place),
): Table<"layer" | "mask" | "shown" | "v_nats" | "rebuilt_nats" | "rebuilt_salient_nats"> {
  return {
    columns: ["layer", "mask", "shown", "v_nats", "rebuilt_nats", "rebuilt_salient_nats"],
    rows: places.map((place) => [
      name,
      codeOf(masks[place]!),
      shownText(masks[place]!, players, words),
      v[place]!,
      rebuilt[0][place]!,
      rebuilt[1][place]!,
    ]),
  };
}
