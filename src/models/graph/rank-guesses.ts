import { softmax } from "../../core/value.ts";

/** How well a guess of a network's input does on some images. */
export interface RankedGuess {
  /** Of the guess. */
  readonly index: number;
  /** Mean of the largest probability, 0..1. */
  readonly certainty: number;
  /** Mean entropy of the probabilities, nats. */
  readonly entropy: number;
  /** How much the classes tell of the images: their mutual information as a share of what it can be, 0..1, less where the logits are larger than any network's. */
  readonly score: number;
}

/** Scores that differ by less than this share of the best are alike. */
const ALIKE = 0.05;

/**
 * Trained networks put the best logit so far above the mean one at most, nats; those that are fed hundreds in place of ones put it far higher, and are sure of
 * anything. Of 13 published networks fed rightly the largest was 36 (SqueezeNet of Caffe), fed bytes for ones 137 to 219.
 */
const MOST_SPREAD = 40;

/**
 * Ranks guesses of a network's input by what it says of the same images through each. What is fed wrongly makes a network unsure, or sure of the same few classes
 * whatever it is shown; so each guess is scored by the entropy of the mean of its probabilities less the mean of their entropies. Guesses that score like the
 * best keep the order that they are given in, and come before the others. Images of one kind alone tell little: then all are alike.
 *
 * @param answers logits [images · classes] of each guess.
 * @throws RangeError when there are no answers, or they are of different lengths or no multiple of the classes.
 */
export function rankGuesses(answers: readonly ArrayLike<number>[], classes: number): RankedGuess[] {
  const scored = answers.map((logits, index) => scoreOf(logits, classes, index));
  const best = Math.max(...scored.map(({ score }) => score));
  const isBest = ({ score }: RankedGuess): boolean => score >= best - ALIKE * Math.max(best, 0);
  return scored.sort(
    (a, b) => Number(isBest(b)) - Number(isBest(a)) || (isBest(a) ? a.index - b.index : b.score - a.score),
  );
}

function scoreOf(logits: ArrayLike<number>, classes: number, index: number): RankedGuess {
  const images = logits.length / classes;
  if (!Number.isInteger(images) || images < 1)
    throw new RangeError(`expected a multiple of ${classes} logits, got ${logits.length}`);
  // A guess that makes the network answer with no number is none.
  if (!Array.prototype.every.call(logits, Number.isFinite)) return { index, certainty: 0, entropy: 0, score: -1 };
  const mean = new Float64Array(classes);
  let [certainty, entropy, spread] = [0, 0, 0];
  for (let image = 0; image < images; image++) {
    const shares = softmax(logits, image * classes, classes);
    certainty += Math.max(...shares) / images;
    entropy += entropyOf(shares) / images;
    shares.forEach((share, c) => (mean[c]! += share / images));
    spread += spreadOf(logits, image * classes, classes) / images;
  }
  const most = Math.log(Math.min(images, classes));
  const told = most === 0 ? 0 : Math.max(0, entropyOf(mean) - entropy) / most;
  return { index, certainty, entropy, score: told * Math.min(1, MOST_SPREAD / spread) };
}

/** How far the largest of some logits is above their mean. */
function spreadOf(logits: ArrayLike<number>, from: number, classes: number): number {
  let [most, sum] = [-Infinity, 0];
  for (let i = from; i < from + classes; i++) {
    most = Math.max(most, logits[i]!);
    sum += logits[i]!;
  }
  return most - sum / classes;
}

function entropyOf(shares: Float64Array): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
