import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { shippedModels } from "../cli/model-source.ts";
import { nativeTools } from "../cli/native-tools.ts";
import { readNetwork, type NetworkFiles } from "./networks/files.ts";
import { measureEnergy, measureHighOrs, measureLayerNoise, measureLayers } from "./networks/measure.ts";
import { DATA, sampleOf } from "./networks/photographs.ts";
import { printLayers, printOutput } from "./networks/report.ts";

/** Photographs of each network, and of these those on which replicates are compared: that takes as long as a run on 512 masks and 8 decompositions a layer. */
const PHOTOGRAPHS = 200;
const NOISE_SHARE = 0.15;

/**
 * Prints what the shipped networks and their probes reach on labelled photographs in ../shared/data, beside what their manifests state: a quarter of an hour.
 * `args`: names of shipped networks or FILE.onnx, all shipped ones where there is none; `--photographs N` for a quicker look, `--threads N`.
 */
export async function benchNetworks(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      photographs: { type: "string", default: String(PHOTOGRAPHS) },
      threads: { type: "string", default: String(availableParallelism()) },
    },
  });
  const [count, threads] = [values.photographs, values.threads].map(Number) as [number, number];
  if (!(count >= 1 && threads >= 1)) throw new RangeError("--photographs and --threads take a number of 1 or more");
  console.log(
    "\nNetworks on labelled photographs that they have not seen. In brackets: what the manifest states. !: further from that than chance takes it, or short of the aim",
  );
  for (const name of positionals.length > 0 ? positionals : await shippedModels())
    await benchNetwork(await readNetwork(name), count, threads);
}

async function benchNetwork(files: NetworkFiles, count: number, threads: number): Promise<void> {
  const { manifest, network, probed, labelled } = files;
  const { name, title = name, probes, classes } = manifest;
  const began = performance.now();
  const sample = await sampleOf(classes, count);
  if (sample === null) {
    console.log(`\n! ${name} is skipped: no labelled photographs of its classes in ${DATA}`);
    return;
  }
  const { photographs, set, total } = sample;
  console.log(`\n${name} (${title}): ${photographs.length} of the ${total} photographs of ${set}`);
  const tools = await nativeTools(threads);
  const layers = await measureLayers(probed ?? network, manifest, probes?.layers ?? [], photographs, tools);
  const highOrs = await measureHighOrs(files, photographs);
  printOutput(manifest, layers, photographs, highOrs, await measureEnergy(files, sample, tools));
  const few = photographs.slice(0, Math.ceil(NOISE_SHARE * photographs.length));
  const noise = await measureLayerNoise(files, few, tools);
  console.log(
    `\nProbes of ${probes?.fitted?.target === "network" ? "the network's answers" : "the labels"}; ${noise === null ? "without replicates" : `replicates on ${few.length} photographs`}`,
  );
  printLayers(layers.figures, noise, photographs.length);
  if (labelled !== null) {
    console.log("\nProbes of the labels");
    const { figures } = await measureLayers(labelled, manifest, probes!.labels!.layers, photographs, tools);
    printLayers(figures.slice(0, -1), null, photographs.length);
  }
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
}
