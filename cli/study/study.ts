import { dirname, join, resolve } from "node:path";
import { printable } from "../../src/platform/printable.ts";
import { csvLine } from "../../src/platform/csv.ts";
import { PlanError, readPlan, type StudyPlan } from "../../src/study/plan.ts";
import { writeStudyFile } from "../../src/study/study-file.ts";
import { tablesOf, type Table } from "../../src/study/tables.ts";
import type { StudyCommand } from "../arguments.ts";
import { FileError } from "../../src/formats/strata-file/file-error.ts";
import { describeFailure, InputError } from "../failure.ts";
import { checkNames, parseJson } from "../json.ts";
import { checkOutFolder, openOutFolder } from "../output.ts";
import { readInput } from "../read-input.ts";
import { fittingName } from "../result-name.ts";
import type { Surroundings } from "../surroundings.ts";
import { parquetOf } from "./parquet.ts";
import { reportOf } from "./report.ts";
import { runStudy } from "./run.ts";

/** The folder of results within that of the tables. */
const EXPLORATIONS = "explorations";

/**
 * Does what is missing of a study, each answer into a file of its own as soon as it is known, and makes of all that are there tables, a `.study` file and a report;
 * of a shard only the answers. Says at the end how many answers there are, and where. Throws InputError `study-missing` or `study-failed` at the end where not everything is there, `study-too-large` where there is no
 * `.study` file for that, and as `runStudy` does.
 */
export async function runStudyCommand(command: StudyCommand, around: Surroundings): Promise<null> {
  const path = resolve(around.cwd, command.path);
  const plan = await planIn(path);
  const outPath = resolve(around.cwd, command.out);
  checkOutFolder(outPath);
  const out = await openOutFolder(outPath);
  try {
    const explorations = await openOutFolder(join(outPath, EXPLORATIONS));
    const { images, processes, shard, tablesOnly } = command;
    const folder = dirname(path);
    const imagesFolder = images === null ? folder : resolve(around.cwd, images);
    const { study, total, missing, failed, computed } = await runStudy(
      { plan, folder, imagesFolder, out: explorations.path, processes, shard, compute: !tablesOnly },
      around,
    ).finally(() => explorations.close());
    let tooLarge: InputError | null = null;
    if (shard === null) {
      for (const table of tablesOf(study))
        await out.write(`${table.name}.${command.format}`, await contentOf(table, command.format));
      await out.write("findings.md", reportOf(study, around.strings));
      const name = fittingName(fileNameOf(plan.name), ".study");
      const file = await writeStudyFile(study).catch((error: unknown) => {
        if (!(error instanceof FileError) || error.code !== "too-large") throw error;
        tooLarge = new InputError("study-too-large", { ...error.context, path: join(outPath, name) }, { cause: error });
        return null;
      });
      if (file !== null) await out.write(name, file);
    }
    const counts = { total, missing, failed, path: outPath };
    const partly =
      missing > 0
        ? new InputError("study-missing", counts)
        : failed > 0
          ? new InputError("study-failed", counts)
          : null;
    if (tooLarge !== null && partly !== null) around.note(describeFailure(tooLarge, around.strings).line);
    const problem = partly ?? tooLarge;
    if (problem !== null) throw problem;
    const { t } = around.strings;
    around.note(
      shard === null
        ? t("cli:study.done", { total, computed, path: outPath })
        : t("cli:study.partDone", { ...shard, total, computed, path: outPath }),
    );
    return null;
  } finally {
    await out.close();
  }
}

async function planIn(path: string): Promise<StudyPlan> {
  const bytes = await readInput(path);
  const json = parseJson(bytes, path);
  checkNames(bytes, path, (problem) => new InputError("bad-plan", { path, field: "the top", problem }));
  try {
    return readPlan(json);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new InputError("bad-plan", { path, field: error.field, problem: error.problem });
  }
}

/** What a study's file is called: its name, with what no file system likes replaced. */
function fileNameOf(name: string): string {
  return printable(name)
    .replace(/[^\p{L}\p{N}._ -]/gu, "_")
    .replace(/^\.+/, "_");
}

/** A table as a file, made as it is written. */
async function contentOf(table: Table, format: StudyCommand["format"]): Promise<Iterable<string> | Uint8Array> {
  return format === "parquet" ? parquetOf(table) : csvOf(table);
}

function* csvOf({ columns, rows }: Table): Iterable<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (const row of rows()) yield csvLine(row);
}
