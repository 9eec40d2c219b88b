/** Which parts a study has for a figure, and which of them is chosen. */
import type { RecordName, StudyFigure } from "../../session/study.ts";
import type { Cell, NoiseCell, Pair, Study } from "../../study/study.ts";

/** A part of a study with what names it. `at`: its place among the study's findings. */
export type StudyRecord = RecordName & { readonly at: number } & (
    | { readonly kind: "cell"; readonly of: Cell }
    | { readonly kind: "pair"; readonly of: Pair }
    | { readonly kind: "noise"; readonly of: NoiseCell }
  );

/** What is chosen one after the other. */
export const CHOICES = ["experiment", "network", "grid", "question"] as const;
export type Choice = (typeof CHOICES)[number];

/** What stands between the names of two networks. */
export const BETWEEN = " / ";

type Named = Pick<Cell, "experiment" | "grid" | "question">;

/** All parts of a study, in the order of its findings. */
export function partsOf({ cells, pairs, noise }: Study): StudyRecord[] {
  const named = ({ experiment, grid, question }: Named, network: string) => ({ experiment, network, grid, question });
  return [
    ...cells.map((of) => ({ kind: "cell" as const, of, ...named(of, of.network.name) })),
    ...pairs.map((of) => ({
      kind: "pair" as const,
      of,
      ...named(of, of.networks.map(({ name }) => name).join(BETWEEN)),
    })),
    ...noise.map((of) => ({ kind: "noise" as const, of, ...named(of, of.network.name) })),
  ].map((part, at) => ({ ...part, at }));
}

/** The parts that a figure can be of. Findings are of all three kinds. */
export const partsFor = (parts: readonly StudyRecord[], figure: StudyFigure): readonly StudyRecord[] =>
  figure === "findings" ? parts : parts.filter(({ kind }) => kind === KINDS[figure]);

const KINDS: Readonly<Record<Exclude<StudyFigure, "findings">, StudyRecord["kind"]>> = {
  strength: "cell",
  shares: "cell",
  salient: "cell",
  births: "cell",
  origins: "cell",
  networks: "pair",
  noise: "noise",
};

/**
 * Of some parts the one most like what is wanted: by its experiment before its network, that before its grid and question, and the earliest of equals; what was chosen
 * last, `last`, before all. Null of none.
 */
export function mostAlike<Part extends RecordName>(
  parts: readonly Part[],
  wanted: Partial<RecordName> | null,
  last?: Choice,
): Part | null {
  const by: readonly Choice[] = last === undefined ? CHOICES : [last, ...CHOICES.filter((choice) => choice !== last)];
  const weight = (part: Part): number =>
    by.reduce<number>((sum, choice) => 2 * sum + Number(wanted !== null && wanted[choice] === part[choice]), 0);
  return parts.reduce<Part | null>((best, part) => (best === null || weight(part) > weight(best) ? part : best), null);
}

/** What can be chosen where all that comes before it is chosen already: different texts, in the parts' order. */
export function optionsOf(parts: readonly RecordName[], chosen: RecordName, choice: Choice): string[] {
  const before = CHOICES.slice(0, CHOICES.indexOf(choice));
  return [
    ...new Set(parts.filter((part) => before.every((one) => part[one] === chosen[one])).map((part) => part[choice])),
  ];
}

/** What of a part's names tells it from another. */
export const differing = (one: RecordName, other: RecordName): Choice[] =>
  CHOICES.filter((choice) => one[choice] !== other[choice]);

/** Whether two names are of the same part. */
export const samePart = (one: RecordName, other: RecordName): boolean => differing(one, other).length === 0;

/** What the explorations of a part's images are called, by places among its images: a pair's are those of its first network. */
export function explorationsOf(
  { cells }: Study,
  { kind, of, experiment, grid, question }: StudyRecord,
): (string | null)[] {
  const network = kind === "pair" ? of.networks[0] : of.network;
  const cell = cells.find((one) =>
    samePart({ ...one, network: one.network.name }, { experiment, network: network.name, grid, question }),
  );
  const names = new Map(cell?.images.map((image, i) => [image, cell.explorations[i]!]));
  return of.images.map((image) => names.get(image) ?? null);
}
