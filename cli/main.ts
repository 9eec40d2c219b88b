import { readFile } from "node:fs/promises";
import { MAX_ENUMERABLE } from "../src/core/masks.ts";
import { MAX_HALVES } from "../src/exploration/exploration.ts";
import { MAX_GRID_SIDE } from "../src/core/patches.ts";
import { printable } from "../src/platform/printable.ts";
import { createCommandLineStrings } from "../src/strings/command-line.ts";
import { languageOf } from "../src/strings/index.ts";
import { readArguments } from "./arguments.ts";
import { runDecompose } from "./decompose.ts";
import { runExplain } from "./explain.ts";
import { describeFailure, InputError } from "./failure.ts";
import { shippedModels } from "./model-source.ts";
import { runPrepare } from "./prepare.ts";
import { runShow } from "./show.ts";

/** The world a command runs in. */
export interface World {
  /** The caller's folder. */
  readonly cwd: string;
  /** A POSIX locale such as zh_CN.UTF-8; English when missing. */
  readonly locale: string | undefined;
  readonly signal: AbortSignal;
  /** Takes what belongs on standard output; rejects with the system's error where it cannot be written. */
  print(text: string): void | Promise<void>;
  /** Takes a line for standard error. */
  note(line: string): void;
  /** Takes a line that tells how far a long run is. */
  progress(line: string): void;
}

/** Runs a command line; returns its exit code: 0 done, 1 broken, 2 bad input, 3 done in part, 130 interrupted, 141 the output was closed. */
export async function main(
  args: readonly string[],
  { locale, print, note, progress, ...given }: World,
): Promise<number> {
  const strings = createCommandLineStrings(languageOf(locale));
  // Whatever a line names, a file or a layer, it is one line, and only text.
  const world = {
    ...given,
    note: (line: string) => note(printable(line)),
    progress: (line: string) => progress(printable(line)),
  };
  const answer = async (): Promise<string | null> => {
    const command = readArguments(args);
    switch (command.command) {
      case "help":
        return strings.t("cli:usage", {
          model: (await shippedModels())[0] ?? "",
          players: MAX_ENUMERABLE,
          side: MAX_GRID_SIDE,
          halves: MAX_HALVES,
        });
      case "version":
        return readVersion();
      case "explain":
        return runExplain(command, { ...world, strings });
      case "batch":
        return (await import("./batch.ts")).runBatch(command, { ...world, strings });
      case "work":
        return (await import("./work.ts")).runWork(command, { ...world, strings });
      case "decompose":
        return runDecompose(command, world);
      case "prepare":
        return runPrepare(command, { ...world, strings });
      case "study":
        return (await import("./study/study.ts")).runStudyCommand(command, { ...world, strings });
      case "show":
        return runShow(command, { ...world, strings });
    }
  };
  const printed = async (text: string): Promise<void> => {
    try {
      await print(text);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw code === "EPIPE"
        ? new InputError("output-closed", {}, { cause })
        : new InputError("output-failed", { reason: code ?? message }, { cause });
    }
  };
  try {
    const text = await answer();
    if (text !== null) await printed(text.endsWith("\n") ? text : `${text}\n`);
    return 0;
  } catch (error) {
    const { line, exitCode } = describeFailure(error, strings);
    world.note(line);
    return exitCode;
  }
}

/** Of package.json, which lies one folder up, in the repository and in the package. */
async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
