import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { sameGrid, showsWholeImage } from "../src/core/patches.ts";
import { sameSample, sampleOf } from "../src/exploration/exploration.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { columnsOf, type ModelManifest } from "../src/models/manifest.ts";
import { choiceOf } from "../src/models/probe-choice.ts";
import { readInput } from "./read-input.ts";
import type { ResultQuestion } from "./result-name.ts";

/** What a result must be the answer to. */
export interface Asked {
  readonly manifest: ModelManifest;
  /** SHA-256 of the pixels that the network sees. */
  readonly pixelsSha256: string;
  readonly question: ResultQuestion;
  /** See `jobOf`; of a study's answer, see `cli/study/job.ts`. */
  readonly job: string;
}

/** The result in a file, whole and checked; null where there is none, where it is damaged, or where it answers another question. */
export async function storedResult(path: string, asked: Asked): Promise<Snapshot | null> {
  const snapshot = await storedAnswer(path, asked);
  return snapshot !== null && saysAs(snapshot, asked.manifest) ? snapshot : null;
}

/** The same, whatever it says of what its network is called and worth. */
export async function storedAnswer(path: string, asked: Asked): Promise<Snapshot | null> {
  const bytes = await readInput(path).catch(() => null);
  const entries = bytes === null ? [] : await readStrataFile(bytes).catch(() => []);
  const [only] = entries;
  // Results of before do not say their job.
  const isIts = only !== undefined && entries.length === 1 && (only.job ?? asked.job) === asked.job;
  return isIts && answers(only.snapshot, asked) ? only.snapshot : null;
}

/** The file says all this by its job; what else it holds may have been put there by anything. */
function answers(snapshot: Snapshot, { manifest, pixelsSha256, question }: Asked): boolean {
  const { model, image, players, target, values, ...settings } = snapshot;
  return (
    model.sha256 === manifest.network.sha256 &&
    image.sha256 === pixelsSha256 &&
    sameGrid(players, question) &&
    sameSample(sampleOf(settings.layers), question.sample) &&
    target.index === (question.target === "auto" ? target.top[0]?.index : question.target) &&
    (target.rather?.index ?? null) === question.rather &&
    (values !== null || !question.values) &&
    (snapshot.certainty !== undefined) === question.certainty &&
    settings.baseline === question.baseline &&
    settings.probes === choiceOf(manifest) &&
    settings.kappaFraction === question.kappaFraction &&
    settings.kappaOf === question.kappaOf &&
    settings.tauFraction === question.tauFraction
  );
}

/** How far p may be from what follows from the score at the output, where that is of the whole image; both are of double precision. */
const ROUNDING = 1e-9;

/** Whether a result says of its network and its class what the manifest and its own scores say. */
function saysAs({ model, players, layers, target }: Snapshot, manifest: ModelManifest): boolean {
  const { name, classes } = manifest;
  const known = columnsOf(manifest);
  const isKnown =
    layers.length === known.length &&
    layers.every((layer, l) => {
      const asksNoise = manifest.replicateCount !== undefined && l < known.length - 1;
      const { name: called, accuracy, noiseFloor, probeAgreement = null, scale } = known[l]!;
      return (
        layer.name === called &&
        layer.probeAccuracy === accuracy &&
        layer.noiseFloor === noiseFloor &&
        layer.probeAgreement === probeAgreement &&
        (layer.noiseShare !== undefined) === asksNoise &&
        (layer.replicateAgreement !== undefined) === asksNoise &&
        (scale === null || target.rather !== undefined
          ? layer.scaleFrom === "image"
          : layer.scaleFrom === "dataset" && layer.scale === scale)
      );
    });
  return (
    isKnown &&
    model.name === name &&
    [target, ...target.top, ...(target.rather === undefined ? [] : [target.rather])].every(
      ({ index, label }) => classes[index] === label,
    ) &&
    (!showsWholeImage(players) ||
      target.rather !== undefined ||
      Math.abs(target.p - 1 / (1 + Math.exp(-layers.at(-1)!.vFull))) <= ROUNDING)
  );
}
