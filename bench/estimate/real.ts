/** Shipped networks at 8x8: how much of v at held-out masks the estimator and other recipes say. */
import { estimateSteps } from "../../src/core/estimate/estimate-layer.ts";
import { layerSample } from "../../src/core/estimate/layer-sample.ts";
import { touching } from "../../src/core/estimate/neighbourhoods.ts";
import { sampleMasks } from "../../src/core/estimate/sample.ts";
import { meanOf } from "../../src/study/statistics.ts";
import { DATA, sampleOf } from "../networks/photographs.ts";
import { printTable } from "../timing.ts";
import { drained } from "./planted.ts";
import { reachedBy, splitOf } from "./recipes.ts";
import { openNetwork, playersOf } from "./values.ts";

const SIDE = 8;
export const BUDGETS = [1000, 2000, 5000];
const SEED = 1;

/** Of a network's layers: one near the image, one in the middle, the last probe and the output. */
function layersOf(count: number): number[] {
  return [...new Set([1, Math.floor(count / 2) - 1, count - 2, count - 1])];
}

interface Figures {
  readonly linear: number;
  readonly trees: number;
  readonly proxySpex: number;
  readonly l1: number;
  /** The estimator's effects alone, and all that it can tell. */
  readonly effects: number;
  readonly whole: number;
  readonly count: number;
  readonly seconds: number;
}

/** Prints R² on held-out masks, the means over photographs; `!` where the estimator is not ahead of the other recipes. */
export async function benchReal(
  names: readonly string[],
  photographs: number,
  budgets: readonly number[],
): Promise<void> {
  for (const name of names) {
    const network = await openNetwork(name);
    const sample = await sampleOf(network.manifest.classes, photographs);
    if (sample === null) {
      console.log(`\n! ${name} is skipped: no labelled photographs of its classes in ${DATA}`);
      continue;
    }
    const players = playersOf(network.manifest, SIDE, SIDE);
    const touches = touching(players);
    const layers = layersOf(network.layers.length);
    const figures = new Map<string, Figures[]>();
    for (const photograph of sample.photographs) {
      const most = sampleMasks(players.n, Math.max(...budgets), SEED);
      const values = await network.values(photograph, players, most);
      for (const layer of layers)
        for (const masks of budgets) {
          const drawn = layerSample(players.n, most.slice(0, masks), touches, SEED);
          const v = values[layer]!.slice(0, masks);
          const before = process.cpuUsage();
          const { and, or, sampled } = drained(estimateSteps(drawn, v));
          const { user, system } = process.cpuUsage(before);
          const others = reachedBy(splitOf(drawn, v), SEED);
          const key = `${layer} ${masks}`;
          const one: Figures = {
            linear: others.linear.r2,
            trees: others.trees.r2,
            proxySpex: others.proxySpex.r2,
            l1: others.l1.r2,
            effects: sampled!.heldOutR2,
            whole: sampled!.heldOutR2Whole,
            count: and.masks.length + or.masks.length,
            seconds: (user + system) / 1e6,
          };
          figures.set(key, [...(figures.get(key) ?? []), one]);
        }
    }
    console.log(
      `\n${name}, ${SIDE}x${SIDE}, R² on held-out masks, means over ${sample.photographs.length} photographs of ${sample.set}`,
    );
    printTable(
      ["layer", "masks", "linear", "trees", "ProxySPEX", "plain L1", "effects alone", "all told", "effects", "s"],
      layers.flatMap((layer) =>
        budgets.map((masks) => {
          const of = figures.get(`${layer} ${masks}`)!;
          const mean = (figure: keyof Figures): number => meanOf(of.map((one) => one[figure])).mean!;
          const others = Math.max(mean("linear"), mean("trees"), mean("proxySpex"), mean("l1"));
          const said = (figure: "effects" | "whole"): string =>
            `${mean(figure).toFixed(3)}${mean(figure) > others ? "" : " !"}`;
          return [
            network.layers[layer]!,
            String(masks),
            ...(["linear", "trees", "proxySpex", "l1"] as const).map((figure) => mean(figure).toFixed(3)),
            said("effects"),
            said("whole"),
            mean("count").toFixed(0),
            mean("seconds").toFixed(1),
          ];
        }),
      ),
    );
  }
}
