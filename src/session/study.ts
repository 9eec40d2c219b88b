/** A study on the page: what is in its file, and how it is looked at. */
import type { ReadStudy } from "../study/tables.ts";

/** What can be looked at of a study, one at a time. */
export const STUDY_FIGURES = [
  "findings",
  "strength",
  "shares",
  "salient",
  "births",
  "origins",
  "networks",
  "noise",
] as const;
export type StudyFigure = (typeof STUDY_FIGURES)[number];

/** What names a part of a study: of pairs, `network` is both names. */
export interface RecordName {
  readonly experiment: string;
  readonly network: string;
  readonly grid: string;
  readonly question: string;
}

/** How a study is looked at. */
export interface StudyLook {
  readonly figure: StudyFigure;
  /** Null: the first; one that the figure does not have stands for the most alike that it has. */
  readonly record: RecordName | null;
  /** What is held against it, on the same scale; null: nothing. */
  readonly beside: RecordName | null;
  /** Null: all orders together. */
  readonly order: number | null;
  /** Null: the output. */
  readonly layer: number | null;
  /** The point of the figure, or the evidence of a finding, whose images are shown, and whether it is of what stands beside. */
  readonly at: { readonly point: string; readonly isBeside: boolean } | null;
  /** Whether the images with the lowest values come first. */
  readonly lowestFirst: boolean;
}

/** A study that was brought to the page. */
export interface OpenStudy extends ReadStudy {
  /** Its file's. */
  readonly name: string;
  /** Files of explorations that came with it, by their names without `.strata`; null where it came alone. */
  readonly explorations: Readonly<Record<string, Blob>> | null;
  /** Whether it stands in the picture's place. */
  readonly isShown: boolean;
  readonly look: StudyLook;
}

/** A study is looked at so when it comes. */
export const FIRST_LOOK: StudyLook = {
  figure: "findings",
  record: null,
  beside: null,
  order: null,
  layer: null,
  at: null,
  lowestFirst: false,
};
