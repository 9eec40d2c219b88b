/** How many masks the network is run on: all of them, or, for more players than that allows, a sample. */
import { fewestMasks } from "../core/estimate/sample.ts";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import { playerCount, type Grid } from "../core/patches.ts";
import type { SampleBudget } from "../exploration/estimator.ts";
import { isBudget, mostMasks } from "../exploration/exploration.ts";
import type { Settings } from "./shape.ts";

/** The seed of every sample that is drawn on the page, and on the command line where none is named; files and addresses may name others. */
export const PAGE_SEED = 1;

/** On how many half-samples the choice of effects is repeated where somebody asks whether others would be chosen. */
export const HALVES = 10;

/** Where nobody says how many. */
const DEFAULT_MASKS = 2000;

/** The rule of κ, of which an estimate makes nothing, where debiased effects were asked for. */
const DEFAULT_RULE = "noise";

/** What is offered; any other number comes by addresses, files and doubling. */
const OFFERED = [500, 1000, 2000, 5000, 10_000];

/** More are not offered: the fit holds 4 bytes for each pair of masks, 256 MB of so many, in each of the workers. */
const MOST_OFFERED = OFFERED.at(-1)!;

/** How many masks of a grid are run where nobody says: null for all, which more than MAX_ENUMERABLE players do not allow. Half-samples are asked for of one picture. */
export function budgetFor(grid: Grid, before: SampleBudget | null): SampleBudget | null {
  const n = playerCount(grid);
  if (n <= MAX_ENUMERABLE) return null;
  return before !== null && isBudget(n, before)
    ? { masks: before.masks, seed: before.seed }
    : { masks: DEFAULT_MASKS, seed: PAGE_SEED };
}

/**
 * The settings with a sample where their grid needs one; the same object where they have what they need. Effects that are chosen among all, as the rule
 * `debiased` has it, need every mask: of a sample they are not asked for.
 */
export function withBudget(settings: Settings): Settings {
  const n = playerCount(settings);
  const fits = settings.sample === null ? n <= MAX_ENUMERABLE : isBudget(n, settings.sample);
  const sample = fits ? settings.sample : budgetFor(settings, settings.sample);
  const kappaOf = sample !== null && settings.kappaOf === "debiased" ? DEFAULT_RULE : settings.kappaOf;
  return sample === settings.sample && kappaOf === settings.kappaOf ? settings : { ...settings, sample, kappaOf };
}

/** The settings once other ones are asked for: a grid of other players brings a sample of its own, or none. */
export function withAsked(before: Settings, news: Partial<Settings>): Settings {
  const settings = { ...before, ...news };
  return news.rows === undefined || news.sample !== undefined
    ? withBudget(settings)
    : withBudget({ ...settings, sample: budgetFor(settings, before.sample) });
}

/** The numbers of masks that are offered for n players, ascending, with the one that is asked for. */
export function offeredMasks(n: number, asked: number): readonly number[] {
  const fit = OFFERED.filter((masks) => masks >= fewestMasks(n) && masks <= mostMasks(n));
  return [...new Set([...fit, asked])].sort((a, b) => a - b);
}

/** For how long the network may be run, seconds, where masks are chosen by time. */
const OFFERED_SECONDS = [10, 30, 60, 120, 300];

/** As many masks of n players as the network answers in some times, seconds, in round numbers; those alone that are not offered as numbers of masks. */
export function masksWithin(
  n: number,
  masksPerSecond: number,
): readonly { readonly seconds: number; readonly masks: number }[] {
  const most = Math.min(mostMasks(n), MOST_OFFERED);
  return OFFERED_SECONDS.map((seconds) => ({ seconds, masks: roundedDown(masksPerSecond * seconds) })).filter(
    ({ masks }) => masks >= fewestMasks(n) && masks < most && !OFFERED.includes(masks),
  );
}

/** To two digits. */
function roundedDown(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.floor(count / step) * step;
}

/** Twice as many masks, of which those of before are the beginning; null where no more are offered. */
export function moreMasks(n: number, { masks, seed }: SampleBudget): SampleBudget | null {
  const most = Math.min(mostMasks(n), MOST_OFFERED);
  return masks >= most ? null : { masks: Math.min(2 * masks, most), seed };
}

/** How many masks a question is answered from. */
export function totalMasks({ sample, ...grid }: Grid & { readonly sample: SampleBudget | null }): number {
  return sample?.masks ?? 2 ** playerCount(grid);
}
