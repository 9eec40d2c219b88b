import avif from "@jsquash/avif/codec/dec/avif_dec.wasm?url";
import jpeg from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url";
import webp from "@jsquash/webp/codec/dec/webp_dec.wasm?url";
import type { CodecName, Codecs } from "../images/codecs.ts";
import { fetchOwn } from "./fetching.ts";

const ADDRESSES: Readonly<Record<CodecName, string>> = { avif, jpeg, webp };
const compiled = new Map<CodecName, WebAssembly.Module>();

/** The decoders of image files, in a worker: each is fetched and compiled once. */
export const pageCodecs: Codecs = async (name) => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const response = await fetchOwn(new URL(ADDRESSES[name], self.location.href).href);
  if (!response.ok) throw new TypeError(`${ADDRESSES[name]}: status ${response.status}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  compiled.set(name, module);
  return module;
};
