import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { CodecName, Codecs } from "../src/images/codecs.ts";

const FILES: Readonly<Record<CodecName, string>> = {
  avif: "@jsquash/avif/codec/dec/avif_dec.wasm",
  jpeg: "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
  webp: "@jsquash/webp/codec/dec/webp_dec.wasm",
};
const { resolve } = createRequire(import.meta.url);
const compiled = new Map<CodecName, Promise<WebAssembly.Module>>();

/** The decoders as they lie among the installed packages, each compiled once. */
export const codecs: Codecs = (name) => {
  const module = compiled.get(name) ?? readFile(resolve(FILES[name])).then((bytes) => WebAssembly.compile(bytes));
  compiled.set(name, module);
  return module;
};
