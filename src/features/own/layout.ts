import { preparationsOf, type OwnAnswers, type OwnFound, type Preparation } from "../../models/own-network.ts";
import { preparationNow, type OwnNetwork } from "../../session/own-network.ts";

/** Ways that are shown side by side before somebody asks for more. */
const FEW = 3;

/** What says for certain how an image is prepared, so that nothing is asked. */
const CERTAIN: ReadonlySet<string> = new Set(["graph", "config", "metadata", "type"]);

/** Whether the file, or one beside it, says how an image is prepared. */
export const isTold = ({ preparations }: OwnFound): boolean => CERTAIN.has(preparations[0]!.reason);

/** The ways that are shown, as indices of all: the likeliest, the one that the network is surest with, the chosen one and the person's own. */
export function waysShown(own: OwnNetwork, all: boolean): readonly number[] {
  const ways = preparationsOf(own.found!, own.answers!).map((_, index) => index);
  if (all) return ways;
  const few = isTold(own.found!) ? 1 : FEW;
  const musts = [preparationNow(own), own.trial?.best ?? 0];
  const first = ways.filter((index) => index < few || musts.includes(index) || index >= own.found!.preparations.length);
  return first.length === ways.length - 1 ? ways : first;
}

/** Seconds that reading a file takes on a slow machine, or null where nobody notices: 40 MB/s for hash, graph and session together. */
export function readingSeconds(bytes: number): number | null {
  const seconds = bytes / READ_BYTES_PER_SECOND;
  return seconds < LEAST_TOLD_SECONDS ? null : seconds;
}
const READ_BYTES_PER_SECOND = 4e7;
const LEAST_TOLD_SECONDS = 1;

/** What people write for numbers of channels: one for all, or one each; null where it is neither. */
export function channelNumbers(text: string, channels: number): readonly number[] | null {
  const numbers = text
    .trim()
    .split(/[\s,;]+/)
    .map((part) => (part === "" ? Number.NaN : Number(part.replace("−", "-"))));
  if (!numbers.every(Number.isFinite)) return null;
  if (numbers.length === 1) return Array.from({ length: channels }, () => numbers[0]!);
  return numbers.length === channels ? numbers : null;
}

/** Numbers as people write them: one where all are the same. */
export const numbersText = (numbers: readonly number[]): string =>
  (numbers.every((one) => one === numbers[0]) ? numbers.slice(0, 1) : numbers).map((one) => plain(one)).join(" ");

/** At most four digits behind the point. */
const plain = (value: number): string => String(Number(value.toFixed(4))).replace("-", "−");

export const valueText = plain;

/** Whether a preparation does more than bring black and white to their ends. */
export const isNormalised = ({ mean, std }: Preparation): boolean =>
  mean.some((m) => m !== 0) || std.some((s) => s !== 1);

/** Names of classes as they are now. */
export const classNames = ({ outputs }: OwnFound, { output, classes }: OwnAnswers): readonly string[] =>
  outputs[output]!.classes[classes]!.names;
