import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nativeTools } from "../cli/native-tools.ts";
import { readFacts } from "../cli/prepare-facts.ts";
import { REPLICATES } from "../src/probes/preparation.ts";
import { joinsNext } from "../src/core/lives.ts";
import { NOISE_GRIDS, type NoiseGrid } from "../src/models/spec/probes.ts";
import { readGraph } from "../src/models/graph/read-graph.ts";
import { explainPhotograph, noiseOf } from "./certainty/explained.ts";
import { fitHalves, withFits } from "./certainty/fits.ts";
import { kept } from "./certainty/kept.ts";
import { figuresOf, type StatedPhotograph } from "./certainty/figures.ts";
import { printFigures } from "./certainty/report.ts";
import { statementsOf } from "./certainty/statements.ts";
import { writeCertainty } from "./certainty/write.ts";
import { readNetwork } from "./networks/files.ts";
import { sampleOf, trainingOf } from "./networks/photographs.ts";

const MODELS = fileURLToPath(new URL("../public/models/", import.meta.url));
const FACTS = fileURLToPath(new URL("../training/facts/", import.meta.url));

/** Held-out photographs on which the noise of the probes, and with it κ, is measured. */
const NOISE_PHOTOGRAPHS = 40;

/**
 * Prints how often what a picture's replicates say is true of a fit on other photographs. Probes and replicates are fitted on one half of a shipped network's
 * training photographs, a probe on the other half, as `strata prepare` does; statements are about validation photographs. A quarter of an hour a network
 * on two idle cores; what is done is kept in the temporary folder, where a later run goes on. `args`: names of shipped networks, the first one where there is none;
 * `--photographs N`, `--versions V` of each training photograph, `--grid RxC`, `--threads N`; `--write` puts the calibration into the manifest and training/results.
 */
export async function benchCertainty(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      photographs: { type: "string", default: "120" },
      versions: { type: "string", default: "8" },
      grid: { type: "string", default: "3x3" },
      threads: { type: "string", default: String(availableParallelism()) },
      write: { type: "boolean", default: false },
    },
  });
  const [photographs, versions, threads] = [values.photographs, values.versions, values.threads].map(Number) as [
    number,
    number,
    number,
  ];
  if (!(photographs >= 2 && versions >= 1 && threads >= 1))
    throw new RangeError("--photographs takes a number of 2 or more, --versions and --threads one of 1 or more");
  const grid = NOISE_GRIDS.find((known) => known === values.grid);
  if (grid === undefined) throw new RangeError(`--grid takes one of ${NOISE_GRIDS.join(", ")}`);
  for (const name of positionals.length > 0 ? positionals : ["imagenette-residual"])
    await benchNetwork(name, { photographs, versions, grid, threads, write: values.write });
}

interface Options {
  readonly photographs: number;
  readonly versions: number;
  readonly grid: NoiseGrid;
  readonly threads: number;
  readonly write: boolean;
}

async function benchNetwork(name: string, { photographs, versions, grid, threads, write }: Options): Promise<void> {
  const { manifest, network } = await readNetwork(name);
  const { classes, taps } = manifest;
  const training = await trainingOf(name, classes);
  const sample = await sampleOf(classes, photographs);
  if (training === null || sample === null) {
    console.log(`\n! ${name} is skipped: no labelled photographs of its classes`);
    return;
  }
  const began = performance.now();
  const folder = join(tmpdir(), "strata-certainty", `${name}-${versions}-${manifest.network.sha256.slice(0, 8)}`);
  mkdirSync(folder, { recursive: true });
  const file = { path: join(MODELS, `${name}.onnx`), bytes: network, graph: readGraph(network) };
  const { augment } = (await readFacts(file, join(FACTS, `${name}.json`)))!;
  const tools = await nativeTools(threads);
  console.log(
    `\n${name}: ${training.training.length} training photographs in two halves, ${versions} versions of each; kept in ${folder}`,
  );
  const fits = await fitHalves({ network, manifest, ...training, augment, versions }, folder, tools);
  const measured = { runner: await tools.open(withFits(network, taps, fits), manifest.input), manifest };
  const explanations = join(folder, `explained-${grid}`);
  mkdirSync(explanations, { recursive: true });
  const noise = await noiseOf(measured, taps, training.heldOut.slice(0, NOISE_PHOTOGRAPHS), grid, explanations);
  const joined = noise.map(({ nextAgreement, probeAgreement }, layer) =>
    joinsNext(nextAgreement, [probeAgreement, noise[layer + 1]?.probeAgreement ?? null]),
  );
  const stated: StatedPhotograph[] = [];
  for (const [i, photograph] of sample.photographs.entries()) {
    const path = join(explanations, photograph.name.replaceAll("/", "_"));
    const explained = await kept(path, () => explainPhotograph(measured, taps, noise, grid, photograph));
    stated.push({ ...statementsOf(explained, joined), ...explained });
    if (i % 20 === 19) console.log(`${i + 1} of ${sample.photographs.length} photographs`);
  }
  await measured.runner.close();
  const names = taps.map((tap) => tap.name);
  const figures = figuresOf(stated, names, REPLICATES);
  printFigures(figures);
  // The next run may be of another solver, or another rule.
  rmSync(explanations, { recursive: true });
  if (write) await writeCertainty(name, grid, versions, figures);
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
}
