/** A network that a person brings: what was read of it, and what only the person can say. Plain data. */
import type { InputSpec } from "./spec/input.ts";
import type { FoundInput, FoundOutput, ProposedLayer } from "./graph/found.ts";
import type { ClassGuess, ClassGuessReason, UnfitNames } from "./graph/guess-classes.ts";
import type { InputGuess } from "./graph/guess-input.ts";

/** How pixels become the numbers that go in, whatever the input's size and name. */
export type Preparation = Pick<InputSpec, "channels" | "range" | "mean" | "std" | "resize">;

/** Width and height, pixels. */
export type Size = readonly [width: number, height: number];

/** Names for a network's scores; "manifest": of one that came with it, "before": as they were called when it was asked about before. */
export interface OwnNames extends Omit<ClassGuess, "reason"> {
  readonly reason: ClassGuessReason | "manifest" | "before";
}

/** An output, and what its classes may be called; the last way is always by number. */
export interface OwnOutput extends FoundOutput {
  readonly count: number;
  readonly classes: readonly OwnNames[];
  /** Files of names that were brought and cannot name them. */
  readonly unfit: readonly UnfitNames[];
}

/** What was read of a network, and what is proposed where it cannot be read; the likeliest comes first everywhere. */
export interface OwnFound {
  readonly fileName: string;
  /** Its file's name without the ending. */
  readonly title: string;
  /** SHA-256 of the network's bytes, with weights of other files put in. */
  readonly sha256: string;
  readonly bytes: number;
  readonly input: FoundInput;
  /** One where the graph says it. */
  readonly sizes: readonly Size[];
  /** One where there is no doubt. */
  readonly outputs: readonly OwnOutput[];
  readonly preparations: readonly InputGuess[];
  /** Whether it runs one image at a time: its batch is fixed, or a row depends on the others. */
  readonly isOneByOne: boolean;
  readonly layers: readonly ProposedLayer[];
  /** Of one image; null: not known. */
  readonly multiplyAdds: number | null;
}

/** What the person says of it, or leaves as it was proposed: indices into what was found. */
export interface OwnAnswers {
  readonly output: number;
  readonly classes: number;
  readonly size: Size;
  /** Behind those that were proposed comes the person's own; null: the one that the network is surest with. */
  readonly preparation: number | null;
  readonly ownPreparation: Preparation | null;
}

/** What the network says of an image that was prepared in one way: its first classes, best first; null where it gave no number. */
export type Outcome = null | readonly { readonly index: number; readonly p: number }[];

/** All ways in which an image is tried. */
export function preparationsOf({ preparations }: OwnFound, { ownPreparation }: OwnAnswers): readonly Preparation[] {
  return ownPreparation === null ? preparations : [...preparations, ownPreparation];
}

/** What is said of it before anybody was asked. */
export const proposedAnswers = ({ sizes }: OwnFound): OwnAnswers => ({
  output: 0,
  classes: 0,
  size: sizes[0]!,
  preparation: null,
  ownPreparation: null,
});
