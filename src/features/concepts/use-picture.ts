import { useMemo } from "react";
import { NOBODY, type Mask } from "../../core/masks.ts";
import type { ConceptNames } from "../../exploration/concept-names.ts";
import { remembered } from "../../platform/remembered.ts";
import { useStrata } from "../../session/react.ts";
import {
  passes,
  selectFilteredPicture,
  selectFirmness,
  selectPicture,
  selectSolvedLayers,
} from "../../session/selectors.ts";
import { selectReadout } from "../../session/readout.ts";
import type { ConceptId, Filters, Result, Units } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { withRowNames } from "./rows.ts";
import { finishedPicture, unfinishedPicture, type PictureModel } from "./picture-model.ts";

/** Whether more masks can add nothing to a picture of patches shown alone. */
function hasEveryPatch({ stage, heads, groups }: PictureModel): boolean {
  return (
    stage === "measuring" &&
    heads.every(({ vFull }) => vFull !== null) &&
    groups.every(({ rows }) => rows.every(({ cells }) => !cells.includes("waiting")))
  );
}

/** A run's picture as it was drawn last. */
const lastDrawn = new WeakMap<
  Result["players"],
  { readonly result: Result; readonly picture: PictureModel; readonly passes: Passes }
>();

type Passes = (concept: ConceptId) => boolean;

const passesOf = remembered(
  (filters: Filters, patches: Mask): Passes =>
    (concept) =>
      passes(concept, filters, patches),
);

/**
 * Draws a run's unfinished pictures one after another: rows that stand stay in place until others are asked for, and nothing is drawn anew that cannot have
 * changed.
 */
function unfinished(result: Result, units: Units, readout: boolean, passes: Passes): PictureModel {
  const drawn = lastDrawn.get(result.players);
  const last = drawn?.passes === passes ? drawn : undefined;
  const isAsBefore = last?.picture.units === units && last.picture.heads.some(({ isReadout }) => isReadout) === readout;
  const before = isAsBefore ? last : undefined;
  if (before?.result === result) return before.picture;
  if (
    before !== undefined &&
    hasEveryPatch(before.picture) &&
    before.result.partial?.values === result.partial?.values &&
    result.layers.every((layer) => layer === null)
  )
    return before.picture;
  const standing =
    last?.picture.stage === "solving" ? last.picture.groups.flatMap(({ rows }) => rows.map(({ key }) => key)) : [];
  const picture = unfinishedPicture(result, standing, units, readout, passes);
  lastDrawn.set(result.players, { result, picture, passes });
  return picture;
}

const finished = remembered(finishedPicture);

/** The last column is the network's own output in every model: it is named in the page's language. */
const withOutputName = remembered((picture: PictureModel, name: string): PictureModel => ({
  ...picture,
  heads: picture.heads.map((head, l) => (l === picture.heads.length - 1 ? { ...head, name } : head)),
}));

const named = remembered((picture: PictureModel, names: ConceptNames): PictureModel =>
  names.length === 0
    ? picture
    : {
        ...picture,
        groups: picture.groups.map((group) => ({
          ...group,
          rows: withRowNames(group.rows, names),
          others: withRowNames(group.others, names),
        })),
      },
);

/** The main picture of the run on the page, null without one. */
export function usePicture(): PictureModel | null {
  const result = useStrata((state) => state.result);
  const layers = useStrata(selectSolvedLayers);
  const all = useStrata(selectPicture);
  const filtered = useStrata(selectFilteredPicture);
  const filters = useStrata((state) => state.filters);
  const patches = useStrata((state) => (state.filters.onlyPatches ? state.selection.patches : NOBODY));
  const units = useStrata((state) => state.units);
  const readout = useStrata(selectReadout);
  const names = useStrata((state) => state.names);
  const firmness = useStrata(selectFirmness);
  const t = useStrings("picture");
  const output = t("head.output");
  return useMemo(() => {
    if (result === null) return null;
    const picture =
      layers === null || all === null || filtered === null
        ? unfinished(result, units, readout, passesOf(filters, patches))
        : finished(result, layers, all, filtered, filters.sort, units, readout, firmness);
    return named(withOutputName(picture, output), names);
  }, [names, result, layers, all, filtered, filters, patches, units, readout, firmness, output]);
}
