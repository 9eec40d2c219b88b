/** Throws unless `logits[offset … offset + classCount)` exists and is finite. */
function checkLogits(logits: ArrayLike<number>, offset: number, classCount: number): void {
  if (!Number.isInteger(classCount) || classCount < 1)
    throw new RangeError(`classCount must be an integer of 1 or more, got ${classCount}`);
  if (!Number.isInteger(offset) || offset < 0 || offset + classCount > logits.length) {
    throw new RangeError(`offset must leave ${classCount} of ${logits.length} logits, got ${offset}`);
  }
  for (let i = offset; i < offset + classCount; i++) {
    if (!Number.isFinite(logits[i])) throw new RangeError(`logit ${i} must be finite, got ${logits[i]}`);
  }
}

/**
 * The score v of one masked input: log( p_y / (1 − p_y) ) = logit_y − logsumexp(the other logits), in nats (paper, footnote 3).
 *
 * Never goes through p, which would round to 0 or 1 once the logits are 37 nats apart; exact to a few ulp for logits of any finite size.
 *
 * @param logits `[… classCount …]`, nats; only `logits[offset … offset + classCount)` is read.
 * @param target the class y, 0 … classCount − 1.
 * @throws RangeError when there are fewer than two classes, a logit is not finite, or offset or target are out of range.
 */
export function logOdds(logits: ArrayLike<number>, offset: number, classCount: number, target: number): number {
  if (classCount < 2) throw new RangeError(`log-odds need a classCount of 2 or more, got ${classCount}`);
  checkLogits(logits, offset, classCount);
  if (!Number.isInteger(target) || target < 0 || target >= classCount) {
    throw new RangeError(`target must be an integer from 0 to ${classCount - 1}, got ${target}`);
  }
  let largest = -Infinity;
  for (let c = 0; c < classCount; c++) {
    if (c !== target && logits[offset + c] > largest) largest = logits[offset + c];
  }
  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    if (c !== target) sum += Math.exp(logits[offset + c] - largest);
  }
  // Subtract the largest first: two logits of 1e4 that differ by little then lose nothing.
  return logits[offset + target] - largest - Math.log(sum);
}

/**
 * The score of one class held against one other, logit_y − logit_z, in nats: log(p_y / p_z), whatever the other classes say.
 *
 * @param logits `[… classCount …]`, nats; only `logits[offset … offset + classCount)` is read.
 * @param target the class y, `rather` another class z, 0 … classCount − 1.
 * @throws RangeError when the two are one, a logit is not finite, or offset or a class are out of range.
 */
export function logitDifference(
  logits: ArrayLike<number>,
  offset: number,
  classCount: number,
  target: number,
  rather: number,
): number {
  checkLogits(logits, offset, classCount);
  for (const one of [target, rather])
    if (!Number.isInteger(one) || one < 0 || one >= classCount)
      throw new RangeError(`a class must be an integer from 0 to ${classCount - 1}, got ${one}`);
  if (target === rather) throw new RangeError(`a class cannot be held against itself, ${target}`);
  return logits[offset + target] - logits[offset + rather];
}

/**
 * The logsumexp of all classes but some: their logit, if they were one class.
 *
 * @param logits `[… classCount …]`, nats; only `logits[offset … offset + classCount)` is read.
 * @param without ascending classes that are left out, not all there are.
 * @throws RangeError when a logit is not finite, offset or classCount are out of range, or no class is left.
 */
export function logSumExpWithout(
  logits: ArrayLike<number>,
  offset: number,
  classCount: number,
  without: readonly number[],
): number {
  checkLogits(logits, offset, classCount);
  if (without.length >= classCount)
    throw new RangeError(`at least one of ${classCount} classes must be left, got ${without.length} to leave out`);
  const isOut = new Uint8Array(classCount);
  for (const c of without) isOut[c] = 1;
  let largest = -Infinity;
  for (let c = 0; c < classCount; c++) if (isOut[c] === 0) largest = Math.max(largest, logits[offset + c]);
  let sum = 0;
  for (let c = 0; c < classCount; c++) if (isOut[c] === 0) sum += Math.exp(logits[offset + c] - largest);
  return largest + Math.log(sum);
}

/**
 * How much a network finds in an input of what it knows (Liu et al. 2020): the logsumexp of all classes' logits, nats. A number added to every logit
 * is added to it. RangeError when a logit is not finite or there is none.
 */
export function energyOf(logits: ArrayLike<number>, offset: number, classCount: number): number {
  return logSumExpWithout(logits, offset, classCount, []);
}

/**
 * Class probabilities of one input.
 *
 * @param logits `[… classCount …]`, nats; only `logits[offset … offset + classCount)` is read.
 * @returns `[classCount]`, each 0 … 1, summing to 1 up to rounding.
 * @throws RangeError when a logit is not finite or offset or classCount are out of range.
 */
export function softmax(logits: ArrayLike<number>, offset: number, classCount: number): Float64Array {
  checkLogits(logits, offset, classCount);
  let largest = -Infinity;
  for (let c = 0; c < classCount; c++) largest = Math.max(largest, logits[offset + c]);
  const p = new Float64Array(classCount);
  let sum = 0;
  for (let c = 0; c < classCount; c++) sum += p[c] = Math.exp(logits[offset + c] - largest);
  for (let c = 0; c < classCount; c++) p[c] /= sum;
  return p;
}

/**
 * Logits of the probes' classes from the network's own head: per class the logsumexp of the outputs that mean it, other outputs left out,
 * so that layers and output answer the same question.
 *
 * @param headLogits `[… outputs …]`, nats; output k is read at `offset + k`.
 * @param classMap per class the outputs k that mean it, at least one each.
 * @returns `[classMap.length]`, nats; a class of one output keeps that logit bit for bit.
 * @throws RangeError when a class has no output, an output is out of range, or its logit is not finite.
 */
export function mapClasses(
  headLogits: ArrayLike<number>,
  offset: number,
  classMap: readonly (readonly number[])[],
): Float64Array {
  return Float64Array.from(classMap, (outputs, c) => {
    if (outputs.length === 0) throw new RangeError(`class ${c} of classMap has no output`);
    let largest = -Infinity;
    for (const k of outputs) {
      if (!Number.isInteger(k) || k < 0) throw new RangeError(`class ${c} of classMap names output ${k}`);
      checkLogits(headLogits, offset + k, 1);
      largest = Math.max(largest, headLogits[offset + k]);
    }
    let sum = 0;
    for (const k of outputs) sum += Math.exp(headLogits[offset + k] - largest);
    return largest + Math.log(sum);
  });
}
