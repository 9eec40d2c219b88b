import type { Actions } from "./actions.ts";
import type { Cropping } from "./dialogs.ts";
import type { LoadTarget } from "./pending.ts";
import type { Services } from "./services.ts";
import type { Session } from "./session.ts";
import type { ShownImage } from "./shape.ts";

/** A side of the whole image as the dialog shows it, pixels. */
const SHOWN_SIDE = 1024;

/** Whether there is more of an image than what the network sees; samples are as large as that. */
export const canCrop = (image: ShownImage | null): image is ShownImage & { readonly file: Blob } =>
  image !== null && image.file !== null && (image.title.from === "file" || image.title.from === "clipboard");

/** Choosing the part of an image that the network is shown. */
export function createCropping(
  { store, dispatch }: Session,
  services: Pick<Services, "decode">,
  load: (target: LoadTarget) => void,
): Pick<Actions, "openCrop" | "applyCrop"> {
  async function open(): Promise<void> {
    const { image } = store.getState();
    if (!canCrop(image)) return;
    const reading: Cropping = { phase: "reading" };
    dispatch({ type: "told", news: { dialog: "crop", cropping: reading } });
    const fit = { width: SHOWN_SIDE, height: SHOWN_SIDE, resize: "within" } as const;
    const cropping = await services.decode(image.file, fit).then(
      ({ pixels, originalWidth: width, originalHeight: height }): Cropping => ({
        phase: "ready",
        whole: pixels,
        width,
        height,
      }),
      (): Cropping => ({ phase: "failed" }),
    );
    // It may have been closed since, or asked for again.
    if (store.getState().cropping === reading) dispatch({ type: "told", news: { cropping } });
  }

  return {
    openCrop: () => void open(),
    applyCrop: (crop) => {
      const { image } = store.getState();
      if (!canCrop(image)) return;
      dispatch({ type: "told", news: { dialog: null } });
      const name = image.title.from === "file" ? image.title.name : null;
      load({ kind: "file", file: image.file, name, ...(crop && { crop }) });
    },
  };
}
