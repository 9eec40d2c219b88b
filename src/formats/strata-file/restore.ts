/** From the checked fields of a file to a snapshot: what follows from other fields is computed, and must agree with the file. */
import { fewestMasks, MOST_EFFECTS } from "../../core/estimate/sample.ts";
import { allMasks } from "../../core/all-masks.ts";
import { kappaOf, type KappaRule } from "../../core/and-or.ts";
import { rebuildError } from "../../core/faithfulness.ts";
import type { KnownValues } from "../../core/games.ts";
import { sparseOf, type Effects, type SampleQuality, type SparseEffects } from "../../core/interactions.ts";
import { everybody, isWithin, orderOf, maskOfCode, MAX_ENUMERABLE, type Mask } from "../../core/masks.ts";
import { gridPlayers, isPicked, playerCount, type Players } from "../../core/patches.ts";
import { superpixelPlayers } from "../../core/superpixels.ts";
import type { Pixels } from "../../core/resize.ts";
import { largestEffect } from "../../core/salience.ts";
import { sha256 } from "../../platform/sha256.ts";
import { fromBase64 } from "../../platform/base64.ts";
import { SAMPLED, type SparseEffect } from "../codec.ts";
import { cleanNames, namesFit, type ConceptNames } from "../../exploration/concept-names.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { MAX_EFFECT_ERROR } from "../../exploration/snapshot.ts";
import { MissingPart } from "../../platform/missing-part.ts";
import { decodePng } from "../../images/png.ts";
import type { StrataEntry } from "./document.ts";
import { badField, FileError } from "./file-error.ts";
import { restoreCertainty } from "./restore-certainty.ts";
import type { CheckedExploration, CheckedLayer } from "./schema.ts";

/** How far two ways to the same number may part, as a share of what was summed: a file may have passed through single precision. */
const ROUNDING = 1e-6;

/** The entry that the fields of one exploration describe; `path` says where it stands. Throws FileError `damaged` or `too-coarse`. Costs O(layers · n · 2^n). */
export async function restore(file: CheckedExploration, path: string): Promise<StrataEntry> {
  const { name, created, model, image, baseline, probes = "first", target, tauFraction, kappaFraction } = file;
  const { effectError } = file;
  if (effectError > MAX_EFFECT_ERROR)
    throw new FileError("too-coarse", { percent: Math.round(100 * effectError), percentMax: 100 * MAX_EFFECT_ERROR });
  const players = restorePlayers(file, path);
  const pixels = await restorePixels(file, path);
  const values = restoreValues(file, path);
  if (target.rather?.index === target.index) throw badField(`${path}.target.rather`, "expected another class");
  checkSample(file, path);
  const question: LayerQuestion = { n: players.n, tauFraction, kappaFraction, kappaOf: file.kappaOf, effectError };
  const names = restoreNames(file, path);
  const layers = file.layers.map((layer, l) =>
    restoreLayer(layer, values?.layers[l] ?? null, question, `${path}.layers.${l}`),
  );
  return {
    name,
    createdMs: Date.parse(created),
    ...(file.job !== undefined && { job: file.job }),
    snapshot: {
      model,
      image: { name: image.name, sha256: image.sha256, pixels, exact: image.exact },
      players,
      baseline,
      probes,
      target,
      tauFraction,
      kappaFraction,
      kappaOf: file.kappaOf,
      layers,
      effectError,
      values,
      ...(file.certainty !== undefined && {
        certainty: restoreCertainty(file.certainty, layers, `${path}.certainty`),
      }),
      ...(names.length > 0 && { names }),
    },
  };
}

function restoreNames({ names: named = [], players: { n } }: CheckedExploration, path: string): ConceptNames {
  const names = named.map(({ mask, ...rest }) => ({ ...rest, mask: maskOfCode(mask)! }));
  if (!namesFit(names, n)) throw badField(`${path}.names`, "expected concepts that the picture can have");
  const concepts = new Set(names.map(({ kind, mask }) => `${kind}${mask}`));
  if (concepts.size < names.length) throw badField(`${path}.names`, "expected each concept once");
  return cleanNames(names);
}

function restorePlayers({ model, image, players }: CheckedExploration, path: string): Players {
  const { n, rows, cols, picked = null, cut, patches } = players;
  const { width, height } = image;
  if (model.input[0] !== width || model.input[1] !== height)
    throw badField(`${path}.image`, "expected the size of the model's input");
  const isPick = picked === null || isPicked(rows, cols, picked);
  if (!isPick) throw badField(`${path}.players.picked`, "expected some cells of the grid, ascending");
  if (playerCount({ rows, cols, picked }) !== n || rows > height || cols > width)
    throw badField(`${path}.players`, "expected n patches of a pixel or more, rows · cols where none are picked");
  if (cut !== undefined) {
    try {
      return superpixelPlayers({ rows, cols, picked }, width, height, patches);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw badField(`${path}.players.patches`, "expected connected superpixels, each with the middle of its cell");
    }
  }
  const grid = gridPlayers(rows, cols, width, height, picked);
  const same =
    patches.length === n &&
    grid.patches.every(
      ([rect], i) => patches[i]!.length === 1 && rect!.every((edge, e) => patches[i]![0]![e] === edge),
    );
  if (!same) throw badField(`${path}.players.patches`, "expected the patches of the grid");
  return grid;
}

async function restorePixels({ image }: CheckedExploration, path: string): Promise<Pixels | null> {
  const { png, exact } = image;
  if (png === null) return null;
  const pixels = await readPng(png, image);
  if (pixels === null) throw badField(`${path}.image.png`, "expected a PNG as the format describes it");
  if (exact && (await sha256(pixels.rgb)) !== image.sha256)
    throw badField(`${path}.image.sha256`, "expected that of the pixels");
  return pixels;
}

async function readPng(png: string, size: { readonly width: number; readonly height: number }): Promise<Pixels | null> {
  try {
    return await decodePng(fromBase64(png), size);
  } catch (error) {
    if (error instanceof MissingPart) throw error;
    return null;
  }
}

function restoreValues({ players, layers }: CheckedExploration, path: string): KnownValues | null {
  const lists = layers.flatMap(({ values }) => (values === undefined ? [] : [values]));
  if (lists.length === 0) return null;
  if (lists.length !== layers.length) throw badField(`${path}.layers`, "expected values at every layer or at none");
  const wrong = lists.findIndex((values) => values.length !== 2 ** players.n);
  if (wrong !== -1) throw badField(`${path}.layers.${wrong}.values`, `expected 2^${players.n} numbers`);
  return { masks: allMasks(players.n), layers: lists.map((values) => Float64Array.from(values)) };
}

/** Throws FileError `damaged` unless all layers were explained in one way: from every mask, which needs few players, or from one sample of them. */
function checkSample({ players: { n }, layers }: CheckedExploration, path: string): void {
  const first = layers[0]!;
  layers.forEach(
    (
      {
        and,
        or,
        errors,
        halves,
        frequency,
        estimator,
        method,
        masks,
        heldOut,
        seed,
        heldOutR2,
        heldOutR2Whole,
        unseenShare,
      },
      l,
    ) => {
      const wrong = (expected: string): Error => badField(`${path}.layers.${l}`, expected);
      const said = [estimator, masks, heldOut, seed, heldOutR2, heldOutR2Whole, unseenShare, errors];
      if (
        said.some((one) => (one === undefined) !== (estimator === undefined)) ||
        (method === SAMPLED) !== (estimator === SAMPLED)
      )
        throw wrong("expected all that is told of a sample, or nothing of it");
      if (errors !== undefined && (errors.and.length !== and.length || errors.or.length !== or.length))
        throw badField(`${path}.layers.${l}.errors`, "expected one of each effect");
      if ((halves === undefined) !== (frequency === undefined) || (halves !== undefined && estimator === undefined))
        throw wrong("expected the half-samples of a sample with their frequency, or neither");
      if (frequency !== undefined && (frequency.and.length !== and.length || frequency.or.length !== or.length))
        throw badField(`${path}.layers.${l}.frequency`, "expected one of each effect");
      if (
        estimator !== first.estimator ||
        masks !== first.masks ||
        heldOut !== first.heldOut ||
        seed !== first.seed ||
        halves !== first.halves
      )
        throw wrong("expected the same sample at every layer");
      if (estimator === undefined && n > MAX_ENUMERABLE)
        throw wrong(`expected a sample of masks, as of all more than ${MAX_ENUMERABLE} patches`);
    },
  );
  const { masks, heldOut = 0 } = first;
  if (masks === undefined) return;
  if (masks < fewestMasks(n) || (n <= MAX_ENUMERABLE && masks > 2 ** n) || heldOut > masks)
    throw badField(`${path}.layers.0.masks`, `expected as many as a sample of ${n} patches has`);
  if (layers.some(({ values }) => values !== undefined))
    throw badField(`${path}.layers`, "expected no values of what is estimated from a sample");
}

interface LayerQuestion {
  readonly n: number;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  readonly effectError: number;
}

function restoreLayer(layer: CheckedLayer, v: Float64Array | null, question: LayerQuestion, path: string): SolvedLayer {
  const { n, tauFraction, effectError } = question;
  const { name, probeAccuracy, noiseFloor, probeAgreement = null, joinsNext, probeNoise } = layer;
  const { noiseShare, replicateAgreement } = layer;
  const { scale, scaleFrom, knowsLittle, constant, objective, bound, method } = layer;
  const sampled = sampledOf(layer);
  const effects: Effects = {
    n,
    and: restoreEffects(layer.and, n, 1, `${path}.and`),
    or: restoreEffects(layer.or, n, 2, `${path}.or`),
  };
  const largest = largestEffect(effects);
  const sums = sumsOf(layer);
  const slack =
    ROUNDING * (sums.sizes + Math.abs(constant) + Math.abs(layer.vEmpty) + Math.abs(layer.vFull)) +
    effectError * largest * (sampled === null ? 2 ** (n + 1) : MOST_EFFECTS);
  const agree = (field: keyof CheckedLayer, computed: number, within = slack): void => {
    if (!(Math.abs((layer[field] as number) - computed) <= within))
      throw badField(`${path}.${field}`, "contradicts the other fields");
  };
  const vEmpty = v?.[0] ?? layer.vEmpty;
  const vFull = v?.at(-1) ?? layer.vFull;
  const isDebiased = question.kappaOf === "debiased";
  const kappa =
    sampled !== null || isDebiased
      ? layer.kappa
      : v !== null
        ? kappaOf(v, { ...question, probeNoise })
        : question.kappaOf === "delta"
          ? question.kappaFraction * Math.abs(vFull - vEmpty)
          : layer.kappa;
  const tau = tauFraction * largest;
  const gap = objective === 0 ? 0 : Math.max(0, (objective - bound) / objective);
  const rebuildMaxAbs =
    v === null ? layer.rebuildMaxAbs : rebuildError(v, allMasks(n), { ...effects, constant }).maxAbs;
  agree("vEmpty", vEmpty);
  agree("vFull", vFull);
  agree("kappa", kappa);
  agree("tau", tau);
  agree("objective", sums.sizes);
  agree("rebuildMaxAbs", rebuildMaxAbs);
  if (sampled !== null || isDebiased) agree("kappa", rebuildMaxAbs);
  if (method !== "trivial" && (method === "debiased") !== isDebiased)
    throw badField(`${path}.method`, "contradicts kappaOf");
  if (!(bound <= objective + slack)) throw badField(`${path}.bound`, "expected at most the objective");
  if (!(Math.abs(layer.gap - gap) * objective <= slack)) throw badField(`${path}.gap`, "contradicts the other fields");
  // The effects explain the scores: everywhere, and where the scores are not kept, at both ends.
  if (!(rebuildMaxAbs <= kappa + slack)) throw badField(`${path}.rebuildMaxAbs`, "expected at most kappa");
  agree("vEmpty", constant, kappa + slack);
  agree("vFull", constant + sums.effects, kappa + slack);
  return {
    name,
    probeAccuracy,
    noiseFloor,
    probeAgreement,
    ...(noiseShare !== undefined && { noiseShare }),
    ...(replicateAgreement !== undefined && { replicateAgreement }),
    ...(joinsNext === true && { joinsNext }),
    ...(probeNoise !== undefined && { probeNoise }),
    scale,
    scaleFrom,
    vEmpty,
    vFull,
    interactions: {
      ...effects,
      constant,
      exactness: { kappa, objective, bound, gap, method, rebuildMaxAbs },
      ...(sampled && { sampled }),
    },
    tau,
    knowsLittle,
  };
}

/** What a layer says of the sample that it is estimated from, which is all there; null where it is exact. */
function sampledOf({ masks, errors, halves, frequency, ...layer }: CheckedLayer): SampleQuality | null {
  if (masks === undefined || errors === undefined) return null;
  const { heldOut, seed, heldOutR2, heldOutR2Whole, unseenShare } = layer;
  return {
    masks,
    heldOut: heldOut!,
    seed: seed!,
    heldOutR2: heldOutR2!,
    heldOutR2Whole: heldOutR2Whole!,
    unseenShare: unseenShare!,
    errors: { and: Float64Array.from(errors.and), or: Float64Array.from(errors.or) },
    ...(halves !== undefined &&
      frequency !== undefined && {
        halves,
        frequency: { and: Float64Array.from(frequency.and), or: Float64Array.from(frequency.or) },
      }),
  };
}

/** The effects of one kind; throws FileError `damaged` for a mask of more patches than there are, or of fewer than `minOrder`. */
function restoreEffects(pairs: readonly SparseEffect[], n: number, minOrder: number, path: string): SparseEffects {
  const all = everybody(n);
  const effects = pairs.map(([code, effect]): [Mask, number] => {
    const mask = maskOfCode(code);
    if (mask === null || !isWithin(mask, all) || orderOf(mask) < minOrder)
      throw badField(path, `expected masks of ${minOrder} to ${n} patches, got ${code}`);
    return [mask, effect];
  });
  return sparseOf(effects);
}

/** Of all effects of both kinds, nats: their sum and that of their sizes. */
function sumsOf({ and, or }: CheckedLayer): { readonly effects: number; readonly sizes: number } {
  let [effects, sizes] = [0, 0];
  for (const pairs of [and, or]) {
    for (const [, effect] of pairs) {
      effects += effect;
      sizes += Math.abs(effect);
    }
  }
  return { effects, sizes };
}
