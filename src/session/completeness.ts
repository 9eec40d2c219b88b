import type { StrataState } from "./state.ts";
import { completeness, orderStrengths, redundancy, type OrderStrength, type ShareByOrder } from "../core/metrics.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { remembered } from "../platform/remembered.ts";
import { selectSolvedLayers } from "./selectors.ts";

/** The paper's layerwise change of knowledge (Eq. 6-8), each layer against the output, in units of the layers' scales. */
export interface LayerwiseChange {
  readonly strengths: readonly OrderStrength[];
  /** Per layer, see `completeness` and `redundancy`. */
  readonly completeness: readonly ShareByOrder[];
  readonly redundancy: readonly ShareByOrder[];
}

const changeOf = remembered((layers: readonly SolvedLayer[], tauFraction: number): LayerwiseChange => {
  const strengths = orderStrengths(
    layers.map(({ interactions }) => interactions),
    layers.map(({ scale }) => scale),
    tauFraction,
  );
  return { strengths, completeness: completeness(strengths), redundancy: redundancy(strengths) };
});

/** Null until every layer is solved. */
export function selectLayerwiseChange(state: StrataState): LayerwiseChange | null {
  const layers = selectSolvedLayers(state);
  return layers === null || state.result === null ? null : changeOf(layers, state.result.settings.tauFraction);
}

const sharesOf = remembered((change: LayerwiseChange): readonly (number | null)[] =>
  change.completeness.map(({ all }) => all),
);

/** Per layer the share of the output's strength that it holds already, 0..1 (see `completeness`), null where the output holds nothing; null until done. */
export function selectCompleteness(state: StrataState): readonly (number | null)[] | null {
  const change = selectLayerwiseChange(state);
  return change === null ? null : sharesOf(change);
}
