import { basename, join, resolve } from "node:path";
import * as v from "valibot";
import { parseManifest, type ModelManifest } from "../src/models/manifest.ts";
import { readOutline } from "../src/models/onnx.ts";
import { layerName, tapNames } from "../src/models/outline-taps.ts";
import { withReadouts } from "../src/models/readout.ts";
import { NOISE_GRIDS } from "../src/models/spec/probes.ts";
import type { Tap } from "../src/models/spec/taps.ts";
import { findTaps, shapesOf } from "../src/probes/find-taps.ts";
import { prepareProbes, type PhotographLists, type PrepareProgress } from "../src/probes/prepare.ts";
import type { ProbeTools } from "../src/probes/tools.ts";
import type { PrepareCommand } from "./arguments.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./json.ts";
import { holdOut, readLabelled } from "./labelled-images.ts";
import { nativeTools } from "./native-tools.ts";
import { checkOutFolder, openOutFolder } from "./output.ts";
import { readFacts } from "./prepare-facts.ts";
import { readInput } from "./read-input.ts";
import type { Surroundings } from "./surroundings.ts";

/** Nothing is random but by this seed. */
const SEED = 1;

/**
 * Share of what there is to gain that the penalty may cost. On Imagenette, 4,000 photographs, it costs the probes of a residual network about a point of
 * accuracy against the penalty of least cross-entropy, and their replicates agree on .05 to .14 more of their concepts.
 */
export const MARGIN = 0.03;

/** Of each layer's probe. */
export const REPLICATES = 8;

/** Held-out photographs on which the replicates' agreement is measured. */
const NOISE_PHOTOGRAPHS = 100;

/** Fewer photographs than this cannot tell one penalty from another. */
const LEAST_PHOTOGRAPHS = 4;

const MAX_MODEL_BYTES = 2 ** 31 - 1;

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
  const backbone = await readInput(path, MAX_MODEL_BYTES);
  const facts = await readFacts(path, backbone, readOutline(backbone), at(cwd, command.facts));
  checkOutFolder(out);
  const tools = await nativeTools(command.threads);
  await checkOutput(path, backbone, facts.draft, tools);
  const taps = await tapsOf(path, backbone, facts.draft, command.layers ?? facts.layers, tools);
  const photographs = await readLists(images, at(cwd, command.holdout), command.measure, facts.draft.classes);
  const folder = await openOutFolder(out);
  try {
    const { manifest, files } = await prepareProbes(
      backbone,
      { ...facts.draft, taps },
      photographs,
      {
        target: command.target,
        versions: command.versions,
        augment: facts.augment,
        margin: MARGIN,
        replicates: REPLICATES,
        noisePhotographs: NOISE_PHOTOGRAPHS,
        seed: SEED,
        data: `${photographs.training.length} photographs of ${basename(images)}, ${command.versions} versions of each: patches of grids from 2x2 to 4x4 hidden in half of them.`,
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

const at = (cwd: string, path: string | null): string | null => (path === null ? null : resolve(cwd, path));

/** Throws InputError unless the network's output is one list of scores, long enough for the classes. */
async function checkOutput(path: string, backbone: Uint8Array, draft: ModelManifest, tools: ProbeTools): Promise<void> {
  const [dims] = await shapesOf(backbone, draft.input, [draft.output.logits], tools);
  const scores = dims!.slice(1).reduce((product, dim) => product * dim, 1);
  const needed = 1 + Math.max(...draft.classMap.flat());
  if (scores < needed)
    throw new InputError("odd-output", {
      path,
      output: draft.output.logits,
      count: scores,
      classes: draft.classes.length,
    });
}

/** The taps of the tensors that are named, or of those that stand out in the graph. Throws InputError. */
async function tapsOf(
  path: string,
  backbone: Uint8Array,
  { input, output }: ModelManifest,
  named: readonly string[] | null,
  tools: ProbeTools,
): Promise<Tap[]> {
  const outline = readOutline(backbone);
  const names = named ?? tapNames(outline, input.name);
  if (names.length === 0) throw new InputError("no-layers", { path });
  const made = new Set(outline.nodes.flatMap(({ outputs }) => outputs));
  const missing = names.find((name) => !made.has(name));
  if (missing !== undefined) throw new InputError("no-layer", { path, layer: missing });
  const taps = await findTaps(backbone, input, names, tools);
  const cleaned = names.map(layerName);
  const isDistinct = new Set(cleaned).size === cleaned.length;
  const renamed = taps.map((tap, i) => {
    if ("dims" in tap) throw new InputError("odd-layer", { path, layer: names[i]!, shape: tap.dims.join(", ") });
    return { ...tap, name: isDistinct ? cleaned[i]! : names[i]! };
  });
  return withReadouts(renamed, outline, output.logits);
}

/** Throws InputError. */
async function readLists(
  images: string,
  holdout: string | null,
  measure: string | null,
  classes: readonly string[],
): Promise<PhotographLists> {
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

/** Characters of the layer's name and of each number in the table. */
const NAME_WIDTH = 20;
const CELL_WIDTH = 11;

/** What was measured, a layer a line. */
function table({ probes, output }: ModelManifest, { t }: Surroundings["strings"]): string {
  const cell = (value: number | null | undefined): string =>
    value === null || value === undefined ? NO_NUMBER : value.toFixed(3);
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(NAME_WIDTH), ...cells.map((text) => ` ${text.padStart(CELL_WIDTH)}`)].join("").trimEnd();
  const head = [
    t("cli:prepare.accuracy"),
    t("cli:prepare.agrees"),
    t("cli:prepare.halfHidden"),
    t("cli:prepare.scale"),
    "|v(∅)|",
    t("cli:prepare.agreement"),
    ...NOISE_GRIDS.map((grid) => t("cli:prepare.noiseOf", { grid })),
    t("cli:prepare.labels"),
    t("cli:prepare.agrees"),
  ];
  const rows = probes!.layers.map((layer, i) => {
    const { accuracy, agreement, accuracyHalfHidden, scale, meanAbsVEmpty, probeAgreement, noiseShare } = layer;
    const labels = probes!.labels?.layers[i];
    const shares = NOISE_GRIDS.map((grid) => noiseShare?.[grid]);
    return line(
      layer.name,
      [
        ...[accuracy, agreement, accuracyHalfHidden, scale, meanAbsVEmpty, probeAgreement],
        ...[...shares, labels?.accuracy, labels?.agreement],
      ].map(cell),
    );
  });
  const { name, accuracy, accuracyHalfHidden, scale, meanAbsVEmpty } = output;
  const last = line(name, [accuracy, null, accuracyHalfHidden, scale, meanAbsVEmpty].map(cell));
  return [line("", head), ...rows, last].join("\n");
}

const NO_NUMBER = "–";
