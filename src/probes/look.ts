import { everybody, masksOf } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { fitImage } from "../core/resize.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { CodedError } from "../platform/coded-error.ts";
import type { Photograph } from "./collect-features.ts";
import { firstClasses, mappedRows } from "./quality.ts";
import { runImages, type MaskedImage } from "./run-images.ts";
import type { ProbeTools } from "./tools.ts";

/** What a first look at a photograph finds: the class that the network says first, or the code of the reason why it cannot be read. */
export type Seen = { readonly first: number } | { readonly code: string };

/** Looks at every photograph once, shown whole. */
export async function lookAt(
  photographs: readonly Photograph[],
  network: Uint8Array,
  manifest: ModelManifest,
  tools: Pick<ProbeTools, "open">,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<Seen[]> {
  const { input, classMap, output } = manifest;
  const players = gridPlayers(1, 1, input.width, input.height);
  const seen = new Array<Seen>(photographs.length);
  const places: number[] = [];
  async function* readable(): AsyncGenerator<MaskedImage> {
    for (const [place, photograph] of photographs.entries()) {
      onProgress(place);
      try {
        const { rgba, width, height } = await photograph.read();
        const image = fitImage(rgba, width, height, input);
        places.push(place);
        yield { image, players, masks: masksOf([everybody(players.n)]) };
      } catch (error) {
        seen[place] = { code: unreadable(error) };
      }
    }
  }
  const runner = await tools.open(network, input);
  try {
    await runImages(
      runner,
      manifest,
      readable(),
      [output.logits],
      ([logits], from, rows) => {
        const first = firstClasses(mappedRows(logits!, rows, classMap), classMap.length);
        first.forEach((index, row) => (seen[places[from + row]!] = { first: index }));
      },
      signal,
    );
  } finally {
    await runner.close();
  }
  return seen;
}

/** The code of an image's own failure; throws what is none. */
function unreadable(error: unknown): string {
  const isTheImages = error instanceof CodedError && error.name === "ImageError" && error.code !== "decoder-missing";
  if (!isTheImages) throw error;
  return String(error.code);
}
