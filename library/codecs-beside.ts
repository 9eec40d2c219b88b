import avif from "@jsquash/avif/codec/dec/avif_dec.wasm?url";
import jpeg from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url";
import webp from "@jsquash/webp/codec/dec/webp_dec.wasm?url";
import type { CodecName, Codecs } from "../src/images/codecs.ts";

const ADDRESSES: Readonly<Record<CodecName, string>> = { avif, jpeg, webp };
const compiled = new Map<CodecName, Promise<WebAssembly.Module>>();

/** The decoders of image files as they lie beside the library's script, each fetched and compiled once. */
export const codecsBeside: Codecs = (name) => {
  const module = compiled.get(name) ?? load(ADDRESSES[name]);
  compiled.set(name, module);
  module.catch(() => compiled.delete(name));
  return module;
};

async function load(address: string): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(`${address}: status ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
