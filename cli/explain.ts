import { existsSync, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ExplainCommand } from "./arguments.ts";
import { explainImage, noteOtherQuestion, questionAbout } from "./asking.ts";
import { decodeImage } from "./decode-file.ts";
import { explainFolder } from "./explain-folder.ts";
import { contentOf } from "./exploration-content.ts";
import { InputError } from "./failure.ts";
import { checkParent, openOutFile, openOutFolder } from "./output.ts";
import { engineOf, readQuestion } from "./question.ts";
import { inputErrorOf, readInput } from "./read-input.ts";
import { jobOf, resultName } from "./result-name.ts";
import { withPrintableNames } from "./show.ts";
import type { Surroundings } from "./surroundings.ts";

/** Runs `explain`; the text to print, or null when it was written to files. Throws InputError, ImageError, ModelError, InferenceError or FileError. */
export async function runExplain(command: ExplainCommand, around: Surroundings): Promise<string | null> {
  const path = resolve(around.cwd, command.path);
  const found = await stat(path).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  if (found.isDirectory() && command.crop !== null) throw new InputError("crop-folder");
  return found.isDirectory() ? explainFolder(path, command, around) : explainFile(path, command, around);
}

async function explainFile(path: string, command: ExplainCommand, around: Surroundings): Promise<string | null> {
  const { out: typed, format } = command;
  if (typed === null && format === "strata") throw new InputError("strata-needs-out");
  const out = typed === null ? null : resolve(around.cwd, typed);
  const inFolder = out !== null && isFolder(out, typed!);
  if (inFolder) checkParent(out);
  const file = out === null || inFolder ? null : await openOutFile(out, path);
  const asking = await readQuestion(command, around);
  const { manifest } = asking.model;
  const bytes = await readInput(path);
  const { crop } = command;
  const image = await decodeImage(bytes, path, { ...manifest.input, ...(crop && { crop }) });
  // Named like in a folder of results, so that two images never share a name in it.
  const question = questionAbout(image, asking);
  const job = jobOf(bytes, manifest, question);
  const name = `${resultName(Buffer.from(basename(path)), job)}.${format}`;
  const folder = inFolder ? await openOutFolder(out) : null;
  try {
    const exploration = await explainImage(
      image,
      question,
      asking,
      await engineOf(asking, around, inFolder ? { threads: 1 } : {}),
      around,
    );
    const shown = out === null ? withPrintableNames(exploration) : exploration;
    const content = await contentOf(
      { name: basename(path), image, exploration: shown, manifest, ...(inFolder && { job }) },
      command,
    );
    await (file?.write(content) ?? folder?.write(name, content));
    noteOtherQuestion(asking, around);
    return out === null ? (content as string) : null;
  } finally {
    await folder?.close();
  }
}

/** Whether a path is, or is written as, a folder. */
function isFolder(path: string, typed: string): boolean {
  return /[\\/]$/.test(typed) || (existsSync(path) && statSync(path).isDirectory());
}
