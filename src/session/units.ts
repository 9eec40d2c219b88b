import type { StrataState } from "./state.ts";
import { valueAt } from "../core/games.ts";
import { everybody, NOBODY } from "../core/masks.ts";
import { remembered } from "../platform/remembered.ts";
import type { Result, Units } from "./shape.ts";

/** Per layer what one unit is in nats; null where that is not known yet. */
export type NatsPerUnit = readonly (number | null)[];

type Known = Pick<Result, "layers" | "probes" | "partial" | "players">;

/** What the image's own scores span at a layer that the model brings no scale for; null until both are in. */
function ownSpan({ partial, players }: Known, layer: number): number | null {
  if (partial === null) return null;
  const all = valueAt(partial.values, layer, everybody(players.n));
  const none = valueAt(partial.values, layer, NOBODY);
  return all === null || none === null ? null : Math.abs(all - none) || 1;
}

/**
 * What one unit of the picture is at each layer, nats: 1, or the layer's scale, that of its model before it is solved. Numbers of different layers are
 * fit to be compared in units of their scales only.
 */
export function natsPerUnit(result: Known, units: Units): NatsPerUnit {
  return result.layers.map((layer, l) =>
    units === "nats" ? 1 : (layer?.scale ?? result.probes[l]?.scale ?? ownSpan(result, l)),
  );
}

const ofResult = remembered(natsPerUnit);
const NOTHING: NatsPerUnit = [];

/** `natsPerUnit` of the picture on the page; empty without one. */
export const selectNatsPerUnit = ({ result, units }: Pick<StrataState, "result" | "units">): NatsPerUnit =>
  result === null ? NOTHING : ofResult(result, units);

/** Numbers of one layer each, in nats, in those units; NaN where a unit is not known. */
export function inUnits(nats: ArrayLike<number>, per: NatsPerUnit): Float64Array {
  return Float64Array.from(nats, (value, l) => value / (per[l] ?? Number.NaN));
}
