import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Players } from "../../core/patches.ts";
import { useStrata } from "../../state/react.ts";
import { selectFilteredPicture, selectPicture, selectSolvedLayers } from "../../state/selectors.ts";
import type { Result } from "../../state/shape.ts";
import { finishedPicture, unfinishedPicture, type PictureModel } from "./picture-model.ts";

/** Remembers the last answer for the last arguments, compared by identity: the picture and the detail ask for the same one. */
function lastAnswer<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly value: R } | null = null;
  return (...args) => {
    if (last === null || args.some((arg, i) => arg !== last!.args[i])) last = { args, value: compute(...args) };
    return last.value;
  };
}

/** Draws unfinished pictures one after another and remembers which rows stand, so that they stay in place. */
function createUnfinished(): (result: Result) => PictureModel {
  let owner: Players | null = null;
  let standing: readonly string[] = [];
  return (result) => {
    if (owner !== result.players) standing = [];
    owner = result.players;
    const picture = unfinishedPicture(result, standing);
    standing = picture.stage === "solving" ? picture.groups.flatMap(({ rows }) => rows.map(({ key }) => key)) : [];
    return picture;
  };
}

const unfinished = lastAnswer(createUnfinished());
const finished = lastAnswer(finishedPicture);

/** The last column is the network's own output in every model: it is named in the page's language. */
function withOutputName(picture: PictureModel, name: string): PictureModel {
  return { ...picture, heads: picture.heads.map((head, l) => (l === picture.heads.length - 1 ? { ...head, name } : head)) };
}

/** The main picture of the run on the page, null without one. */
export function usePicture(): PictureModel | null {
  const result = useStrata((state) => state.result);
  const layers = useStrata(selectSolvedLayers);
  const all = useStrata(selectPicture);
  const filtered = useStrata(selectFilteredPicture);
  const sort = useStrata((state) => state.filters.sort);
  const { t } = useTranslation("picture");
  const output = t("head.output");
  return useMemo(() => {
    if (result === null) return null;
    const picture = layers === null || all === null || filtered === null ? unfinished(result) : finished(result, layers, all, filtered, sort);
    return withOutputName(picture, output);
  }, [result, layers, all, filtered, sort, output]);
}
