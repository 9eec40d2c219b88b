import { execFile, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { findRedis } from "../scripts/redis.ts";
import { inProcess } from "./in-process.fixture.ts";
import {
  buildCommandLine,
  contents,
  manyImages,
  startPostgres,
  startRedis,
  strata,
  type RedisServer,
  type Running,
} from "./queue.fixture.ts";

if (findRedis() === null) console.warn("*** No redis-server here: the queue is NOT tested. ***");

const OPTIONS = ["--model", "glass-box", "--grid", "1x2"];

/** Dozens of processes begin, and servers are waited for: on a busy machine that takes minutes. */
const SLOW_MS = 300_000;

describe.skipIf(findRedis() === null)("a queue", { timeout: SLOW_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), "strata-queue-"));
  let redis: RedisServer;
  let script: string;
  beforeAll(async () => {
    script = await buildCommandLine(folder);
    redis = (await startRedis(join(folder, "redis")))!;
  }, SLOW_MS);
  const running: Running[] = [];
  afterEach(async () => {
    for (const { process: child } of running)
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await redis.client.flushall();
  });
  afterAll(async () => {
    await redis?.stop();
    rmSync(folder, { recursive: true });
  });

  let counted = 0;
  /** New folders: images, results of the queue. */
  const places = (images: number, mark = ""): { readonly path: string; readonly out: string } => {
    const place = join(folder, String(counted++));
    return { path: manyImages(join(place, "in"), images, mark), out: join(place, "out") };
  };
  const started = (args: readonly string[], faults?: string): Running => {
    const one = strata(script, folder, args, faults);
    running.push(one);
    return one;
  };
  const work = (out: string, faults?: string): Running =>
    started(["work", "--queue", redis.url, "--out", out, "--processes", "1", "--lock", "1"], faults);
  const batch = (path: string, out: string): Running =>
    started(["batch", path, ...OPTIONS, "--queue", redis.url, "--out", out, "--processes", "1"]);
  /** What one machine makes of a folder without a queue. */
  const alone = async (path: string): Promise<ReadonlyMap<string, string>> => {
    const out = join(folder, `alone-${counted++}`);
    await inProcess(folder, ["explain", path, ...OPTIONS, "--out", out, "--processes", "1"]);
    return contents(out);
  };
  const resultsIn = (out: string): string[] => readdirSync(out).filter((name) => /\.[0-9a-f]{8}\.json$/.test(name));

  it("gives what one machine gives: two producers, equal names in two folders, a torn result, a corrupt image, an image that changes; and a worker ends what it is at", async () => {
    const [a, b] = [places(4), places(3, "other")];
    const out = a.out;
    writeFileSync(join(a.path, "bad.png"), "no image");
    // A result that a power cut left half is made anew.
    const [torn] = [...(await alone(a.path))].find(([name]) => name.startsWith("00000"))!;
    copyFileSync(join(folder, "redis", "..", "0", "in", "00000.png"), join(a.path, "copy.png"));
    const one = batch(a.path, out);
    const two = batch(b.path, out);
    await Promise.all([one.says("no worker is there"), two.says("no worker is there")]);
    writeFileSync(join(out, torn), "{");
    // Queued, and then another file.
    appendFileSync(join(b.path, "00002.png"), "changed");
    const worker = work(out);
    expect([await one.ended, await two.ended]).toEqual([3, 3]);
    expect(one.said()).toContain("bad.png is not an image");
    const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as { failures: { reason: string }[] };
    expect(summary.failures).toHaveLength(1);
    // Again, for what changed; and the summary of the one folder after that of the other.
    expect(await batch(b.path, out).ended).toBe(0);
    expect(readFileSync(join(out, "summary.json"), "latin1")).toBe((await alone(b.path)).get("summary.json"));
    expect(await batch(a.path, out).ended).toBe(3);
    const [ofA, ofB] = [await alone(a.path), await alone(b.path)];
    expect(contents(out)).toEqual(new Map([...ofB, ...ofA].sort(([x], [y]) => (x < y ? -1 : 1))));
    worker.process.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toContain("what is under way is finished");
  });

  it("loses no job of workers that are killed before a write, during it, and after it, four times on the same job", async () => {
    const { path, out } = places(3);
    const expected = await alone(path);
    const faults = ["before 2", "during 1", "after 1"]
      .map((fault, i) => `${fault} ${join(folder, `fault-${i}`)}`)
      .join(",");
    const producer = batch(path, out);
    for (let killed = 0; killed < 4; killed++) expect(await work(out, faults).ended).toBe("SIGKILL");
    const last = work(out, faults);
    expect(await producer.ended).toBe(0);
    expect(contents(out)).toEqual(expected);
    last.process.kill("SIGTERM");
    expect(await last.ended).toBe(0);
  });

  it("gives a stopped worker's job to another, and its late write changes nothing", async () => {
    const { path, out } = places(3);
    const expected = await alone(path);
    const producer = batch(path, out);
    const stopped = work(out, `stop 1 ${join(folder, "stop.count")}`);
    await vi.waitFor(() => expect(readFileSync(join(folder, "stop.count"), "utf8")).toBe("x"), {
      timeout: 120_000,
      interval: 50,
    });
    const other = work(out);
    expect(await producer.ended).toBe(0);
    expect(contents(out)).toEqual(expected);
    const wakeAll = (): void => {
      for (const name of readdirSync("/proc").filter((pid) => /^\d+$/.test(pid))) {
        const status = ((): string => {
          try {
            return readFileSync(`/proc/${name}/status`, "utf8");
          } catch {
            return "";
          }
        })();
        if (status.includes(`PPid:\t${stopped.process.pid}\n`)) process.kill(Number(name), "SIGCONT");
      }
      stopped.process.kill("SIGCONT");
    };
    wakeAll();
    stopped.process.kill("SIGTERM");
    other.process.kill("SIGTERM");
    expect([await stopped.ended, await other.ended]).toEqual([0, 0]);
    // Whether it wrote the same once more or not.
    expect(contents(out)).toEqual(expected);
  });

  it("waits for a server that is killed, empty or full, and for a producer that is killed", async () => {
    const { path, out } = places(40);
    const expected = await alone(path);
    await redis.client.config("SET", "maxmemory", "1mb");
    const killed = batch(path, out);
    await killed.says("takes no more jobs for want of memory");
    killed.process.kill("SIGKILL");
    await killed.ended;
    const orphaned = batch(path, out);
    await orphaned.says("takes no more jobs for want of memory");
    await redis.client.config("SET", "maxmemory", "0");
    // Killed once more when its jobs are in the queue.
    const queued = (): Promise<number> => redis.client.llen("bull:strata:wait");
    await vi.waitFor(async () => expect(await queued()).toBe(40), { timeout: 120_000, interval: 50 });
    orphaned.process.kill("SIGKILL");
    await orphaned.ended;
    const producer = batch(path, out);
    const worker = work(out);
    const results = (count: number): Promise<void> =>
      vi.waitFor(() => expect(resultsIn(out).length).toBeGreaterThanOrEqual(count), { timeout: 120_000, interval: 5 });
    await results(3);
    await redis.client.flushall();
    await results(8);
    await redis.crash(() => producer.says("does not answer"));
    await producer.says("answers again");
    expect(await producer.ended).toBe(0);
    expect(contents(out)).toEqual(expected);
    // Told to stop while the server is away it ends all the same.
    await redis.crash(async () => {
      await worker.says(/answers again[\s\S]*does not answer/);
      worker.process.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
    });
    // Nothing was left behind in the queue.
    const left = await redis.client.keys("bull:strata:j*");
    expect(left).toEqual([]);
  });

  it("says of a server that hangs, its connections open, that it does not answer, and goes on when it wakes", async () => {
    const { path, out } = places(6);
    const expected = await alone(path);
    const producer = batch(path, out);
    const worker = work(out);
    await vi.waitFor(() => expect(resultsIn(out).length).toBeGreaterThan(0), 120_000);
    const silent = /has not answered for 5 s; waiting for it/;
    await redis.hang(async () => {
      // One that begins meanwhile does not wait for ever.
      const late = batch(path, join(folder, "late"));
      await Promise.all([producer.says(silent), worker.says(silent)]);
      expect(await late.ended).toBe(2);
      expect(late.said()).toContain("cannot be reached (no answer within 10 s)");
    });
    await Promise.all([producer.says("answers again"), worker.says("answers again")]);
    expect(await producer.ended).toBe(0);
    expect(contents(out)).toEqual(expected);
    expect(producer.said().match(/has not answered/g)).toHaveLength(1);
    await redis.hang(async () => {
      await worker.says(/answers again[\s\S]*has not answered/);
      worker.process.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
    });
  });

  it("goes on once a disk that was full has room again", async ({ skip }) => {
    const hasMounts = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", folder]).status === 0;
    if (!hasMounts) {
      console.warn("*** No disk can be mounted here: a worker's full disk is NOT tried. ***");
      return skip("no disk can be mounted here");
    }
    const { path, out } = places(5);
    const expected = await alone(path);
    mkdirSync(out);
    const command = `node ${script}`;
    const worker = `${command} work --queue ${redis.url} --out ${out} --processes 1 --lock 1`;
    const said = await new Promise<string>((resolve) =>
      execFile(
        "unshare",
        [
          "-rm",
          "bash",
          "-c",
          // Room for two results, and for five and the summary when the ballast is gone.
          `mount -t tmpfs -o size=224k tmpfs ${out}; head -c 160000 /dev/zero > ${out}/ballast
          ${command} batch ${path} ${OPTIONS.join(" ")} --queue ${redis.url} --out ${out} --processes 1 & BATCH=$!
          ${worker}; echo "worker $?"; rm ${out}/ballast
          ${worker} & WORKER=$!
          wait $BATCH; echo "batch $?"; kill -TERM $WORKER; wait $WORKER; echo "worker $?"; mkdir ${path}/found; cp ${out}/* ${path}/found`,
        ],
        { cwd: folder, env: { ...process.env, INIT_CWD: folder, LC_ALL: "C" } },
        (_, stdout, stderr) => resolve(stdout + stderr),
      ),
    );
    expect(said).toMatch(/^worker 2\nbatch 0\nworker 0\n/);
    expect(said).toContain("cannot be written (ENOSPC)");
    expect(contents(join(path, "found"))).toEqual(expected);
  });

  it("leaves a job that a worker has not the files for to others, and does nothing that a stranger's job asks beyond", async () => {
    const { path, out } = places(2);
    const { Queue, QueueEvents } = await import("bullmq");
    const clients = [redis.client.duplicate(), redis.client.duplicate()] as const;
    const strangers = new Queue("strata", { connection: clients[0] as never });
    const outside = join(folder, "outside.png");
    copyFileSync(join(path, "00000.png"), outside);
    const plain = { args: ["explain", path, ...OPTIONS], cwd: folder, folder: path, job: "0".repeat(64) };
    const base64 = (name: string): string => Buffer.from(name).toString("base64");
    const hostile = [
      { ...plain, fileName: base64(`../../outside.png`) },
      { ...plain, fileName: base64("..") },
      { ...plain, fileName: base64("00000.png"), args: ["prepare", path, "--images", path, "--out", folder] },
      { ...plain, fileName: base64("00000.png") },
      { ...plain, fileName: base64("00000.png"), folder: join(folder, "nowhere") },
      { nothing: true },
    ];
    const failed = new Map<string, string>();
    const events = new QueueEvents("strata", { connection: clients[1] as never });
    events.on("failed", ({ jobId, failedReason }) => failed.set(jobId, failedReason));
    const answers = new Map<string, unknown>();
    events.on("completed", ({ jobId, returnvalue }) => answers.set(jobId, returnvalue));
    await events.waitUntilReady();
    for (const [i, data] of hostile.entries())
      await strangers.add("explain", data, { jobId: `hostile${i}`, removeOnFail: true });
    const worker = work(out);
    await vi.waitFor(() => expect(failed.size + answers.size).toBe(hostile.length), { timeout: 120_000, interval: 50 });
    expect([...answers.keys()]).toEqual(["hostile3"]);
    expect(answers.get("hostile3")).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("changed after it was queued"),
    });
    expect(failed.get("hostile0")).toContain("expected the name of a file in its folder");
    expect(failed.get("hostile4")).toContain("does not exist");
    expect(readdirSync(out).filter((name) => name.endsWith(".json"))).toEqual([]);
    // And goes on with what is asked of it, though many jobs of others lie in the queue, some of which ended badly and stayed.
    for (let i = 0; i < 5; i++) await strangers.add("explain", { nothing: i }, { jobId: `stays${i}` });
    expect(await batch(path, out).ended).toBe(0);
    worker.process.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    await events.close();
    await strangers.close();
    for (const client of clients) client.disconnect();
  });

  it("has done what a stranger answered with what is no answer, as often as it is asked for", async () => {
    const { path, out } = places(1);
    const { Worker } = await import("bullmq");
    const client = redis.client.duplicate({ maxRetriesPerRequest: null });
    let answers = 0;
    const stranger = new Worker("strata", async () => ({ state: "failed" }), { connection: client as never });
    stranger.on("completed", () => answers++);
    const producer = batch(path, out);
    await vi.waitFor(() => expect(answers).toBe(3), { timeout: 120_000, interval: 50 });
    await stranger.close();
    client.disconnect();
    const worker = work(out);
    expect(await producer.ended).toBe(0);
    expect(resultsIn(out)).toHaveLength(1);
    worker.process.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
  });

  it("may be kept by PostgreSQL", async ({ skip }) => {
    const postgres = await startPostgres();
    if (postgres === null) {
      console.warn("*** No PostgreSQL here: a queue that it keeps is NOT tested. ***");
      return skip("no PostgreSQL");
    }
    try {
      const { path, out } = places(3);
      const expected = await alone(path);
      const producer = started(["batch", path, ...OPTIONS, "--queue", postgres.url, "--out", out, "--processes", "1"]);
      const worker = started(["work", "--queue", postgres.url, "--out", out, "--processes", "1"]);
      expect(await producer.ended).toBe(0);
      expect(contents(out)).toEqual(expected);
      worker.process.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
    } finally {
      postgres.stop();
    }
  });

  it("ends at once where it is told to stop while a server says nothing", async () => {
    const { path, out } = places(1);
    const called: Socket[] = [];
    const silent = createServer((socket) => void called.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    try {
      const url = `redis://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      for (const command of [["work"], ["batch", path, ...OPTIONS]]) {
        const run = started([...command, "--queue", url, "--out", out, "--processes", "1"]);
        const before = called.length;
        await vi.waitFor(() => expect(called.length).toBeGreaterThan(before), { timeout: 60_000, interval: 20 });
        run.process.kill("SIGTERM");
        expect(await run.ended).toBe(143);
        expect(run.said()).not.toContain("cannot be reached");
      }
    } finally {
      for (const socket of called) socket.destroy();
      silent.close();
    }
  });

  it("says what it cannot reach, without the password, and what is no queue", async () => {
    const { path, out } = places(1);
    const run = (...args: string[]) => inProcess(folder, args);
    expect(
      await run("batch", path, ...OPTIONS, "--queue", "redis://me:secret@localhost:1", "--out", out),
    ).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^(?!.*secret)[\s\S]*strata: the queue at localhost:1 cannot be reached \(ECONNREFUSED\)\.\n$/,
      ),
    });
    expect(await run("work", "--queue", `${redis.url}/99`, "--out", out)).toMatchObject({
      code: 2,
      err: expect.stringContaining("cannot be reached (ERR DB index is out of range)"),
    });
    expect(await run("work", "--queue", "localhost:6379", "--out", out)).toMatchObject({
      code: 2,
      err: "strata: --queue is no address of a server; write for example redis://localhost:6379, or redis://:password@localhost:6379/2, whose password has %23 for #.\n",
    });
    // A database that another program keeps something in, by the queue's very names.
    const other = new Redis(`${redis.url}/7`);
    await other.set("bull:strata:wait", "x");
    await other.set("bull:strata:meta", "x");
    expect(await run("batch", path, ...OPTIONS, "--queue", `${redis.url}/7`, "--out", out)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/refuses \(WRONGTYPE .*give it a database of its own/),
    });
    const worker = started(["work", "--queue", `${redis.url}/7`, "--out", out, "--processes", "1"]);
    await worker.says(/the queue at localhost:\d+ says: .*WRONGTYPE/);
    worker.process.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    await other.flushdb();
    other.disconnect();
    for (const url of [`${redis.url}/name`, `${redis.url}?keyPrefix=x`, `${redis.url}/1#x`])
      expect(await run("work", "--queue", url, "--out", out)).toMatchObject({
        code: 2,
        err: expect.stringContaining("--queue is no address of a server"),
      });
    expect(await run("work", "--queue", redis.url)).toMatchObject({ code: 2 });
    expect(await run("batch", join(path, "00000.png"), "--queue", redis.url, "--out", out)).toMatchObject({
      code: 2,
      err: expect.stringContaining("batch takes a folder of images"),
    });
  });
});
