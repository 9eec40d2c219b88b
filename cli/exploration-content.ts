import type { Pixels } from "../src/core/resize.ts";
import { toFile } from "../src/formats/codec.ts";
import { effectsCsv } from "../src/formats/effects-csv.ts";
import type { Exploration } from "../src/exploration/exploration.ts";
import { printableJson } from "../src/platform/printable.ts";
import { snapshotModel, snapshotOf } from "../src/exploration/snapshot.ts";
import { writeStrataFile } from "../src/formats/strata-file/write.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { setupOf } from "../src/models/setup.ts";
import type { ExplainCommand } from "./arguments.ts";
import { namingFile } from "./failure.ts";

/** One image, explained. */
export interface ExplainedImage {
  /** Its file's name, without the folder. */
  readonly name: string;
  readonly image: Pixels;
  readonly exploration: Exploration;
  readonly manifest: ModelManifest;
  /** What it answers, where it is one result of many: see `jobOf`. */
  readonly job?: string | undefined;
}

/** What `explain` writes or prints of one image, in the format asked for; rejects with FileError where a .strata file would be too large. */
export async function contentOf(
  explained: ExplainedImage,
  { format, values }: Pick<ExplainCommand, "format" | "values">,
): Promise<string | Uint8Array> {
  const { name, image, exploration, manifest, job } = explained;
  switch (format) {
    case "json":
      return printableJson(`${JSON.stringify(toFile(exploration, { values, job }))}\n`);
    case "csv":
      return effectsCsv(exploration);
    case "strata": {
      const snapshot = snapshotOf(exploration, snapshotModel({ manifest, setup: await setupOf(manifest) }), {
        name,
        pixels: image,
      });
      // Whoever makes the result of a job makes the same bytes.
      return writeStrataFile([{ name, createdMs: job === undefined ? Date.now() : 0, job, snapshot }], {
        values,
      }).catch(namingFile(name));
    }
  }
}
