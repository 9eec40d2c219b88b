/** Estimates from a part of the masks against the exact answer from all of them, on photographs. */
import { decompose, DEFAULT_DECOMPOSE } from "../../src/core/and-or.ts";
import { allMasks, sparse } from "../../src/core/all-masks.ts";
import { estimateSteps } from "../../src/core/estimate/estimate-layer.ts";
import { layerSample } from "../../src/core/estimate/layer-sample.ts";
import { touching } from "../../src/core/estimate/neighbourhoods.ts";
import { sampleMasks } from "../../src/core/estimate/sample.ts";
import { DEFAULT_TAU_FRACTION, isSalient } from "../../src/core/salience.ts";
import { meanOf } from "../../src/study/statistics.ts";
import { DATA, sampleOf } from "../networks/photographs.ts";
import { printTable } from "../timing.ts";
import { drained, namedEffects } from "./planted.ts";
import { reachedBy, splitOf } from "./recipes.ts";
import { openNetwork, playersOf } from "./values.ts";

/** Of all masks, per cent. */
export const SHARES = [10, 25, 50];
const SEED = 1;

interface Figures {
  readonly jaccard: number;
  /** Mean |effect − exact| over the concepts that are salient in either, as a share of the largest exact one. */
  readonly error: number;
  readonly r2: number;
}

type Way = "estimate" | "proxySpex" | "l1";
const WAYS: Readonly<Record<Way, string>> = { estimate: "Strata", proxySpex: "ProxySPEX's recipe", l1: "plain L1" };

/** Prints how near salient concepts from shares of the masks, per cent, come to those of the exact solver at κ of 4 %, the means over photographs and layers. */
export async function benchExact(
  name: string,
  photographs: number,
  grids: readonly string[],
  shares: readonly number[],
): Promise<void> {
  const network = await openNetwork(name);
  const sample = await sampleOf(network.manifest.classes, photographs);
  if (sample === null) {
    console.log(`\n! ${name} is skipped: no labelled photographs of its classes in ${DATA}`);
    return;
  }
  for (const grid of grids) {
    const [rows, cols] = grid.split("x").map(Number) as [number, number];
    const players = playersOf(network.manifest, rows, cols);
    const { n } = players;
    const touches = touching(players);
    const figures = new Map<string, Figures[]>();
    for (const photograph of sample.photographs) {
      const values = await network.values(photograph, players, allMasks(n));
      for (const v of values) {
        const exact = namedEffects(sparse(decompose(v, DEFAULT_DECOMPOSE)));
        for (const share of shares) {
          const masks = sampleMasks(n, Math.round((share / 100) * 2 ** n), SEED);
          const drawn = layerSample(n, masks, touches, SEED);
          const seen = Float64Array.from(masks, (mask) => v[Number(mask)]!);
          const { sampled, ...found } = drained(estimateSteps(drawn, seen));
          const others = reachedBy(splitOf(drawn, seen), SEED);
          const told: Readonly<Record<Way, { effects: ReadonlyMap<string, number>; r2: number }>> = {
            estimate: { effects: namedEffects(found), r2: sampled!.heldOutR2 },
            proxySpex: others.proxySpex,
            l1: others.l1,
          };
          for (const way of Object.keys(WAYS) as Way[]) {
            const key = `${share} ${way}`;
            figures.set(key, [...(figures.get(key) ?? []), comparedWith(exact, told[way].effects, told[way].r2)]);
          }
        }
      }
    }
    console.log(
      `\n${name}, ${grid}: salient concepts from a part of the masks against the exact ones, means over ${sample.photographs.length} photographs x ${network.layers.length} layers`,
    );
    printTable(
      ["masks", "way", "Jaccard", "effect error", "held-out R²"],
      shares.flatMap((share) =>
        (Object.keys(WAYS) as Way[]).map((way) => {
          const of = figures.get(`${share} ${way}`)!;
          const mean = (figure: keyof Figures): string => meanOf(of.map((one) => one[figure])).mean!.toFixed(3);
          return [`${share} %`, WAYS[way], mean("jaccard"), mean("error"), mean("r2")];
        }),
      ),
    );
  }
}

function comparedWith(exact: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>, r2: number): Figures {
  const largest = (of: ReadonlyMap<string, number>): number =>
    [...of.values()].reduce((most, effect) => Math.max(most, Math.abs(effect)), 0);
  const salient = (of: ReadonlyMap<string, number>): Set<string> => {
    const tau = DEFAULT_TAU_FRACTION * largest(of);
    return new Set([...of].filter(([, effect]) => isSalient(effect, tau)).map(([name]) => name));
  };
  const [a, b] = [salient(exact), salient(found)];
  const both = [...a].filter((name) => b.has(name)).length;
  const either = new Set([...a, ...b]);
  const errors = [...either].map((name) => Math.abs((exact.get(name) ?? 0) - (found.get(name) ?? 0)));
  return {
    jaccard: either.size === 0 ? 1 : both / either.size,
    error: either.size === 0 ? 0 : errors.reduce((sum, error) => sum + error, 0) / either.size / largest(exact),
    r2,
  };
}
