import { readStrataFile } from "../src/exploration/strata-file/read.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import type { ModelManifest } from "../src/model/manifest.ts";
import { readInput } from "./read-input.ts";
import type { ResultQuestion } from "./result-name.ts";

/** What a result must be the answer to. */
export interface Asked {
  readonly manifest: ModelManifest;
  /** SHA-256 of the pixels that the network sees. */
  readonly pixelsSha256: string;
  readonly question: ResultQuestion;
}

/** The result in a file, whole and checked; null where there is none, where it is damaged, or where it answers another question. */
export async function storedResult(path: string, asked: Asked): Promise<Snapshot | null> {
  const bytes = await readInput(path).catch(() => null);
  const entries = bytes === null ? [] : await readStrataFile(bytes).catch(() => []);
  const [only] = entries;
  return only !== undefined && entries.length === 1 && answers(only.snapshot, asked) ? only.snapshot : null;
}

/** The name of a file has digits of all this; what it holds may have been put there by anything. */
function answers({ model, image, players, target, values, ...settings }: Snapshot, { manifest, pixelsSha256, question }: Asked): boolean {
  return model.sha256 === manifest.sha256 && image.sha256 === pixelsSha256 && players.rows === question.rows && players.cols === question.cols
    && (question.target === "auto" || target.index === question.target) && (values !== null || !question.values)
    && settings.baseline === question.baseline && settings.kappaFraction === question.kappaFraction && settings.kappaOf === question.kappaOf
    && settings.tauFraction === question.tauFraction;
}
