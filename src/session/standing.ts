import type { LoadedModel } from "../models/model-files.ts";
import type { Evaluation } from "../exploration/exploration.ts";
import type { RunKeeping } from "./run-keeping.ts";
import type { StrataState } from "./shape.ts";

/** The network's answers to the image on the page, how many of them it was asked for now, and how long those took. */
export interface Kept {
  readonly evaluation: Evaluation;
  readonly measured: number;
  readonly maskSeconds: number;
  /** What is kept of them until they are explained. */
  readonly run: RunKeeping;
}

/** A page and what it stands on: the last finished one comes back when a later run breaks, and the broken one can be tried again. */
export interface Standing {
  readonly page: Pick<
    StrataState,
    | "model"
    | "image"
    | "settings"
    | "source"
    | "run"
    | "result"
    | "reference"
    | "referenceFrom"
    | "verification"
    | "selection"
    | "filters"
    | "saved"
  >;
  readonly loaded: LoadedModel | null;
  readonly kept: Kept | null;
}

/** The page as it is. */
export function standingOf(state: StrataState, loaded: LoadedModel | null, kept: Kept | null): Standing {
  const {
    model,
    image,
    settings,
    source,
    run,
    result,
    reference,
    referenceFrom,
    verification,
    selection,
    filters,
    saved,
  } = state;
  return {
    page: {
      model,
      image,
      settings,
      source,
      run,
      result,
      reference,
      referenceFrom,
      verification,
      selection,
      filters,
      saved,
    },
    loaded,
    kept,
  };
}
