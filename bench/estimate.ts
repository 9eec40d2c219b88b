import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchEarly } from "./estimate/early.ts";
import { benchExact, SHARES } from "./estimate/exact.ts";
import { benchPlanted } from "./estimate/planted.ts";
import { BUDGETS, benchReal } from "./estimate/real.ts";
import { DATA } from "./networks/photographs.ts";

const PARTS = ["planted", "exact", "real", "early"];

/**
 * Prints how good estimates from a sample of masks are: of planted games, against the exact answer of small grids, and on shipped networks at 8x8, each beside
 * other recipes on the same masks; and how early the page draws the first one. Minutes by its defaults; what docs/beyond-sixteen.md states takes hours: `--seeds 40 --photographs 20`. `args`: parts
 * (planted, exact, real, early), all where there is none; `--networks A,B`, `--players 16,25,64`, `--halves 10`, `--grids 3x3,3x4`, `--shares 10,25,50`, `--budgets 1000,2000`.
 */
export async function benchEstimate(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seeds: { type: "string", default: "4" },
      photographs: { type: "string", default: "2" },
      networks: { type: "string", default: "imagenette-residual,imagenette-plain,imagenette-transformer" },
      players: { type: "string", default: "16,25,64" },
      halves: { type: "string", default: "0" },
      grids: { type: "string", default: "3x3,3x4" },
      shares: { type: "string", default: SHARES.join(",") },
      budgets: { type: "string", default: BUDGETS.join(",") },
    },
  });
  const [seeds, photographs] = [values.seeds, values.photographs].map(Number) as [number, number];
  if (!(seeds >= 1 && photographs >= 1)) throw new RangeError("--seeds and --photographs take a number of 1 or more");
  for (const part of positionals)
    if (!PARTS.includes(part)) throw new RangeError(`no part "${part}"; there are ${PARTS.join(", ")}`);
  const isWanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
  const networks = values.networks.split(",");
  if (isWanted("planted")) benchPlanted(seeds, values.players.split(",").map(Number), Number(values.halves));
  if (!existsSync(DATA)) {
    console.log(`\n! estimates on photographs are skipped: there is no ${DATA}`);
    return;
  }
  if (isWanted("exact"))
    await benchExact(networks[0]!, photographs, values.grids.split(","), values.shares.split(",").map(Number));
  if (isWanted("early")) await benchEarly();
  if (isWanted("real")) await benchReal(networks, photographs, values.budgets.split(",").map(Number));
}
