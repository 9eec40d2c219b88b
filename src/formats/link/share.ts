import type { Pixels } from "../../core/resize.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { LinkError } from "./errors.ts";
import {
  exactImage,
  lossyImage,
  pixelsOf,
  QUALITIES,
  USUAL_QUALITY,
  webp,
  type Decode,
  type EncodeWebp,
} from "./link-image.ts";
import { decodePayload, payloadOf, type LinkImage, type Payload } from "./payload.ts";

/** What travels in a link's fragment. */
export interface Draft {
  readonly image: "exact" | "small" | "none";
  readonly payload: string;
  /** Largest rounding error of an effect, as a share of its layer's largest. */
  readonly effectError: number;
  /** Of a lossy copy: its quality, of how many from 1 on, and the pixels that whoever opens the link will see. */
  readonly lossy?: { readonly quality: number; readonly qualities: number; readonly pixels: Pixels };
}

/** The links of a picture. */
export interface Drafts {
  /** From the longest to the shortest: with its very pixels, with a lossy copy, without its image. */
  readonly drafts: readonly Draft[];
  /** That with a lossy copy, of another quality; null where there can be none. */
  lossy(quality: number): Promise<Draft | null>;
}

/** With a lossy copy of its own choice a payload stays below this, so that its address does below 6,000. */
const LOSSY_BUDGET = 5900;

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

/** Payloads of a picture; the lossy copy has the usual quality, or the best by which its link is not long. */
export async function draftPayloads(snapshot: Snapshot, decode: Decode, encode: EncodeWebp = webp): Promise<Drafts> {
  const { pixels, exact } = snapshot.image;
  const payload = await payloadOf(snapshot);
  const { effectError } = payload;
  const lossy = async (quality: number): Promise<Draft | null> => {
    const image = pixels === null ? null : await lossyImage(pixels, quality, encode);
    const text = image === null ? null : await fitting(payload, image);
    if (image === null || text === null) return null;
    // Where it cannot be looked at it is not offered: the link would show what nobody has seen.
    const shown = await pixelsOf(image, pixels!.width, pixels!.height, decode).catch(() => null);
    if (shown === null) return null;
    return { image: "small", payload: text, effectError, lossy: { quality, qualities: QUALITIES, pixels: shown } };
  };
  const drafts: Draft[] = [];
  if (pixels !== null && exact) {
    const text = await fitting(payload, await exactImage(pixels, decode));
    if (text !== null) drafts.push({ image: "exact", payload: text, effectError });
  }
  for (let quality = USUAL_QUALITY; quality >= 1; quality--) {
    const draft = await lossy(quality);
    const isLast = draft === null || quality === 1 || draft.payload.length <= LOSSY_BUDGET;
    if (draft !== null && isLast) drafts.push(draft);
    if (isLast) break;
  }
  drafts.push({ image: "none", payload: payload.text, effectError });
  return { drafts, lossy };
}

/** The text with the image; null where it is too large for a link, so that there are those without it. */
async function fitting(payload: Payload, image: LinkImage): Promise<string | null> {
  try {
    return await payload.withImage(image);
  } catch (error) {
    if (error instanceof LinkError && error.code === "too-long") return null;
    throw error;
  }
}
