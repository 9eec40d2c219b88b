import { readFile, writeFile } from "node:fs/promises";
import { parseManifest, type ModelManifest } from "../../src/models/manifest.ts";
import type { CertaintyResult } from "../../training/card.ts";
import type { NoiseGrid } from "../../src/models/spec/probes.ts";
import type { Figures } from "./figures.ts";

const MODELS = new URL("../../public/models/", import.meta.url);
const RESULTS = new URL("../../training/results/", import.meta.url);

/** Puts the calibration into the manifest of a shipped network, and the rest beside the results of its training. `grid`: what it was measured at; `versions`: of each training photograph. */
export async function writeCertainty(
  name: string,
  grid: NoiseGrid,
  versions: number,
  { calibration, ...measured }: Figures,
): Promise<void> {
  const url = new URL(`${name}.json`, MODELS);
  const manifest = JSON.parse(await readFile(url, "utf8")) as ModelManifest;
  const { labels, layers, ...probes } = manifest.probes!;
  const changed = {
    ...manifest,
    probes: { ...probes, certainty: { ...probes.certainty, [grid]: calibration }, labels, layers },
  };
  await writeFile(url, `${JSON.stringify(parseManifest(changed), null, 2)}\n`);
  const result = { versions, ...measured } satisfies CertaintyResult;
  await writeFile(
    new URL(`${name}.certainty${grid === "3x3" ? "" : `.${grid}`}.json`, RESULTS),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
