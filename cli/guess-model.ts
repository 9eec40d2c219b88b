import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ImageError } from "../src/images/errors.ts";
import { readImage } from "../src/images/read-image.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { Decoded } from "../src/probes/versions.ts";
import { codecs } from "./codecs.ts";
import { imagesIn } from "./folder-images.ts";
import { guessFacts } from "./guess-facts.ts";
import { nativeTools } from "./native-tools.ts";
import { inputErrorOf, readInput } from "./read-input.ts";
import { readNetwork } from "./read-network.ts";
import type { Surroundings } from "./surroundings.ts";

/** Images of a folder that tell how a network is fed. */
const GUESSING_IMAGES = 24;

/** A network without its manifest: what it is taken for, and its bytes. */
export interface GuessedModel {
  readonly manifest: ModelManifest;
  readonly bytes: Uint8Array;
}

/**
 * Guesses the manifest of a network that has none, with its own output alone, by itself and by the image or the folder of images that are to be explained.
 * Throws InputError, ModelError or InferenceError.
 */
export async function guessModel(network: string, images: string, around: Surroundings): Promise<GuessedModel> {
  const file = await readNetwork(network);
  const by = { images: await decodedFrom(images), folders: [], tools: await nativeTools(1) };
  return { manifest: await guessFacts(file, by, around), bytes: file.bytes };
}

/** The image, or some of the folder's, evenly drawn; what is none is left out, as it is reported when its turn comes. */
async function decodedFrom(path: string): Promise<readonly Decoded[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw inputErrorOf(cause, path);
  });
  const paths = found.isDirectory() ? (await imagesIn(path, "")).map(({ name }) => join(path, name)) : [path];
  const step = Math.max(1, Math.floor(paths.length / GUESSING_IMAGES));
  const some = paths.filter((_, i) => i % step === 0).slice(0, GUESSING_IMAGES);
  const decoded = await Promise.all(
    some.map(async (one) => {
      try {
        return await readImage(await readInput(one), codecs);
      } catch (error) {
        if (error instanceof ImageError) return null;
        throw error;
      }
    }),
  );
  return decoded.filter((image) => image !== null);
}
