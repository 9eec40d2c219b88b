import type { Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import { exactImage, pixelsOf, smallImage, type Decode } from "./link-image.ts";
import { decodePayload, encodePayload, type LinkImage } from "./payload.ts";

/** What travels in a link's fragment. */
export interface Draft {
  readonly image: "exact" | "small" | "none";
  readonly payload: string;
  /** Largest rounding error of an effect, as a share of its layer's largest. */
  readonly effectError: number;
}

/** The picture of a payload with its image's pixels; rejects with LinkError, and as `decode` does where that cannot work. */
export async function openPayload(payload: string, decode: Decode): Promise<Snapshot> {
  const { snapshot, image } = await decodePayload(payload);
  if (image === null) return snapshot;
  const { width, height } = snapshot.players;
  return {
    ...snapshot,
    image: {
      ...snapshot.image,
      pixels: await pixelsOf(image, width, height, decode),
      exact: image.exact && snapshot.image.exact,
    },
  };
}

/** Payloads of a picture from the longest to the shortest: with its very pixels, with a lossy copy, without its image. */
export async function draftPayloads(snapshot: Snapshot, decode: Decode): Promise<readonly Draft[]> {
  const { pixels, exact } = snapshot.image;
  const drafts: Draft[] = [];
  const add = async (kind: Draft["image"], image: LinkImage | null): Promise<void> => {
    try {
      const { text, effectError } = await encodePayload(snapshot, image);
      drafts.push({ image: kind, payload: text, effectError });
    } catch (error) {
      // An image too large for a link leaves the links without it.
      if (kind === "none" || !(error instanceof LinkError && error.code === "too-long")) throw error;
    }
  };
  if (pixels !== null) {
    if (exact) await add("exact", await exactImage(pixels, decode));
    const small = await smallImage(pixels);
    if (small !== null) await add("small", small);
  }
  await add("none", null);
  return drafts;
}
