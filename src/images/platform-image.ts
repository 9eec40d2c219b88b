import type { Rgba } from "./rgba.ts";

/** Decodes an image file by the platform's own means, turned as it says; null where those cannot. */
export type PlatformDecoder = (file: Blob) => Promise<Rgba | null>;

/** By the browser, as some do HEIC with the decoders of their operating system. In a worker. */
export const browserImage: PlatformDecoder = async (file) => {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" }).catch(
    () => null,
  );
  if (bitmap === null) return null;
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (context === null) return null;
    context.drawImage(bitmap, 0, 0);
    return { width, height, rgba: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
};
