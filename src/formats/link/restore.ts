/** From a link's checked parts to a snapshot: what follows from other parts is computed, and what is told twice must agree. */
import { MOST_EFFECTS } from "../../core/estimate/sample.ts";
import { gridPlayers, type Grid, type Players } from "../../core/patches.ts";
import { patchesIn, superpixelPlayers } from "../../core/superpixels.ts";
import { eachMask, type Effects } from "../../core/interactions.ts";
import { tauOf } from "../../core/salience.ts";
import type { RankedClass, SolvedLayer, Target } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { gridOf, type Header, type HeaderLayer } from "./header.ts";
import { fromLevels } from "./levels.ts";

/** How far two ways to the same number may part, as a share of what was summed: a link keeps 18 binary digits. */
const ROUNDING = 1e-5;

/**
 * The snapshot of a header and its layers' levels, without pixels, and where players are superpixels of the player of each pixel; LinkError `damaged` where they
 * contradict each other. Costs O(layers · effects + pixels).
 */
export function restore(header: Header, levels: readonly Effects[], owner: Uint16Array | null): Snapshot {
  const [
    [name, sha256, address, input, meanColour],
    [imageName, imageSha256, exact],
    gridRow,
    target,
    top,
    asked,
    [count, effectError],
    layers,
  ] = header;
  const [baseline, tauFraction, kappaFraction, kappaOf, probes = "first"] = asked;
  const players = playersOf(gridOf(gridRow), input, owner);
  const context: LayerContext = { n: players.n, tauFraction, kappaFraction, kappaOf, count, effectError };
  return {
    model: { name, sha256, address, input, meanColour },
    image: { name: imageName, sha256: imageSha256, pixels: null, exact },
    players,
    baseline,
    probes,
    target: restoreTarget(target, top),
    tauFraction,
    kappaFraction,
    kappaOf,
    layers: layers.map((row, l) => restoreLayer(row, levels[l]!, context, l)),
    effectError,
    values: null,
  };
}

function playersOf(grid: Grid, [width, height]: readonly [number, number], owner: Uint16Array | null): Players {
  const players = gridPlayers(grid.rows, grid.cols, width, height, grid.picked);
  if (owner === null) return players;
  try {
    return superpixelPlayers(grid, width, height, patchesIn(owner, players.n, width));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new LinkError("damaged", { problem: "superpixels" }, { cause });
  }
}

function restoreTarget(row: Header[3], top: Header[4]): Target {
  const [index, label, p, ...against] = row;
  const target = { index, label, p, top: top.map(rankedClass) };
  if (against.length === 0) return target;
  const rather = rankedClass(against);
  if (rather.index === index) throw new LinkError("damaged", { problem: "rather" });
  return { ...target, rather };
}

function rankedClass([index, label, p]: Header[4][number]): RankedClass {
  return { index, label, p };
}

/** What a layer's parts mean. */
interface LayerContext extends Pick<Snapshot, "tauFraction" | "kappaFraction" | "kappaOf" | "effectError"> {
  readonly n: number;
  readonly count: number;
}

function restoreLayer(row: HeaderLayer, levels: Effects, context: LayerContext, index: number): SolvedLayer {
  const [
    name,
    probeAccuracy,
    noiseFloor,
    scale,
    scaleFrom,
    knowsLittle,
    vEmpty,
    vFull,
    constant,
    kappa,
    rebuildMaxAbs,
    objective,
    gap,
    method,
    largest,
    probeAgreement = null,
    probeNoise = null,
    joinsNext = false,
  ] = row;
  const { n, count, tauFraction, kappaFraction, kappaOf, effectError } = context;
  const effects = fromLevels(levels, count, largest);
  const sums = sumsOf(effects);
  const slack =
    ROUNDING * (objective + Math.abs(constant) + Math.abs(vEmpty) + Math.abs(vFull)) +
    (method === "sampled" ? MOST_EFFECTS : 2 ** (n + 1)) * effectError * largest;
  const agree = (field: string, a: number, b: number, within = slack): void => {
    if (!(Math.abs(a - b) <= within))
      throw new LinkError("damaged", { problem: "contradicts the other fields", field, layer: index });
  };
  agree("objective", objective, sums.sizes);
  if (kappaOf === "debiased" && !(kappa <= rebuildMaxAbs + slack))
    throw new LinkError("damaged", { problem: "contradicts the other fields", field: "kappa", layer: index });
  if (kappaOf === "delta" && method !== "sampled") agree("kappa", kappa, kappaFraction * Math.abs(vFull - vEmpty));
  // The effects explain the scores: everywhere, by word, and at both ends, as can be seen.
  agree("rebuildMaxAbs", rebuildMaxAbs, 0, kappa + slack);
  agree("vEmpty", vEmpty, constant, kappa + slack);
  agree("vFull", vFull, constant + sums.effects, kappa + slack);
  return {
    name,
    probeAccuracy,
    noiseFloor,
    probeAgreement,
    ...(joinsNext && { joinsNext }),
    ...(probeNoise !== null && { probeNoise }),
    scale,
    scaleFrom,
    vEmpty,
    vFull,
    interactions: {
      ...effects,
      constant,
      exactness: { kappa, objective, bound: objective * (1 - gap), gap, method, rebuildMaxAbs },
    },
    tau: tauOf(effects, tauFraction),
    knowsLittle,
  };
}

/** Of all effects of both kinds, nats: their sum and that of their sizes. */
function sumsOf({ and, or }: Effects): { readonly effects: number; readonly sizes: number } {
  let [effects, sizes] = [0, 0];
  eachMask([and, or], (_, [ofAnd, ofOr]) => {
    effects += ofAnd! + ofOr!;
    sizes += Math.abs(ofAnd!) + Math.abs(ofOr!);
  });
  return { effects, sizes };
}
