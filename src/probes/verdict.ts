import { isWithinNoise } from "../core/salient-jaccard.ts";
import type { ProbeVerdict } from "../models/spec/probes.ts";

/** Two fits of a layer's probe that agree on so large a share of their concepts are enough to be read. */
export const ENOUGH_AGREEMENT = 0.5;

/** The disagreement must fall at least as the photographs' number to this power, else more of them are no way. */
const LEAST_POWER = 0.15;

/**
 * It falls no faster in the long run, whatever half of the photographs and all say: with more of them weaker penalties are chosen. On CIFAR-10 a residual network's
 * layers have powers of 0.29 to 0.43 between 500 and 18,000 photographs.
 */
const MOST_POWER = 0.35;

/** From fewer photographs nothing can be told: there penalties are so strong that agreement hardly changes with their number, or even falls. */
const LEAST_TOLD = 200;

/** Nothing is told of more than so many times the photographs at hand. */
const MOST_TIMES = 30;

/** Standard deviations by which a probe must lie above chance. */
const DEVIATIONS = 2;

/** Agreement of two fits on samples of as many photographs as there are, and of half as many. */
export interface Outlook {
  readonly agreement: number;
  readonly sparseAgreement: number;
  readonly photographs: number;
}

/**
 * How many more photographs would make two fits agree on ENOUGH_AGREEMENT of their concepts, to two digits; 0: those at hand do; null: none can be told. The
 * rule: what they disagree on for each concept that they share, (1 − agreement) / agreement, falls as a power of the number of photographs, and the power
 * is that between half of them and all, or MOST_POWER where that is less.
 */
export function outlookOf({ agreement, sparseAgreement, photographs }: Outlook): number | null {
  if (agreement >= ENOUGH_AGREEMENT) return 0;
  if (photographs < LEAST_TOLD || agreement <= 0 || sparseAgreement <= 0) return null;
  const odds = (share: number): number => (1 - share) / share;
  const power = Math.min(MOST_POWER, Math.log2(odds(sparseAgreement) / odds(agreement)));
  if (!(power >= LEAST_POWER)) return null;
  const times = (odds(agreement) / odds(ENOUGH_AGREEMENT)) ** (1 / power);
  return times > MOST_TIMES ? null : Number(((times - 1) * photographs).toPrecision(2));
}

/** What was measured of a layer. */
export interface Judged {
  /** Of how many of the held photographs its first class is the network's. */
  readonly follows: number;
  readonly held: number;
  /** See `Qualities`. */
  readonly chance: number;
  /** Null where the probe has no replicates. */
  readonly outlook: Outlook | null;
  /** The layer before, and how far its concepts agree with this one's; null at the first layer. */
  readonly neighbour: { readonly name: string; readonly agreement: number | null } | null;
}

/** What a layer's probe is worth, in one word, the worst first. */
export function verdictOf({ follows, held, chance, outlook, neighbour }: Judged): ProbeVerdict {
  const deviation = Math.sqrt(held * chance * (1 - chance));
  if (follows - chance * held < DEVIATIONS * deviation || chance === 1)
    return { code: "near-chance", follows, held, chance };
  if (outlook !== null && outlook.agreement < ENOUGH_AGREEMENT)
    return { code: "few-images", follows, held, agreement: outlook.agreement, more: outlookOf(outlook) };
  if (neighbour !== null && isWithinNoise(neighbour.agreement, outlook?.agreement ?? null))
    return { code: "like-neighbour", follows, held, neighbour: neighbour.name };
  return { code: "follows", follows, held };
}

type Sentence = ProbeVerdict["code"] | "few-images-unknown";

/** Which sentence tells a verdict, and what stands in it: images as a number of them, agreement with two decimals. */
export function tellingOf(
  verdict: ProbeVerdict,
): readonly [sentence: Sentence, values: Readonly<Record<string, string | number>>] {
  switch (verdict.code) {
    case "follows":
    case "like-neighbour":
      return [verdict.code, verdict];
    case "near-chance":
      return [verdict.code, { ...verdict, chance: Math.round(verdict.chance * verdict.held) }];
    case "few-images": {
      const agreement = verdict.agreement.toFixed(2);
      return verdict.more === null
        ? ["few-images-unknown", { agreement }]
        : [verdict.code, { agreement, more: verdict.more }];
    }
  }
}
