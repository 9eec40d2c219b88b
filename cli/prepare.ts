import { basename, join, resolve } from "node:path";
import * as v from "valibot";
import { parseManifest, type ModelManifest } from "../src/models/manifest.ts";
import { findLayers } from "../src/models/graph/find-layers.ts";
import { readGraph } from "../src/models/graph/read-graph.ts";
import { layerNames } from "../src/models/graph/layer-name.ts";
import { scoredModel } from "../src/models/scored.ts";
import { withReadouts } from "../src/models/readout.ts";
import type { ProbeTarget } from "../src/models/spec/probes.ts";
import type { Tap } from "../src/models/spec/taps.ts";
import type { Photograph } from "../src/probes/collect-features.ts";
import { findTaps, shapesOf } from "../src/probes/find-taps.ts";
import { splitPhotographs } from "../src/probes/plan.ts";
import {
  LEAST_PHOTOGRAPHS,
  MARGIN,
  NOISE_PHOTOGRAPHS,
  REPLICATES,
  SEED,
  SPARSE_REPLICATES,
  type PhotographLists,
  type PrepareProgress,
} from "../src/probes/preparation.ts";
import { prepareCovered } from "../src/probes/prepare-covered.ts";
import { coveredClasses, MOST_COVERED } from "../src/probes/covered.ts";
import { lookAt } from "../src/probes/look.ts";
import type { ProbeTools } from "../src/probes/tools.ts";
import type { PrepareCommand } from "./arguments.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./json.ts";
import { guessFacts } from "./guess-facts.ts";
import { holdOut, readLabelled, readUnlabelled, sampleOf } from "./labelled-images.ts";
import { nativeTools } from "./native-tools.ts";
import { checkOutFolder, openOutFolder } from "./output.ts";
import { PHOTOGRAPHS, readFacts, type Facts } from "./prepare-facts.ts";
import { table } from "./prepare-table.ts";
import { readInput } from "./read-input.ts";
import { readNetwork, type NetworkFile } from "./read-network.ts";
import type { Surroundings } from "./surroundings.ts";

/** Photographs that tell how a network is fed where nobody says it. */
const GUESSING_PHOTOGRAPHS = 24;

/**
 * Fits and measures a network's probes and writes network, manifest and probes into a folder, each file whole or not at all, the manifest last; returns
 * a table of what was measured. Throws InputError, ImageError, ModelError or InferenceError.
 */
export async function runPrepare(command: PrepareCommand, surroundings: Surroundings): Promise<string> {
  const { cwd, strings, signal } = surroundings;
  const { t } = strings;
  const path = resolve(cwd, command.path);
  const out = resolve(cwd, command.out);
  const images = resolve(cwd, command.images);
  const file = await readNetwork(path);
  const backbone = file.bytes;
  const said = await readFacts(file, at(cwd, command.facts));
  checkOutFolder(out);
  const tools = await nativeTools(command.threads);
  const facts = said ?? (await guessed(file, images, tools, surroundings));
  await checkOutput(path, backbone, facts.draft, tools);
  const taps = await tapsOf(file, facts.draft, command.layers ?? facts.layers, tools);
  const photographs = await readLists(
    images,
    at(cwd, command.holdout),
    command.measure,
    facts.draft.classes,
    command.target,
  );
  const folder = await openOutFolder(out);
  try {
    const draft = { ...facts.draft, taps };
    const { manifest, files } = await prepareCovered(
      backbone,
      draft,
      await coversOf(backbone, draft, photographs, tools, signal),
      photographs,
      {
        target: command.target,
        versions: command.versions,
        augment: facts.augment,
        margin: MARGIN,
        replicates: REPLICATES,
        sparse: SPARSE_REPLICATES,
        noisePhotographs: NOISE_PHOTOGRAPHS,
        seed: SEED,
        data: `${photographs.training.length} images of ${basename(images)}, ${command.versions} versions of each: patches of grids from 2x2 to 4x4 hidden in half of them.`,
      },
      tools,
      (progress) => tell(progress, surroundings),
      signal,
    );
    signal.throwIfAborted();
    const json = `${JSON.stringify(parseManifest(manifest), null, 2)}\n`;
    const network = `${manifest.name}.onnx`;
    if (join(out, network) !== path) await folder.write(network, backbone);
    for (const [name, bytes] of files) await folder.write(name, bytes);
    await folder.write(`${manifest.name}.json`, json);
    return `${table(manifest, strings)}\n${t("cli:prepare.written", { path: out, files: [network, ...files.keys(), `${manifest.name}.json`].join(", ") })}`;
  } finally {
    await folder.close();
  }
}

/** Which of many classes the probes know: those that the photographs show, by their labels or by what the network says of them; null: all. */
async function coversOf(
  network: Uint8Array,
  draft: ModelManifest,
  { training, heldOut }: PhotographLists,
  tools: ProbeTools,
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  if (draft.classes.length <= MOST_COVERED) return null;
  const photographs = [...training, ...heldOut];
  const labels = photographs.flatMap(({ label }) => (label === null ? [] : [label]));
  if (labels.length === photographs.length) return coveredClasses(labels, draft.classes.length);
  const { bytes, manifest } = scoredModel({ manifest: draft, bytes: network }, readGraph(network));
  const seen = await lookAt(photographs, bytes, manifest, tools, () => undefined, signal);
  return coveredClasses(
    seen.flatMap((of) => ("first" in of ? [of.first] : [])),
    draft.classes.length,
  );
}

/** What a network is taken for of which nobody says anything. Throws as `guessFacts` does. */
async function guessed(
  file: NetworkFile,
  images: string,
  tools: ProbeTools,
  surroundings: Surroundings,
): Promise<Facts> {
  const { folders, photographs } = await sampleOf(images, GUESSING_PHOTOGRAPHS);
  const decoded = await Promise.all(photographs.map((photograph) => photograph.read()));
  const draft = await guessFacts(file, { images: decoded, folders, tools }, surroundings);
  return { draft, layers: null, augment: PHOTOGRAPHS };
}

const at = (cwd: string, path: string | null): string | null => (path === null ? null : resolve(cwd, path));

/** Throws InputError unless the network's output is one list of scores, long enough for the classes. */
async function checkOutput(path: string, backbone: Uint8Array, draft: ModelManifest, tools: ProbeTools): Promise<void> {
  const [found] = await shapesOf(backbone, draft.input, [draft.output.logits], tools);
  const scores = found!.dims.slice(1).reduce((product, dim) => product * dim, 1);
  const needed = 1 + Math.max(...draft.classMap.flat());
  if (scores < needed)
    throw new InputError("odd-output", {
      path,
      output: draft.output.logits,
      count: scores,
      classes: draft.classes.length,
    });
}

/** The taps of the tensors that are named, or of those that are proposed of the graph. Throws InputError. */
async function tapsOf(
  { path, bytes, graph }: NetworkFile,
  { input, output }: ModelManifest,
  named: readonly string[] | null,
  tools: ProbeTools,
): Promise<Tap[]> {
  const proposed = named === null ? findLayers(graph, input.name, output.logits).filter((one) => one.proposed) : [];
  const names = named ?? proposed.map(({ tensor }) => tensor);
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const missing = names.find((name) => !made.has(name));
  if (missing !== undefined) throw new InputError("no-layer", { path, layer: missing });
  const taps = names.length === 0 ? [] : await findTaps(bytes, input, names, tools);
  const odd = taps.findIndex((tap) => "dims" in tap);
  if (named !== null && odd !== -1) {
    const { dims } = taps[odd] as { dims: readonly number[] };
    throw new InputError("odd-layer", { path, layer: names[odd]!, shape: dims.join(", ") });
  }
  // Of what is only proposed, what no features can be taken from is left out.
  const usable = taps.flatMap((tap): Tap[] => ("dims" in tap ? [] : [tap]));
  if (usable.length === 0) throw new InputError("no-layers", { path });
  const called = layerNames(usable.map(({ tensor }) => ({ tensor, proposed: true })));
  return withReadouts(
    usable.map((tap, i) => ({ ...tap, name: called[i]! })),
    graph,
    output.logits,
  );
}

/** Throws InputError. */
async function readLists(
  images: string,
  holdout: string | null,
  measure: string | null,
  classes: readonly string[],
  target: ProbeTarget,
): Promise<PhotographLists> {
  const unlabelled = target === "network" && holdout === null && measure === null ? await readUnlabelled(images) : null;
  if (unlabelled !== null) return unlabelledLists(images, unlabelled);
  const { splits } = await readLabelled(images, classes);
  const listed = holdout === null ? null : { path: holdout, names: await readNames(holdout) };
  const lists = holdOut(splits.get("train")!, listed, SEED);
  const [training, heldOut] = [lists.training.length, lists.heldOut.length];
  if (Math.min(training, heldOut) < LEAST_PHOTOGRAPHS)
    throw new InputError("too-few-photographs", { training, heldOut, least: LEAST_PHOTOGRAPHS });
  const measured = measure === null ? lists.heldOut : splits.get(measure);
  if (measured === undefined || measured.length === 0)
    throw new InputError("no-split", { path: images, split: measure!, splits: [...splits.keys()].join(", ") });
  return { ...lists, measured };
}

/** Of photographs of which nobody says what they show. Throws InputError. */
function unlabelledLists(images: string, photographs: readonly Photograph[]): PhotographLists {
  if (photographs.length === 0) throw new InputError("no-photographs", { path: images });
  const split = splitPhotographs(
    photographs.map(() => 0),
    photographs.length,
    SEED,
  );
  const [training, heldOut] = [split.training, split.heldOut].map((places) => places.map((i) => photographs[i]!)) as [
    Photograph[],
    Photograph[],
  ];
  if (Math.min(training.length, heldOut.length) < LEAST_PHOTOGRAPHS)
    throw new InputError("too-few-photographs", {
      training: training.length,
      heldOut: heldOut.length,
      least: LEAST_PHOTOGRAPHS,
    });
  return { training, heldOut, measured: heldOut };
}

async function readNames(path: string): Promise<readonly string[]> {
  const result = v.safeParse(v.object({ names: v.array(v.string()) }), parseJson(await readInput(path), path));
  if (result.success) return result.output.names;
  const [issue] = result.issues;
  throw new InputError("bad-facts", { path, field: v.getDotPath(issue) ?? "the top", problem: issue.message });
}

/** Photographs between two lines of progress. */
const REPORTED = { features: 100, noise: 5 } as const;

function tell(progress: PrepareProgress, { strings: { t }, note, progress: show }: Surroundings): void {
  switch (progress.stage) {
    case "features":
    case "noise": {
      const { stage, done, total } = progress;
      return done % REPORTED[stage] === 0 ? show(t(`cli:prepare.${stage}`, { done, total })) : undefined;
    }
    case "quality":
      return note(t("cli:prepare.quality"));
    case "fitted": {
      const fits = [...progress.fit.fits].map(([target, { l2, tried }]) =>
        t("cli:prepare.fit", {
          target,
          l2,
          tried: tried.map((one) => `${one.l2}: ${one.crossEntropy.toFixed(4)}`).join(", "),
        }),
      );
      return note(
        t("cli:prepare.layer", { layer: progress.layer, features: progress.features, fits: fits.join("; ") }),
      );
    }
  }
}
