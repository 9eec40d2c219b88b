/** The command line: `npm run --silent strata -- explain IMAGE`. */
import { MAX_PLAYERS } from "../src/core/masks.ts";
import { createStrings, languageOf } from "../src/strings/index.ts";
import { readArguments } from "./arguments.ts";
import { runDecompose } from "./decompose.ts";
import { runExplain, type Surroundings } from "./explain.ts";
import { describeFailure } from "./failure.ts";
import { shippedModels } from "./model-source.ts";

const { env, stdout, stderr } = process;
// Standard output carries JSON alone; i18next greets on it otherwise.
console.info = () => undefined;
const strings = createStrings(languageOf(env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"]));
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
// A reader that has seen enough, such as `head`, closes the pipe.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const around: Surroundings = {
  // npm runs scripts in the package's folder and keeps the caller's in INIT_CWD.
  cwd: env["INIT_CWD"] ?? process.cwd(),
  strings,
  signal: interrupt.signal,
  note: (line) => stderr.write(`${line}\n`),
  progress: (line) => stderr.isTTY && stderr.write(`${line}\n`),
};

async function run(): Promise<string | null> {
  const command = readArguments(process.argv.slice(2));
  switch (command.command) {
    case "help": return strings.t("cli:usage", { model: (await shippedModels())[0] ?? "", players: MAX_PLAYERS });
    case "explain": return runExplain(command, around);
    case "decompose": return runDecompose(command, around.cwd);
  }
}

try {
  const text = await run();
  if (text !== null) stdout.write(text.endsWith("\n") ? text : `${text}\n`);
} catch (error) {
  const { line, exitCode } = describeFailure(error, strings);
  stderr.write(`${line}\n`);
  process.exitCode = exitCode;
}
