/** The command line: `npm run --silent strata -- explain IMAGE`. */
import { EXIT_INTERRUPTED } from "./failure.ts";
import { main } from "./main.ts";

/** What asks a program to stop, and the exit code that says so, as shells have it. */
const STOPS = { SIGINT: EXIT_INTERRUPTED, SIGTERM: 143, SIGHUP: 129 } as const;

/** How long a run may take to stop by itself. */
const PATIENCE_MS = 1000;

const LOG_EVERY_MS = 60_000;

const { env, stdout, stderr } = process;
const interrupt = new AbortController();
let stopped: keyof typeof STOPS | null = null;
const signals = Object.keys(STOPS) as (keyof typeof STOPS)[];
const stop = (signal: NodeJS.Signals): void => {
  if (stopped !== null) return;
  stopped = signal as keyof typeof STOPS;
  interrupt.abort();
  // A terminal's Ctrl-C comes twice, from it and from npm; a person's second one stops whatever has not stopped by then.
  setTimeout(() => signals.forEach((each) => process.off(each, stop)), PATIENCE_MS).unref();
};
for (const signal of signals) process.on(signal, stop);
// What cannot be written is told by whoever writes it; a complaint that cannot be written is lost.
for (const stream of [stdout, stderr]) stream.on("error", () => undefined);

const ofAnotherPackage = (env["npm_package_name"] ?? "strata") !== "strata";

/** On a terminal every line; elsewhere, in a log, one a minute. */
function createProgress(): (line: string) => void {
  let toldMs = Date.now();
  return (line) => {
    if (!stderr.isTTY && Date.now() - toldMs < LOG_EVERY_MS) return;
    toldMs = Date.now();
    stderr.write(`${line}\n`);
  };
}

const exitCode = await main(process.argv.slice(2), {
  // npm runs this package's own scripts in its folder and keeps the caller's in INIT_CWD; a script of another package means its own folder.
  cwd: (ofAnotherPackage ? undefined : env["INIT_CWD"]) ?? process.cwd(),
  locale: env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"],
  signal: interrupt.signal,
  print: (text) =>
    new Promise((resolve, reject) => {
      stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  note: (line) => stderr.write(`${line}\n`),
  progress: createProgress(),
});
// A queue's library goes on connecting to a server that is away, which would keep the process; what was said last is written first.
await new Promise((resolve) => stderr.write("", resolve));
process.exit(exitCode === EXIT_INTERRUPTED && stopped !== null ? STOPS[stopped] : exitCode);
