/** The command line: `npm run --silent strata -- explain IMAGE`. */
import { main } from "./main.ts";

const { env, stdout, stderr } = process;
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
// A reader that has seen enough, such as `head`, closes the pipe.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  // npm runs scripts in the package's folder and keeps the caller's in INIT_CWD.
  cwd: env["INIT_CWD"] ?? process.cwd(),
  locale: env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"],
  signal: interrupt.signal,
  print: (text) => stdout.write(text),
  note: (line) => stderr.write(`${line}\n`),
  progress: (line) => stderr.isTTY && stderr.write(`${line}\n`),
});
