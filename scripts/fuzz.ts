/** Runs the fuzz tests alone, for longer than `npm test` does: `npm run fuzz -- --runs 20000 --seed 7`. */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  console.error("Usage: npm run fuzz -- --runs COUNT --seed INTEGER");
  process.exit(2);
}
console.log(`${runs} mutations a kind, seed ${seed}; the same seed gives the same mutations.`);
const { status } = spawnSync("npx", ["vitest", "run", ".fuzz.test.", "--test-timeout", String(24 * 3600 * 1000)], {
  stdio: "inherit",
  env: { ...process.env, STRATA_FUZZ_RUNS: String(runs), STRATA_FUZZ_SEED: String(seed) },
});
process.exitCode = status ?? 1;
