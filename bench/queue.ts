import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildCommandLine, contents, manyImages, startRedis, strata } from "../cli/queue.fixture.ts";
import { mulberry32 } from "../src/core/random.ts";

const WORKERS = 2;
const SEED = 1;

/** Sends jobs through a real queue while workers are killed at random, and counts the results; throws where one is missing or another than one machine's. */
export async function benchQueue([jobs = 2000, kills = 20]: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-queue-"));
  const redis = await startRedis(join(folder, "redis"));
  if (redis === null) {
    console.log("queue: no redis-server here");
    return;
  }
  try {
    const script = await buildCommandLine(folder);
    const images = manyImages(join(folder, "images"), jobs);
    const options = ["--model", "glass-box", "--grid", "1x2"];
    const out = join(folder, "out");
    const begin = () =>
      strata(script, folder, ["work", "--queue", redis.url, "--out", out, "--processes", "1", "--lock", "2"]);
    const producer = strata(script, folder, ["batch", images, ...options, "--queue", redis.url, "--out", out]);
    const results = (): number => readdirSync(out).filter((name) => /\.[0-9a-f]{8}\.json$/.test(name)).length;
    await producer.says("no worker is there");
    const workers = Array.from({ length: WORKERS }, begin);
    const random = mulberry32(SEED);
    let killed = 0;
    const startMs = performance.now();
    const done = producer.ended.then(() => true);
    // Evenly over the jobs, but at whatever moment within them.
    while (!(await Promise.race([done, pause(20 + 80 * random(), false)]))) {
      if (killed >= kills || results() < ((killed + 1) * jobs) / (kills + 2)) continue;
      const i = Math.floor(random() * WORKERS);
      workers[i]!.process.kill("SIGKILL");
      await workers[i]!.ended;
      workers[i] = begin();
      killed++;
    }
    const seconds = (performance.now() - startMs) / 1000;
    for (const { process: worker } of workers) worker.kill("SIGTERM");
    await Promise.all(workers.map(({ ended }) => ended));
    const alone = join(folder, "alone");
    const code = await strata(script, folder, ["explain", images, ...options, "--out", alone]).ended;
    const [queued, single] = [contents(out), contents(alone)];
    const same = [...single].filter(([name, content]) => queued.get(name) === content).length;
    const isWhole = results() === jobs && same === single.size && queued.size === same;
    console.log(
      `queue: ${jobs} jobs, ${killed} kills, ${results()} results in ${seconds.toFixed(0)} s; exit codes ${await producer.ended} and ${code}; ` +
        `${same} of ${single.size} files (with the summary) are those of one machine, and ${queued.size - same} others`,
    );
    if (!isWhole) throw new Error("results were lost, or are not those of one machine");
  } finally {
    await redis.stop();
    rmSync(folder, { recursive: true });
  }
}
