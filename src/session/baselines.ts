/** What is known of what a picture hangs on: the baseline that hides its patches. */
import type { BaselineKind } from "../core/baseline.ts";
import { sameConcept, type PictureTrack, type PictureTracks } from "../core/tracks.ts";
import type { BaselineComparison } from "../exploration/compare-baselines.ts";
import { remembered } from "../platform/remembered.ts";
import { selectPicture } from "./selectors.ts";
import type { ConceptId } from "./shape.ts";
import type { StrataState } from "./state.ts";

/** With which other baselines a concept is found, salient with the picture's sign: anywhere, and at each layer. */
export interface FoundWith {
  readonly anywhere: readonly BaselineKind[];
  readonly byLayer: readonly (readonly BaselineKind[])[];
}

/** Of one of the picture's concepts; null where nobody asked, or it has no row. */
export function foundWith(told: BaselineComparison | null, concept: ConceptId): FoundWith | null {
  const at = told?.concepts.findIndex((known) => sameConcept(known, concept)) ?? -1;
  if (told === null || at < 0) return null;
  const layers = told.others[0]?.found[at]?.length ?? 0;
  const where = (says: (found: Uint8Array) => boolean): BaselineKind[] =>
    told.others.flatMap(({ baseline, found }) => (says(found[at]!) ? [baseline] : []));
  return {
    anywhere: where((found) => found.includes(1)),
    byLayer: Array.from({ length: layers }, (_, l) => where((found) => found[l] === 1)),
  };
}

/** How the rows that a picture shows fare with other baselines. */
export interface BaselineCounts {
  readonly rows: number;
  /** Rows that are found with every other baseline, and with none of them. */
  readonly withAll: number;
  readonly withNone: number;
  /** By baseline its rows, and the mean over layers of the agreement with the picture (Jaccard of salient concepts); null where no layer has any. */
  readonly others: readonly {
    readonly baseline: BaselineKind;
    readonly rows: number;
    readonly agreement: number | null;
  }[];
}

const countsOf = remembered((told: BaselineComparison, { shown }: PictureTracks): BaselineCounts => {
  const found = shown.map((row: PictureTrack) => foundWith(told, row)?.anywhere ?? []);
  return {
    rows: shown.length,
    withAll: found.filter(({ length }) => length === told.others.length).length,
    withNone: found.filter(({ length }) => length === 0).length,
    others: told.others.map(({ baseline, agreements }) => {
      const known = agreements.filter((agreement) => agreement !== null);
      return {
        baseline,
        rows: found.filter((baselines) => baselines.includes(baseline)).length,
        agreement: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length,
      };
    }),
  };
});

/** How the picture's rows fare with other baselines; null where nobody asked. */
export const selectBaselineCounts = (state: StrataState): BaselineCounts | null => {
  const picture = selectPicture(state);
  const told = state.inquiries.baselines.found;
  return told === null || picture === null ? null : countsOf(told, picture);
};
