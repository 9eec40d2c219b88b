import { useEffect, useMemo, useState } from "react";
import { debias, type Debiased } from "../../core/debias.ts";
import { valuesOfAll } from "../../core/games.ts";
import type { Interactions } from "../../core/interactions.ts";
import { sameConcept } from "../../core/tracks.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { ConceptId, Result } from "../../session/shape.ts";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";

/** A layer's salient concepts refitted, or that they are too many: see `debias`. */
export type Refit = Debiased | "too-many";

/** Layers are refitted once. */
const known = new WeakMap<Interactions, Refit>();

/** The layer's salient concepts refitted to its v, [2^n]. */
export function refitOf(v: Float64Array, { interactions, tau }: SolvedLayer): Refit {
  const fit = known.get(interactions) ?? debias(v, interactions, tau) ?? "too-many";
  known.set(interactions, fit);
  return fit;
}

/** v of the picture by layer, [2^n] each; null where it is not known at every mask. */
export function useValues({ snapshot, players: { n } }: Result): readonly Float64Array[] | null {
  const values = snapshot?.values ?? null;
  return useMemo(() => values && valuesOfAll(values, n), [values, n]);
}

/** Every layer refitted, one after the other behind the page's drawing; a layer is null until it is, all of it where v is not known at every mask. */
export function useRefits(result: Result): readonly (Refit | null)[] | null {
  const values = useValues(result);
  const { layers } = result;
  const [, setDone] = useState(0);
  useEffect(() => {
    if (values === null) return;
    let waiting: ReturnType<typeof setTimeout>;
    const next = (): void => {
      const index = layers.findIndex((layer) => layer !== null && !known.has(layer.interactions));
      if (index < 0) return;
      refitOf(values[index]!, layers[index]!);
      setDone((done) => done + 1);
      waiting = setTimeout(next);
    };
    waiting = setTimeout(next);
    return () => clearTimeout(waiting);
  }, [values, layers]);
  return values && layers.map((layer) => (layer === null ? null : (known.get(layer.interactions) ?? null)));
}

/** A concept's refitted effect in units of `unit` nats, as a text: "~" until it is known, a dash where there is none. */
export function refittedText(fit: Refit | null, concept: ConceptId, unit: number | null): string {
  if (fit === null || unit === null) return "~";
  const effects = fit === "too-many" ? [] : fit.effects;
  const effect = effects.find((one) => sameConcept(one, concept))?.effect ?? null;
  return effect === null ? NO_NUMBER : signed(effect / unit);
}
