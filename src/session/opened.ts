import type { PictureView } from "./shape.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { sha256 } from "../platform/sha256.ts";
import { LinkError } from "../formats/link/errors.ts";
import { PLAIN_VIEW, viewFits } from "./address.ts";
import { settingsOf } from "./results.ts";
import type { OpenedFrom, Settings, ShownImage, AddressedBy } from "./shape.ts";

/** A finished picture from elsewhere or from before, as it is put on the page. */
export interface Opened {
  readonly from: OpenedFrom;
  readonly snapshot: Snapshot;
  readonly image: ShownImage;
  readonly source: AddressedBy;
  /** What was asked for. */
  readonly settings: Settings;
  readonly view: PictureView;
}

/** What an image that was left out is drawn as: mid grey. */
const BLANK = 128;

/** The image as the page holds images; LinkError where its pixels are not those that the picture was made for. */
async function shownImage({
  image,
  model: {
    input: [width, height],
  },
}: Snapshot): Promise<ShownImage> {
  const title = { from: "snapshot", name: image.name } as const;
  if (image.pixels === null)
    return {
      title,
      file: null,
      isLeftOut: true,
      sha256: image.sha256,
      pixels: { width, height, rgb: new Uint8Array(3 * width * height).fill(BLANK) },
    };
  const found = await sha256(image.pixels.rgb);
  if (image.exact && found !== image.sha256) throw new LinkError("damaged");
  return { title, file: null, sha256: found, pixels: image.pixels };
}

/** A snapshot that an address named; LinkError "damaged" where it and its view or image do not fit together. */
export async function openedOf(
  snapshot: Snapshot,
  from: OpenedFrom,
  source: AddressedBy,
  { settings = settingsOf(snapshot), view = PLAIN_VIEW }: Partial<Pick<Opened, "settings" | "view">> = {},
): Promise<Opened> {
  if (!viewFits(view, snapshot.players.n, snapshot.layers.length)) throw new LinkError("damaged");
  return { from, snapshot, image: await shownImage(snapshot), source, settings, view };
}
