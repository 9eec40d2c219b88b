/** The command line: `npm run --silent strata -- explain IMAGE`. */
import { EXIT_INTERRUPTED } from "./failure.ts";
import { main } from "./main.ts";

/** What asks a program to stop, and the exit code that says so, as shells have it. */
const STOPS = { SIGINT: EXIT_INTERRUPTED, SIGTERM: 143, SIGHUP: 129 } as const;

const { env, stdout, stderr } = process;
const interrupt = new AbortController();
let stopped: keyof typeof STOPS | null = null;
for (const signal of Object.keys(STOPS) as (keyof typeof STOPS)[]) {
  process.once(signal, () => {
    stopped ??= signal;
    interrupt.abort();
  });
}
// What cannot be written is told by whoever writes it; a complaint that cannot be written is lost.
for (const stream of [stdout, stderr]) stream.on("error", () => undefined);

const exitCode = await main(process.argv.slice(2), {
  // npm runs scripts in the package's folder and keeps the caller's in INIT_CWD.
  cwd: env["INIT_CWD"] ?? process.cwd(),
  locale: env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"],
  signal: interrupt.signal,
  print: (text) => new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()));
  }),
  note: (line) => stderr.write(`${line}\n`),
  progress: (line) => stderr.isTTY && stderr.write(`${line}\n`),
});
process.exitCode = exitCode === EXIT_INTERRUPTED && stopped !== null ? STOPS[stopped] : exitCode;
