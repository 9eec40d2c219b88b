import avif from "@jsquash/avif/codec/dec/avif_dec.wasm?url";
import jpeg from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url";
import webp from "@jsquash/webp/codec/dec/webp_dec.wasm?url";
import type { Fit } from "../src/core/resize.ts";
import { decodeImage } from "../src/images/decode-image.ts";
import type { CodecName, Codecs } from "../src/images/codecs.ts";
import { serve } from "../src/platform/serve.ts";
import { fetchOwn } from "../src/storage/fetching.ts";

const ADDRESSES: Readonly<Record<CodecName, string>> = { avif, jpeg, webp };
const compiled = new Map<CodecName, WebAssembly.Module>();

/** Fetches and compiles a decoder once. */
const codecs: Codecs = async (name) => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const response = await fetchOwn(new URL(ADDRESSES[name], self.location.href).href);
  if (!response.ok) throw new TypeError(`${ADDRESSES[name]}: status ${response.status}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  compiled.set(name, module);
  return module;
};

serve({ decode: (file: Blob, fit: Fit) => decodeImage(file, fit, codecs) });
