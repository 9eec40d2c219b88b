import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Asking } from "../cli/asking.ts";
import { explainImage, questionAbout } from "../cli/asking.ts";
import { shippedModels } from "../cli/model-source.ts";
import { DEFAULT_PLAYERS } from "../cli/players.ts";
import { openEngine } from "../cli/runtime.ts";
import { DEFAULT_DECOMPOSE } from "../src/core/and-or.ts";
import { salientCounts } from "../src/core/metrics.ts";
import { KINDS } from "../src/core/interactions.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { fitImage } from "../src/core/resize.ts";
import type { SolvedLayer } from "../src/exploration/exploration.ts";
import { columnsOf, parseManifest, type ModelManifest } from "../src/models/manifest.ts";
import { readNetwork } from "./networks/files.ts";
import { sampleOf } from "./networks/photographs.ts";

const PHOTOGRAPHS = 60;
const MODELS = new URL("../public/models/", import.meta.url);

/**
 * The largest |effect| of each layer over photographs that the network has not seen (the paper's M.4), by the question that the page asks first, and how many
 * concepts are salient by 0.05 of it and by 0.05 of each image's own. `args`: names of shipped networks; `--photographs N`; `--write` puts it into the manifest.
 */
export async function benchLargest(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      photographs: { type: "string", default: String(PHOTOGRAPHS) },
      write: { type: "boolean", default: false },
    },
  });
  for (const name of positionals.length > 0 ? positionals : await shippedModels())
    await largestOf(name, Number(values.photographs), values.write);
}

const largestIn = ({ interactions }: SolvedLayer): number =>
  KINDS.reduce((most, kind) => interactions[kind].effects.reduce((top, e) => Math.max(top, Math.abs(e)), most), 0);

async function largestOf(name: string, count: number, write: boolean): Promise<void> {
  const { manifest, network, probed } = await readNetwork(name);
  const sample = await sampleOf(manifest.classes, count);
  if (sample === null) {
    console.log(`! ${name} is skipped: no labelled photographs of its classes`);
    return;
  }
  const players = manifest.players ?? DEFAULT_PLAYERS;
  const question = {
    target: "auto",
    rather: null,
    sample: null,
    crop: null,
    baseline: "mean",
    tauFraction: DEFAULT_TAU_FRACTION,
    kappaFraction: DEFAULT_DECOMPOSE.kappaFraction,
    kappaOf: "noise",
    certainty: false,
    values: false,
  } as const;
  const model = { manifest, bytes: probed ?? network };
  const asking: Asking = { model, players, question };
  const engine = await openEngine(model, (reason) => console.log(`without native ONNX Runtime: ${reason}`));
  const { signal } = new AbortController();
  const explained: (readonly SolvedLayer[])[] = [];
  for (const photograph of sample.photographs) {
    const { rgba, width, height } = await photograph.read();
    const image = fitImage(rgba, width, height, manifest.input);
    explained.push((await explainImage(image, questionAbout(image, asking), asking, engine, { signal })).layers);
  }
  engine.evaluator.dispose();
  const columns = columnsOf(manifest);
  const effects = columns.map((_, l) => Math.max(...explained.map((layers) => largestIn(layers[l]!))));
  const n = explained[0]![0]!.interactions.n;
  console.log(`\n${name}: ${explained.length} of the ${sample.total} photographs of ${sample.set}, ${n} patches`);
  columns.forEach(({ name: layer }, l) => {
    const mean = (of: (layers: readonly SolvedLayer[]) => number): string =>
      (explained.reduce((sum, layers) => sum + of(layers), 0) / explained.length).toFixed(1);
    const salient = (fraction: (layers: readonly SolvedLayer[]) => number): string =>
      mean((layers) =>
        salientCounts(layers[l]!.interactions, Math.min(1, fraction(layers))).reduce((sum, one) => sum + one, 0),
      );
    const over = salient((layers) => (DEFAULT_TAU_FRACTION * effects[l]!) / Math.max(largestIn(layers[l]!), 1e-12));
    console.log(
      `  ${layer}: largest ${effects[l]!.toFixed(2)} nats; salient ${over} by it, ${salient(() => DEFAULT_TAU_FRACTION)} by each image's own`,
    );
  });
  if (!write) return;
  const url = new URL(`${name}.json`, MODELS);
  const { truth, training, ...rest } = JSON.parse(await readFile(url, "utf8")) as ModelManifest;
  const largestEffects = {
    images: explained.length,
    players: n,
    effects: effects.map((e) => Number(e.toPrecision(4))),
  };
  const changed = { ...rest, largestEffects, ...(truth !== undefined && { truth }), training };
  await writeFile(url, `${JSON.stringify(parseManifest(changed), null, 2)}\n`);
}
