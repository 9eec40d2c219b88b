import webp from "@jsquash/webp/codec/dec/webp_dec.wasm?url&inline";

/** The decoder of a link's image, which is WebP or needs none, with its bytes in this script: for a frame that may fetch nothing but scripts. */
export async function codecsWithin(name: string): Promise<WebAssembly.Module> {
  if (name !== "webp") throw new TypeError(`no decoder of ${name} within the page`);
  return WebAssembly.compile(
    Uint8Array.from(atob(webp.slice(webp.indexOf(",") + 1)), (letter) => letter.charCodeAt(0)),
  );
}
