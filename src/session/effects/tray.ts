/** Thumbnails of the tray's images, one after the other, while nothing comes to the page: it is for the page that a file is decoded first. */
import { ImageError } from "../../images/errors.ts";
import type { Services } from "../services.ts";
import { followWork, type Session } from "../session.ts";

/** A side of a thumbnail, pixels: twice what it is drawn at. */
const THUMBNAIL = { width: 80, height: 80, resize: "within" } as const;

/** Reads what the tray has no thumbnail of. */
export function createTrayEffect(session: Session, services: Pick<Services, "decode">): void {
  followWork(
    session,
    ({ tray, load }) => {
      const next =
        load === null ? tray?.items.find(({ thumbnail, isBroken }) => thumbnail === null && !isBroken) : undefined;
      return next === undefined ? [] : [next];
    },
    async ({ id, file }, { signal, finish }) => {
      try {
        const { pixels } = await services.decode(file, THUMBNAIL, signal);
        finish({ type: "tray-read", item: id, thumbnail: pixels });
      } catch (error) {
        // Where the decoder is at fault and not the file, whoever goes to it is told.
        const isBroken = error instanceof ImageError && error.code !== "decoder-missing";
        if (!signal.aborted) finish({ type: "tray-read", item: id, thumbnail: isBroken ? null : NONE });
      }
    },
  );
}

/** Drawn where nothing is known of an image. */
const NONE = { width: 1, height: 1, rgb: new Uint8Array([128, 128, 128]) };
