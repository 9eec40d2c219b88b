/** Real servers, workers and producers of a queue, for the tests and the bench of it. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { buildForNode } from "../library/build-for-node.ts";
import { freePort } from "../scripts/free-port.ts";
import { findRedis } from "../scripts/redis.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A process of the command line. */
export interface Running {
  readonly process: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What it has said on standard error. */
  said(): string;
  /** Resolves once it has said this. */
  says(text: string | RegExp): Promise<void>;
}

/**
 * Builds the command line in a folder as the package has it, whose processes begin in a fifth of the time that they take from the sources; returns the
 * path of its script.
 */
export async function buildCommandLine(folder: string): Promise<string> {
  const built = join(folder, "cli");
  await buildForNode(built);
  for (const name of ["public", "node_modules", "package.json"]) symlinkSync(join(root, name), join(folder, name));
  return join(built, "strata.js");
}

/** Starts the command line, a path of `buildCommandLine`, in a folder. */
export function strata(script: string, cwd: string, args: readonly string[], faults?: string): Running {
  const faulty = faults === undefined ? [] : ["--import", new URL("./faults.fixture.ts", import.meta.url).href];
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: {
      ...process.env,
      INIT_CWD: cwd,
      LC_ALL: "C",
      ...(faults !== undefined && { STRATA_FAULTS: faults, NODE_OPTIONS: `--import tsx ${faulty.join(" ")}` }),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const waiting = new Set<() => void>();
  child.stderr.on("data", (data) => {
    said += String(data);
    for (const look of waiting) look();
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal!)),
  );
  return {
    process: child,
    ended,
    said: () => said,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof text === "string" ? !said.includes(text) : !text.test(said)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then((code) => reject(new Error(`ended with ${code}, and said: ${said}`)));
        look();
      }),
  };
}

/** A Redis server of its own. */
export interface RedisServer {
  readonly url: string;
  readonly client: Redis;
  /** As a power cut would, and starts it again on what it had written after something has happened. */
  crash(meanwhile: () => Promise<void>): Promise<void>;
  /** Has it do nothing, its connections open, until something has happened. */
  hang(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server that keeps its data in `folder`; null where there is none on this machine. */
export async function startRedis(folder: string): Promise<RedisServer | null> {
  const program = findRedis();
  if (program === null) return null;
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const begin = (): ChildProcess =>
    spawn(
      program,
      ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""],
      {
        stdio: "ignore",
      },
    );
  let server = begin();
  const url = `redis://localhost:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on("error", () => undefined);
  await client.ping();
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGKILL");
    await gone;
  };
  return {
    url,
    client,
    crash: async (meanwhile) => {
      await kill();
      await meanwhile().finally(() => (server = begin()));
      await client.ping();
    },
    hang: async (meanwhile) => {
      server.kill("SIGSTOP");
      await meanwhile().finally(() => server.kill("SIGCONT"));
    },
    stop: async () => {
      client.disconnect();
      await kill();
    },
  };
}

/** A PostgreSQL server with an empty database. */
export interface PostgresServer {
  readonly url: string;
  stop(): void;
}

/** Starts a server; null where there is none on this machine. */
export async function startPostgres(): Promise<PostgresServer | null> {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  const version = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  if (version === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), "strata-postgres-"));
  const port = await freePort();
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const run = (program: string, ...args: string[]): void => {
    const path = join(POSTGRES, version, "bin", program);
    const [command, ...rest] = isRoot
      ? ["setpriv", "--reuid=postgres", "--clear-groups", path, ...args]
      : [path, ...args];
    execFileSync(command!, rest, { stdio: "ignore", cwd: folder });
  };
  const data = join(folder, "data");
  run("initdb", "-D", data, "-U", "strata", "--auth=trust");
  run(
    "pg_ctl",
    "-D",
    data,
    "-w",
    "-o",
    `-p ${port} -k ${folder} -c listen_addresses=localhost`,
    "-l",
    join(folder, "log"),
    "start",
  );
  return {
    url: `postgres://strata@localhost:${port}/postgres`,
    stop: () => {
      run("pg_ctl", "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true });
    },
  };
}

/** Where Debian puts it. */
const POSTGRES = "/usr/lib/postgresql";

/** A folder with so many images: the same pixels, each another file. */
export function manyImages(folder: string, count: number, mark = ""): string {
  const image = readFileSync(join(root, "public/samples/glass-box.png"));
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++)
    writeFileSync(
      join(folder, `${String(i).padStart(5, "0")}.png`),
      Buffer.concat([image, Buffer.from(`${mark}${i}`)]),
    );
  return folder;
}

/** Names and contents of a folder's files. */
export function contents(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "latin1")]),
  );
}
