import type { StrataState } from "./state.ts";
import { completeness, orderStrengths } from "../core/metrics.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { remembered } from "../platform/remembered.ts";
import { selectSolvedLayers } from "./selectors.ts";

const sharesOf = remembered((layers: readonly SolvedLayer[], tauFraction: number): readonly (number | null)[] =>
  completeness(
    orderStrengths(
      layers.map(({ interactions }) => interactions),
      layers.map(({ scale }) => scale),
      tauFraction,
    ),
  ).map(({ all }) => all),
);

/** Per layer the share of the output's strength that it holds already, 0..1 (see `completeness`), null where the output holds nothing; null until done. */
export function selectCompleteness(state: StrataState): readonly (number | null)[] | null {
  const layers = selectSolvedLayers(state);
  return layers === null || state.result === null ? null : sharesOf(layers, state.result.settings.tauFraction);
}
