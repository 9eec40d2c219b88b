/** How noisy the probes are on the image on the page: asked for by a person, looked at behind the finished picture. */
import type { StrataState } from "../state.ts";
import type { NoiseEvent } from "../events.ts";
import { canTellNoise } from "../selectors.ts";
import type { Result } from "../shape.ts";

export function reduceNoise(state: StrataState, event: NoiseEvent): StrataState {
  switch (event.type) {
    case "noise-asked":
      return canTellNoise(state)
        ? { ...state, noise: { id: state.nextId, fraction: null }, nextId: state.nextId + 1 }
        : state;
    case "noise-cancelled":
      return { ...state, noise: null };
    case "noise-measured":
      return { ...state, noise: { id: event.noise, fraction: event.fraction } };
    case "noise-told":
      return { ...withShares(state, event.shares), noise: null };
    case "noise-failed":
      return { ...state, noise: null, notice: event.notice };
  }
}

/** With each layer's noise share at the picture's layers; what travels of the picture is left as it was computed. */
function withShares(state: StrataState, shares: readonly (number | null)[]): StrataState {
  const before = state.result!;
  const layers = before.layers.map((layer, l) =>
    layer === null || shares[l] === undefined ? layer : { ...layer, noiseShare: shares[l] },
  );
  const result: Result = { ...before, layers };
  const { finished } = state;
  return {
    ...state,
    result,
    // It is the same page, which comes back with what is known by now.
    finished: finished?.page.result === before ? { ...finished, page: { ...finished.page, result } } : finished,
  };
}

/** Nothing more is looked at for a picture that gives way, or that a run may be waiting behind. */
export function withoutStaleNoise(before: StrataState, state: StrataState): StrataState {
  const isStale = state.result?.snapshot !== before.result?.snapshot || state.jobs.length > 0;
  return state.noise !== null && isStale ? { ...state, noise: null } : state;
}
