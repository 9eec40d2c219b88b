import { useMemo } from "react";
import { useStrata } from "../../session/react.ts";
import { selectFilteredPicture, selectPicture, selectSolvedLayers } from "../../session/selectors.ts";
import type { Result } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { finishedPicture, unfinishedPicture, type PictureModel } from "./picture-model.ts";

/** Remembers the last answer for the last arguments, compared by identity: the picture and the detail ask for the same one. */
function lastAnswer<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly value: R } | null = null;
  return (...args) => {
    if (last === null || args.some((arg, i) => arg !== last!.args[i])) last = { args, value: compute(...args) };
    return last.value;
  };
}

/** Whether more masks can add nothing to a picture of patches shown alone. */
function hasEveryPatch({ stage, heads, groups }: PictureModel): boolean {
  return (
    stage === "measuring" &&
    heads.every(({ vFull }) => vFull !== null) &&
    groups.every(({ rows }) => rows.every(({ cells }) => !cells.includes("waiting")))
  );
}

/** Draws unfinished pictures one after another: remembers which rows stand, so that they stay in place, and draws nothing anew that cannot have changed. */
function createUnfinished(): (result: Result) => PictureModel {
  let before: { readonly result: Result; readonly picture: PictureModel } | null = null;
  return (result) => {
    const same = before !== null && before.result.players === result.players;
    if (
      same &&
      hasEveryPatch(before!.picture) &&
      before!.result.partial?.values === result.partial?.values &&
      result.layers.every((layer) => layer === null)
    ) {
      return before!.picture;
    }
    const standing =
      same && before!.picture.stage === "solving"
        ? before!.picture.groups.flatMap(({ rows }) => rows.map(({ key }) => key))
        : [];
    const picture = unfinishedPicture(result, standing);
    before = { result, picture };
    return picture;
  };
}

const unfinished = lastAnswer(createUnfinished());
const finished = lastAnswer(finishedPicture);

/** The last column is the network's own output in every model: it is named in the page's language. */
const withOutputName = lastAnswer((picture: PictureModel, name: string): PictureModel => ({
  ...picture,
  heads: picture.heads.map((head, l) => (l === picture.heads.length - 1 ? { ...head, name } : head)),
}));

/** The main picture of the run on the page, null without one. */
export function usePicture(): PictureModel | null {
  const result = useStrata((state) => state.result);
  const layers = useStrata(selectSolvedLayers);
  const all = useStrata(selectPicture);
  const filtered = useStrata(selectFilteredPicture);
  const sort = useStrata((state) => state.filters.sort);
  const t = useStrings("picture");
  const output = t("head.output");
  return useMemo(() => {
    if (result === null) return null;
    const picture =
      layers === null || all === null || filtered === null
        ? unfinished(result)
        : finished(result, layers, all, filtered, sort);
    return withOutputName(picture, output);
  }, [result, layers, all, filtered, sort, output]);
}
