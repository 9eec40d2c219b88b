/**
 * Layerwise change of knowledge (paper, Eq. 6-8), each layer against the output (the last layer), and agreement of two networks (Eq. 9).
 * Effects are divided by their layer's scale; salience is exact, from the undivided effects.
 */
import { checkEffects, eachMask, KINDS, type Effects, type Kind } from "./interactions.ts";
import { orderOf } from "./masks.ts";
import { isSalient, tauOf } from "./salience.ts";

/** Strength of one layer's salient effects of one order, kind and sign against the output's, in units of the layers' scales. */
export interface OrderStrength {
  /** 0 is the first layer; the last is the output, compared with itself. */
  readonly layer: number;
  /** 1 … n. */
  readonly order: number;
  readonly kind: Kind;
  /** Of the layer's effect in `all`, `overlap` and `forget`, of the output's in `new`. */
  readonly sign: 1 | -1;
  /** Σ |I^l| over S salient at the layer. */
  readonly all: number;
  /** Σ |shared| over S salient at both; shared is 0 when the signs differ, else of that sign and the smaller size. */
  readonly overlap: number;
  /** Σ |I^l − shared| over S salient at the layer. */
  readonly forget: number;
  /** Σ |I^L − shared| over S salient at the output. */
  readonly new: number;
}

/** A share in all and per order (index order − 1); null where it is 0/0. */
export interface ShareByOrder {
  readonly all: number | null;
  readonly perOrder: readonly (number | null)[];
}

type Sums = { -readonly [Part in "all" | "overlap" | "forget" | "new"]: number };

const SIGNS = [1, -1] as const;

/** A layer's effects with what makes them comparable: its scale and its τ, both nats. */
interface Scaled {
  readonly effects: Effects;
  readonly scale: number;
  readonly tau: number;
}

/** The number of players and every layer with its scale and τ, or a RangeError. */
function scaledLayers(
  layers: readonly Effects[],
  scales: readonly number[],
  tau: number | readonly number[],
): { n: number; scaled: readonly Scaled[] } {
  if (layers.length === 0) throw new RangeError("layers must not be empty");
  if (scales.length !== layers.length)
    throw new RangeError(`scales must have one number per layer, ${layers.length}, got ${scales.length}`);
  const n = checkEffects(layers[0]);
  const scaled = layers.map((effects, l) => {
    if (checkEffects(effects) !== n) throw new RangeError(`layer ${l} has ${effects.n} players, layer 0 has ${n}`);
    const scale = scales[l];
    if (!(scale > 0 && scale < Infinity))
      throw new RangeError(`the scale of layer ${l} must be above 0 and finite, got ${scale}`);
    return { effects, scale, tau: typeof tau === "number" ? tauOf(effects, tau) : givenTau(tau[l], l) };
  });
  return { n, scaled };
}

function givenTau(tau: number, layer: number): number {
  if (!(tau >= 0)) throw new RangeError(`τ of layer ${layer} must be 0 or more, got ${tau}`);
  return tau;
}

/** Eq. 6-8 of one kind: `[order − 1][sign +1, −1]`. */
function sumsOfKind(n: number, kind: Kind, layer: Scaled, output: Scaled): Sums[][] {
  const sums = Array.from({ length: n }, () => SIGNS.map((): Sums => ({ all: 0, overlap: 0, forget: 0, new: 0 })));
  eachMask([layer.effects[kind], output.effects[kind]], (mask, [here, there]) => {
    const salientHere = isSalient(here, layer.tau);
    const salientThere = isSalient(there, output.tau);
    if (!salientHere && !salientThere) return;
    const ofOrder = sums[orderOf(mask) - 1];
    const sizeHere = Math.abs(here) / layer.scale;
    const sizeThere = Math.abs(there) / output.scale;
    // Shared has the sign of both and is no larger than either, so a difference of effects is a difference of sizes.
    const shared = Math.sign(here) === Math.sign(there) ? Math.min(sizeHere, sizeThere) : 0;
    if (salientHere) {
      const ofSign = ofOrder[here > 0 ? 0 : 1];
      ofSign.all += sizeHere;
      ofSign.forget += sizeHere - shared;
      if (salientThere) ofSign.overlap += shared;
    }
    if (salientThere) ofOrder[there > 0 ? 0 : 1].new += sizeThere - shared;
  });
  return sums;
}

/**
 * Eq. 6-8 per layer, order, kind and sign. `all` = `overlap` + `forget` does not hold in general: `overlap` is on the common support only.
 *
 * @param layers from the input side to the output, of the same n.
 * @param scales `[layers]`, nats: E|v(N) − v(∅)| of each layer (paper, footnote 8).
 * @param tau what is salient: a share of each layer's largest |effect|, or `[layers]` nats.
 * @returns layers · n · 2 · 2 rows, sorted by layer, order, kind (AND first), sign (+1 first).
 * @throws RangeError on bad effects, layers of unequal n, a scale that is not above 0, a fraction outside 0 … 1, or a τ below 0.
 * Costs O(layers · effects).
 */
export function orderStrengths(
  layers: readonly Effects[],
  scales: readonly number[],
  tau: number | readonly number[],
): OrderStrength[] {
  const { n, scaled } = scaledLayers(layers, scales, tau);
  const output = scaled[scaled.length - 1];
  return scaled.flatMap((here, layer) => {
    const sums = KINDS.map((kind) => sumsOfKind(n, kind, here, output));
    return Array.from({ length: n }, (_, m) => m + 1).flatMap((order) =>
      KINDS.flatMap((kind, k) => SIGNS.map((sign, s) => ({ layer, order, kind, sign, ...sums[k][order - 1][s] }))),
    );
  });
}

/** Per layer and order (index order − 1) the sum of one part over kinds and signs. */
function perOrder(rows: readonly OrderStrength[], part: keyof Sums): number[][] {
  const sums: number[][] = [];
  for (const row of rows) {
    const ofLayer = (sums[row.layer] ??= []);
    ofLayer[row.order - 1] = (ofLayer[row.order - 1] ?? 0) + row[part];
  }
  return sums;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function shareByOrder(parts: readonly number[], wholes: readonly number[]): ShareByOrder {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return { all: share(sum(parts), sum(wholes)), perOrder: parts.map((part, m) => share(part, wholes[m])) };
}

/**
 * How much of the output's strength each layer has already: overlap^l / all^L, kinds and signs together; 1 at the output, null where the output
 * has nothing salient.
 *
 * @param rows of all layers, as `orderStrengths` gives them.
 * @returns per layer.
 */
export function completeness(rows: readonly OrderStrength[]): ShareByOrder[] {
  const all = perOrder(rows, "all");
  return perOrder(rows, "overlap").map((overlap) => shareByOrder(overlap, all[all.length - 1]));
}

/**
 * How much of each layer's strength the output has not: forget^l / all^l, kinds and signs together; 0 at the output, null where the layer
 * has nothing salient.
 *
 * @param rows of all layers, as `orderStrengths` gives them.
 * @returns per layer.
 */
export function redundancy(rows: readonly OrderStrength[]): ShareByOrder[] {
  const all = perOrder(rows, "all");
  return perOrder(rows, "forget").map((forget, l) => shareByOrder(forget, all[l]));
}

/**
 * How many concepts of each order are salient, kinds together.
 *
 * @returns `[n]`, index order − 1.
 * @throws RangeError on bad effects, or a fraction outside 0 … 1. Costs O(effects).
 */
export function salientCounts(effects: Effects, tauFraction: number): number[] {
  const tau = tauOf(effects, tauFraction);
  const counts = new Array<number>(effects.n).fill(0);
  for (const kind of KINDS)
    eachMask([effects[kind]], (mask, [effect]) => {
      if (isSalient(effect, tau)) counts[orderOf(mask) - 1]++;
    });
  return counts;
}

/**
 * Intersection over union of the salient concepts of two networks on the same image and patches (paper, Eq. 9), kinds together, signs ignored.
 *
 * @returns `[n]`, index order − 1; null where neither has a salient concept of that order.
 * @throws RangeError on bad effects, networks of unequal n, or a fraction outside 0 … 1. Costs O(effects).
 */
export function iou(a: Effects, b: Effects, tauFraction: number): (number | null)[] {
  const n = checkEffects(a);
  if (checkEffects(b) !== n) throw new RangeError(`both must have the same number of players, got ${a.n} and ${b.n}`);
  const tauA = tauOf(a, tauFraction);
  const tauB = tauOf(b, tauFraction);
  const both = new Array<number>(n).fill(0);
  const either = new Array<number>(n).fill(0);
  for (const kind of KINDS)
    eachMask([a[kind], b[kind]], (mask, [effectA, effectB]) => {
      const inA = isSalient(effectA, tauA);
      const inB = isSalient(effectB, tauB);
      if (inA && inB) both[orderOf(mask) - 1]++;
      if (inA || inB) either[orderOf(mask) - 1]++;
    });
  return both.map((count, m) => share(count, either[m]));
}
